"""A rule set made ready to run: its matcher, and the indexes the engine looks things up in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .listens import context_signal, mentions, parts, triggers, windows
from .manner_plan import Plan, plans
from .match import Matcher
from .meters import BASELINE, MEMORY, level_signal
from .needs import Names
from .protocols import Folder, Tokenizer
from .roles import KEPT_MS as EVIDENCE_MS
from .rules import (
    Absent,
    Condition,
    Count,
    During,
    EmotionIs,
    Heard,
    Meter,
    NeedIs,
    Rule,
    RuleSet,
    Turns,
)

TURNS_MS = 600_000
"""How far back a condition on turns knows what was said in them; in turns longer ago nothing is
known, and so nothing is missing."""
LATE_MS = 20_000
"""How long after it was said something may still arrive, move or be withdrawn."""

WHOLE_MS = 300_000
"""Signals that meters weigh are forgotten so much at a time: each time, a meter is folded anew."""
DEFAULT_KEEP_MS = 60_000
"""How long a signal that no rule looks back for is remembered."""

BOTH = frozenset({"customer", "agent"})
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Index:
    """What depends on what. Names only; durations in ms.

    ``cued_by``: rules that a signal can open. ``answered_by``: rules whose openings, where
    they have any, it can meet. ``names``: the signals that each rule listens for.
    ``meters_of``: meters a signal weighs on. ``aliases``: derived signal -> the signals that a
    supervisor named for it. ``awaited``: whose words a rule waits for. ``span``: how far back
    a rule's openings are folded. ``keep``: how far back a signal is remembered. ``by_need``:
    rules that raise a need. ``timed``: rules that time alone may open. ``on_context``: signals
    that are context tests. ``evidence``: signals that tell who is who. ``facts``: fact -> the
    signals that tell it; ``tells``: all of these. ``roled``: rules that depend on who speaks.
    """

    order: Mapping[str, int]
    cued_by: Mapping[str, tuple[str, ...]]
    answered_by: Mapping[str, tuple[str, ...]]
    names: Mapping[str, Names]
    meters_of: Mapping[str, tuple[str, ...]]
    aliases: Mapping[str, tuple[str, ...]]
    awaited: Mapping[str, frozenset[str]]
    span: Mapping[str, int]
    keep: Mapping[str, int]
    by_need: Mapping[str, tuple[str, ...]]
    timed: Mapping[str, None]
    on_context: tuple[str, ...]
    evidence: frozenset[str]
    facts: Mapping[str, tuple[str, ...]]
    tells: frozenset[str]
    roled: frozenset[str]

    def keep_from(self, newest: int, signal: str) -> int:
        """Media time from which on what was heard of a signal is remembered, when ``newest`` is the
        latest one heard of."""
        since = newest - self.keep.get(signal, DEFAULT_KEEP_MS)
        return since // WHOLE_MS * WHOLE_MS if signal in self.meters_of else since

    def kept_until(self, signal: str, time: int) -> int:
        """The least ``newest`` from which on :meth:`keep_from` leaves out what was heard of a
        signal at media ``time``."""
        since = (time // WHOLE_MS + 1) * WHOLE_MS if signal in self.meters_of else time + 1
        return since + self.keep.get(signal, DEFAULT_KEEP_MS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """Immutable and shared by all calls; building one costs milliseconds, holding it nothing."""

    rules: RuleSet
    matcher: Matcher
    index: Index = field(repr=False)
    plans: Mapping[str, Plan] = field(repr=False)


def build(rules: RuleSet, folder: Folder, tokenizer: Tokenizer) -> Program:
    """Make a rule set ready to run."""
    matcher = Matcher(rules.signals, rules.vetoes, folder, tokenizer, rules.lessons, rules.subjects)
    return Program(rules=rules, matcher=matcher, index=index(rules), plans=plans(rules))


def _answers(rule: Rule) -> Iterator[Condition]:
    """The conditions that meet the rule's need, wholly or by a step."""
    if rule.met_by is not None:
        yield rule.met_by
    for step in rule.steps:
        yield step.met_by


def index(rules: RuleSet) -> Index:
    """Work out what depends on what in a rule set."""
    cued_by: dict[str, dict[str, None]] = defaultdict(dict)
    answered_by: dict[str, dict[str, None]] = defaultdict(dict)
    names: dict[str, Names] = {}
    by_need: dict[str, list[str]] = defaultdict(list)
    meters_of: dict[str, list[str]] = defaultdict(list)
    aliases: dict[str, list[str]] = defaultdict(list)
    awaited: dict[str, frozenset[str]] = {}
    span: dict[str, int] = {}
    keep: dict[str, int] = defaultdict(int)
    timed: list[str] = []
    facts: dict[str, list[str]] = defaultdict(list)

    for signal in rules.signals.values():
        if signal.fact is not None:
            facts[signal.fact.name].append(signal.name)
        if signal.emotion is not None and signal.every is None:
            aliases[level_signal(*signal.emotion)].append(signal.name)
    for rule in rules.rules.values():
        if rule.mode == "off":
            continue
        span[rule.name] = LATE_MS + max((ms for _, ms in windows(rule.when)), default=0)
        names[rule.name] = Names.of(rule, _own_settings(rule, rules))
        for name in mentions(rule.when):
            cued_by[name][rule.name] = None
        if rule.first is not None:  # it may make a hint surer that waits
            cued_by[rule.first.signal][rule.name] = None
        for answer in _answers(rule):
            for name in mentions(answer):
                answered_by[name][rule.name] = None
        by_need[rule.need].append(rule.name)
        awaited[rule.name] = _speakers(rule, rules)
        if any(_is_timed(part) for part in parts(rule.when)):
            timed.append(rule.name)
    _look_as_far_back(rules, by_need, span)
    for rule in rules.rules.values():
        if rule.mode != "off":
            for name, ms in _kept(rule):
                keep[name] = max(keep[name], span[rule.name] + ms)
    for meter in sorted(
        rules.meters.values(), key=lambda meter: not _weighs_emotions(meter, rules)
    ):
        # its signals are its causes': as long as one is kept, so are they
        given = {n for n in (*keep, *aliases) if n.startswith(level_signal(meter.name, ""))}
        given.update([alias for name in given for alias in aliases.get(name, ())])
        given.update(name for name, _, _ in meter.borne)
        back = LATE_MS + max((keep.get(name, 0) for name in given), default=0)
        memory = (MEMORY + (BASELINE if meter.spike is not None else 0)) * meter.half_life
        for name in meter.weights:
            meters_of[name].append(meter.name)
            keep[name] = max(keep[name], memory + back)
    evidence = (*rules.roles.agent, *rules.roles.customer)
    for name in evidence:
        keep[name] = max(keep[name], EVIDENCE_MS)
    return Index(
        order={name: at for at, name in enumerate(rules.rules)},
        cued_by={name: tuple(found) for name, found in cued_by.items()},
        answered_by={name: tuple(found) for name, found in answered_by.items()},
        names=names,
        meters_of={name: tuple(found) for name, found in meters_of.items()},
        aliases={name: tuple(found) for name, found in aliases.items()},
        awaited=awaited,
        span=span,
        keep=dict(keep),
        by_need={name: tuple(found) for name, found in by_need.items()},
        timed=dict.fromkeys(timed),
        on_context=tuple(name for name, signal in rules.signals.items() if signal.context),
        evidence=frozenset(evidence),
        facts={name: tuple(found) for name, found in facts.items()},
        tells=frozenset(signal for found in facts.values() for signal in found),
        roled=frozenset(n for n, rule in rules.rules.items() if _depends_on_speakers(rule, rules)),
    )


def _weighs_emotions(meter: Meter, rules: RuleSet) -> bool:
    return any(name in rules.signals and rules.signals[name].emotion for name in meter.weights)


def _look_as_far_back(
    rules: RuleSet, by_need: Mapping[str, list[str]], span: dict[str, int]
) -> None:
    """A rule that asks whether a need is open looks at the openings of the rules that raise it:
    those must be remembered for as long. Raisers come first in a rule set."""
    for rule in reversed(list(rules.rules.values())):
        if rule.mode == "off":
            continue
        for condition in (rule.when, *_answers(rule)):
            for part in parts(condition):
                for need in part.ids if isinstance(part, NeedIs) else ():
                    for raiser in by_need.get(need, ()):
                        span[raiser] = max(span[raiser], span[rule.name] + rule.credit)


def _kept(rule: Rule) -> Iterator[tuple[str, int]]:
    """(signal, how long it is remembered beyond the rule's span, ms)."""
    yield from windows(rule.when)
    if rule.first is not None:
        yield rule.first
    for answer in _answers(rule):
        for name, ms in windows(answer):
            yield name, rule.credit + ms
    for condition in (rule.when, *_answers(rule)):
        for part in parts(condition):
            if isinstance(part, Turns):
                yield from ((name, TURNS_MS) for name in mentions(part))


def _own_settings(rule: Rule, rules: RuleSet) -> frozenset[str]:
    """Signals of what the rule itself sets: they open it not, or two rules that set one key, each
    where it is not so yet, would take turns without end."""
    if not rule.sets:
        return NOTHING
    tests = {
        signal.name
        for signal in rules.signals.values()
        if any(test.key in rule.sets for test in signal.context)
    }
    return frozenset(tests | {context_signal(key) for key in rule.sets})


def _depends_on_speakers(rule: Rule, rules: RuleSet) -> bool:
    """Whether it asks who said something, or what only one of the two can feel or do."""
    for part in parts(rule.when):
        if isinstance(part, Heard | Count) and (heard := rules.signals.get(part.name)) is not None:
            if heard.speaker != "any" or heard.manner is not None:
                return True
        elif isinstance(part, NeedIs | EmotionIs | Turns | During):
            return True
    return False


def _is_timed(part: Condition) -> bool:
    return (isinstance(part, During) and part.phase == "after") or (
        isinstance(part, Absent) and part.ms is not None
    )


def _speakers(rule: Rule, rules: RuleSet) -> frozenset[str]:
    names = {name for answer in _answers(rule) for name in triggers(answer)}
    for part in parts(rule.when):
        if isinstance(part, Absent):
            names.update(triggers(part.of))
    spoken = {rules.signals[name].speaker for name in names if name in rules.signals}
    if "any" in spoken:
        return BOTH
    return frozenset(spoken) or frozenset({"agent"})
