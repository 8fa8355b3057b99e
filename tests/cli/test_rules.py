"""``assist rules``: what it prints and the exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assist.cli.rules import app

GOOD = """\
signals:
  loss: {speaker: customer, phrases: [去世]}
rules:
  acknowledge:
    need: bereaved
    ability: empathy
    when: loss
    hint: {text: 先安慰, say: 慢慢说。}
tests:
  - name: a loss
    call: "0.0-3.0 客户: 我老伴去世了"
    expect: [{rule: acknowledge, by: 4}]
  - name: only asking
    call: "0.0-3.0 客户: 我想查余额"
    expect: []
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    (tmp_path / "loss.yaml").write_text(GOOD, encoding="utf-8")
    return tmp_path


def assist(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def change(pack: Path, was: str, is_now: str) -> None:
    file = pack / "loss.yaml"
    text = file.read_text(encoding="utf-8")
    assert was in text
    file.write_text(text.replace(was, is_now), encoding="utf-8")


def test_check_of_good_rules(pack: Path) -> None:
    done = assist("check", pack)

    assert done.exit_code == 0
    assert "0 errors, 0 warnings; 1 rules, 1 signals, 2 tests, digest " in done.output


def test_check_names_file_line_and_column_and_fails(pack: Path) -> None:
    change(pack, "speaker: customer", "speaker: custmer")

    done = assist("check", pack)

    assert done.exit_code == 1
    assert (
        f"{pack}/loss.yaml:2:19: error R203: `custmer` is not possible for `speaker` "
        "(did you mean `customer`?)"
    ) in done.output


def test_warnings_do_not_fail(pack: Path) -> None:
    change(pack, "text: 先安慰", "text: 先安慰！")

    done = assist("check", pack)

    assert done.exit_code == 0
    assert "loss.yaml:8:18: warning R105: an exclamation mark in a hint" in done.output


def test_check_as_json(pack: Path) -> None:
    change(pack, "need: bereaved", "need: bereavd")

    done = assist("check", pack, "--json")

    assert done.exit_code == 1
    told = json.loads(done.output)
    assert told["ok"] is False
    assert told["problems"][0] == {
        "file": f"{pack}/loss.yaml",
        "line": 5,
        "column": 11,
        "severity": "error",
        "code": "R210",
        "message": "there is no need `bereavd`",
        "advice": "did you mean `bereaved`?",
    }


def test_a_code_is_explained() -> None:
    done = assist("check", "--explain", "r101")

    assert done.exit_code == 0
    assert done.output.startswith("R101 folded away\nPatterns run over folded text")


def test_an_unknown_code_is_wrong_usage() -> None:
    assert assist("check", "--explain", "R999").exit_code == 2


def test_tests_pass(pack: Path) -> None:
    done = assist("test", pack)

    assert done.exit_code == 0
    assert "2 tests: 2 passed" in done.output


def test_a_failing_test_tells_the_call(pack: Path) -> None:
    change(pack, "by: 4", "by: 1")

    done = assist("test", pack)

    assert done.exit_code == 1
    assert "loss.yaml:10:5: failed a loss" in done.output
    assert "rule acknowledge shown by 1s: was at" in done.output
    assert "customer: 我老伴去世了" in done.output
    assert "2 tests: 1 passed, 1 failed" in done.output


def test_tests_are_chosen_by_name(pack: Path) -> None:
    done = assist("test", pack, "-k", "ASKING", "--json")

    assert done.exit_code == 0
    assert [test["name"] for test in json.loads(done.output)["tests"]] == ["only asking"]


def test_rules_with_errors_run_no_tests(pack: Path) -> None:
    change(pack, "need: bereaved", "need: bereavd")

    done = assist("test", pack)

    assert done.exit_code == 1
    assert "0 tests: nothing to run" in done.output


def test_a_known_gap_passes_and_is_shown(pack: Path) -> None:
    change(pack, "by: 4}]", "by: 1}]\n    todo: true")

    done = assist("test", pack)

    assert done.exit_code == 0
    assert "known gap a loss" in done.output


def test_the_schema_is_printed() -> None:
    done = assist("schema")

    assert done.exit_code == 0
    assert json.loads(done.output)["title"] == "Overtone rule file"


def test_the_shipped_packs_are_checked_when_none_is_given() -> None:
    done = assist("check", "--json")

    assert json.loads(done.output)["ok"] is True


def test_wrong_usage() -> None:
    assert assist("check", "--nonsense").exit_code == 2
