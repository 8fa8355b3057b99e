"""What an edit can touch: the words that, when nobody says them, leave a call as it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assist.core.listens import triggers
from assist.core.rules import Pattern, Phrase, Rule, RuleSet, Signal

from .hearing import Said, by_ear_alone, heard_in
from .likeness import Like, likely_in


@dataclass(slots=True)
class Touch:
    """Phrases and patterns, of folded text and of text as received; ``always``: something changed
    that no word tells, so that any call may go otherwise. ``rules``: names of those that changed,
    or that hear what did."""

    folded: list[Phrase | Pattern] = field(default_factory=list)
    original: list[Phrase | Pattern] = field(default_factory=list)
    always: bool = False
    rules: set[str] = field(default_factory=set)
    taught: list[Like] = field(default_factory=list)
    """What is heard by examples."""

    def among(self, several: Sequence[Said]) -> set[int]:
        """The numbers of the calls that may go otherwise, of several."""
        if self.always:
            return set(range(len(several)))
        folded = [one.folded for one in several]
        return (
            heard_in(self.folded, folded)
            | heard_in(self.original, [one.original for one in several])
            | likely_in(self.taught, folded)
        )

    def hear(self, signal: Signal, rules: RuleSet) -> None:
        """All by which the signal is heard."""
        if by_ear_alone(signal):
            self.listen(signal, (*signal.phrases, *signal.patterns))
        elif signal.taught is None or signal.is_text:
            self.always = True
        if signal.taught is not None:
            self.taught += Like.each(signal.taught, signal.speaker, rules)

    def listen(self, signal: Signal, to: Iterable[Phrase | Pattern]) -> None:
        """Something by which the signal is heard."""
        (self.original if signal.original else self.folded).extend(to)


def touch(old: RuleSet, new: RuleSet) -> Touch:
    """What the difference of two rule sets can touch."""
    found = Touch()
    changed = set(_differing(old.signals, new.signals))
    for name in changed:
        _signal(found, name, old, new)
    vetoes = set(_differing(old.vetoes, new.vetoes))
    for name in vetoes:
        for rules in (old, new):
            if name in rules.vetoes:
                found.folded.extend(rules.vetoes[name].phrases)
    meters = set(_differing(old.meters, new.meters))
    for name in meters:
        for rules in (old, new):
            _weighed(found, name, rules)
    for name in _differing(_unplaced(old), _unplaced(new)):
        found.rules.add(name)
        for rules in (old, new):
            if name in rules.rules:
                cues(found, rules.rules[name], rules)
    found.rules |= set(_listeners(changed | meters, old, new))
    found.always |= (old.roles, old.subjects) != (new.roles, new.subjects)
    found.always |= old.lessons != new.lessons
    return found


def cues(found: Touch, rule: Rule, rules: RuleSet, seen: frozenset[str] = frozenset()) -> None:
    """All that a rule may be opened by."""
    for name in triggers(rule.when):
        _trigger(found, name, rules, seen)


def _trigger(found: Touch, name: str, rules: RuleSet, seen: frozenset[str]) -> None:
    if name in seen:
        return
    seen |= {name}
    if name in rules.signals:
        signal = rules.signals[name]
        if signal.emotion is not None:
            _weighed(found, signal.emotion[0], rules, seen)
        else:
            found.hear(signal, rules)
    elif name.startswith("need:"):
        need = name.split(":")[1]
        for other in rules.rules.values():
            if other.need == need:
                cues(found, other, rules, seen)
    elif (meter := _meter(name, rules)) is not None:
        _weighed(found, meter, rules, seen)
    else:
        found.always = True


def _meter(name: str, rules: RuleSet) -> str | None:
    """The meter of a derived signal such as ``emotion:anger:high``."""
    return next((one for one in name.split(":") if one in rules.meters), None)


def _weighed(found: Touch, meter: str, rules: RuleSet, seen: frozenset[str] = frozenset()) -> None:
    if meter in rules.meters:
        for name in rules.meters[meter].weights:
            _trigger(found, name, rules, seen)


def _signal(found: Touch, name: str, before: RuleSet, after: RuleSet) -> None:
    """What the change of a signal can touch: where nothing but phrases came or went, these."""
    old, new = before.signals.get(name), after.signals.get(name)
    if old is None or new is None or not _differ_in_phrases_alone(old, new):
        for one, rules in ((old, before), (new, after)):
            if one is not None:
                found.hear(one, rules)
        return
    for was, now in (
        (old.phrases, new.phrases),
        (old.patterns, new.patterns),
        (old.exceptions, new.exceptions),
    ):
        kept = set(was) & set(now)
        came_and_went = [one for one in (*was, *now) if one not in kept]
        in_order = [one for one in was if one in kept] == [one for one in now if one in kept]
        found.listen(old, came_and_went if in_order else (*was, *now))


def _differ_in_phrases_alone(old: Signal, new: Signal) -> bool:
    if not (by_ear_alone(old) and by_ear_alone(new)):
        return False
    as_new = replace(old, phrases=new.phrases, patterns=new.patterns, exceptions=new.exceptions)
    return as_new == new


def _listeners(names: set[str], *sets: RuleSet) -> Iterator[str]:
    """The rules that hear signals or emotions."""
    for rules in sets:
        for rule in rules.rules.values():
            if any(name in names or not names.isdisjoint(name.split(":"))
                   for name in triggers(rule.when)):  # fmt: skip
                yield rule.name


def _differing(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    """Names of what is new, gone or changed."""
    for name in {**old, **new}:
        if old.get(name) != new.get(name):
            yield name


def _unplaced(rules: RuleSet) -> dict[str, Rule]:
    """The rules without the places where they stand, which an edit above them moves."""
    return {name: replace(rule, where="", digest="") for name, rule in rules.rules.items()}
