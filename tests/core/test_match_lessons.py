"""Signals that examples taught, heard in hypotheses beside those by phrases."""

from __future__ import annotations

import json

from assist.core.lessons import Lessons, Run, side_by_side
from assist.core.match import Matcher, UtteranceText
from assist.core.rules import Judging, Phrase, Signal, Taught
from assist.text import default_folder, default_tokenizer

LESSONS = {
    ("bank", "customer"): Lessons(
        names=("late-arrival",),
        biases=(-2_000,),
        runs=dict.fromkeys("那笔钱没到不急的昨天上午打来", Run(100**2, 0))
        | {
            "没 到": Run(1_000**2, 4_000_000),
            "不 急": Run(3_000**2, -27_000_000),
        },
    )
}
"""Not there yet means late, unless there is no hurry."""


def taught(when: Judging = "heard", least: float = 0.5, *phrases: str) -> Signal:
    return Signal(
        name="late",
        speaker="customer",
        on="partial",
        phrases=tuple(Phrase(text, ((text,),)) for text in phrases),
        taught=Taught("bank", ("late-arrival",), least, when),
    )


def matcher(*signals: Signal) -> Matcher:
    by_name = {signal.name: signal for signal in signals}
    return Matcher(by_name, {}, default_folder(), default_tokenizer(), LESSONS)


def heard(utterance: UtteranceText) -> list[tuple[str, str]]:
    return [(m.signal, utterance.text[m.quote_start : m.quote_end]) for m in utterance.matches]


def test_it_is_heard_where_the_words_say_most() -> None:
    utterance = matcher(taught()).open("customer")
    utterance.revise("那笔钱，没到。", final=True)

    assert heard(utterance) == [("late", "没到")]


def test_what_is_enough_waits_for_the_whole_utterance() -> None:
    utterance = matcher(taught("whole")).open("customer")
    utterance.revise("昨天上午打来的那笔钱没到")
    assert heard(utterance) == []

    utterance.revise("昨天上午打来的那笔钱没到", final=True)
    assert heard(utterance) == [("late", "没到")]


def test_what_an_agent_does_may_be_done_in_few_words_once_they_are_said() -> None:
    utterance = matcher(taught("final")).open("customer")
    utterance.revise("那笔钱没到")
    assert heard(utterance) == []

    utterance.revise("那笔钱没到", final=True)
    assert heard(utterance) == [("late", "没到")]


def test_where_its_phrase_is_heard_examples_are_not_asked() -> None:
    utterance = matcher(taught("heard", 0.5, "那笔")).open("customer")
    utterance.revise("那笔钱没到", final=True)
    assert heard(utterance) == [("late", "那笔")]

    other = matcher(taught("heard", 0.5, "这笔")).open("customer")
    other.revise("那笔钱没到", final=True)
    assert heard(other) == [("late", "没到")]


def test_few_words_are_not_enough_by_themselves() -> None:
    enough, needed = matcher(taught("whole")).open("customer"), matcher(taught()).open("customer")
    for utterance in (enough, needed):
        utterance.revise("那笔钱没到", final=True)

    assert heard(enough) == []
    assert heard(needed) == [("late", "没到")]


def test_the_rest_of_the_sentence_may_take_it_back() -> None:
    utterance = matcher(taught()).open("customer")
    utterance.revise("那笔钱没到")
    assert heard(utterance) == [("late", "没到")]

    utterance.revise("那笔钱没到不急")
    assert heard(utterance) == []


def test_the_more_it_takes_the_less_is_heard() -> None:
    sure = matcher(taught(least=0.95)).open("customer")
    sure.revise("那笔钱没到", final=True)

    assert heard(sure) == []


def test_the_other_speaker_s_words_are_not_judged() -> None:
    utterance = matcher(taught()).open("agent")
    utterance.revise("那笔钱没到", final=True)

    assert heard(utterance) == []


def test_phrases_and_lessons_are_heard_in_one_order() -> None:
    money = Signal(
        name="money", speaker="customer", on="partial", phrases=(Phrase("钱", (("钱",),)),)
    )
    utterance = matcher(taught(), money).open("customer")
    utterance.revise("没到的钱没到", final=True)

    assert heard(utterance) == [("late", "没到"), ("money", "钱")]


def test_an_utterance_that_was_saved_is_judged_as_before() -> None:
    plan = matcher(taught())
    utterance = plan.open("customer")
    utterance.revise("那笔钱没到")
    again = UtteranceText.restore(plan, json.loads(json.dumps(utterance.save())))

    assert heard(again) == heard(utterance)
    again.revise("那笔钱没到不急")
    assert heard(again) == []


def test_a_signal_of_several_lessons_is_heard_once() -> None:
    runs = dict(LESSONS["bank", "customer"].runs) | {
        "没 到": Run(1_000**2, side_by_side({0: 4_000_000, 1: 5_000_000}))
    }
    both = Lessons(names=("late-arrival", "upset"), biases=(-2_000, -2_000), runs=runs)
    signal = Signal(
        name="either",
        speaker="customer",
        on="partial",
        taught=Taught("bank", ("late-arrival", "upset"), 0.5, "heard"),
    )
    one = Matcher(
        {"either": signal}, {}, default_folder(), default_tokenizer(), {("bank", "customer"): both}
    )
    utterance = one.open("customer")
    utterance.revise("那笔钱没到", final=True)

    assert heard(utterance) == [("either", "没到")]
