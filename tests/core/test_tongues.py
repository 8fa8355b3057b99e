"""Language tags as the world sends them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from assist.core.events import EVENT_IN, CallStart
from assist.core.match_dialects import known


def start(**fields: Any) -> CallStart:
    whole = {"type": "call.start", "call": "c1", "seq": 1, "at": 0, "agent": "7001", **fields}
    event = EVENT_IN.validate_json(json.dumps(whole))
    assert isinstance(event, CallStart)
    assert EVENT_IN.validate_json(event.model_dump_json()) == event
    return event


@pytest.mark.parametrize(
    ("tag", "language", "dialect"),
    [
        ("zh", "zh", None),
        ("zh-CN", "zh", None),
        ("zh_TW", "zh", None),
        ("cmn-Hans-CN", "zh", None),
        ("zh-HK", "zh", "yue"),
        ("zh-Hant-HK", "zh", "yue"),
        ("yue-CN", "zh", "yue"),
        ("wuu", "zh", "wu"),
        ("zh-CN-sichuan", "zh", "sichuan"),
        ("en", "en", None),
        ("en-US", "en", None),
        ("en-HK", "en", None),
    ],
)
def test_a_tag_counts_as_its_language(tag: str, language: str, dialect: str | None) -> None:
    event = start(language=tag)
    assert event.language == language
    assert event.context == ({} if dialect is None else {"dialect": dialect})
    assert known(language, event.context) == ({dialect} if dialect else set())


def test_what_is_said_of_the_dialect_counts_before_the_tag() -> None:
    said = start(language="zh-HK", context={"dialect": "吴语", "age": 71})
    assert said.context == {"dialect": "吴语", "age": 71}


@pytest.mark.parametrize("tag", ["de-DE", "zhongwen", "english", "", "-", 7, ["zh"]])
def test_a_language_that_is_not_ours_is_refused(tag: object) -> None:
    with pytest.raises(ValidationError, match="language"):
        start(language=tag)
