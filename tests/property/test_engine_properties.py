"""What holds of any call whatsoever."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from assist.core import events as ev
from tests.core.calls import program
from tests.property.spoken import (
    CUES,
    EVERYTHING,
    HOW,
    PLAIN,
    SIMPLE,
    TURNS,
    Player,
    Said,
    falls_silent,
    fragments,
    happenings,
    log,
    state_of,
    tick,
    utterances,
    without,
)

hundred = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SHORT = 20_000
"""A call in which nothing expires, ms."""


def is_short(said: list[Said]) -> bool:
    return max(one.end for one in said) < SHORT


@hundred
@given(
    st.one_of(utterances(most=6), utterances(most=6, brisk=True)),
    st.sampled_from([SIMPLE, HOW, TURNS]),
)
def test_a_final_alone_ends_as_its_rewritten_hypotheses_do(said: list[Said], text: str) -> None:
    assume(is_short(said))
    alone = log(fragments(said, finals_only=True))
    turns = not falls_silent(alone, program(text))
    assume(turns or text is not TURNS)
    growing = Player(program(text)).play(log(fragments(said)))
    final = Player(program(text)).play(alone)
    assert state_of(growing.engine, turns=turns) == state_of(final.engine, turns=turns)


FLOOR = ("cuts-in", "cut-off", "tells", "spells")


@hundred
@given(utterances(most=6), st.data())
def test_who_held_the_floor_does_not_depend_on_when_it_is_heard_of(
    said: list[Said], data: st.DataObject
) -> None:
    assume(is_short(said))
    sent = fragments(said, finals_only=True)
    late = [
        {**one, "at": SHORT + 100 * n} for n, one in enumerate(data.draw(st.permutations(sent)))
    ]
    known = []
    for fields in (sent, late):
        history = Player(program(HOW)).play(log(fields)).engine.state.history.by_signal
        known.append([[(o.time, o.utterance) for o in history.get(name, [])] for name in FLOOR])
    assert known[0] == known[1]


@hundred
@given(happenings(), st.sets(st.integers(0, 40), max_size=4))
def test_a_restart_at_any_moment_changes_nothing(
    sent: list[dict[str, Any]], cuts: set[int]
) -> None:
    entries = log(sent, end=True)
    whole, cut = Player(program(EVERYTHING)), Player(program(EVERYTHING))
    for index, entry in enumerate(entries):
        if index in cuts:
            cut.restart()
        whole.take(entry)
        cut.take(entry)
        assert cut.out == whole.out
        assert cut.saved() == whole.saved()


@hundred
@given(happenings())
def test_what_is_remembered_of_conditions_changes_nothing(sent: list[dict[str, Any]]) -> None:
    entries = log(sent, end=True)
    remembering, forgetful = Player(program(EVERYTHING)), Player(program(EVERYTHING))
    for entry in entries:
        remembering.take(entry)
        forgetful.take(entry)
        forgetful.engine.guidance.openings.forget_verdicts()
        assert remembering.out == forgetful.out
    assert remembering.saved() == forgetful.saved()


@hundred
@given(happenings(), st.lists(st.integers(0, 60_000), max_size=12))
def test_ticks_change_nothing(sent: list[dict[str, Any]], times: list[int]) -> None:
    entries = log(sent, end=True)
    ticked = sorted(
        [*entries, *(tick(at) for at in times if at < entries[-1][1])], key=lambda entry: entry[1]
    )
    plain = Player(program(EVERYTHING)).play(entries)
    assert Player(program(EVERYTHING)).play(ticked).out == plain.out


@hundred
@given(happenings())
def test_no_deadline_falls_before_it_was_foreseen(sent: list[dict[str, Any]]) -> None:
    """A node sets its timer by ``quiet_until``, which is not worked out anew at every event."""
    live = Player(program(EVERYTHING))
    for entry in log(sent, end=True):
        live.take(entry)
        due = live.engine.next_deadline()
        assert due is None or live.engine.quiet_until() <= due


@hundred
@given(happenings())
def test_a_tick_at_every_deadline_changes_nothing(sent: list[dict[str, Any]]) -> None:
    """As a node does it: the timer is set anew after every event."""
    entries, live = log(sent, end=True), Player(program(EVERYTHING))
    for entry in entries:
        while (due := live.engine.next_deadline()) is not None and due <= entry[1]:
            live.take(tick(due))
        live.take(entry)
    assert live.out == Player(program(EVERYTHING)).play(entries).out


@hundred
@given(happenings(), st.data())
def test_duplicates_and_stale_revisions_have_no_effect(
    sent: list[dict[str, Any]], data: st.DataObject
) -> None:
    doubled: list[dict[str, Any]] = []
    for fields in sent:
        doubled.append(fields)
        earlier = [one for one in doubled if one["type"] == "fragment"]
        twice = data.draw(st.booleans())
        if earlier and twice:
            again = earlier[data.draw(st.integers(0, len(earlier) - 1))]
            text = data.draw(st.sampled_from([again["text"], *CUES, *PLAIN]))
            doubled.append({**again, "text": text, "received": fields["at"]})
    plain = Player(program(EVERYTHING)).play(log(sent))
    noisy = Player(program(EVERYTHING)).play(log(doubled))
    assert noisy.out == plain.out
    assert noisy.saved() == plain.saved()


@hundred
@given(utterances(most=5, rewrites=False), st.data())
def test_a_withdrawn_cue_was_never_said(said: list[Said], data: st.DataObject) -> None:
    assume(is_short(said))
    number = data.draw(st.integers(0, len(said) - 1))
    cue, plain = data.draw(st.sampled_from(CUES)), "我再等一等吧行"
    texts = (plain[:2], cue + "我想问问", cue + "我想问问看", plain)
    said[number] = replace(said[number], texts=texts)
    heard = Player(program(SIMPLE)).play(log(fragments(said)))
    never = Player(program(SIMPLE)).play(log(fragments(without(said, number, plain))))
    assert state_of(heard.engine) == state_of(never.engine)
    for player in (heard, never):
        player.take(tick(SHORT + 4_000))
        report = orjson.loads(player.saved())["report"]
        assert report["needs"] == orjson.loads(never.saved())["report"]["needs"]
    shows = [sum(out["type"] == "hint.show" for out in p.out) for p in (heard, never)]
    retracted = [
        sum(out["type"] == "hint.close" and out["reason"] == "retracted" for out in p.out)
        for p in (heard, never)
    ]
    spent = [p.engine.guidance.presentation.delivery.spent for p in (heard, never)]
    assert spent == [shown - gone for shown, gone in zip(shows, retracted, strict=True)]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_long_call_grows_no_larger_than_a_short_one(seed: int) -> None:
    random, player, sizes = Random(seed), Player(program(EVERYTHING)), []
    for number in range(2_000):
        speaker = "customer" if number % 2 else "agent"
        text = "".join(random.choices([*CUES, *PLAIN], k=3))
        said = Said(speaker, number * 5_000, number * 5_000 + 3_000, (text[:4], text))
        entries = log(fragments([said]))[1:]
        for event, received in entries:
            assert isinstance(event, ev.Fragment)
            named = event.model_copy(update={"utterance": f"u{number}"})
            player.take((named, received))
        player.out.clear()
        if number in {199, 1_999}:
            sizes.append(len(player.saved()))
    assert sizes[1] < 1.5 * sizes[0]


anything = st.one_of(
    st.builds(
        dict,
        type=st.just("fragment"),
        speaker=st.sampled_from(["customer", "agent", "ivr", "unknown", None]),
        channel=st.sampled_from([0, "left", None]),
        utterance=st.sampled_from("abc"),
        revision=st.integers(0, 9),
        text=st.one_of(st.sampled_from([*CUES, *PLAIN, "", " "]), st.text(max_size=8)),
        final=st.booleans(),
        end_of_turn=st.sampled_from([True, False, None]),
        start=st.one_of(st.none(), st.integers(0, 90_000)),
        end=st.one_of(st.none(), st.integers(0, 90_000)),
        stable=st.one_of(st.none(), st.integers(0, 9)),
        words=st.lists(
            st.builds(
                dict,
                text=st.sampled_from(CUES),
                start=st.one_of(st.none(), st.integers(0, 90_000)),
                end=st.one_of(st.none(), st.integers(0, 90_000)),
            ),
            max_size=2,
        ),
        supersedes=st.lists(st.sampled_from("abc"), max_size=2),
        prosody=st.one_of(
            st.none(), st.builds(dict, loudness_db=st.one_of(st.none(), st.floats(-90, 120)))
        ),
    ),
    st.builds(
        dict,
        type=st.just("context"),
        set=st.dictionaries(
            st.sampled_from(["age", "name", "x"]),
            st.one_of(
                st.none(),
                st.booleans(),
                st.integers(-(2**63), 2**64 - 1),
                st.text(max_size=3),
                st.just([1]),
            ),
            max_size=2,
        ),
        channels=st.just([{"channel": 0, "speaker": "customer"}]),
    ),
    st.builds(
        dict,
        type=st.just("gap"),
        speaker=st.sampled_from(["customer", "agent"]),
        start=st.integers(0, 90_000),
        end=st.integers(0, 90_000),
    ),
    st.builds(
        dict,
        type=st.just("feedback"),
        hint=st.integers(0, 9).map(str),
        verdict=st.sampled_from(["used", "helpful", "wrong", "dismissed", "later"]),
    ),
    st.builds(
        dict,
        type=st.just("dial"),
        level=st.sampled_from(["off", "minimal", "balanced", "active"]),
    ),
    st.builds(
        dict,
        type=st.just("activity"),
        speaker=st.sampled_from(["customer", "agent", "ivr", "unknown"]),
        speaking=st.booleans(),
    ),
    st.builds(dict, type=st.just("call.transfer"), agent=st.just("a2"), queue=st.just("q")),
    st.builds(
        dict,
        type=st.sampled_from(
            ["call.hold", "call.resume", "input.lost", "input.back", "tick", "call.end"]
        ),
    ),
    st.builds(dict, type=st.just("call.start"), agent=st.just("a1"), language=st.just("en")),
    st.builds(dict, type=st.just("rules"), digest=st.just("d")),
    st.builds(dict, type=st.just("refused"), code=st.just("bad_event")),
)
"""Any well-formed event, but its times."""


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(anything, st.integers(0, 90_000), st.integers(0, 9_000), st.integers(0, 9)),
        max_size=30,
    )
)
def test_nothing_well_formed_makes_it_raise(
    steps: list[tuple[dict[str, Any], int, int, int]],
) -> None:
    player, received = Player(program(EVERYTHING)), 0
    for number, (fields, at, later, what) in enumerate(steps):
        received += later
        event = ev.EVENT.validate_python({"call": "c1", "seq": number + 1, "at": at, **fields})
        player.take((event, received))
        if what == 0:
            player.restart()
        elif what == 1:
            text = SIMPLE if player.engine.program is program(EVERYTHING) else EVERYTHING
            player.engine.use(program(text), received)
            player.drain()
        ats = [out["at"] for out in player.out]
        assert ats == sorted(ats)
        due = player.engine.next_deadline()
        assert due is None or due > received or due >= player.engine.state.now
    orjson.dumps(player.engine.snapshot())
    for rule in player.engine.program.rules.rules:
        orjson.dumps(player.engine.explain(rule))
