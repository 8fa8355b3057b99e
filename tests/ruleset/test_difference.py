"""What changed between two rule sets, in words that a supervisor understands."""

from __future__ import annotations

import pytest

from assist.ruleset.difference import difference, tell
from assist.ruleset.saying import Lang
from tests.backtest.calls import RULES, program

PACK = """
lists: {spouse: [老伴, 爱人]}
vetoes: {reported: {phrases: [听说], before: 8}}
emotions:
  anger: {speaker: customer, half_life: 60s, levels: {high: 0.6}, weights: {angry: 0.4}}
""" + RULES.replace("[走了, 去世]", "[走了, 去世, $spouse没了], veto: reported")


def told(old: str, new: str, lang: Lang = "en") -> list[str]:
    changes = difference(program(old).rules, program(new).rules, lang)
    return ["\n".join(tell(change, lang)) for change in changes]


def test_nothing_changed() -> None:
    assert told(PACK, PACK) == []
    assert told(PACK, "# a comment\n" + PACK) == []


@pytest.mark.parametrize(
    ("was", "now", "lines"),
    [
        (
            "走了, 去世",
            "去世, 不在了",
            (
                "changed signal `loss`\n  now hears “不在了”\n"
                "  no longer hears “走了”\n  used by comfort"
            ),
        ),
        (
            "[老伴, 爱人]",
            "[老伴, 当家的]",
            (
                "changed signal `loss`\n"
                "  lists in `$spouse没了`: more: “当家的没了” fewer: “爱人没了”\n  used by comfort"
            ),
        ),
        (
            "phrases: [听说]",
            "phrases: [听说, 据说]",
            "changed veto `reported`\n  now hears “据说”\n  used by comfort",
        ),
        (
            "{angry: 0.4}",
            "{angry: 0.5}",
            "changed emotion `anger`\n  `weights`: angry 0.4 → angry 0.5",
        ),
        (
            "text: 先安慰,",
            "text: 先慰问,",
            "changed rule `comfort`\n  `text`: “先安慰” → “先慰问”",
        ),
        (
            "    patience: {turns: 1, time: 8s}\n",
            "    cooldown: 2m\n",
            (
                "changed rule `calm`\n  `patience` is no longer given, it was turns 1, ms 8 s\n"
                "  `cooldown`: 60 s → 2 min"
            ),
        ),
        (
            "    when: angry\n",
            "    when: {all: [angry, {absent: sorry, since: 20s}]}\n",
            (
                "changed rule `calm`\n  `when` changed:\n    + - all of these within 60 s\n"
                "    - - `angry`\n    +   - `angry`\n    +   - not in the last 20 s\n"
                "    +     - `sorry`"
            ),
        ),
    ],
)
def test_each_change_in_words(was: str, now: str, lines: str) -> None:
    assert was in PACK
    assert told(PACK, PACK.replace(was, now)) == [lines]


def test_what_is_new_is_summed_up_and_what_is_gone_is_named() -> None:
    more = (
        PACK
        + """\
  farewell:
    need: no-closing-check
    ability: communication
    when: {count: sorry, at_least: 2}
    hint: {text: 再问一句, say: 还有别的吗？}
"""
    )

    assert told(PACK, more) == [
        (
            "new rule `farewell`\n  `when`:\n    - `sorry` at least 2 times within 60 s\n"
            "  `need`: no-closing-check\n  `mode`: live\n  `priority`: notice\n  `text`: “再问一句”"
        )
    ]
    assert told(more, PACK) == ["gone rule `farewell`"]


def test_in_chinese() -> None:
    changed = PACK.replace("走了, 去世", "去世").replace("mode: live", "mode: off")

    assert told(PACK, changed, "zh") == ["改动信号 `loss`\n  不再听：“走了”\n  影响规则：comfort"]


FAREWELL = """
  farewell:
    need: no-closing-check
    ability: communication
    when: sorry
    met_by: condolence
    patience: {turns: 1, time: 5s}
    escalate: {after: 20s, priority: urgent}
    mode: shadow
    hint: {priority: advice, text: 再问一句, say: 还有别的吗？}
signals:
  leaves: {speaker: agent, phrases: [再见]}
"""


def split(rule_file: str) -> str:
    """Rules before signals: a file has each section once."""
    rules, signals = rule_file.split("signals:\n")
    return PACK.replace("signals:\n", f"signals:\n{signals}") + rules


def test_in_chinese_values_are_said_as_the_pages_say_them() -> None:
    was = split(FAREWELL)
    now = (
        was.replace("after: 20s, priority: urgent", "after: 30s, priority: critical")
        .replace("mode: shadow", "mode: live")
        .replace("time: 5s", "time: 8s")
        .replace("priority: advice", "priority: notice")
    )

    (change,) = told(was, now, "zh")
    assert change.splitlines() == [
        "改动规则 `farewell`",
        "  “级别”：建议 → 留意",
        "  “等待”：轮数 1, 最多 5秒 → 轮数 1, 最多 8秒",
        "  “升级”：过 20秒, 级别 尽快 → 过 30秒, 级别 紧要",
        "  “模式”：影子 → 上线",
    ]


def test_in_chinese_what_is_new_says_what_it_is_for_and_that_nobody_sees_it_yet() -> None:
    rule, signal = told(PACK, split(FAREWELL), "zh")

    assert "“需要”: no-closing-check" in rule
    assert "“模式”: 影子" in rule
    assert "“级别”: 建议" in rule
    assert signal == "新增信号 `leaves`\n  坐席: 听：“再见”"


STEPPED = """
  soften:
    need: bare-refusal
    ability: negotiation
    when: loss
    steps:
      - {name: soothe, met_by: condolence, text: 先认同, say: 我理解。}
      - {name: other-way, met_by: condolence, text: 给办法, say: 可以分笔。}
    hint: {text: 先软后办, say: 好的。}
"""


def test_what_a_step_says_is_told_as_the_steps() -> None:
    old = PACK + STEPPED

    assert told(old, old.replace("我理解。", "您别急。")) == [
        "changed rule `soften`\n  step soothe: `say`: “我理解。” → “您别急。”"
    ]
    assert told(old, old.replace("给办法", "另想办法"), "zh") == [
        "改动规则 `soften`\n  步骤 other-way：“标题”：“给办法” → “另想办法”"
    ]


def test_words_that_no_hint_shows_are_not_told_as_shown() -> None:
    old = PACK + STEPPED

    assert told(old, old.replace("say: 好的。", "say: 行。")) == []
    assert told(old, old.replace("先软后办", "先软后硬")) == [
        "changed rule `soften`\n  `text` (on the checklist only): “先软后办” → “先软后硬”"
    ]
