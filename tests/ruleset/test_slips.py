"""What an input method or a word processor types: named where it stands, with what to write."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assist.ruleset.slips import plain_duration, slip_near

Errors = Callable[..., list[str]]

PACK = """\
signals:
  bereavement:
    speaker: customer
    phrases: [去世, 过世]

rules:
  acknowledge-loss:
    need: bereaved
    ability: empathy
    when: bereavement
    hint:
      priority: critical
      text: 先安慰
      say: 慢慢说。
    escalate: {after: 20s}
tests:
  - name: 去世了
    call: |
      0.0-4.2 客户: 我老伴去世了
    expect: [{rule: acknowledge-loss, by: 6}]
"""


def test_the_pack_that_the_slips_start_from_has_none(errors_of: Errors) -> None:
    assert errors_of(PACK) == []


@pytest.mark.parametrize(
    ("was", "is_now", "said"),
    [
        # how far in a line stands
        (
            "    when: b",
            "     when: b",
            "10:6: this line stands further in than line 9, which is complete (keys beside each",
        ),
        ("    when: b", "  when: b", "11:5: this line stands further in than line 10, which is"),
        ("      text: 先", "    text: 先", "14:7: this line stands further in than line 13"),
        ("need: b", "need:\tb", "8:10: a tab stands here (write a plain space)"),
        (
            "[去世, 过世]",
            "[去世\t过世\t走了]",
            "4:17: a tab stands here (write `, ` between the parts of a list)",
        ),
        *(
            (
                "  - name: 去世了",
                f"  {dash} name: 去世了",
                f"17:3: `{dash}` is no hyphen, and begins no part of a list (write `- text`: a",
            )
            for dash in "－—–"
        ),
        ("say: 慢慢说。", "say: {name}慢慢说。", "14:12: a text that begins with `{` needs quotes"),
        # what something is called elsewhere, or takes elsewhere
        (
            "when: bereavement",
            "when: {not: bereavement}",
            "10:12: `not` is not known here (did you mean `absent`?)",
        ),
        ("{after: 20s}", "20s", "15:15: `escalate`: keys and values are expected here, not a text"),
        ("{after: 20s}", "20 秒", "not a text (write {after: 20s})"),
        ("    hint:", "    patience: {turns: 1s}\n    hint:", "not a text (without a unit: 1)"),
        (
            "[去世, 过世]",
            "[]",
            "4:14: `phrases` has nothing in it (fill it in, or leave the key out)",
        ),
        # the parser would complain of the next line, or of the one after it
        ("when: b", "when：b", "10:9: a full-width colon `：` ends no key (write `:` and a space"),
        ("signals:", "signals：", "1:8: a full-width colon `：` ends no key"),
        ("    need: b", "    need：b", "8:9: a full-width colon `：` ends no key"),
        ("when: b", "when:b", "10:9: no space follows this colon (write `key: value`"),
        (
            "    when: b",
            "    when:b\n    # why\n",
            "10:9: no space follows this colon",
        ),
        (
            "    when:",
            "\u3000\u3000when:",
            "10:1: a space of another kind (U+3000) in the indentation",
        ),
        (
            "    when:",
            "    \u00a0when:",
            "10:5: a space of another kind (U+00A0) stands in this key",
        ),
        ("{after: 20s}", "｛after: 20s｝", "15:15: a full-width `｛` opens nothing (write `{`"),
        ("text: 先安慰", "text: “先: 安慰”", "13:13: a full-width `“` opens nothing"),
        ("signals:", "```yaml\nsignals:", "1:1: ``` is of the page that this was copied from"),
        # read as something else
        (
            "{after: 20s}",
            "{after：20s}",
            "15:16: `after：20s` has a full-width colon `：` (write `after: 20s`)",
        ),
        (
            "[去世, 过世]",
            "【去世, 过世】",
            "list is expected here: [one, two], not a text (write [",
        ),
        ("[去世, 过世]", "\n      -去世", "not a text (write `- text`: a hyphen, a space"),
        ("after: 20s", "after: 20秒", "15:23: `20秒` is not a duration; write 20s"),
        ("after: 20s", "after: 2 minutes", "15:23: `2 minutes` is not a duration; write 2m"),
        ("by: 6", "by: 6s", "`by`: a number is expected here, not a text (in seconds, without"),
        (
            "critical",
            "紧要",
            "12:17: `紧要` is not possible for `priority` (did you mean `critical`?)",
        ),
        (
            "when: bereavement",
            "when: [bereavement, bereavement]",
            "this is no condition (write {any: [bereavement, bereavement]} or {all: ",
        ),
        (
            "when: bereavement",
            "when: bereavement and bereavement",
            "(write {all: [bereavement, bereavement]} or {any: [bereavement, bereavement]})",
        ),
    ],
)
def test_a_slip_is_named_where_it_stands(
    errors_of: Errors, was: str, is_now: str, said: str
) -> None:
    assert PACK.count(was) >= 1
    errors = errors_of(PACK.replace(was, is_now, 1))
    assert any(said in error for error in errors), errors


def test_what_cannot_be_read_for_another_reason_keeps_its_own_message(errors_of: Errors) -> None:
    errors = errors_of(PACK.replace("    when:", "   when:"))
    assert len(errors) == 1
    assert "10:4: this does not line up with what stands above it" in errors[0]


def test_a_dash_that_begins_what_is_said_is_no_slip() -> None:
    assert slip_near("a:\n    say: |\n        ——您别急\n  mode: live\n", 4) is None


def test_only_the_lines_just_above_are_looked_at() -> None:
    text = "when：b\na: 1\nb: 2\nc: 3\n"
    assert slip_near(text, 4) is None
    assert slip_near(text, 2) is not None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("20秒", "20s"),
        ("１.５ 分钟", "1.5m"),
        ("500 毫秒", "500ms"),
        ("3 Hours", "3h"),
        ("2天", "2d"),
        ("soon", None),
        ("一分钟", None),
    ],
)
def test_a_duration_in_words_is_understood(written: str, meant: str | None) -> None:
    assert plain_duration(written) == meant
