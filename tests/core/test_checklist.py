"""What was done stays known to whoever looks later; a need says which words raised it."""

from __future__ import annotations

from tests.core.calls import Call, of, rules

GRIEF = rules("grief: {need: bereaved, when: loss, met_by: comfort, cooldown: 0s}")


def done(call: Call) -> list[str]:
    return [need["text"] for need in call.engine.snapshot()["done"]]


def test_a_need_tells_the_first_words_that_raised_it() -> None:
    call = Call(GRIEF)
    out = call.customer(5, "我老伴去世", end=4.0)
    quote = of(out, "need")[0]["quote"]
    assert (quote["speaker"], quote["text"], quote["at"]) == ("customer", "我老伴去世", 4000)
    shown = call.engine.snapshot()["needs"][0]["quote"]
    assert (shown.text, shown.at) == (quote["text"], quote["at"])


def test_what_was_met_is_done_until_it_comes_up_again() -> None:
    call = Call(GRIEF)
    call.customer(5, "我老伴去世")
    assert done(call) == []
    call.agent(9, "您节哀")
    assert done(call) == ["grief"]
    assert done(call.restart()) == ["grief"]
    call.customer(80, "他也去世")
    assert done(call) == []


def test_what_rested_on_misheard_words_was_never_done() -> None:
    call = Call(GRIEF)
    call.hears("customer", 3, "我老伴去世了的时候", u="u1", stable=9)
    call.agent(4, "您节哀")
    assert done(call) == ["grief"]
    call.customer(6, "我老伴去市里的时候", u="u1")
    assert done(call) == []
