"""``assist rules``: what it prints and the exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assist.cli.rules import app
from assist.ruleset.chinese_codes import CODES_ZH
from assist.ruleset.codes import CODES

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
    words = [str(argument) for argument in arguments]
    return CliRunner().invoke(app, words, env={"LC_ALL": "C.UTF-8"})


def change(pack: Path, was: str, is_now: str) -> None:
    file = pack / "loss.yaml"
    text = file.read_text(encoding="utf-8")
    assert was in text
    file.write_text(text.replace(was, is_now), encoding="utf-8")


def test_check_of_good_rules(pack: Path) -> None:
    done = assist("check", pack)

    assert done.exit_code == 0
    assert "0 errors, 0 warnings; 1 rule, 1 signal, 2 tests, digest " in done.output


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


def test_problems_are_told_in_chinese(pack: Path) -> None:
    change(pack, "speaker: customer", "speaker: custmer")

    done = assist("check", pack, "--lang", "zh")

    assert done.exit_code == 1
    assert (
        f"{pack}/loss.yaml:2:19: 错误 R203: “custmer”不能作为“speaker”的值"
        "（您是不是想写“customer”？）\n1 个错误，0 个警告\n"
    ) in done.output


def test_a_chinese_terminal_is_spoken_to_in_chinese(pack: Path) -> None:
    done = CliRunner().invoke(app, ["check", str(pack)], env={"LC_ALL": "zh_CN.UTF-8"})

    assert "0 个错误，0 个警告；1 条规则，1 个信号，2 个测试" in done.output


@pytest.mark.parametrize("command", ["check", "test"])
def test_what_cannot_be_read_has_an_exit_code_of_its_own(command: str, tmp_path: Path) -> None:
    done = assist(command, tmp_path / "rulse")

    assert done.exit_code == 2
    assert "rulse:1:1: error R001: no such file or folder" in done.output


def test_a_folder_without_rules_is_told(tmp_path: Path) -> None:
    (tmp_path / "loss.yaml.txt").write_text(GOOD, encoding="utf-8")

    done = assist("check", tmp_path)

    assert done.exit_code == 0
    assert "warning R118: no rule file in this folder (rule files end in .yaml" in done.output


def test_an_empty_file_is_told(pack: Path) -> None:
    (pack / "more.yaml").write_text("# later\n", encoding="utf-8")

    assert (
        "more.yaml:1:1: warning R118: nothing stands in this file" in assist("check", pack).output
    )


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


def test_a_code_is_explained_in_chinese() -> None:
    done = assist("check", "--explain", "r116", "--lang", "zh")
    assert done.exit_code == 0
    assert done.stdout.startswith("R116 写成了一个说法")
    unknown = assist("check", "--explain", "R9999", "--lang", "zh")
    assert unknown.exit_code == 2
    assert "没有代码 R9999" in unknown.stderr


def test_every_code_has_its_chinese_line_in_the_same_order() -> None:
    assert list(CODES_ZH) == list(CODES)
    assert all(line.endswith("。") and len(line) < 120 for line in CODES_ZH.values())


def test_an_unknown_code_is_wrong_usage() -> None:
    assert assist("check", "--explain", "R999").exit_code == 2


def test_tests_pass(pack: Path) -> None:
    done = assist("test", pack)

    assert done.exit_code == 0
    assert "2 tests: 2 passed" in done.output


def test_a_failing_test_tells_the_call_in_chinese(pack: Path) -> None:
    change(pack, "by: 4", "by: 1")

    told = assist("test", pack, "--lang", "zh").output

    assert "loss.yaml:10:5: 没通过 a loss" in told
    assert "规则 acknowledge 应在 1 秒之前显示" in told
    assert "客户：我老伴去世了" in told
    assert "→ 需要 bereaved 提出（acknowledge）" in told
    assert "2 个测试：1 通过，1 没通过" in told


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


def test_a_rule_that_the_site_has_muted_fails_no_test_and_is_told(
    pack: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    site = tmp_path_factory.mktemp("local")
    (site / "site.yaml").write_text("overrides: {rules: {acknowledge: {mode: off}}}")

    done = assist("test", pack, site)
    assert done.exit_code == 0
    assert "muted a loss\n  an override sets rule acknowledge to off" in done.output
    assert "2 tests: 1 passed, 1 muted" in done.output
    assert "2 个测试：1 通过，1 规则被静默" in assist("test", pack, site, "--lang", "zh").output

    told = json.loads(assist("test", pack, site, "--json").output)
    assert told["ok"] is True
    assert [(one["status"], one["muted"]) for one in told["tests"]] == [
        ("muted", [{"rule": "acknowledge", "mode": "off"}]),
        ("passed", []),
    ]


def test_the_schema_is_printed() -> None:
    done = assist("schema")

    assert done.exit_code == 0
    assert json.loads(done.output)["title"] == "Overtone rule file"


def test_the_shipped_packs_are_checked_when_none_is_given() -> None:
    done = assist("check", "--json")

    assert json.loads(done.output)["ok"] is True


def test_wrong_usage() -> None:
    assert assist("check", "--nonsense").exit_code == 2
