"""What a hint says: the right language, the first wording whose slots are known, the step due."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .delivery import Card
from .hints import KnowledgeCard, Quote, Step
from .needs import Opening
from .occurrences import History, Occurrence
from .rules import Leaflet, Rule, Texts
from .state import CallState

_SLOT = re.compile(r"\{(\w[\w-]*)\}")
QUOTES = 3


def wording(texts: Texts, language: str, values: Mapping[str, Any]) -> str | None:
    """The first alternative whose slots are all known, in ``language`` or else in any.

    When no alternative is complete, the last one with its unknown slots left out; None when
    there is no text at all.
    """
    alternatives = texts.get(language) or next(iter(texts.values()), ())
    for text in alternatives:
        if all(values.get(slot) not in (None, "") for slot in _SLOT.findall(text)):
            return _SLOT.sub(lambda slot: str(values[slot[1]]), text)
    return _SLOT.sub("", alternatives[-1]) if alternatives else None


def because(opening: Opening) -> tuple[Quote, ...]:
    """The words behind an opening, one quotation an utterance, the last few in order."""
    heard: dict[tuple[str, str], Occurrence] = {}
    for item in opening.cue:
        for words in item.heard():
            heard.setdefault((words.speaker, words.utterance), words)
    ordered = sorted(heard.values(), key=lambda item: (item.time, item.speaker, item.utterance))
    return tuple(Quote(i.speaker, i.quote, i.time, i.utterance) for i in ordered[-QUOTES:])


def is_rewritten(before: tuple[Quote, ...], now: tuple[Quote, ...]) -> bool:
    """Whether words that were quoted turned out to be others: punctuated, or put right."""
    said = {(quote.speaker, quote.utterance): quote.text for quote in before}
    return any(said.get((q.speaker, q.utterance), q.text) != q.text for q in now)


def values_of(opening: Opening, context: Mapping[str, Any]) -> dict[str, Any]:
    """What the slots of an opening's wordings may name: the call's context and what was captured
    in its cue."""
    values = dict(context)
    for item in opening.cue:
        for words in (item, *item.heard()):
            values.update(words.captures)
    return values


def _knowledge(card: Leaflet, language: str, values: Mapping[str, Any]) -> KnowledgeCard:
    title = wording(card.title, language, values) or ""
    return KnowledgeCard(title, wording(card.body, language, values), card.link)


def is_sure(rule: Rule, opening: Opening, history: History) -> bool:
    """Whether the opening may be the first thing that the agent is told in a call."""
    if rule.first is None:
        return True
    signal, since = rule.first.signal, opening.cue_time - rule.first.within
    if any(item.time >= since for item in history.by_signal.get(signal, ())):
        return True
    return history.forgot_since(signal, since)


def fill(
    card: Card | None,
    rule: Rule,
    opening: Opening,
    *,
    hint: str,
    call: CallState,
    roled: bool,
) -> Card:
    """The card of an opening as it stands; an existing ``card`` is brought up to date."""
    language, values = call.language, values_of(opening, call.context)
    priority, texts, says, step = rule.priority, rule.text, rule.say, None
    for number, (part, met) in enumerate(zip(rule.steps, opening.steps_met, strict=True), 1):
        if met is None:
            step = Step(part.name, number, len(rule.steps))
            texts, says = part.text or texts, part.say or says
            break
    if opening.escalated and rule.escalate is not None:
        priority = rule.escalate.priority or priority
        if step is None or step.index == 1:  # once a step is done, the next one says what is due
            texts = rule.escalate.text or texts
    text = wording(texts, language, values) or rule.name
    say = wording(says, language, values)
    quotes = because(opening)
    knowledge = None if rule.card is None else _knowledge(rule.card, language, values)
    if card is None:
        card = Card(
            id=hint,
            rule=rule.name,
            need=rule.need,
            ability=rule.ability,
            priority=priority,
            text=text,
            say=say,
            because=quotes,
            tentative=not opening.firm,
            exclusive=rule.exclusive,
            supersedes=rule.supersedes,
            card=knowledge,
            roled=roled,
        )
    card.priority, card.text, card.say, card.because = priority, text, say, quotes
    card.card, card.sure = knowledge, is_sure(rule, opening, call.history)
    card.tentative, card.step, card.escalated = not opening.firm, step, opening.escalated
    return card
