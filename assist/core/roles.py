"""Whether the two channels look exchanged: the customer talks like an agent, and the agent like a
customer.

A pack names signals of either speaker that only an agent, or only a customer, gives
(``roles:``). Rules that depend on who speaks would misfire throughout such a call, so their hints
are kept from the screen until the evidence turns or somebody puts the channels right.
"""

from __future__ import annotations

from collections.abc import Iterable

from .occurrences import History
from .rules import Roles

KEPT_MS = 4 * 3_600_000
"""How long evidence counts: longer than calls last."""
MARGIN = 2
"""Utterances by which the evidence for an exchange must outweigh twice that against it. One "may I
help you" of a customer who jokes, or one "my card" of an agent who repeats, is no exchange; both
together are, where nothing speaks against it. Our own choice, to be cautious."""


def look_exchanged(history: History, roles: Roles, since: int) -> bool:
    """Whether they do, by what was heard from media time ``since`` on."""
    agent_talk = _by_speaker(history, roles.agent, since)
    customer_talk = _by_speaker(history, roles.customer, since)
    wrong = len(agent_talk["customer"]), len(customer_talk["agent"])
    right = len(agent_talk["agent"]) + len(customer_talk["customer"])
    return min(wrong) >= 1 and sum(wrong) >= 2 * right + MARGIN


def _by_speaker(history: History, signals: Iterable[str], since: int) -> dict[str, set[str]]:
    """Speaker -> the utterances in which any of the signals was heard of them."""
    found: dict[str, set[str]] = {"customer": set(), "agent": set()}
    for signal in signals:
        for item in history.between(signal, since, 1 << 62):
            if item.speaker in found:
                found[item.speaker].add(item.utterance)
    return found
