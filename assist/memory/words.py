"""What is remembered of a customer, as one line for the agent of the next call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from assist.core.tongues import Language

from .base import Recalled

MOST_NEEDS = 3

NEEDS: Mapping[str, tuple[str, str]] = {
    "likely-scam": ("可能遇到诈骗", "may have been dealing with a scam"),
    "regulator-threat": ("提到向监管投诉", "spoke of going to the regulator"),
    "complaint-demand": ("要求投诉或找负责人", "asked to complain or for a manager"),
    "leaving-threat": ("说过要转到别家", "spoke of leaving the bank"),
    "bereaved": ("家人去世，在办后续", "was settling matters after a death in the family"),
    "customer-grieving": ("心里难过", "was grieving"),
    "customer-angry": ("很生气", "was angry"),
    "doubts-competence": ("觉得没被听懂", "felt not understood"),
    "had-to-repeat": ("反复讲过同一件事", "had to tell the same thing again"),
    "frozen-account": ("账户动不了", "could not use an account"),
    "hardship-plan": ("还款有困难", "had trouble repaying"),
    "stranded-without-card": ("急用卡或现金", "was stranded without a card"),
    "urgent-cash": ("急需资金", "needed cash soon"),
    "late-arrival": ("担心资金没到账", "was waiting for money to arrive"),
    "overdue-care": ("担心逾期", "was worried about a late payment"),
    "customer-anxious": ("着急担心", "was anxious"),
    "fair-terms": ("觉得条款不公平", "found the terms unfair"),
    "limit-alternative": ("转账限额不够用", "needed a higher transfer limit"),
    "cannot-see-screen": ("看不清屏幕", "could not see the screen well"),
    "plain-words": ("需要讲大白话", "needed plain words"),
    "jargon-unexplained": ("听不懂术语", "did not know the terms used"),
    "waited-too-long": ("等得太久", "had waited too long"),
    "short-of-time": ("赶时间", "was short of time"),
    "progress-visible": ("想知道办到哪一步", "wanted to know how far things were"),
    "steps-and-times": ("想知道步骤和时间", "wanted to know the steps and times"),
    "documents-upfront": ("关心要带哪些材料", "asked which papers are needed"),
    "doubts-human": ("不喜欢套话", "disliked scripted answers"),
    "customer-dissatisfied": ("不太满意", "was not satisfied"),
}
"""Needs of the catalogue that the line may name, the weightiest first, in zh and en: those of the
customer. What the agent did or left out is not held up to the next agent, and thoughts of ending
one's life are too delicate to stand on a screen when a call begins; rules may ask for both."""

PREFERENCES: Mapping[str, tuple[str, str]] = {
    "prefers_large_type": ("偏好大字", "prefers large type"),
    "prefers_slow_speech": ("希望讲慢些", "likes it said slowly"),
    "prefers_dialect": ("习惯讲{value}", "speaks {value}"),
}
"""Preferences that have words of their own; ``{value}`` where it is a text."""


def remembered_line(known: Recalled, language: Language) -> str | None:
    """``上次来电（3 月 2 日）：担心资金没到账；偏好大字``; None where there is nothing to say.

    The needs are those of the last call of which any are known, in the order of :data:`NEEDS`.
    """
    which = 1 if language == "en" else 0
    needs = [item for item in known.items if item.what == "need" and item.name in NEEDS]
    last = max((item.at for item in needs), default=0)
    latest = {item.name for item in needs if item.at == last}
    felt = [words[which] for name, words in NEEDS.items() if name in latest][:MOST_NEEDS]
    liked = [_preference(name, value, which) for name, value in known.preferences.items()]
    comma, semicolon = (", ", "; ") if which else ("、", "；")
    said = semicolon.join(part for part in (comma.join(felt), semicolon.join(liked)) if part)
    if not said:
        return None
    when = _day(last or known.last or known.now, known.now, which)
    return f"Last call ({when}): {said}" if which else f"上次来电（{when}）：{said}"


def _preference(name: str, value: object, which: int) -> str:
    words = PREFERENCES.get(name)
    if words is not None and (isinstance(value, str) == ("{value}" in words[which])):
        return words[which].replace("{value}", str(value))
    plain = name.partition("_")[2].replace("_", " ")
    said = plain if value is True else f"{plain} {value}"
    return f"prefers {said}" if which else f"偏好 {said}"


def _day(at: int, now: int, which: int) -> str:
    """The day of ``at`` where this machine stands, as people say it at ``now``."""
    day, today = _date(at), _date(now)
    if day == today:
        return ("今天", "today")[which]
    year = day.year != today.year
    if which:
        return f"{day.day} {day:%B}" + (f" {day.year}" if year else "")
    return (f"{day.year} 年 " if year else "") + f"{day.month} 月 {day.day} 日"


def _date(at: int) -> date:
    return datetime.fromtimestamp(at / 1000).astimezone().date()
