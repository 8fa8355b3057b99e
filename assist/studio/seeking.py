"""Rules found by what people know of them: what the agent sees, what the need means, what is said.

The phrases of a rule set are half a megabyte, so they are not sent to the page: it asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args

from assist.core.listens import mentions
from assist.core.rules import Rule, RuleSet, Texts
from assist.ruleset.model import NeedModel
from assist.text.plain import plain

from .sentences import LANGUAGES

Part = Literal["name", "headline", "say", "need", "phrase"]
"""Where a rule was found."""
Sort = Literal["name", "need", "headline", "phrase", "meaning", "say"]
_SORTS: tuple[Sort, ...] = get_args(Sort)
"""Its texts, the most telling first. Of phrases, the customer's tell more than the agent's."""

Written = tuple[str, str]
"""A text, and what of it is looked in."""


@dataclass(frozen=True, slots=True)
class _Known:
    texts: Mapping[Sort, tuple[Written, ...]]
    signals: tuple[str, ...]


class _Hit(NamedTuple):
    """In the order in which they are told."""

    rank: int
    agents: int
    length: int
    text: str
    speaker: str | None = None

    @property
    def part(self) -> Part:
        sort = _SORTS[self.rank]
        return "need" if sort == "meaning" else sort


class Seeker:
    """All that rules can be found by. ``needs``: the catalogue, by id."""

    def __init__(self, rules: RuleSet, needs: Mapping[str, NeedModel]) -> None:
        self._speakers = {name: signal.speaker for name, signal in rules.signals.items()}
        self._known = {
            name: _Known(_texts(rule, needs), listened(rule, rules))
            for name, rule in rules.rules.items()
        }
        heard = {signal for known in self._known.values() for signal in known.signals}
        self._phrases = {
            name: _written(phrase.source for phrase in rules.signals[name].phrases)
            for name in heard
        }

    def find(self, text: str) -> list[dict[str, Any]]:
        """The rules that have a text in which all of the words (parted by spaces) stand, each with
        that text and, of a phrase, who says it; of several phrases, the shortest. The best come
        first: by where they were found, then by how little else stands there."""
        words = [part for word in text.split() if (part := plain(word))]
        if not words:
            return []
        heard = {
            signal: phrase
            for signal, phrases in self._phrases.items()
            if (phrase := _with(phrases, words)) is not None
        }
        found = []
        for name, known in self._known.items():
            hit = self._hit(known, words, heard)
            if hit is not None:
                found.append((hit, name))
        found.sort()
        return [
            {"name": name, "part": hit.part, "text": hit.text, "speaker": hit.speaker}
            for hit, name in found
        ]

    def _hit(self, known: _Known, words: Sequence[str], heard: Mapping[str, str]) -> _Hit | None:
        """By which of a rule's texts it was found."""
        hits = [
            _Hit(_SORTS.index(sort), 0, len(text), text)
            for sort, texts in known.texts.items()
            if (text := _with(texts, words)) is not None
        ]
        for signal in known.signals:
            if (text := heard.get(signal)) is not None:
                speaker = self._speakers[signal]
                agents = int(speaker == "agent")
                hits.append(_Hit(_SORTS.index("phrase"), agents, len(text), text, speaker))
        return min(hits, default=None)


def headline(rule: Rule) -> dict[str, str] | None:
    """What agents see first of a rule, in each language; None of one that shows nothing."""
    texts = rule.text or (rule.steps[0].text if rule.steps else {})
    if not texts:
        return None
    return {lang: (texts.get(lang) or next(iter(texts.values())))[0] for lang in LANGUAGES}


def listened(rule: Rule, rules: RuleSet) -> tuple[str, ...]:
    """The signals that a rule listens to, its cue first."""
    conditions = (rule.when, rule.met_by, *(step.met_by for step in rule.steps))
    names = [name for one in conditions if one is not None for name in sorted(mentions(one))]
    return tuple(dict.fromkeys(name for name in names if name in rules.signals))


def _with(texts: Iterable[Written], words: Sequence[str]) -> str | None:
    found = (text for text, looked_in in texts if all(word in looked_in for word in words))
    return min(found, key=len, default=None)


def _texts(rule: Rule, needs: Mapping[str, NeedModel]) -> Mapping[Sort, tuple[Written, ...]]:
    escalated = rule.escalate.text if rule.escalate is not None else None
    headlines = (rule.text, escalated or {}, *(step.text for step in rule.steps))
    said = (rule.say, *(step.say for step in rule.steps))
    need = needs.get(rule.need)
    called, meaning = ((), "") if need is None else (need.name.texts, need.meaning)
    return {
        "name": _written([rule.name]),
        "headline": _written(text for texts in headlines for text in _all(texts)),
        "say": _written(text for texts in said for text in _all(texts)),
        "need": _written([*called, rule.need]),
        "meaning": _written([meaning]),
    }


def _all(texts: Texts) -> Iterator[str]:
    for several in texts.values():
        yield from several


def _written(texts: Iterable[str]) -> tuple[Written, ...]:
    return tuple((text, plain(text)) for text in texts if text)
