"""A call of the training room: its words, its clock, and that it always ends."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from assist.core.events import Fragment
from assist.core.hints import EventOut, HintClose, HintShow, NeedChange, Transcript
from assist.core.program import Program
from assist.node.replay import play
from assist.proto.training import MAX_MOVES, Answer, AnyMove, Dials, Leave, Verdicts
from assist.training.model import Scenario
from assist.training.rehearsal import (
    LISTENS_MS,
    SETTLE_MS,
    Line,
    Rehearsal,
    Told,
    Turn,
)

from .conftest import made

SILENT = """
title: {zh: 不说话, en: Silent}
about: {zh: 不说话, en: Silent}
turns:
  - customer: 你好
    good: 您好，您想问什么呢
  - customer: {say: "就是……{5s}算了", pause: 9s}
    needs: [customer-silent]
    good: 没关系，您慢慢说
ending: 好
"""


def say(text: str, at: int = 0, took: int | None = None) -> Answer:
    return Answer(type="say", at=at, text=text, took=took)


def run(call: Rehearsal) -> list[Told]:
    """Let the clock run until it stands still."""
    while (due := call.due()) is not None and not call.over:
        call.advance(due)
    return call.drain()


def began(program: Program, scenario: Scenario, *, pressure: bool = False) -> Rehearsal:
    return Rehearsal(scenario, program, call="t", pressure=pressure)


def lines(told: Sequence[Told]) -> list[str]:
    return [each.text for each in told if isinstance(each, Line)]


def of(told: Sequence[Told], kind: type[Told]) -> list[Told]:
    return [each for each in told if isinstance(each, kind)]


def test_the_customers_words_grow_at_the_pace_of_speech(
    program: Program, scenario: Scenario
) -> None:
    call = began(program, scenario)
    told = run(call)
    heard = [t for t in told if isinstance(t, Transcript) and t.speaker == "customer"]
    assert [t.text for t in heard][-1] == "什么破银行，钱都取不出来"
    assert len(heard) == 6
    assert all(later.at - sooner.at == 400 for sooner, later in pairwise(heard[:-1]))
    (line,) = of(told, Line)
    assert isinstance(line, Line)
    assert line.at == heard[0].start
    assert heard[-1].at == line.until


def test_hints_come_while_the_customer_speaks(program: Program, scenario: Scenario) -> None:
    told = run(began(program, scenario))
    (hint,) = of(told, HintShow)
    assert isinstance(hint, HintShow)
    final = next(t for t in told if isinstance(t, Transcript) and t.final and t.speaker != "agent")
    assert (hint.text, hint.at < final.at) == ("先道歉", True)


def test_the_clock_stands_still_while_the_trainee_types(
    program: Program, scenario: Scenario
) -> None:
    call = began(program, scenario)
    run(call)
    stood = call.now
    assert (call.whose, call.runs, call.due()) == ("agent", False, None)
    call.advance(stood + 600_000)
    assert call.now == stood
    assert of(call.drain(), NeedChange) == []


def test_an_answer_takes_as_long_as_people_take_to_say_it(
    program: Program, scenario: Scenario
) -> None:
    call = began(program, scenario)
    run(call)
    stood = call.now
    call.take(say("对不起，让您着急了"))
    spoken = [t for t in call.drain() if isinstance(t, Transcript) and t.speaker == "agent"]
    assert [(t.text, t.start, t.final) for t in spoken] == [("对不起，让您着急了", stood, True)]
    assert spoken[0].end == stood + round(8 / 4.6 * 1000)


def test_a_spoken_answer_takes_as_long_as_it_took(program: Program, scenario: Scenario) -> None:
    call = began(program, scenario)
    run(call)
    stood = call.now
    call.take(say("对不起", took=5_000))
    spoken = next(t for t in call.drain() if isinstance(t, Transcript) and t.speaker == "agent")
    assert spoken.end == stood + 5_000


def test_a_need_that_is_met_is_told_at_once_and_calms_the_customer(
    program: Program, scenario: Scenario
) -> None:
    call = began(program, scenario)
    run(call)
    call.take(say("对不起，让您着急了"))
    told = call.drain()
    assert [t.state for t in told if isinstance(t, NeedChange)] == ["met"]
    assert [t.reason for t in told if isinstance(t, HintClose)] == ["met"]
    assert lines(told) == ["那你查吧，我等着"]
    run(call)
    call.take(say("正在查"))
    assert lines(call.drain()) == ["那就好，麻烦你了"]


def test_a_poor_answer_is_insisted_upon(program: Program, scenario: Scenario) -> None:
    call = began(program, scenario)
    run(call)
    call.take(say("规定就是这样"))
    assert lines(run(call)) == ["我说气死我了，你听见没有"]
    assert call.moment == 0


def test_the_last_words_are_the_agents(program: Program, scenario: Scenario) -> None:
    call = began(program, scenario)
    for text in ("对不起", "正在查"):
        run(call)
        call.take(say(text))
    assert [t.last for t in run(call) if isinstance(t, Line)] == [True]
    assert not call.over
    call.take(say("再见"))
    assert (call.over, call.reason) == (True, "completed")
    assert call.take(say("还在吗")) is False


def test_leaving_ends_the_call(program: Program, scenario: Scenario) -> None:
    call = began(program, scenario)
    call.take(Leave(type="end"))
    assert (call.over, call.reason) == (True, "left")
    last = call.drain()[-1]
    assert isinstance(last, Turn)
    assert (last.whose, last.runs, last.reason) == ("over", False, "left")


def test_with_pressure_silence_is_silence(program: Program, scenario: Scenario) -> None:
    call = began(program, scenario, pressure=True)
    while call.whose == "customer":
        due = call.due()
        assert due is not None
        call.advance(due)
    silent_from = call.now - SETTLE_MS
    call.drain()
    call.advance(silent_from + 9_500)
    assert [t.text for t in call.drain() if isinstance(t, HintShow)] == ["回应一声"]
    call.advance(silent_from + SETTLE_MS + LISTENS_MS)
    assert lines(call.drain()) == ["喂？您还在听吗？"]


def test_with_pressure_who_never_answers_is_hung_up_on(
    program: Program, scenario: Scenario
) -> None:
    call = began(program, scenario, pressure=True)
    told = run(call)
    assert (call.over, call.reason) == (True, "hung-up")
    assert lines(told)[1:] == ["喂？您还在听吗？", "喂？怎么不说话了？我还等着呢。"]


def test_a_customers_silence_may_be_spoken_into(program: Program) -> None:
    call = began(program, made(SILENT))
    run(call)
    call.take(say("您好，您想问什么呢"))
    silent_from = call.now
    call.advance(silent_from + 7_000)
    told = call.drain()
    assert [t.text for t in told if isinstance(t, HintShow)] == ["不催"]
    call.take(say("没关系，您慢慢说"))
    assert [t.state for t in call.drain() if isinstance(t, NeedChange)] == ["met"]
    assert call.whose == "customer"
    heard = [t.text for t in run(call) if isinstance(t, Transcript) and t.final]
    assert heard == ["就是……", "算了"]


def test_a_silence_within_what_is_said_is_one(program: Program) -> None:
    call = began(program, made(SILENT))
    run(call)
    call.take(say("您好"))
    finals = [
        t for t in run(call) if isinstance(t, Transcript) and t.final and t.speaker != "agent"
    ]
    assert finals[0].end is not None
    assert finals[1].start is not None
    assert finals[1].start - finals[0].end == 5_000


def test_who_talks_over_the_customer_does_not_stop_them(
    program: Program, scenario: Scenario
) -> None:
    call = began(program, scenario)
    call.advance(call.now + 1_500)
    call.take(say("不好意思"))
    told = [*call.drain(), *run(call)]
    final = [t for t in told if isinstance(t, Transcript) and t.final]
    assert [t.text for t in final] == [
        "您好，请问有什么可以帮您？",
        "不好意思",
        "什么破银行，钱都取不出来",
    ]
    assert final[1].start is not None
    assert final[2].start is not None
    assert final[2].start < final[1].start < (final[2].end or 0)
    assert (call.whose, call.moment) == ("agent", 0)


def test_what_is_said_after_all_was_heard_is_the_answer(
    program: Program, scenario: Scenario
) -> None:
    call = began(program, scenario)
    call.advance(call.speech_ends() - SETTLE_MS - 300)
    call.take(say("对不起，让您着急了，我马上看"))
    assert lines(call.drain())[-1] == "那你查吧，我等着"


def test_what_a_trainee_says_is_masked(program: Program, scenario: Scenario) -> None:
    call = began(program, scenario)
    run(call)
    call.take(say("您的卡号是6222021234567890123对吗"))
    said = [each.event.text for each in call.entries if isinstance(each.event, Fragment)]
    assert "6222021234567890123" not in "".join(said)
    assert "6222021234567890123" not in call.answers[0][2]


def test_a_session_has_its_bounds(program: Program, scenario: Scenario) -> None:
    call = began(program, scenario)
    for _ in range(MAX_MOVES):
        call.take(Dials(type="dial", level="minimal"))
    assert (call.over, call.reason) == (True, "too-long")


WORDS = st.sampled_from(
    ["对不起", "规定就是这样", "慢慢说", "嗯", "。", "6222021234567890123", "您好" * 40, "sorry"]
)
MOVES = st.one_of(
    st.builds(
        Answer,
        type=st.just("say"),
        at=st.integers(0, 90_000),
        text=WORDS,
        took=st.none() | st.integers(300, 9_000),
    ),
    st.builds(
        Verdicts,
        type=st.just("feedback"),
        at=st.integers(0, 90_000),
        hint=st.sampled_from(["x", "0" * 16]),
        verdict=st.sampled_from(["used", "wrong", "later"]),
    ),
    st.builds(
        Dials,
        type=st.just("dial"),
        at=st.integers(0, 90_000),
        level=st.sampled_from(["off", "active"]),
    ),
)


def performed(
    program: Program, scenario: Scenario, moves: Sequence[AnyMove], *, pressure: bool, step: int
) -> tuple[Rehearsal, list[Told]]:
    """Play the moves, the clock going on in steps of ``step`` ms, and then say nothing more."""
    call = began(program, scenario, pressure=pressure)
    told: list[Told] = []
    for move in moves:
        while call.runs and call.now + step < move.at:
            call.advance(call.now + step)
        call.take(move)
        told += call.drain()
    for _ in range(12):
        told += run(call)
        call.take(say("嗯", at=call.now))
    return call, told + call.drain()


@settings(max_examples=40, deadline=None)
@given(moves=st.lists(MOVES, max_size=8), pressure=st.booleans(), step=st.integers(90, 4_000))
def test_whatever_is_said_whenever_the_call_ends_and_is_the_same_played_again(
    program: Program, scenario: Scenario, moves: list[AnyMove], pressure: bool, step: int
) -> None:
    call, told = performed(program, scenario, moves, pressure=pressure, step=step)
    assert call.over
    ats = [each.received for each in call.entries]
    assert ats == sorted(ats)
    live = [t for t in told if not isinstance(t, (Line, Turn, Transcript))]
    again: list[EventOut] = []
    for played in play("t", call.entries, program, lambda _digest: None):
        again += played.out
    assert again == live
    resumed, _ = performed(program, scenario, call.moves, pressure=pressure, step=step + 33)
    assert resumed.entries == call.entries
