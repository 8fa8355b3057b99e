"""What a node asks of a call: its transcript, its snapshot."""

from __future__ import annotations

from typing import Final

import orjson

from tests.core.calls import Call, rules

GRIEF: Final = rules("grief: {need: bereaved, when: loss, met_by: comfort}")
BUSY: Final = rules("""
    no-empathy: {need: no-empathy, when: {need: ["customer-*"], state: opened},
            met_by: sorry, patience: {turns: 1, time: 9s}}
    furious: {need: customer-angry, when: {emotion: anger, level: high},
            met_by: sorry, escalate: {after: 12s, priority: critical}}
    grief: {need: bereaved, when: loss, met_by: comfort, patience: {time: 6s},
            hint: {priority: urgent, text: 安慰}}
    refused: {need: bare-refusal, when: balance, steps: [{name: a, met_by: sorry,
            text: 致歉}, {name: b, met_by: offer, text: 办法}], hint: {text: 软拒绝}}
    cold: {need: blunt-tone, when: {turns: {speaker: agent, last: 2, none: comfort}}}
    long: {need: long-handling, when: {during: {after: 60s}}}
""")


def test_the_transcript_shows_what_matched_and_where() -> None:
    call = Call(GRIEF)
    call.hears("customer", 5, "您好，他去世了怎么办", u="x", start=3, end=5)
    seen = call.engine.transcript("customer", "x", 5_000)
    assert seen is not None
    assert (seen.text[slice(*seen.spans[0][:2])], seen.spans[0][2]) == ("去世", "loss")
    assert (seen.start, seen.end, seen.final) == (3_000, 5_000, False)
    assert call.engine.transcript("customer", "y", 5_000) is None


def test_who_listens_gets_the_final_of_one_who_began_before_the_other_ended() -> None:
    call = Call(GRIEF)
    call.hears("customer", 5, "我老伴上个月走了，存折在我", u="x")
    call.agent(5.5, "嗯", u="y")
    call.customer(7, "我老伴上个月走了，存折在我这儿", u="x")
    seen = call.engine.transcript("customer", "x", 7_000)
    assert seen is not None
    assert (seen.text, seen.final) == ("我老伴上个月走了，存折在我这儿", True)
    assert call.engine.transcript("agent", "y", 7_000) is None


def test_the_transcript_marks_whole_words() -> None:
    call = Call(GRIEF.replace("phrases: [去世,", "patterns: [lost my hus], phrases: [去世,"))
    call.customer(5, "I lost my husband", u="x")
    seen = call.engine.transcript("customer", "x", 5_000)
    assert seen is not None
    assert [seen.text[start:end] for start, end, _ in seen.spans] == ["lost my husband"]


def test_the_transcript_marks_only_words_that_raised_or_answered_a_need() -> None:
    call = Call(GRIEF)

    def marked(speaker: str, text: str, at: float, u: str) -> list[str]:
        call.final(speaker, at, text, u=u, start=at - 2, end=at)
        seen = call.engine.transcript(speaker, u, int(at * 1000))
        return [] if seen is None else [seen.text[start:end] for start, end, _ in seen.spans]

    assert marked("agent", "请节哀", 5, "early") == []  # nobody has died yet
    assert marked("customer", "您好，他去世了", 45, "cue") == ["去世"]
    assert marked("agent", "请节哀", 50, "answer") == ["节哀"]


def test_the_snapshot_is_what_an_overlay_needs_to_begin() -> None:
    call = Call(BUSY, context={"name": "王"}, queue="cards")
    call.customer(5, "我查余额，我要投诉")
    call.hold(7)
    seen = orjson.loads(orjson.dumps(call.engine.snapshot()))
    assert seen["hints"][0]["rule"] == "refused"
    assert seen["hints"][0]["type"] == "hint.show"
    assert {need["id"] for need in seen["needs"]} == {"bare-refusal"}
    assert (seen["held"], seen["ended"], seen["dial"], seen["queue"]) == (
        True,
        False,
        "balanced",
        "cards",
    )
    assert seen["emotion"][0]["speaker"] == "customer"
    assert seen["context"] == {"name": "王"}
