"""Signals by manner: from the grammar's models to what the engine measures."""

from __future__ import annotations

from assist.core.manners import (
    Backchannel,
    Interrupts,
    LongTurn,
    Loudness,
    Manner,
    Pace,
    Repeats,
    Silence,
    TalkRatio,
)

from .model import SignalModel
from .model_manner import LongTurnModel, PaceModel, RepeatsModel
from .pack import Entry
from .scope import Scope

KEYS = (
    "pace",
    "loudness",
    "silence",
    "talk_ratio",
    "interrupts",
    "long_turn",
    "repeats",
    "backchannel",
)
"""Keys by which a signal goes by how something is said."""
REFINES = frozenset({"pace", "loudness", "talk_ratio", "repeats"})
"""Those that may stand beside phrases: they tell of the utterance that holds the words."""


def manner_of(scope: Scope, entry: Entry[SignalModel], model: SignalModel) -> Manner | None:
    """The one way of saying that a signal asks for; what it gets wrong is reported."""
    keys = [key for key in KEYS if getattr(model, key) is not None]
    if not keys:
        return None
    key = keys[0]
    if len(keys) > 1:
        scope.report.error(
            "R401",
            entry.key(keys[1]),
            f"`{entry.name}` goes by {' and '.join(keys)}",
            "make them signals of their own and join these with {all: [..], within: 2s}",
        )
    if key not in REFINES and (model.phrases or model.patterns):
        scope.report.error(
            "R401",
            entry.key(key),
            f"`{key}` tells of a moment, not of the words beside it",
            "make it a signal of its own and join the two with {all: [..], within: 5s}",
        )
    if model.speaker not in {"customer", "agent"}:
        place = entry.at("speaker") if model.speaker else entry.place
        scope.report.error(
            "R202" if model.speaker is None else "R408",
            place,
            f"`{key}` is one speaker's",
            "say `speaker: customer` or `speaker: agent`",
        )
    return _compiled(scope, entry, model, key)


def _compiled(scope: Scope, entry: Entry[SignalModel], model: SignalModel, key: str) -> Manner:
    if model.pace is not None and key == "pace":
        return _pace(scope, entry, model.pace, model.speaker)
    if model.loudness is not None and key == "loudness":
        return Loudness(model.loudness.above_db)
    if model.silence is not None and key == "silence":
        return Silence(model.silence.longer_than)
    if model.talk_ratio is not None and key == "talk_ratio":
        return TalkRatio(model.talk_ratio.above, model.talk_ratio.over)
    if model.interrupts is not None and key == "interrupts":
        return Interrupts(model.interrupts.by)
    if model.long_turn is not None and key == "long_turn":
        return _long_turn(scope, entry, model.long_turn)
    if model.repeats is not None and key == "repeats":
        return _repeats(scope, entry, model.repeats)
    return Backchannel()


def _pace(scope: Scope, entry: Entry[SignalModel], model: PaceModel, speaker: str | None) -> Pace:
    if model.above is None and model.below is None:
        scope.report.error(
            "R408", entry.at("pace"), "no pace is given", "{above: 1.4} or {below: 0.7}"
        )
    if model.above is not None and model.below is not None and model.above >= model.below:
        scope.report.error("R408", entry.at("pace"), "nothing is both so fast and so slow")
    if model.of is not None and model.of == speaker:
        scope.report.error(
            "R408",
            entry.at("pace", "of"),
            f"the {speaker}'s own pace is what it is compared with anyway",
            "leave `of` out",
        )
    return Pace(model.above, model.below, None if model.of == speaker else model.of)


def _long_turn(scope: Scope, entry: Entry[SignalModel], model: LongTurnModel) -> LongTurn:
    if (model.time is None) is (model.chars is None):
        scope.report.error(
            "R408",
            entry.at("long_turn"),
            "a long turn is so long or so many characters",
            "{time: 20s} or {chars: 25}",
        )
    return LongTurn(model.time, model.chars)


def _repeats(scope: Scope, entry: Entry[SignalModel], model: RepeatsModel) -> Repeats:
    if model.apart * (model.times - 1) >= model.within:
        scope.report.error(
            "R408",
            entry.at("repeats"),
            f"{model.times} times so far apart do not fit into `within`",
            "make `within` longer or `apart` shorter",
        )
    return Repeats(model.similar, model.times, model.within, model.apart)
