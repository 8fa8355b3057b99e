"""The two channels look exchanged: the customer talks like an agent, the agent like a customer."""

from __future__ import annotations

from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.calls import Call, Wire, closed, of, rules, shown

EXTRA: Final = """
  may-i-help: {speaker: any, phrases: [请问有什么可以帮您, 工号是]}
  my-card: {speaker: any, phrases: [我的卡, 我想查一下]}
  heard-by-anybody: {speaker: any, phrases: [听不清]}
"""
RULES: Final = rules("""
    grief: {need: bereaved, when: loss, met_by: comfort}
    risk: {need: self-harm-risk, when: despair, hint: {priority: critical, text: 守住生命}}
    louder: {need: asks-again, when: heard-by-anybody}
""").replace("emotions:", EXTRA + "roles: {agent: [may-i-help], customer: [my-card]}\nemotions:")


def doubts(out: list[Wire]) -> list[tuple[float, bool]]:
    return [(one["at"] / 1000, one["exchanged"]) for one in of(out, "roles")]


def exchanged() -> Call:
    call = Call(RULES)
    call.customer(3, "您好请问有什么可以帮您")
    call.agent(6, "我的卡被吞了")
    return call


def test_both_talking_like_the_other_is_an_exchange() -> None:
    call = Call(RULES)
    assert doubts(call.customer(3, "您好请问有什么可以帮您")) == []
    assert doubts(call.agent(6, "我的卡被吞了")) == [(6, True)]
    assert call.engine.snapshot()["exchanged"] is True


def test_one_side_alone_is_none_nor_is_what_the_right_one_says() -> None:
    call = Call(RULES)
    call.agent(3, "请问有什么可以帮您")
    call.customer(6, "我的卡被吞了")
    call.agent(9, "我的卡，是吧，我想查一下您的卡号")
    call.customer(12, "你工号是多少，刚才那个工号是假的吧")
    assert doubts(call.seen) == []


def test_what_rests_on_who_speaks_is_kept_from_the_screen() -> None:
    call = exchanged()
    assert shown(call.customer(9, "他去世了")) == []
    assert call.engine.explain("grief")["waits"] == "roles"
    assert shown(call.customer(12, "听不清")) == [(12, "louder")]
    assert shown(call.customer(16, "不想活了")) == [(16, "risk")]


def test_what_is_on_the_screen_already_goes() -> None:
    call = Call(RULES)
    call.customer(2, "他去世了")
    call.customer(3, "您好请问有什么可以帮您")
    assert closed(call.agent(6, "我的卡被吞了")) == [(6, "retracted")]


def test_putting_the_channels_right_lifts_it() -> None:
    call = exchanged()
    assert doubts(call.channels(8, customer="agent", agent="customer")) == [(8, False)]
    assert shown(call.agent(12, "他去世了")) == [(12, "grief")]  # the customer's words by now
    assert doubts(call.customer(15, "工号是三号")) == []


def test_evidence_that_turns_lifts_it_too() -> None:
    call = exchanged()
    call.customer(9, "我的卡呢")
    assert doubts(call.seen)[-1] == (9, False)


def test_evidence_that_is_taken_back_lifts_it() -> None:
    call = Call(RULES)
    call.customer(3, "您好请问有什么可以帮您")
    call.hears("agent", 6, "我的卡被吞了不出来", u="u")
    call.final("agent", 8, "我的咔嚓声您听见了", u="u")
    assert doubts(call.seen) == [(6, True), (8, False)]


def test_it_survives_a_restart() -> None:
    call = exchanged().restart()
    assert shown(call.customer(9, "他去世了")) == []
    assert doubts(call.channels(10, customer="agent", agent="customer")) == [(10, False)]


TALK = st.lists(
    st.tuples(
        st.sampled_from(["customer", "agent"]),
        st.sampled_from(["请问有什么可以帮您", "我的卡", "他去世了", "好的"]),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(TALK)
def test_exchanging_both_speakers_exchanges_the_verdict(talk: list[tuple[str, str]]) -> None:
    other = {"customer": "agent", "agent": "customer"}
    straight, crossed = Call(RULES), Call(RULES)
    for at, (speaker, text) in enumerate(talk, 1):
        straight.final(speaker, at * 5, text)
        crossed.final(other[speaker], at * 5, text)
    assert not (straight.engine.state.exchanged and crossed.engine.state.exchanged)
    if straight.engine.state.exchanged:
        assert "grief" not in straight.visible
