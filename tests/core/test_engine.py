"""The engine as a whole: two times, deadlines in order, determinism, restarts, new rules."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import weakref
from pathlib import Path
from typing import Any, Final

import orjson
import pytest
from pydantic import ValidationError

from assist.core import events as ev
from assist.core.engine import Engine
from assist.ruleset import load_sources
from assist.ruleset.script import events, parse_script
from assist.text import default_folder, default_tokenizer
from tests.core.calls import (
    NEEDS,
    SIGNALS,
    Call,
    closed,
    needs,
    of,
    program,
    replay,
    rules,
    shown,
    shows,
    wire,
)

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
SCRIPT: Final = """
0.0-4.2 客户: 我{老板=>老伴}走了，他卡里那点钱怎么取，我想查余额
5.0-6.5 坐席: 您报一下身份证号
7.0-12 客户: 气死我了，气死我了，{我要投资=>我要投诉}你们
13-15 坐席: 您{很抱歉=>别着急}请稍等
24-27 坐席: 很抱歉，请节哀，您可以这样
40-42 客户: 谢谢，他去世博会玩过
50-52 坐席: 感谢来电
"""


# -- two times, and deadlines --------------------------------------------------------------


def test_a_deadline_fires_before_the_event_received_after_it_and_at_its_due_time() -> None:
    call = Call(
        rules("grief: {need: bereaved, when: loss, met_by: comfort, patience: {time: 10s}}")
    )
    call.customer(5, "他去世", end=5)
    out = call.agent(40, "请节哀", start=38, end=39)
    assert [(e["type"], e["at"]) for e in out if e["type"] != "queued"] == [
        ("need", 15_800),
        ("hint.show", 15_800),
        ("hint.close", 40_000),
        ("need", 40_000),
    ]


def test_deadlines_fire_in_the_order_they_fall_due() -> None:
    call = Call(
        rules("""
            slow: {need: bereaved, when: loss, met_by: comfort, patience: {time: 20s}}
            quick: {need: plain-words, when: balance, met_by: comfort, patience: {time: 5s}}
        """)
    )
    call.customer(5, "他去世", end=5)
    call.customer(12, "我查余额", end=12)
    assert [e["at"] for e in of(call.until(300), "need")] == [17_800, 25_800]
    assert [e["at"] for e in call.seen] == sorted(e["at"] for e in call.seen)


def test_received_time_only_advances_the_clock() -> None:
    """The same words with the same media times, a minute late: the same openings and meters."""
    said = ((5.0, "我查余额"), (9.0, "气死我了"), (12.0, "他去世"))
    live, late = Call(BUSY), Call(BUSY)
    for at, text in said:
        live.customer(at, text)
        late.customer(at, text, received=at + 60)
    assert live.value("anger", 12) == late.value("anger", 12)
    cues = [
        [o["cued"] for o in call.engine.explain("refused")["openings"]] for call in (live, late)
    ]
    assert cues[0] == cues[1] == [[4_700]][0]


def test_received_time_never_falls() -> None:
    call = Call(GRIEF)
    call.customer(5, "我查余额", received=50)
    assert call.customer(6, "他去世", received=6)[0]["at"] == 50_000


def test_the_next_deadline_is_when_a_tick_is_wanted() -> None:
    call = Call(
        rules("grief: {need: bereaved, when: loss, met_by: comfort, patience: {time: 10s}}")
    )
    call.customer(5, "他去世", end=5, end_of_turn=True)
    assert call.engine.next_deadline() == 15_800
    call.end(8)
    assert call.engine.next_deadline() is None
    assert call.engine.ended


def test_nothing_comes_out_after_the_end() -> None:
    call = Call(BUSY)
    call.customer(5, "气死我了，我要投诉")
    assert call.end(8)[-1]["type"] == "call.end"
    assert call.customer(9, "他去世") == []
    assert call.until(100) == []
    assert call.reload(101, GRIEF) == []
    assert call.end(102) == []


def test_the_report_counts_needs_by_final_state_and_hints_by_reason() -> None:
    call = Call(GRIEF)
    call.customer(5, "他去世")
    call.agent(8, "请节哀")
    call.customer(100, "他去世")
    ended = call.end(110)[-1]
    assert ended["report"] == {
        "needs": {"met": 1, "undetermined": 1},
        "hints": {"met": 1, "call_ended": 1},
    }


def test_a_start_that_comes_late_is_merged_and_told_once() -> None:
    engine = Engine(
        program(rules("vip: {need: bereaved, when: loss, applies_to: {queue: vip}}")), call="c"
    )
    fragment = ev.Fragment(
        type="fragment", call="c", seq=1, at=900, speaker="customer", utterance="u", revision=0,
        text="他去世", final=True,
    )  # fmt: skip
    engine.receive(fragment, 900)
    assert engine.hints_to_send() == []
    for queue in ("vip", "vip"):
        start = ev.CallStart(type="call.start", call="c", seq=2, at=1000, agent="a", queue=queue)
        engine.receive(start, 1_000)
    out = [wire(event) for event in engine.hints_to_send()]
    assert [event["type"] for event in out].count("call.start") == 1
    assert shown(out) == [(1, "vip")]


def test_screens_are_told_what_becomes_known_of_a_call() -> None:
    engine = Engine(program(rules("r: {need: bereaved, when: loss}")), call="c")

    def told(event: ev.Event) -> list[object]:
        engine.receive(event, event.at)
        out = [wire(each) for each in engine.hints_to_send()]
        return [
            (each["at"], each["language"], each.get("queue"), each["context"])
            for each in out
            if each["type"] == "call.context"
        ]

    def start(at: int, agent: str = "a", **more: Any) -> ev.CallStart:
        return ev.CallStart(type="call.start", call="c", seq=1, at=at, agent=agent, **more)

    def context(at: int, **news: Any) -> ev.Context:
        return ev.Context(type="context", call="c", seq=2, at=at, set=news)

    assert told(start(0)) == []  # the start itself tells
    assert told(context(1_000, name="王女士")) == [(1_000, "zh", None, {"name": "王女士"})]
    assert told(context(1_500, name="王女士")) == []  # no news
    assert told(context(2_000, name=None)) == [(2_000, "zh", None, {})]
    assert told(start(3_000, queue="cards")) == [(3_000, "zh", "cards", {})]
    assert told(start(4_000, agent="b", queue="loans")) == []  # whose screen is shown all of it
    assert told(context(5_000, product="贷款")) == [(5_000, "zh", "loans", {"product": "贷款"})]


# -- final = growing, ticks, determinism ---------------------------------------------------


def test_a_final_alone_ends_as_its_growing_hypotheses_do() -> None:
    growing, final = Call(BUSY), Call(BUSY)
    growing.grows("customer", 3, 8, "我老伴走了我要查余额气死我了", u="x")
    final.final("customer", 8.3, "我老伴走了我要查余额气死我了", u="x", start=3, end=8)
    for rule in ("grief", "refused", "furious"):
        one, other = (call.engine.explain(rule)["openings"] for call in (growing, final))
        assert one == other
    assert growing.value("anger", 9) == final.value("anger", 9) > 0
    assert growing.open_needs == final.open_needs


def log(script: str = SCRIPT, every: int | None = None) -> list[tuple[ev.Event, int]]:
    """A script's events as logged; ``every``: with a tick every so many ms."""
    heard = events(parse_script(script), call="c1", agent="a1", language="zh", context={})
    entries: list[tuple[ev.Event, int]] = [(event, event.at) for event in heard]
    if every is not None:
        last = entries[-1][1]
        ticks = [(ev.Tick(type="tick", call="c1", at=at), at) for at in range(0, last, every)]
        entries = sorted([*entries, *ticks], key=lambda entry: entry[1])
    return entries


@pytest.mark.parametrize("every", [37, 400, 1_500, 10_000])
def test_ticks_change_nothing_but_when_the_output_is_there(every: int) -> None:
    assert replay(program(BUSY), log(every=every)) == replay(program(BUSY), log())


def test_a_number_that_a_refused_event_used_up_is_only_time_passing() -> None:
    entries = log()
    refused = ev.Refused(type="refused", call="c1", at=9_000, seq=7, code="bad_event")
    entries.insert(next(i for i, (_, at) in enumerate(entries) if at > 9_000), (refused, 9_000))
    assert replay(program(BUSY), entries) == replay(program(BUSY), log())


RUN = """
import sys, orjson
from assist.core import events as ev
from assist.core.engine import Engine
from assist.core.hints import to_wire
from assist.ruleset import load_sources
from assist.text import default_folder, default_tokenizer
given = orjson.loads(sys.stdin.buffer.read())
made = load_sources(given["rules"], folder=default_folder(), tokenizer=default_tokenizer()).program
engine = Engine(made, call="c1")
for event, received in given["log"]:
    engine.receive(ev.EVENT.validate_python(event), received)
    for out in engine.hints_to_send():
        sys.stdout.write(orjson.dumps(to_wire(out)).decode() + "\\n")
sys.stdout.write(orjson.dumps(engine.save()).decode())
"""


def test_the_same_log_gives_the_same_bytes_in_another_process_with_another_hash_seed() -> None:
    given = orjson.dumps(
        {
            "rules": {"needs.yaml": NEEDS, "pack/rules.yaml": BUSY},
            "log": [[event.model_dump(mode="json"), received] for event, received in log()],
        }
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", RUN],
            input=given,
            capture_output=True,
            check=True,
            cwd=Path(__file__).parents[2],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
        ).stdout
        for seed in ("1", "4242")
    }
    assert len(outputs) == 1
    lines = outputs.pop().decode().splitlines()
    assert [json.loads(line) for line in lines[:-1]] == replay(program(BUSY), log())
    assert len(lines) > 20


# -- restarts ------------------------------------------------------------------------------


def test_a_restart_at_any_moment_is_not_noticed() -> None:
    entries, made = log(), program(BUSY)
    whole = replay(made, entries)
    for cut in range(0, len(entries), 7):
        engine, out = Engine(made, call="c1"), []
        for index, (event, received) in enumerate(entries):
            if index == cut:
                engine = Engine.restore(made, orjson.loads(orjson.dumps(engine.save())))
            engine.receive(event, received)
            out += [wire(one) for one in engine.hints_to_send()]
        assert out == whole


def test_a_saved_state_of_another_version_is_refused() -> None:
    saved = Call(GRIEF).engine.save()
    with pytest.raises(ValueError, match="version 0"):
        Engine.restore(program(GRIEF), {**saved, "version": 0})
    with pytest.raises(ValueError, match="version None"):
        Engine.restore(program(GRIEF), {})
    with pytest.raises(ValueError, match="state"):
        Engine.restore(program(GRIEF), {**saved, "state": 1})


# -- hot reload ----------------------------------------------------------------------------


def test_new_rules_take_effect_at_the_next_event() -> None:
    call = Call(GRIEF)
    call.reload(4, GRIEF.replace("text: grief", "text: 先安慰"))
    assert shows(call.customer(5, "他去世"))[0]["text"] == "先安慰"


def test_a_new_rule_looks_only_at_what_is_heard_from_then_on() -> None:
    call = Call(GRIEF)
    call.customer(5, "我查余额")
    new = GRIEF + "  asks: {need: plain-words, when: balance, ability: empathy, hint: {text: x}}\n"
    assert shown(call.reload(6, new)) == []
    assert shown(call.customer(8, "他去市里")) == []
    assert shown(call.customer(10, "我查余额")) == [(10, "asks")]


def test_a_shown_hint_carries_over_and_says_the_new_text() -> None:
    call = Call(GRIEF)
    call.customer(5, "他去世")
    first = call.hint("grief")
    out = call.reload(6, GRIEF.replace("text: grief", "text: 先安慰"))
    assert [(e["id"], e["change"], e["text"]) for e in out] == [(first, "text", "先安慰")]
    assert needs(call.agent(8, "请节哀")) == [("bereaved", "met")]
    assert closed(call.seen) == [(8, "met")]


def test_a_timer_carries_over() -> None:
    patient = rules("grief: {need: bereaved, when: loss, met_by: comfort, patience: {time: 10s}}")
    call = Call(patient)
    call.customer(5, "他去世", end=5)
    call.reload(9, patient.replace("text: grief", "text: 先安慰"))
    assert shown(call.until(60)) == [(15.8, "grief")]
    unchanged = Call(patient)
    unchanged.customer(5, "他去世", end=5)
    unchanged.reload(
        9,
        patient
        + "  other: {need: plain-words, when: balance, ability: empathy, hint: {text: x}}\n",
    )
    assert shown(unchanged.until(60)) == [(15.8, "grief")]


def test_cooldown_and_max_per_call_carry_over() -> None:
    once = rules("grief: {need: bereaved, when: loss, met_by: comfort, credit: 1s, once: true}")
    call = Call(once)
    call.customer(5, "他去世")
    call.agent(8, "请节哀")
    call.reload(9, once.replace("text: grief", "text: 先安慰"))
    assert shown(call.customer(300, "他去世")) == []


def test_meters_carry_over_and_weigh_by_the_new_weights() -> None:
    call = Call(BUSY)
    call.customer(5, "气死我了")
    call.reload(6, BUSY.replace("angry: 0.4", "angry: 0.2"))
    assert call.value("anger", 4.7) == pytest.approx(0.2)
    call.reload(
        7, BUSY.replace("angry: 0.4, ", "").replace("{mild: 0.3, high: 0.6}", "{high: 0.5}")
    )
    assert call.value("anger", 5) == 0
    assert of(call.seen, "emotion")[-1]["level"] == "calm"


def test_a_meter_that_is_gone_is_taken_from_the_screen() -> None:
    call = Call(BUSY)
    call.customer(5, "我要投诉")
    quiet = GRIEF[: GRIEF.index("emotions:")] + GRIEF[GRIEF.index("rules:") :]
    out = call.reload(7, quiet)
    assert [(e["level"], e["meters"]) for e in of(out, "emotion")] == [("calm", {})]
    call.customer(12, "我要投诉")
    call.until(60)


def test_a_hint_whose_rule_is_gone_goes() -> None:
    call = Call(GRIEF)
    call.customer(5, "他去世")
    out = call.reload(6, rules("other: {need: plain-words, when: balance}"))
    assert [e["type"] for e in out if e["type"] != "queued"] == ["hint.close", "need"]
    assert needs(out) == [("bereaved", "undetermined")]
    assert call.visible == call.open_needs == []


@pytest.mark.parametrize("mode", ["shadow", "off"])
def test_a_rule_put_out_of_use_takes_its_hint_away(mode: str) -> None:
    call = Call(GRIEF)
    call.customer(5, "他去世")
    call.reload(6, GRIEF.replace("when: loss,", f"when: loss, mode: {mode},"))
    assert call.visible == call.open_needs == []
    assert shown(call.customer(90, "他去世")) == []


def test_open_utterances_are_heard_again_by_the_new_signals() -> None:
    call = Call(GRIEF)
    call.hears("customer", 5, "他驾鹤西去了吧", u="x")
    call.reload(6, GRIEF.replace("phrases: [去世,", "phrases: [去世, 驾鹤西去,"))
    assert shown(call.final("customer", 7, "他驾鹤西去了吧", u="x")) == [(7, "grief")]


def test_restarting_under_new_rules_is_a_restart_then_a_reload() -> None:
    call = Call(GRIEF)
    call.customer(5, "他去世")
    call.restart().reload(6, GRIEF.replace("text: grief", "text: 先安慰"))
    assert needs(call.restart().agent(8, "请节哀")) == [("bereaved", "met")]


def test_an_invalid_edit_makes_no_rule_set_at_all() -> None:
    broken = {"needs.yaml": NEEDS, "a.yaml": GRIEF.replace("when: loss", "when: lost-it")}
    loaded = load_sources(broken, folder=default_folder(), tokenizer=default_tokenizer())
    assert loaded.program is None
    assert "a.yaml:" in str(loaded.errors[0])


# -- what a node asks ----------------------------------------------------------------------


def test_whose_words_a_fragment_holds() -> None:
    call = Call(GRIEF)
    call.channels(1, left="customer")
    fragment = ev.Fragment(
        type="fragment", call="c1", seq=9, at=0, channel="left", utterance="u", revision=0,
        text="x", final=True,
    )  # fmt: skip
    assert call.engine.speaker_of(fragment) == "customer"


def test_what_two_hypotheses_agreed_on_stays_settled_under_new_rules() -> None:
    call = Call(GRIEF)
    call.hears("customer", 5, "我老伴走", u="x")
    call.hears("customer", 5.4, "我老伴走了", u="x")
    call.hears("customer", 5.8, "我老伴走了他", u="x")
    assert call.visible == ["grief"]
    assert closed(call.reload(6, GRIEF.replace("text: grief", "text: 先安慰"))) == []


def test_a_restart_does_not_tell_again_how_the_customer_feels() -> None:
    call = Call(SIGNALS.replace("half_life: 60s", "half_life: 8s"))
    call.customer(0.6, "我要投诉，我要投诉")
    twin = Call(SIGNALS.replace("half_life: 60s", "half_life: 8s"))
    twin.customer(0.6, "我要投诉，我要投诉")
    assert call.restart().hears("customer", 1.9, "他") == twin.hears("customer", 1.9, "他")


def test_new_rules_after_the_end_are_not_taken() -> None:
    call = Call(GRIEF)
    call.customer(5, "他去世")
    call.end(8)
    call.reload(9, rules("other: {need: plain-words, when: balance}"))
    assert call.restart().engine.ended


def test_an_ended_call_is_freed_without_looking_for_garbage() -> None:
    call = Call(GRIEF)
    call.customer(5, "他去世")
    call.end(8)
    engine = weakref.ref(call.engine)
    gc.disable()
    try:
        del call
        assert engine() is None
    finally:
        gc.enable()


def test_a_context_holds_only_what_an_overlay_can_be_sent() -> None:
    for value in (2**64, [{"deep": -(2**63) - 1}]):
        with pytest.raises(ValidationError, match="64 bits"):
            ev.Context(type="context", call="c1", seq=1, at=0, set={"balance": value})
    ev.Context(type="context", call="c1", seq=1, at=0, set={"a": 2**64 - 1, "b": [True, "x", 1.5]})
