"""What is wrong with an edit, told to who writes it: as on the command line, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.studio.workbench import Workbench

from .packs import RULES, put

FILE = "bank/rules.yaml"

SLIPS = {
    "a full-width colon": (
        ("speaker: customer", "speaker：customer"),
        "中文冒号“：”不能用在键的后面",
        "请切到英文输入法，写“:”再加一个空格",
    ),
    "a line pasted from Excel": (
        ("    phrases: [赶时间]", "\tphrases: [赶时间]"),
        "缩进里有制表符（Tab）",
        "请用空格缩进，每层两个",
    ),
    "no space after the colon": (
        ("speaker: agent", "speaker:agent"),
        "这个冒号后面少一个空格",
        "请写成“键: 值”，冒号后面有一个空格",
    ),
    "a quote without its twin": (
        ("when: hurry", 'when: "hurry'),
        "这里的引号没有收尾",
        "请补上收尾的引号，或者整段换另一种英文引号",
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told_with_its_cause_and_what_to_do(tmp_path: Path, slip: str) -> None:
    (old, new), message, hint = SLIPS[slip]
    bench = Workbench([put(tmp_path)])
    told = bench.check(FILE, RULES.replace(old, new, 1), everything=False, check=lambda: None)
    assert {"message": message, "hint": hint} in [one["zh"] for one in told["problems"]]


def test_a_name_that_was_meant_can_be_put_in_its_place(tmp_path: Path) -> None:
    bench = Workbench([put(tmp_path)])
    edited = RULES.replace("when: hurry", "when: hury")
    told = bench.check(FILE, edited, everything=False, check=lambda: None)
    (problem,) = [one for one in told["problems"] if one["severity"] == "error"]
    assert problem["zh"] == {"message": "没有叫“hury”的信号", "hint": "您是不是想写“hurry”？"}
    assert problem["instead"] == "hurry"
