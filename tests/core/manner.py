"""Calls in which only the manner of speaking counts: a rule for each signal, so that it is seen."""

from __future__ import annotations

from typing import Final

from tests.core.calls import Call

SIGNALS: Final = """
signals:
  fast: {speaker: customer, pace: {above: 1.4}}
  slow: {speaker: customer, pace: {below: 0.7}}
  outruns: {speaker: agent, pace: {above: 1.6, of: customer}}
  hurries: {speaker: agent, pace: {above: 1.2, of: usual}}
  loud: {speaker: customer, loudness: {above_db: 6}}
  dominates: {speaker: agent, talk_ratio: {above: 0.8, over: 30s}}
  silent: {speaker: customer, silence: {longer_than: 6s}}
  lost: {speaker: customer, silence: {longer_than: 12s}}
  cuts-in: {speaker: agent, interrupts: {by: 500ms}}
  cut-off: {speaker: customer, interrupts: {by: 500ms}}
  tells: {speaker: customer, long_turn: {time: 20s}}
  explains: {speaker: agent, long_turn: {chars: 25}}
  again: {speaker: customer, repeats: {similar: 0.6, times: 2, within: 2m}}
  parrots: {speaker: agent, repeats: {similar: 0.85, times: 3, within: 90s, apart: 5s}}
  mhm: {speaker: agent, backchannel: true}
  urges: {speaker: customer, phrases: [快一点], pace: {above: 1.4}}
rules:
  seen: {need: customer-silent, ability: empathy, when: {any: [fast, slow, outruns, hurries, loud,
    dominates, silent, lost, cuts-in, cut-off, tells, explains, again, parrots, mhm, urges]},
    hint: {text: 看见了, say: 看见了}}
"""


def heard(call: Call, *signals: str) -> list[tuple[str, float]]:
    """(signal, media second) of what is remembered of ``signals`` (all of manner)."""
    rules = call.engine.program.rules.signals
    found = [
        (name, item.time / 1000)
        for name, items in call.engine.state.history.by_signal.items()
        if name in (signals or rules)
        for item in items
    ]
    return sorted(found, key=lambda one: (one[1], one[0]))
