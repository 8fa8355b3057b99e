"""``examples:`` of a rule, and the file of lessons that it goes by."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.ruleset import Loaded, load_sources
from assist.ruleset.difference import difference, tell
from assist.ruleset.files import find
from assist.ruleset.lessons import (
    PACKED,
    LessonsFile,
    SpeakerLessons,
    lessons_of,
    packed,
    read_lessons,
    written,
)
from assist.ruleset.problems import Report
from assist.ruleset.syntax import Unreadable
from assist.text import default_folder, default_tokenizer

from .passing import passes

NEEDS = (
    "late-arrival: {kind: need, meaning: 钱去哪了, severity: mid}\n"
    "bereaved: {kind: need, meaning: 失去亲人, severity: high}\n"
)
RULE = """\
signals:
  gone: {{speaker: customer, phrases: [没影]}}
rules:
  where-is-it:
    need: {need}
    ability: communication
    when: gone
    examples: {examples}
    hint: {{text: 说清楚在哪, say: 我来查。}}
tests:
  - name: by the phrase
    call: "0.0-3.0 客户: 那笔钱没影了"
    expect: {phrase}
  - name: by the examples
    call: "0.0-3.0 客户: 昨天上午打来的那笔钱没到"
    expect: {example}
"""
SHOWN, NOT = "[{rule: where-is-it, by: 4}]", "[]"
LEARNED = LessonsFile(
    format=1,
    examples="d1",
    speakers={
        "customer": SpeakerLessons(
            lessons={"late-arrival": -2000},
            runs={
                **{unit: [100] for unit in "那笔钱没到了昨天上午打来的"},
                "没 到": [1000, 0, 4000],
                "影": [1000, 0, -900],
            },
            parts={"<la": [500, 0, 700]},
        )
    },
)


def loaded(
    examples: str,
    *,
    lessons: str | None = None,
    need: str = "late-arrival",
    phrase: str = SHOWN,
    example: str = NOT,
) -> Loaded:
    rule = RULE.format(need=need, examples=examples, phrase=phrase, example=example)
    sources = {"needs.yaml": NEEDS, "bank/late.yaml": rule}
    if lessons is None:
        lessons = written(LEARNED)
    if lessons:
        sources["bank/learned.lessons"] = lessons
    return load_sources(sources, folder=default_folder(), tokenizer=default_tokenizer())


def told(found: Loaded) -> list[tuple[str, str, int]]:
    return [(problem.code, problem.file, problem.line) for problem in found.errors]


def test_enough_like_the_examples_opens_the_rule_beside_what_it_hears() -> None:
    assert passes(loaded("{enough: 0.5}", phrase=SHOWN, example=SHOWN))


def test_not_like_the_examples_at_all_keeps_it_shut_whatever_it_hears() -> None:
    assert passes(loaded("{needed: 0.2}", phrase=NOT, example=NOT))


def test_both_together_leave_it_to_the_examples() -> None:
    assert passes(loaded("{needed: 0.2, enough: 0.5}", phrase=NOT, example=SHOWN))


def test_what_is_like_the_examples_only_a_little_is_not_the_first_hint_of_a_call() -> None:
    assert passes(loaded("{first: 0.5}", phrase=NOT, example=NOT))
    assert passes(loaded("{enough: 0.4, first: 0.5}", phrase=NOT, example=SHOWN))


def test_first_asks_for_more_than_is_needed_at_any_time() -> None:
    found = loaded("{needed: 0.5, first: 0.5}")

    assert told(found) == [("R513", "bank/late.yaml", 8)]
    assert "more than 0.5" in (found.errors[0].advice or "")


def test_what_a_first_hint_needs_is_told_in_words_when_it_changes() -> None:
    old, new = (loaded(f"{{first: {likely}}}", phrase=NOT, example=NOT) for likely in (0.5, 0.6))
    assert old.program is not None
    assert new.program is not None
    (change,) = difference(old.program.rules, new.program.rules, "en")
    assert list(tell(change, "en"))[1:] == [
        (
            "  `first`: words like the examples of `late-arrival`, 50 % or more"
            " → words like the examples of `late-arrival`, 60 % or more"
        )
    ]


def test_without_lessons_the_rule_says_what_is_missing_and_where() -> None:
    found = loaded("{enough: 0.5}", lessons="")

    assert told(found) == [("R511", "bank/late.yaml", 8)]
    assert "assist rules learn" in (found.errors[0].advice or "")


def test_a_need_of_which_nothing_was_learned() -> None:
    found = loaded("{enough: 0.5}", need="bereaved")

    assert told(found) == [("R511", "bank/late.yaml", 8)]
    assert "bereaved" in found.errors[0].message


@pytest.mark.parametrize(
    "examples", ["{enough: 1.5}", "{needed: 0}", "{first: 1}", "{sure: 0.5}", "0.5"]
)
def test_what_is_no_probability_is_refused(examples: str) -> None:
    assert loaded(examples).program is None


@pytest.mark.parametrize(
    "text",
    [
        "not json",
        "[]",
        '{"format": 2, "examples": "", "speakers": {}}',
        written(LEARNED).replace("[1000,0,4000]", "[1000,0]"),
        written(LEARNED).replace("[1000,0,4000]", "[1000,7,4000]"),
        written(LEARNED).replace("[1000,0,4000]", "[1000,0,4000,0,1]"),
        written(LEARNED).replace("[1000,0,4000]", "[0,0,4000]"),
        written(LEARNED).replace("[1000,0,4000]", "[]"),
        written(LEARNED).replace("[500,0,700]", "[500,7,700]"),
        written(LEARNED).replace("4000", "4000000000"),
        written(LEARNED).replace('"到"', '"道"'),
        '{"a":' * 100_000,
    ],
)
def test_lessons_that_cannot_be_read_are_refused_by_file(text: str) -> None:
    with pytest.raises(Unreadable):
        read_lessons("learned.lessons", text)
    found = loaded("{enough: 0.5}", lessons=text)

    assert ("R008", "bank/learned.lessons", 1) in told(found)


def test_lessons_are_bounded_together_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assist.ruleset.files.MAX_TOTAL_LESSONS_BYTES", 10)
    (tmp_path / "a.lessons").write_text(written(LEARNED), encoding="utf-8")
    report = Report()
    find([tmp_path], report)

    assert [problem.code for problem in report.sorted()] == ["R003"]


def test_two_files_of_lessons_in_one_pack_are_one_too_many() -> None:
    sources = {
        "needs.yaml": NEEDS,
        "bank/a.lessons": written(LEARNED),
        "bank/b.lessons": written(LEARNED),
    }
    found = load_sources(sources, folder=default_folder(), tokenizer=default_tokenizer())

    assert told(found) == [("R008", "bank/b.lessons", 1)]


def test_what_is_written_is_read_again() -> None:
    text = written(LEARNED)

    assert read_lessons("f", text) == LEARNED
    assert written(read_lessons("f", text)) == text
    assert lessons_of("f", text)["customer"].runs["没 到"] == (1_000**2, 1_000 * 4_000)
    assert lessons_of("f", text)["customer"].parts["<la"] == (500**2, 500 * 700)


def test_what_is_packed_is_read_as_what_it_holds() -> None:
    text = packed(LEARNED)

    assert text.startswith(f"{PACKED}\n")
    assert read_lessons("f", text) == LEARNED
    assert passes(loaded("{enough: 0.5}", lessons=text, phrase=SHOWN, example=SHOWN))


@pytest.mark.parametrize(
    "damaged",
    [
        packed(LEARNED)[:-20],
        f"{packed(LEARNED)[:-9]}é{packed(LEARNED)[-8:]}",
        f"{PACKED}\n",
        f"{PACKED}\nbm90IHpsaWI=\n",
    ],
)
def test_what_is_packed_and_damaged_is_refused(damaged: str) -> None:
    with pytest.raises(Unreadable, match="it is damaged"):
        read_lessons("f", damaged)


def test_what_would_unpack_into_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assist.ruleset.lessons.MAX_UNPACKED_LESSONS_BYTES", 100)
    with pytest.raises(Unreadable, match="it is damaged"):
        read_lessons("f", packed(LEARNED))


def test_lessons_without_parts_are_read_as_before() -> None:
    text = written(LEARNED).replace(',\n"parts": {\n"<la": [500,0,700]}', "")

    assert "parts" not in text
    assert lessons_of("f", text)["customer"].parts == {}


def test_lessons_are_part_of_what_identifies_a_rule_set() -> None:
    one = loaded("{enough: 0.5}").program
    other = loaded("{enough: 0.5}", lessons=written(LEARNED).replace("4000", "4001")).program

    assert one is not None
    assert other is not None
    assert one.rules.digest != other.rules.digest
