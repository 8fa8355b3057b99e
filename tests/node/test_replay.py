"""A recording read and played: what it may hold, and that it plays as the call did."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from assist.core.engine import Engine
from assist.core.events import Fragment, RulesInForce
from assist.core.hints import EventOut, HintClose, HintShow
from assist.core.program import Program
from assist.log.base import Entry
from assist.node.replay import Recording, Timed, from_log, play, read_recording
from assist.ruleset import load_sources
from assist.text import default_folder, default_tokenizer

NEEDS = """
bereaved: {kind: need, meaning: lost someone, severity: critical}
"""


def program(text: str = "先安慰", mode: str = "live") -> Program:
    rules = f"""
signals:
  bereavement: {{speaker: customer, phrases: [上个月走了]}}
  condolence: {{speaker: agent, phrases: [节哀]}}
rules:
  acknowledge-loss:
    need: bereaved
    ability: empathy
    when: bereavement
    met_by: condolence
    mode: {mode}
    hint: {{priority: critical, text: {text}}}
"""
    loaded = load_sources(
        {"needs.yaml": NEEDS, "test/rules.yaml": rules},
        folder=default_folder(),
        tokenizer=default_tokenizer(),
    )
    assert loaded.program is not None, loaded.problems
    return loaded.program


PROGRAM = program()


def line(kind: str, seq: int, at: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "call": "c1", "seq": seq, "at": at, **more}


def says(seq: int, at: int, speaker: str, text: str, **more: Any) -> dict[str, Any]:
    return line(
        "fragment", seq, at, speaker=speaker, utterance=f"u{seq}", revision=0, text=text,
        final=True, **more,
    )  # fmt: skip


START = line("call.start", 1, 0, agent="a1")
CUE = says(2, 4_200, "customer", "我老伴上个月走了")
ANSWER = says(3, 9_000, "agent", "您节哀")
END = line("call.end", 4, 20_000)
CALL = [START, CUE, ANSWER, END]


def read(lines: Sequence[dict[str, Any] | str]) -> Recording:
    texts = [each if isinstance(each, str) else json.dumps(each) for each in lines]
    return read_recording((f"{text}\n".encode() for text in texts), "r.jsonl")


def seen(lines: Sequence[dict[str, Any]]) -> list[EventOut]:
    recording = read(lines)
    assert recording.faults == []
    steps = play("c1", recording.calls["c1"], PROGRAM, lambda _: None)
    return [event for step in steps for event in step.out]


def hints(events: Sequence[EventOut]) -> list[tuple[int, str]]:
    return [
        (e.at, e.text if isinstance(e, HintShow) else e.reason)
        for e in events
        if isinstance(e, HintShow | HintClose)
    ]


def test_the_agent_sees_what_a_live_call_would_show() -> None:
    assert hints(seen(CALL)) == [(4_200, "先安慰"), (9_000, "met")]


def test_received_is_the_clock_where_it_is_recorded() -> None:
    late = [{**each, "received": each["at"] + 500} for each in CALL]
    assert hints(seen(late)) == [(4_700, "先安慰"), (9_500, "met")]


def test_without_received_the_greatest_at_so_far_stands_in() -> None:
    recording = read([START, {**CUE, "at": 5_000}, {**ANSWER, "at": 4_000}])
    assert [entry.received for entry in recording.calls["c1"]] == [0, 5_000, 5_000]


def test_deadlines_fall_due_after_the_last_event_of_a_call_cut_short() -> None:
    (_, shown), (at, closed) = hints(seen([START, CUE]))
    assert (shown, closed) == ("先安慰", "expired")
    assert at > 4_200


def test_the_nodes_own_events_have_their_effect() -> None:
    hint = next(e for e in seen(CALL) if isinstance(e, HintShow))
    feedback = {"type": "feedback", "call": "c1", "at": 6_000, "hint": hint.id, "verdict": "used"}
    assert hints(seen([START, CUE, feedback, ANSWER, END])) == [
        (4_200, "先安慰"),
        (6_000, "used"),
    ]


def test_a_duplicate_is_ignored_and_a_gap_is_warned_of() -> None:
    recording = read([START, CUE, CUE, {**ANSWER, "seq": 5}, {**ANSWER, "seq": 4}])
    assert [entry.event.at for entry in recording.calls["c1"]] == [0, 4_200, 9_000]
    assert recording.warnings == ["r.jsonl:4: gap: call 'c1', sender '': seq 5 after 2"]


def test_each_sender_has_its_own_numbers() -> None:
    crm = {**line("context", 1, 100, set={"stage": "verify"}), "sender": "crm"}
    recording = read([START, crm, CUE])
    assert recording.warnings == []
    assert len(recording.calls["c1"]) == 3


def test_a_call_that_does_not_begin_with_its_start_is_warned_of() -> None:
    assert any("no call.start" in warning for warning in read([CUE]).warnings)


def test_one_file_may_hold_several_calls() -> None:
    other = [{**each, "call": "c2"} for each in CALL]
    mixed = [each for pair in zip(CALL, other, strict=True) for each in pair]
    recording = read(mixed)
    assert recording.warnings == []
    assert list(recording.calls) == ["c1", "c2"]
    assert [len(entries) for entries in recording.calls.values()] == [4, 4]


@pytest.mark.parametrize(
    ("bad", "what"),
    [
        ("not json", "Invalid JSON"),
        ('{"type": "fragment", "call": "c1"', "Invalid JSON"),
        ("[]", "object"),
        ('{"type": "shout", "call": "c1", "seq": 3, "at": 5}', "shout"),
        ('{"type": "call.end", "call": "c1", "seq": 0, "at": 5}', "seq: Input should be greater"),
        ('{"type": "call.end", "call": "c1", "seq": 3, "at": 5, "received": -1}', "received:"),
    ],
)
def test_a_bad_line_is_told_by_file_and_line(bad: str, what: str) -> None:
    recording = read([START, "", bad, CUE])
    assert len(recording.faults) == 1
    assert recording.faults[0].startswith("r.jsonl:3: ")
    assert what in recording.faults[0]


def test_a_fault_does_not_repeat_what_was_said() -> None:
    recording = read([{**CUE, "text": {"secret": "我老伴"}}])
    assert len(recording.faults) == 1
    assert "我老伴" not in recording.faults[0]


def test_numbers_are_masked_before_they_reach_the_engine() -> None:
    spoken = says(2, 900, "customer", "卡号6222021234567890")
    (_, entry) = read([START, spoken]).calls["c1"]
    assert isinstance(entry.event, Fragment)
    assert entry.event.text == "卡号****************"
    (timed,) = from_log([Entry(1, 7, Fragment.model_validate(spoken))])
    assert timed == Timed(7, entry.event)


def test_a_rule_set_named_by_its_digest_is_used_from_there_on() -> None:
    other = program("说声节哀")
    entries = read(CALL).calls["c1"]
    entries.insert(0, Timed(0, RulesInForce(type="rules", call="c1", at=0, digest="other")))

    def shown(known: Program | None) -> list[tuple[int, str]]:
        steps = play("c1", entries, PROGRAM, {"other": known}.get)
        return hints([event for step in steps for event in step.out])[:1]

    assert shown(other) == [(4_200, "说声节哀")]
    assert shown(None) == [(4_200, "先安慰")]


def test_a_reload_in_mid_call_is_replayed_where_it_was_logged() -> None:
    entries = read(CALL).calls["c1"]
    reload = Timed(5_000, RulesInForce(type="rules", call="c1", at=5_000, digest="none"))
    entries.insert(2, reload)
    silent = program(mode="off")
    events = [
        event for step in play("c1", entries, PROGRAM, lambda _: silent) for event in step.out
    ]
    assert hints(events) == [(4_200, "先安慰"), (5_000, "superseded")]


def test_playing_equals_feeding_the_engine_live_with_timers() -> None:
    """Live, a tick comes at each deadline; a recording without ticks gives the same."""
    entries = read(CALL).calls["c1"]
    engine, live = Engine(PROGRAM, call="c1"), []
    for entry in entries:
        while (due := engine.next_deadline()) is not None and due < entry.received:
            engine.receive(read([tick(due)]).calls["c1"][0].event, due)
            live += engine.hints_to_send()
        engine.receive(entry.event, entry.received)
        live += engine.hints_to_send()
    assert live == seen(CALL)


def tick(at: int) -> dict[str, Any]:
    return {"type": "tick", "call": "c1", "at": at}
