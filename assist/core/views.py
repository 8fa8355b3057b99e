"""What may be asked of a call at any moment: how it stands, what was understood, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .delivery import as_shown
from .explain import explain_rule
from .facts import Facts
from .feelings import Feelings
from .guidance import Guidance
from .hearing import Utterance
from .hints import Transcript, to_wire
from .marks import Mark, bearings, marks
from .rules import Rule


def snapshot(guidance: Guidance, facts: Facts, feelings: Feelings) -> dict[str, Any]:
    """The whole present state for an overlay, ready for JSON."""
    call, shown = guidance.call, guidance.presentation
    delivery = shown.delivery
    return {
        "call": call.call,
        "agent": call.agent,
        "language": call.language,
        "queue": call.queue,
        "context": call.context,
        "at": call.now,
        "needs": [to_wire(need) for need in shown.open_needs()],
        "done": [to_wire(need) for need in shown.checklist.done.values()],
        "facts": [to_wire(fact) for fact in facts.told.values()],
        "hints": [to_wire(as_shown(call.call, card)) for card in delivery.visible],
        "queued": len(delivery.queue),
        "emotion": [to_wire(told) for told in feelings.told.values()],
        "dial": delivery.level,
        "held": "hold" in call.still,
        "exchanged": call.exchanged,
        "remembered": call.line,
        "ended": call.ended,
    }


def marked(heard: Utterance, guidance: Guidance) -> Iterator[Mark]:
    """The words of an utterance that raised or answered a need."""
    names, history = guidance.program.index.names, guidance.call.history
    said = bearings(guidance.openings.states, names, history, (heard.speaker, heard.id))
    yield from marks(heard.text, said)


def transcript(heard: Utterance, guidance: Guidance, at: int) -> Transcript:
    """An utterance as the engine sees it, with the words that raised or answered a need."""
    spans = [(mark.start, mark.end, mark.signal) for mark in marked(heard, guidance)]
    return Transcript(
        call=guidance.call.call,
        at=at,
        speaker=heard.speaker,
        utterance=heard.id,
        revision=heard.revision,
        text=heard.text.text,
        final=heard.final,
        start=heard.start,
        end=heard.end,
        spans=tuple(dict.fromkeys(spans)),
    )


def explanation(rule: Rule, guidance: Guidance) -> dict[str, Any]:
    """Why a rule has or has not fired so far, and what became of its hints."""
    openings, shown = guidance.openings, guidance.presentation
    state, past = openings.states.get(rule.name), openings.past(rule.name)
    told = explain_rule(rule, state, past, guidance.call.now)
    told["waits"] = shown.delivery.why_waits(rule.name)
    told["trace"] = [
        {"at": t.at, "what": t.what, "why": t.why}
        for t in shown.tracer.recent
        if t.rule == rule.name
    ]
    return told
