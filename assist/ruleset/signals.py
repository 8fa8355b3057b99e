"""Signals, vetoes and emotions: from the grammar's models to what the engine runs."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial

from pydantic import BaseModel

from assist.core.names import meant
from assist.core.rules import (
    LEVELS,
    FactOf,
    Level,
    Meter,
    Near,
    PastTest,
    Pattern,
    Phrase,
    Signal,
    SignalSpeaker,
    Veto,
)

from .bounds import SHORT_SYLLABLES, SYLLABLES
from .examples import like_of
from .manner import manner_of
from .memory import Memory, Used
from .model import EmotionModel, NearModel, SignalModel, VetoModel
from .pack import Entry
from .patterns import folded_away, groups_of
from .phrases import PhraseError
from .scope import Scope, context_tests
from .wordings import texts

_ONLY_TEXT = (
    "phrases",
    "patterns",
    "like",
    "as",
    "except",
    "near",
    "not_near",
    "negated",
    "asked",
    "quoted",
    "degree",
    "sounds_like",
    "dialect",
    "word",
    "on",
    "text",
    "veto",
    "fact",
)


def compile_signals(scope: Scope, memory: Memory | None = None) -> dict[str, Signal]:
    """All signals, by name, in the order of the files."""
    surroundings = _surroundings(scope)

    def compiled(entry: Entry[SignalModel], model: SignalModel) -> Signal:
        looks_further = model.history is not None or model.like is not None  # at signals, lessons
        if memory is None or looks_further:
            return _signal(scope, entry, model)
        make = partial(_signal, scope, entry, model)
        return memory.made(
            *("signal", entry.node, surroundings, scope, make),
            says=lambda: repr((entry.name, entry.node.plain())),
        )

    return {
        name: compiled(entry, entry.model)
        for name, entry in scope.pack.signals.items()
        if entry.model is not None and not scope.report.full
    }


def _surroundings(scope: Scope) -> Callable[[Used], Hashable]:
    """What compiling a signal looks at beside its own text: the lists that it uses, and all
    emotions and vetoes."""
    pack = scope.pack
    lists = {name: tuple(one.model.root) for name, one in pack.lists.items() if one.model}
    emotions = tuple(
        (name, one.model.speaker, tuple(one.model.weights)) if one.model else name
        for name, one in pack.emotions.items()
    )
    others = (emotions, frozenset(pack.vetoes))
    return lambda used: (others, tuple((name, lists.get(name)) for name in sorted(used["list"])))


def _signal(scope: Scope, entry: Entry[SignalModel], model: SignalModel) -> Signal:
    kinds = [
        key
        for key, value in (
            ("phrases", model.phrases or model.patterns or model.like),
            ("emotion", model.emotion),
            ("context", model.context),
            ("history", model.history),
        )
        if value
    ]
    manner = manner_of(scope, entry, model)
    if manner is not None and kinds != ["phrases"]:
        kinds.append("manner")
    if len(kinds) != 1:
        scope.report.error(
            "R401",
            entry.place,
            f"`{entry.name}` has {' and '.join(kinds) or 'nothing to go by'}",
            "give it phrases, patterns, emotion, context or history, or a manner such as pace",
        )
    if kinds and kinds[0] != "phrases":
        _refuse_text_keys(scope, entry, kinds[0])
    original = model.text == "original"
    phrases = _phrases(scope, entry, model, original=original)
    speaker = _speaker(scope, entry, model, kinds)
    return Signal(
        name=entry.name,
        speaker=speaker,
        phrases=phrases,
        patterns=_patterns(scope, entry, model, original=original),
        capture=model.capture,
        exceptions=scope.phrases(entry, model.exceptions or (), "except", original=original),
        near=_near(scope, entry, model.near, "near", original=original),
        not_near=_near(scope, entry, model.not_near, "not_near", original=original),
        negated=model.negated,
        asked=model.asked,
        quoted=model.quoted,
        degree=_scales(scope, entry, model, kinds),
        sounds_like=_sounds(scope, entry, model, phrases),
        dialect=model.dialect,
        word=model.word,
        on=model.on,
        original=original,
        vetoes=_vetoes_of(scope, entry, model),
        weight=model.weight,
        emotion=_emotion_of(scope, entry, model),
        every=_every(scope, entry, model),
        context=context_tests(model.context or {}),
        history=history_of(scope, entry, model),
        manner=manner,
        fact=_fact(scope, entry, model),
        taught=like_of(scope, entry, model, speaker),
    )


def _fact(scope: Scope, entry: Entry[SignalModel], model: SignalModel) -> FactOf | None:
    """What the signal captures, to be noted under a label."""
    if model.fact is None or not (model.phrases or model.patterns):
        return None
    groups = {group for source in model.patterns or () for group in groups_of(source)}
    captured = groups | ({model.capture} if model.capture is not None else set())
    if len(captured) != 1:
        told = " and ".join(sorted(captured)) or "nothing"
        scope.report.error(
            "R413",
            entry.key("fact"),
            f"a fact is the one thing that is captured, and `{entry.name}` captures {told}",
            "write phrases as {VALUE: [texts]} with `as: NAME`, or (?P<name>...) in its patterns",
        )
        return None
    return FactOf(captured.pop(), texts(model.fact))


def _speaker(
    scope: Scope, entry: Entry[SignalModel], model: SignalModel, kinds: list[str]
) -> SignalSpeaker:
    if model.emotion and (meter := scope.pack.emotions.get(next(iter(model.emotion)))) is not None:
        whose = meter.model.speaker if meter.model is not None else model.speaker
        if model.speaker not in {None, whose}:
            scope.report.error(
                "R402",
                entry.at("speaker"),
                f"`{meter.name}` is an emotion of the {whose}, not of the {model.speaker}",
                "leave speaker out",
            )
        return whose or "any"
    if model.speaker is None and kinds == ["phrases"]:
        scope.report.error(
            "R202",
            entry.place,
            "`speaker` is missing",
            "add `speaker: customer` or `speaker: agent`",
        )
    return model.speaker or "any"


def _refuse_text_keys(scope: Scope, entry: Entry[SignalModel], kind: str) -> None:
    for key in _ONLY_TEXT:
        if key in entry.node.plain():
            scope.report.error(
                "R401",
                entry.key(key),
                f"`{key}` says nothing about a signal by {kind}",
                "remove it",
            )


def _phrases(
    scope: Scope, entry: Entry[SignalModel], model: SignalModel, *, original: bool
) -> tuple[Phrase, ...]:
    if isinstance(model.phrases, dict):
        if model.capture is None:
            scope.report.error(
                "R403",
                entry.key("phrases"),
                "phrases by variant need a name for the variant heard",
                "add `as: NAME`, or make phrases a list",
            )
        return tuple(
            phrase
            for variant, texts in model.phrases.items()
            for phrase in scope.phrases(
                entry, texts, "phrases", variant, variant=variant, original=original
            )
        )
    if model.capture is not None:
        scope.report.error(
            "R403",
            entry.key("as"),
            "`as` names the variant heard, but phrases has no variants",
            "write phrases as {VARIANT: [texts]}; a pattern captures by (?P<name>...)",
        )
    return scope.phrases(entry, model.phrases or (), "phrases", original=original)


def _patterns(
    scope: Scope, entry: Entry[SignalModel], model: SignalModel, *, original: bool
) -> tuple[Pattern, ...]:
    compiled: list[Pattern] = []
    for index, source in enumerate(model.patterns or ()):
        place = entry.at("patterns", index)
        if scope.report.full:
            break
        try:
            compiled.append(scope.patterns.compile(source))
        except PhraseError as bad:
            scope.report.error(bad.code, place, bad.message, bad.advice)
            continue
        if model.capture in groups_of(source):
            scope.report.error("R403", place, f"`{model.capture}` is already the name of `as`")
        for character, became in () if original else folded_away(source, scope.folder):
            scope.report.warning(
                "R101",
                place,
                f"`{character}` {became} in the text that patterns see",
                "write it as it reads there, or set `text: original`",
            )
    return tuple(compiled)


def _scales(scope: Scope, entry: Entry[SignalModel], model: SignalModel, kinds: list[str]) -> bool:
    """Whether degree words beside a match scale its weight: if an emotion weighs it, unless it says
    otherwise."""
    if model.degree is not None:
        return model.degree
    meters = (meter.model for meter in scope.pack.emotions.values())
    return kinds == ["phrases"] and any(m is not None and entry.name in m.weights for m in meters)


def _sounds(
    scope: Scope, entry: Entry[SignalModel], model: SignalModel, phrases: tuple[Phrase, ...]
) -> bool:
    """Whether phrases are heard by their sound, too; reported where they cannot be."""
    if not model.sounds_like:
        return False
    if model.text == "original":
        scope.report.error(
            "R409",
            entry.key("sounds_like"),
            "text as received is compared by its characters, not by their sound",
            "leave `text: original` out",
        )
    least = SHORT_SYLLABLES if model.sounds_like == "short" else SYLLABLES
    for phrase in phrases:
        texts = phrase.pieces[0] if not phrase.gaps else ()
        short = next((text for text in texts if len(text) < least), None)
        silent = next((text for text in texts if not scope.folder.sounder.readings(text)), None)
        if short is not None and silent is None:
            scope.report.error(
                "R409",
                entry.key("sounds_like"),
                f"`{short}` is too short: much else sounds like it",
                "give it a signal of its own"
                + ("" if len(short) < SHORT_SYLLABLES else ", or write `sounds_like: short`"),
            )
        if silent is not None:
            scope.report.error(
                "R409",
                entry.key("sounds_like"),
                f"`{silent}` is not Chinese throughout: how it sounds is not known",
                "give it a signal of its own",
            )
    return True


def _near(
    scope: Scope, entry: Entry[SignalModel], model: NearModel | None, key: str, *, original: bool
) -> Near | None:
    if model is None:
        return None
    phrases = scope.phrases(entry, model.of, key, "of", original=original)
    return Near(phrases, model.within, model.scope)


def _vetoes_of(scope: Scope, entry: Entry[SignalModel], model: SignalModel) -> tuple[str, ...]:
    return tuple(
        name
        for index, name in enumerate(model.veto or ())
        if scope.known("veto", name, entry.at("veto", index))
    )


def _emotion_of(
    scope: Scope, entry: Entry[SignalModel], model: SignalModel
) -> tuple[str, str] | None:
    for meter, level in (model.emotion or {}).items():
        place = entry.key("emotion", meter)
        if scope.known("emotion", meter, place):
            check_level(scope, meter, level, entry, "emotion", meter)
        return (meter, level)
    return None


def _every(scope: Scope, entry: Entry[SignalModel], model: SignalModel) -> int | None:
    if model.every is not None and not set((model.emotion or {}).values()) & set(LEVELS):
        scope.report.error(
            "R401",
            entry.key("every"),
            "`every` tells how long an emotion stands at a level",
            "{emotion: {anger: high}, every: 15s}",
        )
    return model.every


def history_of(scope: Scope, entry: Entry[SignalModel], model: SignalModel) -> tuple[PastTest, ...]:
    """Needs and signals of earlier calls; a name that is both is the need."""
    found = []
    for name, within in (model.history or {}).items():
        if name in scope.needs:
            found.append(PastTest("need", name, within))
        elif name in scope.pack.signals:
            scope.known("signal", name, entry.place)
            found.append(PastTest("signal", name, within))
        else:
            near = meant(name, scope.needs) or meant(name, scope.pack.signals)
            advice = f"did you mean `{near}`?" if near else "no need or signal has a name like it"
            message = f"there is no need or signal `{name[:60]}`"
            scope.report.error("R210", entry.key("history", name), message, advice)
    return tuple(found)


def check_level(
    scope: Scope, meter: str, level: str, entry: Entry[BaseModel], *path: str | int
) -> None:
    """Report a level or a spike that the meter does not have."""
    model = scope.pack.emotions[meter].model
    if model is None or level in {"calm", "eased"}:
        return
    have = [name for name, _ in levels_of(model)]
    if level == "spike" and model.spike is None:
        scope.report.error("R404", entry.at(*path), f"`{meter}` has no spike", "add `spike:` to it")
    elif level in LEVELS and level not in have:
        scope.report.error(
            "R404", entry.at(*path), f"`{meter}` has no level {level}", f"it has {', '.join(have)}"
        )


def levels_of(model: EmotionModel) -> list[tuple[Level, float]]:
    """The levels a meter names, from calm to severe."""
    values = {"mild": model.levels.mild, "high": model.levels.high, "severe": model.levels.severe}
    return [(name, value) for name in LEVELS if (value := values.get(name)) is not None]


def compile_vetoes(scope: Scope) -> dict[str, Veto]:
    """All vetoes by name."""
    compiled: dict[str, Veto] = {}
    for name, entry in scope.pack.vetoes.items():
        if entry.model is None:
            continue
        model: VetoModel = entry.model
        if model.before is None and model.after is None:
            scope.report.error(
                "R405", entry.place, "a veto looks `before` or `after` a match", "add `before: 8`"
            )
        phrases = scope.phrases(entry, model.phrases, "phrases")
        compiled[name] = Veto(name, phrases, model.before or 0, model.after or 0, model.scope)
    return compiled


def _weight_of(scope: Scope, signal: str) -> float:
    entry = scope.pack.signals.get(signal)
    return entry.model.weight if entry is not None and entry.model is not None else 1.0


def compile_meters(scope: Scope) -> dict[str, Meter]:
    """All emotions by name."""
    compiled: dict[str, Meter] = {}
    for name, entry in scope.pack.emotions.items():
        if entry.model is not None:
            compiled[name] = _meter(scope, entry, entry.model)
    return compiled


def _meter(scope: Scope, entry: Entry[EmotionModel], model: EmotionModel) -> Meter:
    levels = levels_of(model)
    if not levels:
        scope.report.error(
            "R406", entry.at("levels"), "no level is given", "{mild: 0.3, high: 0.6, severe: 0.85}"
        )
    if [value for _, value in levels] != sorted({value for _, value in levels}):
        scope.report.error("R406", entry.at("levels"), "levels must rise from mild to severe")
    for signal in model.weights:
        place = entry.key("weights", signal)
        if not scope.known("signal", signal, place):
            continue
        weighed = scope.pack.signals[signal].model
        if weighed is not None and (weighed.context or _feeds_back(scope, model, weighed)):
            scope.report.error(
                "R407",
                place,
                f"`{signal}` is no signal of words: an emotion cannot rest on emotions or context",
                "weigh signals with phrases or patterns, or of manner; an agent's emotion may also "
                "weigh the customer's",
            )
    borne = tuple(
        (name, level, every)
        for name, signal in scope.pack.signals.items()
        if signal.model is not None and (every := signal.model.every) is not None
        for meter, level in (signal.model.emotion or {}).items()
        if meter == entry.name and level != "spike" and level != "eased"  # noqa: PLR1714 for mypy
    )
    spike = (model.spike.rise, model.spike.within) if model.spike is not None else None
    return Meter(
        name=entry.name,
        speaker=model.speaker,
        half_life=model.half_life,
        levels=tuple(levels),
        hysteresis=model.hysteresis,
        spike=spike,
        weights={name: w * _weight_of(scope, name) for name, w in model.weights.items()},
        borne=borne,
    )


def _feeds_back(scope: Scope, model: EmotionModel, weighed: SignalModel) -> bool:
    """Whether weighing that signal could make an emotion rest on itself: only what the customer
    feels may weigh on the agent."""
    whose = [scope.pack.emotions.get(meter) for meter in weighed.emotion or ()]
    return any(
        model.speaker != "agent"
        or (entry is not None and entry.model is not None and entry.model.speaker != "customer")
        for entry in whose
    )
