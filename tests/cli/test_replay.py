"""``assist replay`` from the outside: what it prints, where, and how it exits."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from assist.cli import app
from assist.core.events import EVENT, RulesInForce
from assist.log.sqlite import SqliteLog
from assist.ruleset import load
from assist.ruleset.script import events, parse_script
from assist.text import default_folder, default_tokenizer

NEEDS = "bereaved: {kind: need, meaning: lost someone, severity: critical}\n"
RULES = """
signals:
  bereavement: {speaker: customer, phrases: [上个月走了, passed away]}
  condolence: {speaker: agent, phrases: [节哀]}
rules:
  acknowledge-loss:
    need: bereaved
    ability: empathy
    when: bereavement
    met_by: condolence
    hint: {priority: critical, text: 先安慰}
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    pack = tmp_path / "rules" / "test"
    pack.mkdir(parents=True)
    (pack / "rules.yaml").write_text(RULES, encoding="utf-8")
    (pack.parent / "needs.yaml").write_text(NEEDS, encoding="utf-8")
    return pack


def lines(call: str = "c1") -> list[dict[str, Any]]:
    said = [("customer", "我老伴上个月走了"), ("agent", "您节哀")]
    return [
        {"type": "call.start", "call": call, "seq": 1, "at": 0, "agent": "a1"},
        *(
            {
                "type": "fragment", "call": call, "seq": n + 2, "at": 4_000 * (n + 1),
                "speaker": speaker, "utterance": f"u{n}", "revision": 0, "text": text,
                "final": True,
            }
            for n, (speaker, text) in enumerate(said)
        ),
        {"type": "call.end", "call": call, "seq": 4, "at": 20_000},
    ]  # fmt: skip


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return write(tmp_path / "c1.jsonl", lines())


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def run(*args: object) -> Result:
    return CliRunner().invoke(app, ["replay", *map(str, args)])


def objects(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_event_out_is_a_json_object_with_its_call_and_time(
    recording: Path, rules: Path
) -> None:
    result = run(recording, "--json", "--rules", rules)
    assert result.exit_code == 0, result.output
    out = objects(result)
    assert (out[0]["type"], out[-1]["type"]) == ("call.start", "call.end")
    assert all(event["call"] == "c1" and isinstance(event["at"], int) for event in out)
    assert [event["at"] for event in out] == sorted(event["at"] for event in out)
    (show,) = [event for event in out if event["type"] == "hint.show"]
    assert (show["at"], show["need"], show["text"]) == (4_000, "bereaved", "先安慰")
    assert show["because"][0]["text"] == "我老伴上个月走了"


def test_without_json_it_reads_as_a_call(recording: Path, rules: Path) -> None:
    result = run(recording, "--rules", rules)
    assert result.exit_code == 0, result.output
    heard, shown = result.stdout.index("我老伴上个月走了"), result.stdout.index("▶ hint: 先安慰")
    assert heard < shown < result.stdout.index("您节哀") < result.stdout.index("◀ met: 先安慰")


def test_the_shipped_packs_are_used_by_default(recording: Path) -> None:
    result = run(recording, "--json")
    assert result.exit_code == 0, result.output
    assert "hint.show" in {event["type"] for event in objects(result)}


def test_a_bad_recording_is_told_and_the_others_are_replayed(
    recording: Path, rules: Path, tmp_path: Path
) -> None:
    bad = write(tmp_path / "bad.jsonl", lines("c2"))
    bad.write_text(bad.read_text() + '{"type": "call.end"}\n')
    result = run(bad, tmp_path / "none.jsonl", recording, "--json", "--rules", rules)
    assert result.exit_code == 2
    assert f"{bad}:5: call.end.call: Field required" in result.stderr
    assert f"{tmp_path / 'none.jsonl'}: No such file or directory" in result.stderr
    assert {event["call"] for event in objects(result)} == {"c1"}


def test_a_gap_is_a_warning(rules: Path, tmp_path: Path) -> None:
    start, _, *rest = lines()
    result = run(write(tmp_path / "gap.jsonl", [start, *rest]), "--json", "--rules", rules)
    assert result.exit_code == 0
    assert "gap.jsonl:2: gap: call 'c1', sender '': seq 3 after 1" in result.stderr


def test_bad_rules_are_told_by_place(recording: Path, rules: Path) -> None:
    (rules / "rules.yaml").write_text("rules: [what]\n")
    result = run(recording, "--json", "--rules", rules)
    assert result.exit_code == 2
    assert "rules.yaml:1:8: " in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    "args", [(), ("x.jsonl", "--log", "x", "--call", "c"), ("--log", "x"), ("--call", "c")]
)
def test_what_to_replay_must_be_said(args: tuple[str, ...]) -> None:
    assert run(*args).exit_code == 2


async def logged(path: Path, rules: Path) -> None:
    loaded = load([rules], folder=default_folder(), tokenizer=default_tokenizer())
    assert loaded.program is not None
    kept = loaded.program.rules
    log = await SqliteLog.open(path)
    await log.keep_rules(kept.digest, kept.sources)
    log.append(0, RulesInForce(type="rules", call="c1", at=0, digest=kept.digest))
    for event in lines():
        log.append(event["at"] + 100, EVENT.validate_python(event))
    await log.close()


async def test_a_logged_call_replays_with_the_rules_it_had(
    recording: Path, rules: Path, tmp_path: Path
) -> None:
    log = tmp_path / "log.sqlite"
    await logged(log, rules)
    result = run("--log", log, "--call", "c1", "--json")
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    shows = [(e["at"], e["text"]) for e in objects(result) if e["type"] == "hint.show"]
    assert shows == [(4_100, "先安慰")]

    other = rules.parent / "other"
    other.mkdir()
    (other / "rules.yaml").write_text(RULES.replace("先安慰", "说声节哀"), encoding="utf-8")
    result = run("--log", log, "--call", "c1", "--json", "--rules", other)
    shows = [(e["at"], e["text"]) for e in objects(result) if e["type"] == "hint.show"]
    assert shows == [(4_100, "说声节哀")]


async def test_an_unknown_call_or_log_is_refused(rules: Path, tmp_path: Path) -> None:
    log = tmp_path / "log.sqlite"
    await logged(log, rules)
    result = run("--log", log, "--call", "c9", "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no call 'c9'" in result.stderr
    result = run("--log", tmp_path / "none.sqlite", "--call", "c1")
    assert result.exit_code == 2
    assert "none.sqlite: unable to open" in result.stderr


TALK = """
0.0-4.2 客户: 我老伴上个月走了，他卡里那点钱怎么取啊，我看不清手机
5.0-6.5 坐席: 您报一下身份证号
7.0-11.0 客户: {气死=>气死我}了，你们什么态度，我要投诉，我要打12378
12.0-14.0 坐席: 这个我们办不了，按规定就是这样
15.0-19.0 客户: 有个警察让我把钱转到安全账户，还叫我别告诉别人
20.0-22.0 坐席: 您节哀，我理解您的心情，咱们慢慢说
"""


def test_another_process_with_another_hash_seed_prints_the_same_bytes(tmp_path: Path) -> None:
    """With the shipped packs, whose many signals and rules would show any order by hash."""
    talk = events(parse_script(TALK), call="c1", agent="a1", language="zh", context={"age": 71})
    rows = [event.model_dump(mode="json", exclude_defaults=True) for event in talk]
    path = write(tmp_path / "talk.jsonl", rows)
    command = [sys.executable, "-c", "from assist.cli import app; app()", "replay", "--json"]

    second = subprocess.run(
        [*command, str(path)],
        env={**os.environ, "PYTHONHASHSEED": "4242", "LC_ALL": "C"},
        check=True,
        capture_output=True,
    ).stdout

    first = run(path, "--json").stdout_bytes
    assert os.environ.get("PYTHONHASHSEED") != "4242"
    assert first.count(b'"hint.show"') >= 3
    assert second == first
