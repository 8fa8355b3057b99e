"""Warnings: what works, but is likely not what was meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import assist.ruleset
from assist.ruleset.codes import CODES

Warnings = Callable[..., list[str]]

PACK = """\
signals:
  loss: {speaker: customer, phrases: [去世]}
rules:
  acknowledge:
    need: bereaved
    ability: empathy
    when: loss
    hint:
      text: 先安慰
      say: 慢慢说。
tests:
  - name: a loss
    call: "0.0 客户: 我老伴去世了"
    expect: [{rule: acknowledge, by: 5}]
"""


def test_a_good_pack_has_no_warnings(warnings_of: Warnings) -> None:
    assert warnings_of(PACK) == []


def test_a_word_is_not_heard_inside_another(warnings_of: Warnings) -> None:
    assert warnings_of(PACK.replace("[去世]", "[去世, fee, fees]")) == []


def test_a_longer_phrase_with_its_own_negation_adds_something(warnings_of: Warnings) -> None:
    both = PACK.replace("phrases: [去世]", "phrases: [去世, 没去世], negated: ignore")
    assert warnings_of(both) == []


@pytest.mark.parametrize(
    ("was", "is_now", "warning"),
    [
        ("phrases: [去世]", "patterns: ['\\pL+']", "R102 2:40"),
        ("phrases: [去世]", "patterns: ['去世，了']", "R101 2:40"),
        ("phrases: [去世]", "patterns: ['去Shi']", "R101 2:40"),
        ("phrases: [去世]", "phrases: [去世, 去世了]", "R103 2:43"),
        ("phrases: [去世]", "phrases: [去世, late fee, a late fee]", "R103 2:53"),
        ("phrases: [去世]", "phrases: [去世, 没去世], negated: any", "R103 2:43"),
        ("phrases: [去世]", "phrases: [去世, 走]", "R108 2:43"),
        ("text: 先安慰", "text: 先安慰客户的情绪然后再慢慢地办业务", "R104 9:13"),
        (
            "text: 先安慰",
            "text: {zh: 先安慰, en: 'Acknowledge the loss before any business'}",
            "R104 9:27",
        ),
        ("text: 先安慰", "text: 先安慰！", "R105 9:13"),
        ("phrases: [去世]", "pace: {above: 1.1}", "R115 2:35"),
        ("phrases: [去世]", "pace: {below: 0.9}", "R115 2:35"),
        ("phrases: [去世]", "silence: {longer_than: 2s}", "R115 2:38"),
        (
            "phrases: [去世]",
            "repeats: {similar: 0.4, times: 2, within: 60s}",
            "R115 2:48",
        ),
        ("say: 慢慢说。", "say: 慢慢说!", "R105 10:12"),
        ("      say: 慢慢说。\n", "", "R106 8:5"),
        ("rule: acknowledge", "need: customer-angry", "R107 4:3"),
        ("rules:", "  other: {speaker: agent, phrases: [节哀]}\nrules:", "R109 3:3"),
        ("signals:", "lists: {spouse: [老伴]}\nsignals:", "R109 1:9"),
        ("text: 先安慰", "text: [先安慰, '{name}，先安慰']", "R110 9:19"),
        (
            "    hint:\n      text: 先安慰",
            "    applies_to: {language: zh}\n    hint:\n      text: {en: Slow down}",
            "R111 10:13",
        ),
        ("text: 先安慰", "text: '先{安 慰'", "R112 9:13"),
        ("[去世]", "[去世，过世]", "R116 2:39"),
        ("[去世]", "[去世, 没了、走了]", "R116 2:43"),
        ("[去世]", "[不~着急]", "R121 2:39"),
        ("[去世]", "[去世, 不XX着急]", "R121 2:43"),
        ("[去世]", "['不*着急']", "R121 2:39"),
        ("text: 先安慰", "text: “先安慰”", "R117 9:13"),
        ("text: 先安慰", "text: 提示的标题", "R120 9:13"),
        ("say: 慢慢说。", "say: 坐席可以照着念的一句话。", "R120 10:12"),
        ("when: loss", "when: {all: [loss, {need: customer-a*}]}", "R113 4:3"),
        ("    hint:", "    escalate: {after: 9s, priority: notice}\n    hint:", "R114 8:37"),
    ],
)
def test_each_finding_at_its_place(
    warnings_of: Warnings, was: str, is_now: str, warning: str
) -> None:
    assert was in PACK

    assert warning in warnings_of(PACK.replace(was, is_now))


@pytest.mark.parametrize(
    ("was", "is_now"),
    [
        ("phrases: [去世]", "phrases: [去世, 去世了], word: true"),
        ("phrases: [去世]", "phrases: {a: [去世], b: [去世了]}, as: which"),
        ("phrases: [去世]", "patterns: ['去Shi，'], text: original"),
        ("phrases: [去世]", "phrases: [去世, 走], word: true"),
        ("phrases: [去世]", "phrases: [去世, 不…去世]"),
        ("text: 先安慰", "text: ['{name}，先安慰', 先安慰]"),
        ("rule: acknowledge", "need: bereaved"),
    ],
)
def test_what_is_meant_that_way_is_no_finding(warnings_of: Warnings, was: str, is_now: str) -> None:
    assert warnings_of(PACK.replace(was, is_now)) == []


def test_every_code_is_explained_and_every_explanation_is_of_a_code_in_use() -> None:
    folder = Path(assist.ruleset.__file__).parent
    used = {
        code
        for file in folder.glob("*.py")
        if file.name != "codes.py"
        for code in re.findall(r'"(R[0-9]{3})"', file.read_text(encoding="utf-8"))
    }

    assert used == set(CODES)
    assert all(code.short and code.long.endswith((".", "'")) for code in CODES.values())
