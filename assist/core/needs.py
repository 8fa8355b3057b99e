"""Needs of a call: one rule's openings, folded from the recent past.

An opening goes ``waiting → open → met | escalated``, or is met before it ever opened. Nothing
is patched: whenever a signal that a rule names comes, moves or is withdrawn, the rule's
openings are folded again from its cues. What time has decided (a deadline that fired, a hint
that expired or was dismissed) is kept beside them as :class:`Record`, and folded in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from .chances import Ways, needed, ways
from .clock import FOREVER, Clock
from .conditions import Past, Support, Timers, holds, timers, wakes
from .listens import need_signal, parts, triggers
from .occurrences import Occurrence
from .rules import Condition, Rule
from .turns import Turns
from .verdicts import Verdicts, lasts

MOST_CUES = 99
"""Cues counted of one opening: a card has room for no larger number."""

AGENT = frozenset({"agent"})


@dataclass(slots=True)
class Record:
    """What time and the agent decided about one opening (media ms)."""

    opened: int | None = None
    """When patience ran out."""
    by_turns: bool = False
    """Whether that was decided by turns that ended, which may yet go on."""
    escalated: int | None = None
    closed: int | None = None
    """When the hint went: expired, dismissed, used …"""
    refused: bool = False
    """The agent said that it was wrong or not needed: the need is off the checklist."""
    done: bool = False
    """The agent said that it is done."""


@dataclass(slots=True)
class Opening:
    """One time that the rule's condition came true. Times are media ms.

    ``key`` names it for as long as its cue stands: ``speaker/utterance#n``.
    """

    key: str
    utterance: str
    cue: Support
    cue_time: int
    last_cue: int
    cued_by: tuple[str, ...]
    opened: int | None = None
    met: int | None = None
    steps_met: tuple[int | None, ...] = ()
    record: Record = field(default_factory=Record)

    @property
    def state(self) -> Literal["waiting", "open", "met", "refused"]:
        if self.met is not None or self.record.done:
            return "met"
        if self.record.refused:
            return "refused"
        return "waiting" if self.opened is None else "open"

    @property
    def escalated(self) -> bool:
        return self.record.escalated is not None

    @property
    def firm(self) -> bool:
        return all(item.firm for item in self.cue)

    def takes_cues_at(self, time: int) -> bool:
        """Whether a cue at ``time`` is this opening's, rather than a new one's."""
        ends = (self.met, self.record.closed)
        return not any(end is not None and end <= time for end in ends)

    def again(self) -> Opening:
        """As it is, to be resolved anew (as :func:`dataclasses.replace`, in half the time)."""
        return Opening(
            self.key,
            self.utterance,
            self.cue,
            self.cue_time,
            self.last_cue,
            self.cued_by,
            self.opened,
            self.met,
            self.steps_met,
            self.record,
        )

    @property
    def settled(self) -> int | None:
        """When nothing more can come of it: met, or taken off the checklist by the agent."""
        answered = self.record.closed if self.record.done or self.record.refused else None
        return self.met if self.met is not None else answered

    def is_open_at(self, time: int) -> bool:
        """Whether the need was open at a media time."""
        if self.opened is None or self.opened > time:
            return False
        answered = self.record.closed if self.record.done or self.record.refused else None
        ends = [end for end in (self.met, answered) if end is not None]
        return time < min(ends, default=FOREVER)


@dataclass(slots=True)
class RuleState:
    """One rule in one call: its openings, and what the fold starts from.

    ``past_count`` and ``past_opened`` sum up openings too old to fold again; ``frozen`` is the
    media time up to which cues have been dealt with.
    """

    frozen: int = -1
    base: Opening | None = None
    past_count: int = 0
    past_opened: int | None = None
    openings: list[Opening] = field(default_factory=list)
    records: dict[str, Record] = field(default_factory=dict)
    woken: tuple[int, ...] = ()
    skipped: tuple[tuple[int, str], ...] = ()
    """(media time, why) of cues that opened nothing."""
    ids: int = 0
    """Hints ever opened: the ``n`` of the next id is one more."""
    shown: int | None = None
    """When one last came onto the screen (received ms)."""
    live_key: str | None = None
    live_id: str | None = None
    put_off: str | None = None
    """What the hint was called when the agent put it off: the live one is its return."""
    announced: dict[str, str] = field(default_factory=dict)
    told: dict[str, Opening] = field(default_factory=dict)
    """Openings that supervisors were told of."""
    set_before: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    """What openings that are no longer folded have set: (since when, context)."""

    @property
    def is_blank(self) -> bool:
        """Whether it says no more than that nothing has come of the rule so far."""
        return not (
            self.openings
            or self.base
            or self.past_count
            or self.records
            or self.woken
            or self.skipped
            or self.ids
            or self.announced
            or self.live_id
            or self.told
            or self.set_before
        )

    @property
    def is_under_way(self) -> bool:
        """Whether time may yet decide something about its last opening."""
        last = self.openings[-1] if self.openings else None
        return (
            last is not None
            and last.record.closed is None
            and last.met is None
            and not (last.record.done or last.record.refused)
        )

    @property
    def last(self) -> Opening | None:
        return self.openings[-1] if self.openings else None

    def record(self, key: str) -> Record:
        found = self.records.get(key)
        if found is None:
            found = self.records[key] = Record()
        return found


@dataclass(frozen=True, slots=True)
class Names:
    """Signals that can open a rule, that can meet its need, and that can do each of its steps;
    ``within``: those of every condition in it, by its id(); ``needed``: of these, the signals
    that each cannot do without; ``timers``: of when it may open;
    ``lasting``: whether a verdict on its condition :func:`~.verdicts.lasts`; ``ways``: what
    must have been heard for that to hold at all."""

    cues: tuple[str, ...]
    met_by: tuple[str, ...]
    steps: tuple[tuple[str, ...], ...]
    within: Mapping[int, tuple[str, ...]]
    needed: Mapping[int, frozenset[str]]
    timers: Timers
    lasting: bool
    ways: Ways

    @classmethod
    def of(cls, rule: Rule, deaf_to: frozenset[str] = frozenset()) -> Names:
        """Work them out; once a rule set will do. ``deaf_to``: signals that do not open it, though
        its condition may look at them."""
        answers = (rule.met_by, *(step.met_by for step in rule.steps))
        wholes = (rule.when, *(answer for answer in answers if answer is not None))
        within = [part for condition in wholes for part in parts(condition)]
        return cls(
            tuple(name for name in _names(rule.when) if name not in deaf_to),
            _names(rule.met_by) if rule.met_by is not None else (),
            tuple(_names(step.met_by) for step in rule.steps),
            {id(part): _names(part) for part in within},
            {id(part): names for part in within if (names := needed(part))},
            timers(rule.when),
            lasts(rule.when),
            ways(rule.when),
        )


def _names(condition: Condition) -> tuple[str, ...]:
    return tuple(dict.fromkeys(triggers(condition)))


def fold(rule: Rule, names: Names, state: RuleState, past: Past, told: Verdicts) -> None:
    """Fold the rule's openings again from what is remembered; sets ``state.openings``. ``told``:
    what its condition said before."""
    history = past.history
    anchors = history.times(names.cues, state.frozen + 1)
    anchors.update(state.woken)
    openings: list[Opening] = []
    state.skipped = ()
    if state.base is not None:
        openings.append(_resolve(rule, names, state, state.base.again(), past))
    count, last_opened = state.past_count, state.past_opened
    for time, support in _holding(rule, names, past, sorted(anchors), told):
        current = openings[-1] if openings else None
        if current is not None and current.takes_cues_at(time) and not rule.silent:
            _cue_again(current, support, time)
            continue
        if current is not None and current.opened is not None:
            count, last_opened = _spent(openings, state)
        why = _blocked(rule, count, last_opened, time)
        if why is not None:
            state.skipped = (*state.skipped, (time, why))
            continue
        openings.append(_resolve(rule, names, state, _begin(support, time, openings), past))
    state.openings = openings


def _holding(
    rule: Rule, names: Names, past: Past, times: Iterable[int], told: Verdicts
) -> Iterator[tuple[int, Support]]:
    if names.lasting:
        return told.holding(rule.name, rule.when, past, times)
    return ((t, found) for t in times if (found := holds(rule.when, past, t)) is not None)


def _spent(openings: list[Opening], state: RuleState) -> tuple[int, int | None]:
    opened = [o.opened for o in openings if o.opened is not None]
    return state.past_count + len(opened), max(opened, default=state.past_opened)


def _blocked(rule: Rule, count: int, last_opened: int | None, time: int) -> str | None:
    if rule.max_per_call is not None and count >= rule.max_per_call:
        return "max_per_call"
    if last_opened is not None and time < last_opened + rule.cooldown:
        return "cooldown"
    return None


def _begin(support: Support, time: int, openings: list[Opening]) -> Opening:
    cue = max(support, key=lambda item: (item.time, item.utterance), default=None)
    source = f"{cue.speaker}/{cue.utterance}" if cue else ""
    number = sum(opening.key.startswith(f"{source}#") for opening in openings)
    return Opening(
        key=f"{source}#{number}",
        utterance=cue.utterance if cue else "",
        cue=support,
        cue_time=time,
        last_cue=time,
        cued_by=(source,),
    )


def _cue_again(opening: Opening, support: Support, time: int) -> None:
    opening.last_cue = max(opening.last_cue, time)
    cue = max(support, key=lambda item: (item.time, item.utterance), default=None)
    source = f"{cue.speaker}/{cue.utterance}" if cue else ""
    if source not in opening.cued_by and len(opening.cued_by) < MOST_CUES:
        opening.cued_by = (*opening.cued_by, source)


def _resolve(rule: Rule, names: Names, state: RuleState, opening: Opening, past: Past) -> Opening:
    """When the need was met and when it opened, from what is known now."""
    opening.record = state.records.get(opening.key, opening.record)
    given = opening.steps_met or (None,) * len(rule.steps)
    opening.steps_met = tuple(
        before if before is not None else _first(step.met_by, signals, rule, opening, past)
        for step, signals, before in zip(rule.steps, names.steps, given, strict=False)
    )
    met = None
    if rule.met_by is not None:
        met = _first(rule.met_by, names.met_by, rule, opening, past)
    steps = [time for time in opening.steps_met if time is not None]
    if met is None and rule.steps and len(steps) == len(rule.steps):
        met = max(steps)
    opening.met = None if met is None else max(met, opening.cue_time)
    if rule.patience is not None:
        opening.opened = opening.record.opened
    elif met is not None and met <= opening.cue_time:
        opening.opened = None
    else:
        opening.opened = opening.cue_time
    return opening


def _first(
    condition: Condition, names: Iterable[str], rule: Rule, opening: Opening, past: Past
) -> int | None:
    since = opening.cue_time - rule.credit
    times = sorted(past.history.times(names, since))
    return next((t for t in times if holds(condition, past, t) is not None), None)


def signals_of(rule: Rule, opening: Opening) -> Iterator[Occurrence]:
    """The derived signals “this need was opened”, “… was met”."""
    if opening.opened is None:
        return
    for what, time in (("opened", opening.opened), ("met", opening.met)):
        if time is not None:
            yield Occurrence(
                time=time,
                signal=need_signal(rule.need, what),
                speaker=opening.cue[-1].speaker if opening.cue else "",
                utterance=opening.utterance,
                firm=opening.firm,
                roots=opening.cue,
            )


# -- time ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that time alone will decide, at media time ``time``. ``certain``: what was awaited
    is known not to have come (the turn is over), so no watermark need be waited for."""

    kind: Literal["patience", "escalate", "wake"]
    time: int
    certain: bool = False


def deadline(
    rule: Rule, names: Names, state: RuleState, past: Past, turns: Turns, hopes: Verdicts
) -> Deadline | None:
    """The rule's next deadline; None while there is none or time stands still. ``hopes``: what its
    condition said before, all absences taken as given."""
    clock, awaited = past.clock, past.awaited
    last = state.last
    if last is not None and last.record.closed is None:
        if last.state == "waiting" and rule.patience is not None:
            return _patience(rule, last, clock, turns, awaited)
        if last.state == "open" and rule.escalate is not None and not last.escalated:
            done = [time for time in last.steps_met if time is not None]
            since = max(last.opened or 0, *done) if done else last.opened or 0
            return _at("escalate", clock, since, rule.escalate.after, awaited)
    if names.timers and (last is None or not last.takes_cues_at(FOREVER)):
        return _wake(rule, names, state, past, hopes)
    return None


def _patience(
    rule: Rule, last: Opening, clock: Clock, turns: Turns, awaited: frozenset[str]
) -> Deadline | None:
    assert rule.patience is not None
    if rule.patience.turns is not None:
        ended = turns.ended_after(last.cue_time, _answering(awaited))
        if len(ended) >= rule.patience.turns:
            end = ended[rule.patience.turns - 1].end
            return Deadline("patience", max(end, last.cue_time), certain=True)
    if rule.patience.ms is None:
        return None
    return _at("patience", clock, last.cue_time, rule.patience.ms, awaited)


def waits_on(rule: Rule, opening: Opening, turns: Turns, awaited: frozenset[str]) -> bool:
    """Whether an opening that turns opened has to wait for more of them after all, the agent not
    having answered it."""
    if opening.record.done or opening.record.refused:
        return False
    wanted = rule.patience.turns if rule.patience is not None else None
    return (
        wanted is not None
        and len(turns.ended_after(opening.cue_time, _answering(awaited))) < wanted
    )


def _answering(awaited: frozenset[str]) -> frozenset[str]:
    """Whose turns patience counts: where an answer takes the customer's word, too (the agent says
    it back, and the customer says yes), it is still the agent who is to answer."""
    return awaited & AGENT or awaited


def _at(
    kind: Literal["patience", "escalate", "wake"],
    clock: Clock,
    start: int,
    wait: int,
    awaited: frozenset[str],
) -> Deadline | None:
    time = clock.after(start, wait, awaited)
    return None if time is None else Deadline(kind, time)


def _wake(
    rule: Rule, names: Names, state: RuleState, past: Past, hopes: Verdicts
) -> Deadline | None:
    clock, awaited = past.clock, past.awaited
    times = wakes(names.timers, past, max(state.woken, default=state.frozen))
    if not times:
        return None
    hopeful = replace(past, assume_absent=True, known={})
    first = next(_holding(rule, names, hopeful, sorted(times), hopes), None)
    return None if first is None else _at("wake", clock, first[0], 0, awaited)


def fire(state: RuleState, fired: Deadline) -> None:
    """Keep what the deadline decided; the rule must then be folded again."""
    if fired.kind == "wake":
        state.woken = (*state.woken, fired.time)
        return
    assert state.last is not None
    record = state.record(state.last.key)
    if fired.kind == "patience":
        record.opened, record.by_turns = fired.time, fired.certain
    else:
        record.escalated = fired.time


def freeze(state: RuleState, until: int) -> list[str]:
    """Sum up openings whose cues are all at or before ``until``; they are not folded again.

    The last of them may still be met, or cued again, for as long as it is not settled. Returns
    what the checklist last said of those that are let go.
    """
    said: list[str] = []
    if until <= state.frozen:
        return said
    left: list[Opening] = []
    old = [opening for opening in state.openings if opening.cue_time <= until]
    state.base = None
    for opening in state.openings:
        if opening.cue_time > until:
            left.append(opening)
            continue
        settled = opening.settled
        if opening is old[-1] and (settled is None or settled > until):
            state.base = opening.again()
            state.base.met = None
            state.base.steps_met = tuple(
                t if t is not None and t <= until else None for t in opening.steps_met
            )
            left.append(opening)
            continue
        if opening.opened is not None:
            state.past_count += 1
            state.past_opened = max(state.past_opened or 0, opening.opened)
        state.records.pop(opening.key, None)
        said.append(state.announced.pop(opening.key, ""))
    state.openings = left
    state.frozen = until
    state.woken = tuple(time for time in state.woken if time > until)
    return said
