"""The compiled rule set: what the engine runs. Immutable; made by ``assist.ruleset.compile``.

Durations are milliseconds. All literals are already folded (:class:`~.protocols.Folder`),
except those of signals with ``original`` set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from .hints import Priority
from .lessons import Lessons
from .manners import Manner

SignalSpeaker = Literal["customer", "agent", "any"]
Scope = Literal["utterance", "sentence", "clause"]
Scoped = Literal["ignore", "only", "any"]
"""Matches of a kind do not count, or only they, or all."""
On = Literal["partial", "settled", "final"]
Mode = Literal["live", "shadow", "off"]
Level = Literal["calm", "mild", "high", "severe"]
LEVELS: tuple[Level, ...] = ("calm", "mild", "high", "severe")

CREDIT_MS = 30_000
"""What the agent did this long before the cue still counts (RULES.md)."""
WINDOW_MS = 60_000
"""Window of ``all``, ``at_least``, ``count`` and ``sequence`` that name none."""
COOLDOWN_MS = 60_000
"""A rule opens again no sooner than this after its last opening, unless it says otherwise."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Pieces in order, ``gaps[i]`` = (least, most) characters between piece i and i + 1.

    Each piece is a tuple of alternative literals (lists are expanded). ``variant`` is the name
    that becomes the value of the signal's ``capture`` when this phrase is heard.
    ``source`` is the phrase as the supervisor wrote it.
    """

    source: str
    pieces: tuple[tuple[str, ...], ...]
    gaps: tuple[tuple[int, int], ...] = ()
    variant: str | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """An RE2 pattern over folded text; ``literals``: every match contains one of them.

    Empty ``literals``: it may have to be run on every hypothesis (lint warns).
    """

    source: str
    literals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Some of ``phrases`` within ``chars`` folded characters of the match, either side, in the same
    ``scope``."""

    phrases: tuple[Phrase, ...]
    chars: int
    scope: Scope = "utterance"


@dataclass(frozen=True, slots=True)
class Veto:
    """A match does not count when one of ``phrases`` ends within ``before`` characters before
    it, or begins within ``after`` characters after it (0 = not on that side), in the same
    ``scope``."""

    name: str
    phrases: tuple[Phrase, ...]
    before: int
    after: int
    scope: Scope = "utterance"


@dataclass(frozen=True, slots=True)
class FactOf:
    """That a signal's capture is worth noting: ``name`` of the capture, and what the agent reads
    before its value."""

    name: str
    label: Mapping[str, tuple[str, ...]]


Judging = Literal["heard", "final", "whole"]
"""When lessons are asked: at every hypothesis; once the utterance is final; or then, if it is long
enough to mean something by itself."""


@dataclass(frozen=True, slots=True)
class Taught:
    """Words as likely as ``least`` (a probability, 0–1) to be what one of the ``lessons`` of pack
    ``pack`` is about; ``when`` they are judged."""

    pack: str
    lessons: tuple[str, ...]
    least: float
    when: Judging


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """Something that one speaker said or did, at one moment.

    Text signals have ``phrases`` or ``patterns``; derived ones have ``emotion`` (meter, and a
    level or ``"spike"``/``"eased"``; with ``every``, told again each so many ms that it stands) or
    ``context``; those of how something is said, ``manner``. Those that examples ``taught`` may have
    phrases, too: then examples are asked where no phrase is heard.
    """

    name: str
    speaker: SignalSpeaker
    phrases: tuple[Phrase, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    capture: str | None = None
    exceptions: tuple[Phrase, ...] = ()
    near: Near | None = None
    not_near: Near | None = None
    negated: Scoped = "any"
    asked: Scoped = "any"
    quoted: Scoped = "any"
    degree: bool = False
    sounds_like: bool = False
    dialect: str | None = None
    word: bool = False
    on: On = "settled"
    original: bool = False
    vetoes: tuple[str, ...] = ()
    weight: float = 1.0
    emotion: tuple[str, str] | None = None
    every: int | None = None
    context: tuple[ContextTest, ...] = ()
    history: tuple[PastTest, ...] = ()
    manner: Manner | None = None
    fact: FactOf | None = None
    taught: Taught | None = None

    @property
    def is_text(self) -> bool:
        return bool(self.phrases or self.patterns)


@dataclass(frozen=True, slots=True)
class ContextTest:
    """``key op value`` on the call's context; a missing key is false. Numbers compare as numbers
    (a string that reads as one included); ``in`` takes a tuple."""

    key: str
    op: Literal["==", "!=", ">", ">=", "<", "<=", "in"]
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """An emotion of one speaker. The level after a signal of weight w is
    ``min(1, max(0, v * 2 ** (-dt / half_life) + w))``; refolded in media order. ``borne``: signals
    (name, level, every so many ms) of how long it stands at a level or above."""

    name: str
    speaker: Literal["customer", "agent"]
    half_life: int
    levels: tuple[tuple[Level, float], ...]
    hysteresis: float
    spike: tuple[float, int] | None
    weights: Mapping[str, float]
    borne: tuple[tuple[str, Level, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PastTest:
    """A need that came up, or a signal that was heard, in an earlier call of the customer, at most
    ``within`` ms before this one."""

    what: Literal["need", "signal"]
    name: str
    within: int


@dataclass(frozen=True, slots=True)
class Roles:
    """Signals (of either speaker) that only an agent gives, and that only a customer gives."""

    agent: tuple[str, ...] = ()
    customer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """What a pack's calls are about. ``words``: any of which tells that a call is, folded;
    ``familiar``: the share of the pairs of units said that the pack's examples know, below which it
    is not, as long as none of these was said."""

    words: tuple[str, ...]
    familiar: float


# -- conditions ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heard:
    """A signal, at the moment of evaluation or within the window of the enclosing condition."""

    name: str


@dataclass(frozen=True, slots=True)
class AllOf:
    of: tuple[Condition, ...]
    within: int = WINDOW_MS


@dataclass(frozen=True, slots=True)
class AnyOf:
    of: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """``n`` different ones of ``of`` within the window."""

    n: int
    of: tuple[Condition, ...]
    within: int = WINDOW_MS


@dataclass(frozen=True, slots=True)
class Count:
    """The signal at least ``n`` times within the window."""

    name: str
    n: int
    within: int = WINDOW_MS


@dataclass(frozen=True, slots=True)
class InOrder:
    """Each after the one before it; ``same``: a capture that must be equal in all that have it."""

    of: tuple[Condition, ...]
    within: int = WINDOW_MS
    same: str | None = None


@dataclass(frozen=True, slots=True)
class Absent:
    """``of`` did not hold: for ``ms``, in the last ``turns`` turns, since signal ``since``
    was last heard, or in the whole call (all None)."""

    of: Condition
    ms: int | None = None
    turns: int | None = None
    since: str | None = None


@dataclass(frozen=True, slots=True)
class NeedIs:
    """A need (globs already resolved to ids) was opened, is open, or was met."""

    ids: tuple[str, ...]
    state: Literal["opened", "open", "met"]


@dataclass(frozen=True, slots=True)
class EmotionIs:
    """The meter stands at ``level`` or above."""

    meter: str
    level: Level
    speaker: Literal["customer", "agent"]


@dataclass(frozen=True, slots=True)
class Turns:
    """The last ``last`` turns of ``speaker`` each held ``each`` and none held ``none``."""

    speaker: Literal["customer", "agent"]
    last: int
    each: str | None = None
    none: str | None = None


@dataclass(frozen=True, slots=True)
class ContextIs:
    tests: tuple[ContextTest, ...]


@dataclass(frozen=True, slots=True)
class HistoryIs:
    """All of it is known of the customer's earlier calls; ``name`` is the signal's."""

    name: str
    tests: tuple[PastTest, ...]


@dataclass(frozen=True, slots=True)
class During:
    """``opening``: before the customer's second turn; ``closing``: from the first agent signal
    named ``closing`` on; ``first``/``after``: before/after ``ms`` of the call."""

    phase: Literal["opening", "closing", "first", "after"]
    ms: int = 0


Condition = (
    Heard
    | AllOf
    | AnyOf
    | AtLeast
    | Count
    | InOrder
    | Absent
    | NeedIs
    | EmotionIs
    | Turns
    | ContextIs
    | HistoryIs
    | During
)

# -- rules ---------------------------------------------------------------------------------

Texts = Mapping[str, tuple[str, ...]]
"""Language -> alternatives; the first whose ``{slots}`` are all known is used."""


@dataclass(frozen=True, slots=True)
class StepRule:
    name: str
    met_by: Condition
    text: Texts
    say: Texts


@dataclass(frozen=True, slots=True)
class Patience:
    """Wait for the agent to do it unprompted: until ``turns`` turns of the awaited speaker (the
    agent, wherever they are one of those) ended or ``ms`` passed, whichever is first."""

    turns: int | None = None
    ms: int | None = None


@dataclass(frozen=True, slots=True)
class Escalate:
    after: int
    priority: Priority | None = None
    text: Texts | None = None


@dataclass(frozen=True, slots=True)
class Leaflet:
    """What goes out with a hint for whoever wants to read more; ``link`` is opened by a browser."""

    title: Texts
    body: Texts
    link: str | None = None


class First(NamedTuple):
    """What a hint that would be the first of its call needs besides: ``signal`` within ``within``
    ms of its cue, or later."""

    signal: str
    within: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When to tell the agent what. ``where`` is ``file:line:column``; ``digest`` is the hash of the
    rule's own text, so that a trace says which wording was in force.

    One without ``need`` tells the agent nothing: it sets the call's context, or alerts. ``sets``:
    what its openings make of the context; ``alert``: whom else they concern; ``first_day`` and
    ``last_day``: the days (ISO 8601) on which calls may begin that it applies to.
    """

    name: str
    where: str
    digest: str
    need: str
    ability: str
    when: Condition
    priority: Priority
    text: Texts
    say: Texts
    met_by: Condition | None = None
    steps: tuple[StepRule, ...] = ()
    credit: int = CREDIT_MS
    patience: Patience | None = None
    escalate: Escalate | None = None
    cooldown: int = COOLDOWN_MS
    max_per_call: int | None = None
    supersedes: tuple[str, ...] = ()
    exclusive: str | None = None
    queues: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    first_day: str | None = None
    last_day: str | None = None
    card: Leaflet | None = None
    first: First | None = None
    alert: Literal["supervisor"] | None = None
    sets: Mapping[str, Any] = field(default_factory=dict)
    mode: Mode = "live"

    @property
    def restricted(self) -> bool:
        """Whether it applies to some calls only."""
        return bool(self.queues or self.languages or self.groups or self.first_day or self.last_day)

    @property
    def silent(self) -> bool:
        """Whether it tells the agent nothing."""
        return not self.need


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """Everything the engine runs. ``rules`` are in an order in which a rule that waits on needs
    comes after the rules that raise them. ``lessons``: by pack and speaker; ``subjects``: by pack.
    ``need_names``: what people call each need of the catalogue, by language, where it has a name.
    ``sources`` (path -> text) and ``digest`` identify it: the same sources give the same rule set.
    """

    digest: str
    signals: Mapping[str, Signal]
    vetoes: Mapping[str, Veto] = field(default_factory=dict)
    meters: Mapping[str, Meter] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)
    roles: Roles = field(default_factory=Roles)
    subjects: Mapping[str, Subject] = field(default_factory=dict)
    lessons: Mapping[tuple[str, str], Lessons] = field(default_factory=dict, repr=False)
    need_names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
