"""Settings: what may be, what may not, and that the operators' table tells all of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from assist.ruleset.packs import local_pack
from assist.server.settings import Settings


def test_loopback_needs_no_token() -> None:
    assert Settings().loopback
    assert Settings(host="::1").loopback
    assert Settings(host="localhost").loopback


@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.1", "::", "assist.bank.example"])
def test_an_address_that_others_reach_needs_a_token(host: str) -> None:
    with pytest.raises(ValidationError, match="can be reached by others"):
        Settings(host=host)
    assert Settings(host=host, token=SecretStr("0123456789abcdef")).host == host


def test_a_short_token_is_refused() -> None:
    with pytest.raises(ValidationError, match="16 characters"):
        Settings(token=SecretStr("short"))


def test_the_supervisors_token_is_one_of_its_own() -> None:
    with pytest.raises(ValidationError, match="supervisor_token: must have at least 16"):
        Settings(supervisor_token=SecretStr("short"))
    same = SecretStr("0123456789abcdef")
    with pytest.raises(ValidationError, match="differ from the agents' token"):
        Settings(token=same, supervisor_token=same)


def test_of_several_supervisors_tokens_none_is_short_or_the_agents() -> None:
    new, old, agents = "new-0123456789abc", "old-0123456789abc", "agt-0123456789abc"
    both = Settings(token=SecretStr(agents), supervisor_token=SecretStr(f"{new}, {old}"))
    assert both.supervisor_tokens == (new, old)
    with pytest.raises(ValidationError, match="supervisor_token: must have at least 16"):
        Settings(supervisor_token=SecretStr(f"{new},"))
    with pytest.raises(ValidationError, match="differ from the agents' token"):
        Settings(token=SecretStr(agents), supervisor_token=SecretStr(f"{new},{agents}"))


def test_the_environment_sets_what_the_command_line_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ASSIST_PORT", "9000")
    monkeypatch.setenv("ASSIST_RULES", "a/pack, b/pack")
    monkeypatch.setenv("ASSIST_ORIGINS", "https://crm.example,https://desk.example")
    settings = Settings(host="::1")
    assert settings.port == 9000
    assert settings.rules == (Path("a/pack"), Path("b/pack"))
    assert settings.origins == ("https://crm.example", "https://desk.example")


def test_vendors_secrets_are_pairs_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSIST_VENDOR_SECRETS", "twilio=abc=, jambonz=whsec")
    settings = Settings()
    assert settings.secret_of("twilio") == "abc="
    assert settings.secret_of("jambonz") == "whsec"
    assert settings.secret_of("telnyx") is None
    assert "whsec" not in repr(settings)
    monkeypatch.setenv("ASSIST_VENDOR_SECRETS", "twilio")
    with pytest.raises(ValidationError, match="format=secret"):
        Settings()


def test_the_token_is_not_shown() -> None:
    assert "0123456789" not in repr(Settings(token=SecretStr("0123456789abcdef")))


def test_the_operators_table_tells_every_setting() -> None:
    text = (Path(__file__).parents[2] / "docs/operators/settings.md").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        default = field.default
        shown = "" if default is None or default == () else f"`{default}`"
        assert f"| `ASSIST_{name.upper()}` | {shown} | {field.description} |" in text


@pytest.mark.parametrize(("named", "place"), [(None, "var/rules"), ("", "var/rules"), ("a", "a")])
def test_the_sites_own_pack_is_where_the_commands_have_it(
    monkeypatch: pytest.MonkeyPatch, named: str | None, place: str
) -> None:
    monkeypatch.delenv("ASSIST_RULES_LOCAL")
    if named is not None:
        monkeypatch.setenv("ASSIST_RULES_LOCAL", named)
    assert Settings().rules_local == local_pack() == Path(place)


def test_a_folder_that_is_empty_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SCENARIOS", "FORMATS"):
        monkeypatch.setenv(f"ASSIST_{name}", "")
    found = Settings()
    assert (found.scenarios, found.formats) == (None, None)


@pytest.mark.parametrize("name", ["TOKEN", "SUPERVISOR_TOKEN", "OVERLAY_SECRET"])
def test_a_secret_that_is_empty_is_refused_since_it_was_meant_to_be_one(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"ASSIST_{name}", "")
    with pytest.raises(ValidationError):
        Settings()
