"""Why a hint shows at a moment of a call, and why another does not, in words."""

from __future__ import annotations

import pytest

from assist.backtest.explaining import Explained, engine_at, explain, tell
from assist.ruleset.saying import Lang
from tests.backtest.calls import RULES, case, loss_call, program

MORE = (
    RULES
    + """
  late:
    need: no-empathy
    ability: empathy
    when: {all: [loss, {absent: condolence, since: 20s}, {context: {age: ">=60"}}]}
    hint: {text: 多一句安慰, say: 您节哀。}
  watched:
    need: hardship-plan
    ability: empathy
    mode: shadow
    when: loss
    hint: {text: 看看, say: 看看。}
  elsewhere:
    need: asks-again
    ability: empathy
    when: sorry
    hint: {text: 没有人说过, say: 没有人说过。}
"""
)


def at(seconds: float, *rules: str, text: str = MORE) -> dict[str, Explained]:
    entries = case(loss_call()).entries(rewrites=0, seed=1)
    engine = engine_at("loss", entries, program(text), round(seconds * 1000))
    told = explain(engine, round(seconds * 1000), rules)
    return {one.rule: one for one in told}


def said(one: Explained, lang: Lang = "en") -> str:
    return "\n".join(tell(one, lang))


def test_how_every_rule_stands_at_a_moment() -> None:
    standing = {name: one.standing for name, one in at(13.0).items()}

    assert standing == {
        "comfort": "visible",
        "calm": "waiting",
        "watched": "open",
        "late": "near miss",
        "elsewhere": "silent",
    }
    assert {name: one.standing for name, one in at(1.0).items()}["comfort"] == "silent"


def test_a_visible_hint_is_told_with_its_words() -> None:
    told = said(at(13.0, "comfort")["comfort"])

    assert told.startswith("comfort (bank/rules.yaml:8:3): on the screen\n")
    assert "  cued at 2.0 s by “我老伴上个月走了”\n  opened at 2.0 s\n" in told
    assert "shown when (as of 2.0 s):\n    ✓ `loss` (last at 2.0 s; “我老伴上个月走了”)" in told
    assert told.endswith("needless once:\n    ✗ `condolence` (never heard)")


def test_a_near_miss_is_told_condition_by_condition() -> None:
    told = said(at(13.0, "late")["late"])

    assert "✗ all of these within 60 s" in told
    assert "  ✓ not in the last 20 s\n        ✗ `condolence` (never heard)" in told
    assert "✗ the call's context: age >= 60 (age is unknown)" in told


def test_the_same_in_chinese() -> None:
    told = said(at(13.0, "late")["late"], "zh")

    assert "差一点" in told
    assert "✗ 60秒 内以下都有" in told
    assert "✓ 最近 20秒 没有" in told
    assert "通话资料：age >= 60（age 未知）" in told


def test_what_is_waited_for_and_what_shows_nothing() -> None:
    found = at(13.0)

    assert "still waiting for the agent" in said(found["calm"])
    assert "its mode is shadow: it shows nothing" in said(found["watched"])


def test_a_hint_that_has_gone_says_when_and_why() -> None:
    found = at(31.0, "comfort")["comfort"]

    assert found.standing == "visible"  # critical ones stay for a minute
    dialled = at(31.0, text=MORE.replace("priority: critical, ", "priority: notice, "))["comfort"]
    assert dialled.standing == "gone"
    assert "closed at 27.8 s: its time was over" in said(dialled)


@pytest.mark.parametrize("seconds", [31.3, 9_999])
def test_at_the_end_of_the_call_what_was_shown_has_gone(seconds: float) -> None:
    found = at(seconds)

    assert {name: found[name].standing for name in ("comfort", "calm", "late")} == {
        "comfort": "gone",
        "calm": "gone",
        "late": "near miss",  # heard within a minute of the end
    }
    assert "已收起" in said(found["comfort"], "zh").splitlines()[0]
    happened = "  on the screen at 2.8 s\n  closed at 31.3 s: the call ended\n"
    assert happened in said(found["comfort"])
    assert found["elsewhere"].told["at"] == 31_300


def test_what_found_no_place_until_its_time_was_over_was_never_shown() -> None:
    one_of_two = MORE.replace("mode: shadow", "exclusive: one").replace(
        "met_by: condolence\n", "met_by: condolence\n    exclusive: one\n"
    )
    found = at(9_999, text=one_of_two)

    assert found["comfort"].standing == "gone"
    assert found["watched"].standing == "held back"
    assert "kept from the screen at 27.8 s: one of its group shows" in said(found["watched"])


def test_what_keeps_a_hint_from_the_screen_is_told() -> None:
    two = MORE.replace("mode: shadow", "mode: live")
    found = at(3.5, text=two)["watched"]

    assert found.standing == "held back"
    assert "waits for the screen: too soon after the last hint" in said(found)


def test_an_unknown_rule() -> None:
    with pytest.raises(KeyError):
        at(1.0, "nobody")
