"""What works, but is likely not what was meant. One function a finding; see :mod:`.codes`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial

from ahocorasick_rs import AhoCorasick

from assist.core.hints import PRIORITIES
from assist.core.manners import Pace, Repeats, Silence
from assist.core.match_negation import negated
from assist.core.rules import Phrase, Rule, RuleSet, Signal, Texts

from .conditions import waits_on
from .memory import Memory, Used
from .model import ByLanguage, HintModel
from .problems import Place, Report
from .scaffold import PLACEHOLDERS
from .scope import Scope
from .testcase import RuleTest
from .tree import Node
from .unseen import unseen

HEADLINE = {"zh": 16, "en": 32}
"""Longest headline taken in at a glance, in characters (UI.md shows it in one line)."""
LABEL = {"zh": 8, "en": 16}
"""Longest label of a fact, in characters."""
PACE_VARIES = 1.15
"""Between one utterance and the next of the same speaker, a fifth more or less is nothing."""
SHORTEST_SILENCE = 3_000
"""Pauses within what somebody tells reach this (:data:`assist.core.stretches.PAUSE_MS`)."""
LEAST_SIMILAR = 0.5
_COMMA = re.compile("[，、；]")
_STANDS_FOR_ANYTHING = re.compile(r"[*＊~～]+|[_＿]{2,}|[×]{2,}|(?<![A-Za-z])[xX]{2,}(?![A-Za-z])")
_SLOT = re.compile(r"\{(\w[\w-]*)\}")


def lint(
    scope: Scope, rules: RuleSet, tests: tuple[RuleTest, ...], memory: Memory | None = None
) -> None:
    """Report all of it as warnings."""
    for signal in rules.signals.values():
        if signal.taught is not None and not signal.is_text:  # there is no text of it
            continue
        if memory is None:
            _signal(scope, signal)
        else:
            memory.made("lint", signal, _nothing_else, scope, partial(_signal, scope, signal))
    for rule in rules.rules.values():
        _wordings(scope, rule)
        _say(scope, rule)
        unseen(scope, rule)
        _languages(scope, rule)
        _escalation(scope, rule)
    _unraised(scope, rules)
    _untested(scope, rules, tests)
    _unused(scope)


def _nothing_else(_: Used) -> None:
    """A finding of a signal looks at nothing but the signal."""


def _signal(scope: Scope, signal: Signal) -> None:
    places = _phrase_places(scope, signal)
    _patterns(scope, signal)
    _single_characters(scope, signal, places)
    _nobody_says(scope, places)
    _several_in_one(scope, places)
    _shadowed(scope, signal, places)
    _manner(scope, signal)
    _label(scope, signal)


def _patterns(scope: Scope, signal: Signal) -> None:
    entry = scope.pack.signals[signal.name]
    for index, pattern in enumerate(signal.patterns):
        if not pattern.literals:
            scope.report.warning(
                "R102",
                entry.at("patterns", index),
                "nothing must be heard for this pattern, so it runs on everything",
                "give it a word that is always said",
            )


def _label(scope: Scope, signal: Signal) -> None:
    """The label of a fact stands before its value, in one line with others."""
    for language, several in (signal.fact.label if signal.fact is not None else {}).items():
        for text in several:
            if len(text) > LABEL[language]:
                scope.report.warning(
                    "R104",
                    scope.pack.signals[signal.name].key("fact"),
                    f"`{text}` has {len(text)} characters; a label is read at a glance",
                    f"at most {LABEL[language]}",
                )


def _single_characters(scope: Scope, signal: Signal, places: Mapping[str, Place]) -> None:
    if signal.word:
        return
    for phrase in signal.phrases:
        if len(phrase.pieces) == 1 and min(map(len, phrase.pieces[0])) == 1:
            scope.report.warning(
                "R108",
                places[phrase.source],
                f"`{phrase.source}` is a single character: it is part of many other words",
                "use a longer phrase, or `word: true`",
            )


def _nobody_says(scope: Scope, places: Mapping[str, Place]) -> None:
    """Signs that stand for anything elsewhere, and for nothing here."""
    for source, place in places.items():
        found = _STANDS_FOR_ANYTHING.search(source)
        if found is not None:
            gap = _STANDS_FOR_ANYTHING.sub("…", source).strip("…") or "不…着急"
            scope.report.warning(
                "R121",
                place,
                f"nobody says `{found[0]}`: in `{source}` it stands for nothing",
                f"for a few words in between write …: `{gap}`",
            )


def _several_in_one(scope: Scope, places: Mapping[str, Place]) -> None:
    """A full-width comma separates nothing in YAML: what holds one is a single phrase."""
    for source, place in places.items():
        if _COMMA.search(source) is None:
            continue
        parts = [part for part in _COMMA.split(source) if part.strip()]
        if len(parts) > 1:
            scope.report.warning(
                "R116",
                place,
                f"`{source}` is one phrase, with a full-width comma in it",
                f"if these are several, write `{', '.join(parts)}`; else leave the comma out",
            )


def _shadowed(scope: Scope, signal: Signal, places: Mapping[str, Place]) -> None:
    """A plain phrase that contains another adds nothing, unless borders or variants matter."""
    if signal.word:
        return
    plain = {literal: phrase for phrase in signal.phrases if (literal := _only_literal(phrase))}
    literals = list(plain)
    found = AhoCorasick(literals, store_patterns=False).find_matches_as_indexes
    for phrase in signal.phrases:
        if len(phrase.pieces) != 1:
            continue
        literal = phrase.pieces[0][0]
        if len(phrase.pieces[0]) > 1 or len(literal) < 2:
            continue
        heard = found(literal, overlapping=True)
        if len(heard) == 1:  # itself
            continue
        within = sorted((start, end, at) for at, start, end in heard)
        other = next(
            (
                plain[literals[at]]
                for start, end, at in within
                if end - start < len(literal)
                and plain[literals[at]].variant == phrase.variant
                and _whole_words(literal, start, end)
            ),
            None,
        )
        # with a negation of its own, it is heard where the shorter one is negated
        if other is not None and not (signal.negated != "any" and _negates_itself(literal)):
            scope.report.warning(
                "R103",
                places[phrase.source],
                f"`{phrase.source}` adds nothing: `{other.source}` is heard wherever it is",
                "remove the longer one",
            )


def _negates_itself(literal: str) -> bool:
    return any(negated(literal, start) for start in range(1, len(literal)))


def _whole_words(literal: str, start: int, end: int) -> bool:
    """Whether what stands there is found within the literal: never inside a Latin word."""
    return not any(
        0 < at < len(literal)
        and (literal[at - 1] + literal[at]).isascii()
        and literal[at - 1].isalnum()
        and literal[at].isalnum()
        for at in (start, end)
    )


def _manner(scope: Scope, signal: Signal) -> None:
    """Values that make a way of saying the way that things are mostly said."""
    entry = scope.pack.signals[signal.name]
    match signal.manner:
        case Pace(above, below, of) if of != "usual":
            usual = of is None and ((above or 2) < PACE_VARIES or (below or 0) > 1 / PACE_VARIES)
            if usual:
                scope.report.warning(
                    "R115",
                    entry.at("pace"),
                    "everybody's pace varies by that much",
                    "1.3 and above, or 0.75 and below, stand out",
                )
        case Silence(longer_than) if longer_than < SHORTEST_SILENCE:
            scope.report.warning(
                "R115",
                entry.at("silence"),
                "pauses for thought last as long",
                "3s and more are silences",
            )
        case Repeats(similar) if similar < LEAST_SIMILAR:
            scope.report.warning(
                "R115",
                entry.at("repeats", "similar"),
                "sentences that merely share a topic are as alike",
                "0.6 finds the same request in other words, 0.85 the same sentence",
            )
        case _:
            pass


def _only_literal(phrase: Phrase) -> str | None:
    return phrase.pieces[0][0] if len(phrase.pieces) == 1 == len(phrase.pieces[0]) else None


def _phrase_places(scope: Scope, signal: Signal) -> dict[str, Place]:
    """Where each phrase of the signal stands, by its source."""
    entry = scope.pack.signals[signal.name]
    phrases = entry.node.value.get("phrases") if isinstance(entry.node.value, dict) else None
    return {} if phrases is None else dict(_texts_in(phrases))


def _texts_in(node: Node) -> Iterator[tuple[str, Place]]:
    if isinstance(node.value, dict):
        for below in node.value.values():
            yield from _texts_in(below)
    elif isinstance(node.value, list):
        for below in node.value:
            yield from _texts_in(below)
    else:
        yield str(node.value), node.place


def _wordings(scope: Scope, rule: Rule) -> None:
    entry = scope.pack.rules[rule.name]
    model = entry.model
    assert model is not None
    hint = model.hint or HintModel()
    wordings: list[tuple[list[str] | ByLanguage | None, tuple[str | int, ...], bool]] = [
        (hint.text, ("hint", "text"), True),
        (hint.say, ("hint", "say"), False),
    ]
    for index, step in enumerate(model.steps or ()):
        wordings.append((step.text, ("steps", index, "text"), True))
        wordings.append((step.say, ("steps", index, "say"), False))
    if model.escalate is not None:
        wordings.append((model.escalate.text, ("escalate", "text"), True))
    for wording, path, headline in wordings:
        for language, texts, below in _by_language(wording):
            for index, text in enumerate(texts):
                place = entry.at(*path, *below, index)
                _wording(scope.report, place, text, language, headline=headline)
                if rule.mode == "live" and text in PLACEHOLDERS:
                    scope.report.warning(
                        "R120",
                        place,
                        f"agents would read “{text}”, which a new rule only begins with",
                        "write what they should read, or set `mode: shadow`",
                    )
            if texts and _SLOT.search(texts[-1]):
                scope.report.warning(
                    "R110",
                    entry.at(*path, *below, len(texts) - 1),
                    f"when {_SLOT.search(texts[-1])[0]} is unknown, this has a hole in it",  # type: ignore[index]
                    "add a last wording without slots",
                )


def _by_language(
    wording: list[str] | ByLanguage | None,
) -> Iterator[tuple[str, list[str], tuple[str, ...]]]:
    if isinstance(wording, list):
        yield "zh" if any(ord(c) > 0x2E80 for c in "".join(wording)) else "en", wording, ()
    elif wording is not None:
        yield "zh", wording.zh or [], ("zh",)
        yield "en", wording.en or [], ("en",)


def _wording(report: Report, place: Place, text: str, language: str, *, headline: bool) -> None:
    shown = len(_SLOT.sub("", text))
    if headline and shown > HEADLINE[language]:
        report.warning(
            "R104",
            place,
            f"a headline of {shown} characters; {HEADLINE[language]} are read at a glance",
            "put the rest into `say:`",
        )
    if "!" in text or "！" in text:
        report.warning("R105", place, "an exclamation mark in a hint", "say it calmly")
    if re.fullmatch("“[^“”]*”", text):
        report.warning("R117", place, "agents would see these quotes", "leave “ and ” out")
    if re.search(r"[{}]", _SLOT.sub("", text)):
        report.warning("R112", place, "a brace that is no slot", "slots are {name}")


def _say(scope: Scope, rule: Rule) -> None:
    entry = scope.pack.rules[rule.name]
    if rule.silent:
        return
    if not rule.say and not (rule.steps and all(step.say for step in rule.steps)):
        scope.report.warning(
            "R106", entry.key("hint"), "the hint gives no sentence to say", "add `say:`"
        )


def _languages(scope: Scope, rule: Rule) -> None:
    entry = scope.pack.rules[rule.name]
    wordings: list[tuple[str, Texts]] = [("text", rule.text), ("say", rule.say)]
    for key, texts in wordings:
        for language in rule.languages:
            if texts and language not in texts:
                scope.report.warning(
                    "R111",
                    entry.at("hint", key),
                    f"the rule applies to {language}, but `{key}` has no wording in it",
                    f"add `{language}:`",
                )


def _escalation(scope: Scope, rule: Rule) -> None:
    raised = rule.escalate.priority if rule.escalate is not None else None
    if raised is not None and PRIORITIES.index(raised) < PRIORITIES.index(rule.priority):
        scope.report.warning(
            "R114",
            scope.pack.rules[rule.name].at("escalate", "priority"),
            f"escalating takes it from {rule.priority} down to {raised}",
            "escalate to a higher priority",
        )


def _unraised(scope: Scope, rules: RuleSet) -> None:
    """A rule that waits for needs that no rule raises waits for ever."""
    raised = {rule.need for rule in rules.rules.values()}
    for rule in rules.rules.values():
        missing = waits_on(rule) - raised
        if missing and missing == waits_on(rule):
            scope.report.warning(
                "R113",
                scope.pack.rules[rule.name].place,
                f"`{rule.name}` waits on {', '.join(sorted(missing))}, which no rule raises",
                "write a rule with that need",
            )


def _untested(scope: Scope, rules: RuleSet, tests: tuple[RuleTest, ...]) -> None:
    named = {expected.rule for test in tests for expected in test.expect}
    needed = {expected.need for test in tests for expected in test.expect}
    keys = {key.key for test in tests for expected in test.expect for key in expected.context}
    for rule in rules.rules.values():
        expected = rule.name in named or rule.need in needed or not keys.isdisjoint(rule.sets)
        if rule.mode != "off" and not expected:
            scope.report.warning(
                "R107",
                scope.pack.rules[rule.name].place,
                f"no test expects `{rule.name}`",
                "write down a call in which it should help",
            )


def _unused(scope: Scope) -> None:
    pack = scope.pack
    for kind, entries in (("signal", pack.signals), ("list", pack.lists), ("veto", pack.vetoes)):
        for name, entry in entries.items():
            tells = kind == "signal" and "fact" in entry.node.plain()
            if name not in scope.used[kind] and not tells:
                scope.report.warning("R109", entry.place, f"nothing uses the {kind} `{name}`")
