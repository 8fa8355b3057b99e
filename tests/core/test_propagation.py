"""From signals to hints: when there is nothing to carry on, and what the agent's speaking does."""

from __future__ import annotations

from typing import Final

from assist.core.engine import Engine
from assist.core.events import Fragment
from tests.core.calls import Call, needs, program, rules, shown

GRIEF: Final = rules("grief: {need: bereaved, when: loss, met_by: comfort}")
CHAIN: Final = rules("""
    second: {need: doubts-competence, when: {need: customer-angry}}
    first: {need: customer-angry, when: angry}
""")


def hears(engine: Engine, at: int, revision: int, text: str) -> None:
    """The customer's one utterance, as it grows."""
    about = {"call": "c1", "seq": revision, "utterance": "u1", "speaker": "customer"}
    said = {"text": text, "start": 1_000, "end": at, "revision": revision, "final": False}
    engine.receive(Fragment.model_validate({"type": "fragment", "at": at, **about, **said}), at)


def test_words_that_give_no_signal_leave_nothing_to_be_done() -> None:
    engine = Engine(program(GRIEF), call="c1")
    hears(engine, 1_500, 1, "我想问")
    hears(engine, 2_000, 2, "我想问一下")
    assert engine.propagation.is_at_rest(2_000)


def test_a_signal_that_was_not_carried_on_yet_is_something_to_be_done() -> None:
    engine = Engine(program(GRIEF), call="c1")
    hears(engine, 1_500, 1, "我想问")
    engine.propagation.dirty |= {"loss"}
    assert not engine.propagation.is_at_rest(1_500)
    engine.propagation.settle()
    assert engine.propagation.is_at_rest(1_500)


def test_needs_that_rest_on_needs_settle_at_once() -> None:
    call = Call(CHAIN)
    out = call.customer(5, "气死我了")
    assert needs(out) == [("customer-angry", "open"), ("doubts-competence", "open")]


def test_a_hint_waits_a_moment_where_voice_activity_tells_that_the_agent_speaks() -> None:
    call = Call(GRIEF)
    call.activity(4.9, "agent", speaking=True)
    assert shown(call.customer(5, "他去世")) == []
    assert shown(call.until(8)) == [(5.9, "grief")]


def test_a_hint_no_longer_waits_once_the_agent_has_paused() -> None:
    call = Call(GRIEF)
    call.activity(4.9, "agent", speaking=True)
    call.customer(5, "他去世")
    assert shown(call.activity(5.2, "agent", speaking=False)) == [(5.2, "grief")]
