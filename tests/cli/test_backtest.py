"""``assist rules backtest`` as a supervisor, and a build server, run it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assist.cli import app
from tests.backtest.calls import RULES, loss_call, needs


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "calls").mkdir()
    (tmp_path / "calls" / "loss.json").write_text(json.dumps(loss_call()), "utf-8")
    for name, text in (("mine", RULES), ("theirs", RULES.replace("走了, ", ""))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "rules.yaml").write_text(text, "utf-8")
    (tmp_path / "needs.yaml").write_text(needs(), "utf-8")
    return tmp_path


def assist(place: Path, *words: str) -> Result:
    rules = ("--rules", str(place / "mine"))
    return CliRunner().invoke(app, ["rules", "backtest", str(place / "calls"), *rules, *words])


def test_it_prints_a_table_and_the_sums(place: Path) -> None:
    done = assist(place)

    assert done.exit_code == 0
    assert "comfort      1      1  1.00      0    1   1       1.00  0.4 s" in done.stdout
    assert "1 of 1 met, 0 false (0 forbidden), 1 optional, 0 repeats; critical 1/1" in done.stdout


def test_it_speaks_chinese(place: Path) -> None:
    done = assist(place, "--against", str(place / "theirs"), "--lang", "zh", "--min-recall", "1.1")

    assert "1 个里提示到 1 个，误报 0 条" in done.stdout
    assert "有变化的通话：1 通\nloss: 1 → 0 处不对\n  + 2.8 秒 comfort: 先安慰" in done.stdout
    assert "召回率 1.000 低于要求的 1.1" in done.stderr


def test_what_never_showed_is_a_few_rules_for_calls_of_their_language(place: Path) -> None:
    rule = "need: bereaved, ability: empathy, when: unheard, hint: {text: 没人听见}"
    more = [f"  spare-{n:02}: {{{rule}}}" for n in range(15)]
    more += [f"  english: {{{rule}, applies_to: {{language: en}}}}"]
    more += [f"  watched: {{{rule}, mode: shadow}}"]
    signal = "signals: {unheard: {speaker: customer, phrases: [谁也不会这么说]}}"
    text = "\n".join([signal, "rules:", *reversed(more)])
    (place / "mine" / "more.yaml").write_text(text, "utf-8")

    told = " ".join(assist(place, "--lang", "zh").stdout.split())

    assert "watched（影子）" in told
    assert "english" not in told
    assert "spare-14" in told
    assert "……还有 " in told


def test_against_other_rules_it_prints_the_calls_that_change(place: Path) -> None:
    done = assist(place, "--against", str(place / "theirs"))

    assert "1 calls change\nloss: 1 → 0 wrong\n  + 2.8 s comfort: 先安慰" in done.stdout


def test_json_for_programs(place: Path) -> None:
    done = assist(place, "--json", "--against", str(place / "theirs"))

    told = json.loads(done.stdout)
    assert told["ok"]
    assert told["labelled"]["f1"] == 1.0
    assert told["before"]["labelled"]["recall"] == 0.0
    assert told["changed_calls"][0]["new"][0]["rule"] == "comfort"


def test_a_page_with_charts(place: Path) -> None:
    assist(place, "--html", str(place / "page.html"))

    assert "<svg" in (place / "page.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (("--min-precision", "1.1"), "precision 1.000 is below 1.1"),
        (("--min-recall", "1.1"), "recall 1.000 is below 1.1"),
        (("--max-hints", "1"), "2.000 hints a call are more than 1.0"),
    ],
)
def test_what_is_asked_for_and_not_there_fails(
    place: Path, asked: tuple[str, ...], why: str
) -> None:
    done = assist(place, *asked)

    assert done.exit_code == 1
    assert why in done.stderr


def test_an_edit_that_makes_it_worse_fails(place: Path) -> None:
    worse = assist(place, "--no-worse", "--against", str(place / "mine"))
    mine, theirs = str(place / "mine"), str(place / "theirs")
    calls = str(place / "calls")
    failed = CliRunner().invoke(
        app, ["rules", "backtest", calls, "--rules", theirs, "--against", mine, "--no-worse"]
    )

    assert (worse.exit_code, failed.exit_code) == (0, 1)
    assert "1 false hints and misses, where there were 0" in failed.stderr


def test_what_cannot_be_read_is_told_and_the_rest_is_played(place: Path) -> None:
    (place / "calls" / "bad.json").write_text("{}")

    done = assist(place)

    assert done.exit_code == 2
    assert "bad.json: id: Field required" in done.stderr
    assert "1 calls, 2 hints" in done.stdout


def test_no_calls_at_all(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["rules", "backtest", str(tmp_path)])

    assert done.exit_code == 2
    assert "no calls" in done.stderr


def test_faulty_rules_are_told(place: Path) -> None:
    (place / "mine" / "rules.yaml").write_text(RULES.replace("bereaved", "bereavd"), "utf-8")

    done = assist(place)

    assert done.exit_code == 2
    assert "there is no need `bereavd` (did you mean `bereaved`?)" in done.stderr


def test_what_is_wrong_with_the_calls_is_said_in_chinese(place: Path) -> None:
    twice = place / "again.json"
    twice.write_text((place / "calls" / "loss.json").read_text("utf-8"), "utf-8")
    done = assist(place, str(twice), str(place / "none"), "--lang", "zh")
    assert f"{place}/none：没有这个文件或文件夹" in done.stderr
    assert f"{twice}：通话“loss”在 {place}/calls/loss.json 里已经有了" in done.stderr
    empty = place / "empty"
    empty.mkdir()
    nothing = ["rules", "backtest", str(empty), "--rules", str(place / "mine"), "--lang", "zh"]
    told = CliRunner().invoke(app, nothing)
    assert told.exit_code == 2
    assert "没有找到通话：要的是 *.json（标注过的通话）" in told.stderr
    assert "no " not in told.stderr
