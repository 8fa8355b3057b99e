"""The one line about earlier calls."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

import pytest
from ruamel.yaml import YAML

from assist.memory.base import DAY_MS, Item, Recalled
from assist.memory.words import NEEDS, remembered_line
from assist.ruleset.packs import catalogue

NOW = round(datetime(2026, 3, 20, 12, tzinfo=UTC).timestamp() * 1000)
THEN = round(datetime(2026, 3, 2, 12, tzinfo=UTC).timestamp() * 1000)


def need(name: str, at: int = THEN) -> Item:
    return Item("need", name, at)


LARGE = Item("preference", "prefers_large_type", THEN)


@pytest.mark.parametrize(
    ("items", "zh", "en"),
    [
        (
            [need("late-arrival"), LARGE],
            "上次来电（3 月 2 日）：担心资金没到账；偏好大字",
            "Last call (2 March): was waiting for money to arrive; prefers large type",
        ),
        (
            [need("short-of-time"), need("likely-scam"), need("customer-angry", THEN - DAY_MS)],
            "上次来电（3 月 2 日）：可能遇到诈骗、赶时间",
            "Last call (2 March): may have been dealing with a scam, was short of time",
        ),
        (
            [Item("preference", "prefers_dialect", NOW, "粤语")],
            "上次来电（今天）：习惯讲粤语",
            "Last call (today): speaks 粤语",
        ),
        (
            [need("bereaved", THEN - 300 * DAY_MS)],
            "上次来电（2025 年 5 月 6 日）：家人去世，在办后续",
            "Last call (6 May 2025): was settling matters after a death in the family",
        ),
        (
            [Item("preference", "prefers_text_message", THEN)],
            "上次来电（3 月 2 日）：偏好 text message",
            "Last call (2 March): prefers text message",
        ),
    ],
)
def test_it_says_when_what_and_what_is_liked(items: list[Item], zh: str, en: str) -> None:
    known = Recalled(NOW, tuple(items))
    assert remembered_line(known, "zh") == zh
    assert remembered_line(known, "en") == en


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_names_no_more_than_three_needs(language: Literal["zh", "en"]) -> None:
    line = remembered_line(Recalled(NOW, tuple(need(name) for name in NEEDS)), language)
    assert line is not None
    assert len(line) < 160


@pytest.mark.parametrize("name", ["self-harm-risk", "blunt-tone", "a-site-s-own"])
def test_what_is_too_delicate_or_not_the_customer_s_is_not_named(name: str) -> None:
    assert remembered_line(Recalled(NOW, (need(name), Item("signal", "rage", THEN))), "zh") is None


def test_every_need_it_names_is_one_of_the_customer_s_in_the_catalogue() -> None:
    known = YAML(typ="safe").load(catalogue().read_text(encoding="utf-8"))
    assert NEEDS.keys() <= known.keys()
    assert {known[name]["kind"] for name in NEEDS} <= {"emotion", "need"}
