"""Rules that each wait for one word, for tests of what the agent sees of several at once."""

from __future__ import annotations

from typing import Any, Final

from tests.core.calls import Call, rules

NEEDS: Final = (
    "customer-anxious",
    "waited-too-long",
    "plain-words",
    "short-of-time",
    "fair-terms",
    "documents-upfront",
    "steps-and-times",
    "hardship-plan",
    "overdue-care",
    "urgent-cash",
    "frozen-account",
    "progress-visible",
)
LONG: Final = "先把客户的话复述一遍，再告诉他下一步要等几天才行"
"""The longest headline that a rule may have: a glance at it takes four seconds."""
WORDS: Final = "甲乙丙丁戊己庚辛壬癸子丑"


def many(priorities: str = "advice " * 12, text: str = LONG, **more: str) -> str:
    """Rule ``r0``, ``r1`` … each wait for one word of their own: 暗号甲, 暗号乙 …"""
    made = rules(
        "\n".join(
            f"r{i}: {{need: {NEEDS[i]}, when: word{i}, met_by: done{i}, "
            f"hint: {{priority: {priority}, text: {text}}} {more.get(f'r{i}', '')}}}"
            for i, priority in enumerate(priorities.split())
        )
    )
    signals = "".join(
        f"  word{i}: {{speaker: customer, phrases: [暗号{WORDS[i]}]}}\n"
        f"  done{i}: {{speaker: agent, phrases: [办完{WORDS[i]}]}}\n"
        for i in range(len(priorities.split()))
    )
    return made.replace("signals:\n", "signals:\n" + signals, 1)


def cue(call: Call, at: float, *rules: int) -> list[dict[str, Any]]:
    """The customer says the words of some rules."""
    return call.customer(at, "，".join(f"暗号{WORDS[i]}" for i in rules))
