"""How a tap is told what to do, and what it says when it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from assist.cli import app
from assist.tap.settings import TapSettings, Upstream, read_file


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ASSIST_TOKEN", "ASSIST_TAP_UPSTREAMS", "ASSIST_TAP_PORT"):
        monkeypatch.delenv(name, raising=False)


def settings(**given: object) -> TapSettings:
    return TapSettings(**{"upstreams": "wss://asr.example.com", **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("url", "upstream", "authority"),
    [
        ("wss://asr.example.com", Upstream("asr.example.com", 443, True), "asr.example.com"),
        ("ws://asr:2700/", Upstream("asr", 2700, False), "asr:2700"),
        ("ws://[::1]:80", Upstream("::1", 80, False), "[::1]"),
    ],
)
def test_an_upstream_is_a_host(url: str, upstream: Upstream, authority: str) -> None:
    assert Upstream.parse(url) == upstream
    assert upstream.authority == authority


@pytest.mark.parametrize("url", ["https://asr", "wss://", "wss://asr/v1", "wss://asr?x=1", "asr"])
def test_and_nothing_else(url: str) -> None:
    with pytest.raises(ValueError, match=r"write it as|name the host only"):
        Upstream.parse(url)


def test_which_upstream_an_address_means() -> None:
    one = settings()
    assert one.upstream(None, "vosk") == one.upstreams["default"]
    two = settings(upstreams=["vosk=ws://a", "b=ws://b"])
    assert two.upstream(None, "vosk") == Upstream("a", 80, False)
    assert two.upstream("b", "vosk") == Upstream("b", 80, False)
    assert two.upstream(None, "funasr") is None
    assert two.upstream("c", "vosk") is None


def test_the_environment_goes_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "tap.yaml"
    path.write_text("upstreams: {vosk: ws://a}\nport: 1\nlinger: 3\ndefaults: {agent: $header.x}\n")
    monkeypatch.setenv("ASSIST_TAP_PORT", "2")
    monkeypatch.setenv("ASSIST_TOKEN", "a-token-of-the-tests")
    read = TapSettings(**read_file(path))
    assert (read.port, read.linger, read.defaults) == (2, 3.0, {"agent": "$header.x"})
    assert read.token.get_secret_value() == "a-token-of-the-tests"


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValidationError, match="at least one recogniser"):
        settings(upstreams="")
    with pytest.raises(ValidationError, match="cert and cert_key"):
        settings(cert=Path("x"))


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ([], "upstreams: name the recogniser to pass calls on to: --upstream"),
        (["--upstream", "https://asr"], "upstreams: 'https://asr': write it as"),
        (["--config", "/nowhere.yaml"], "/nowhere.yaml: "),
    ],
)
def test_the_command_says_what_is_wrong(args: list[str], told: str) -> None:
    done = CliRunner().invoke(app, ["tap", *args])
    assert done.exit_code == 2
    assert told in done.output
