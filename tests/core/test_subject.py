"""What a call is about: of other things than its rules are for, little is told."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from assist.core.lessons import Lessons, Run
from assist.core.program import Program, build
from assist.core.rules import Subject
from assist.core.subject import JUDGED, Talk, is_elsewhere
from assist.text import default_folder, default_tokenizer

from .calls import Call, needs, of, program, rules, shown

BANK = "我想问一下昨天上午打过来的那笔钱到现在怎么还没来麻烦您帮我看看是在哪里"
"""What the examples of the pack know, side by side."""
PARCEL = "那您看看我的在哪里打过来怎么昨天还没来呢到底是上午问下现在麻烦帮想一笔"
"""Of the same characters, few of them side by side as before."""
MISSING = "  missing: {speaker: customer, phrases: [还没来]}\n"
RULES = rules("""
    late: {need: late-arrival, when: missing, hint: {text: 说清在哪一步}}
    risk: {need: self-harm-risk, when: despair, hint: {priority: critical, text: 守住生命}}
""").replace("emotions:", f"{MISSING}emotions:")
ABOUT = {"pack": Subject(("银行", "存折"), 0.8)}


@cache
def about_banks(*, subjects: bool = True) -> Program:
    runs = dict.fromkeys([*BANK, *(f"{a} {b}" for a, b in pairwise(BANK))])
    known = Lessons(("late-arrival",), (-2_000,), {run: Run(10_000, 0) for run in runs})
    lessons = {("pack", who): known for who in ("customer", "agent")}
    made = replace(program(RULES).rules, digest="about", lessons=lessons)
    if subjects:
        made = replace(made, subjects=ABOUT)
    return build(made, default_folder(), default_tokenizer())


def why(call: Call, rule: str) -> list[str]:
    return [step["why"] for step in call.engine.explain(rule)["trace"] if step.get("why")]


def test_of_other_things_nothing_is_shown_and_nothing_stands_on_the_checklist() -> None:
    call = Call(about_banks())
    call.customer(9, PARCEL)
    assert call.engine.explain("late")["waits"] == "elsewhere"
    call.until(60)
    assert shown(call.seen) == []
    assert needs(call.seen) == []
    assert of(call.seen, "queued") == []  # nobody waits for it
    assert why(call, "late")[-2:] == ["elsewhere", "expired"]


def test_in_the_words_of_the_examples_it_is_about_what_they_are() -> None:
    call = Call(about_banks())
    assert shown(call.customer(9, BANK)) == [(9, "late")]


def test_a_pack_that_does_not_say_what_it_is_for_is_for_everything() -> None:
    call = Call(about_banks(subjects=False))
    assert shown(call.customer(9, PARCEL)) == [(9, "late")]


def test_what_is_critical_shows_whatever_the_talk_is_of() -> None:
    call = Call(about_banks())
    call.customer(9, PARCEL)
    assert shown(call.customer(12, "我不想活了")) == [(12, "risk")]
    assert needs(call.seen) == [("self-harm-risk", "open")]


def test_either_speaker_may_mention_it_and_what_waited_shows() -> None:
    call = Call(about_banks())
    call.customer(9, PARCEL)
    assert shown(call.agent(14, "您说的是存折上那笔吗")) == [(14, "late")]
    assert needs(call.seen) == [("late-arrival", "open")]


def test_it_is_mentioned_once_it_is_final() -> None:
    call = Call(about_banks())
    call.customer(9, PARCEL)
    assert shown(call.hears("agent", 12, "您说的是银行")) == []
    assert shown(call.agent(13, "您说的是银航街那家吗")) == []


def test_what_was_mentioned_once_is_what_the_call_is_about() -> None:
    call = Call(about_banks())
    call.agent(3, "您好，这里是银行")
    assert shown(call.customer(3600, PARCEL)) == [(3600, "late")]


def test_a_few_words_tell_nothing() -> None:
    call = Call(about_banks())
    assert shown(call.customer(4, "昨天的上午那笔还没来")) == [(4, "late")]


def test_what_is_on_the_screen_stays() -> None:
    call = Call(about_banks())
    call.customer(4, "昨天的上午那笔还没来")
    call.customer(12, PARCEL)
    assert call.visible == ["late"]


def test_it_survives_a_restart() -> None:
    call = Call(about_banks())
    call.customer(9, PARCEL)
    call.restart()
    assert call.engine.explain("late")["waits"] == "elsewhere"
    assert shown(call.agent(14, "银行的那笔吗")) == [(14, "late")]


def test_rules_that_say_nothing_of_it_lift_it() -> None:
    call = Call(about_banks())
    call.customer(9, PARCEL)
    call.engine.use(about_banks(subjects=False), 10_000)
    call.until(11)
    assert shown(call.seen) == [(11, "late")] or call.visible == ["late"]


def test_talk_in_another_language_tells_nothing() -> None:
    call = Call(about_banks())
    english = "well you see the parcel has not come and nobody at the shop picks up the phone " * 3
    call.agent(9, english)
    assert shown(call.customer(12, "还没来")) == [(12, "late")]


TALK = st.builds(Talk, st.integers(0, 99), st.integers(0, 99), st.booleans())


@given(st.lists(TALK, max_size=6))
def test_it_does_not_matter_who_said_what_first(said: list[Talk]) -> None:
    def told(talks: list[Talk]) -> bool:
        whole = Talk()
        for talk in talks:
            whole = whole.and_then(talk)
        return is_elsewhere(ABOUT, {"pack": whole})

    assert told(said) == told(said[::-1]) == told(sorted(said))


def test_of_several_packs_one_that_knows_the_talk_is_enough() -> None:
    both = {**ABOUT, "site": Subject(("包裹",), 0.5)}
    strange, known = Talk(JUDGED, 0), Talk(JUDGED, JUDGED)

    assert is_elsewhere(both, {"pack": strange, "site": strange})
    assert not is_elsewhere(both, {"pack": strange, "site": known})
    assert not is_elsewhere(both, {"pack": strange})
    assert not is_elsewhere({}, {"pack": strange})
