"""``subject:`` and ``roles:``: what a pack says of calls as such."""

from __future__ import annotations

from assist.core.rules import Subject
from assist.ruleset import Loaded, load_sources
from assist.ruleset.chinese import problem_in
from assist.ruleset.lessons import LessonsFile, SpeakerLessons, written
from assist.text import default_folder, default_tokenizer

LEARNED = written(
    LessonsFile(
        format=1,
        examples="d1",
        speakers={"customer": SpeakerLessons(lessons={"late-arrival": -2000}, runs={"钱": [100]})},
    )
)


def loaded(*files: str, lessons: str = LEARNED) -> Loaded:
    sources = {f"bank/{number}.yaml": text for number, text in enumerate(files)}
    if lessons:
        sources["bank/learned.lessons"] = lessons
    return load_sources(sources, folder=default_folder(), tokenizer=default_tokenizer())


def told(found: Loaded) -> list[tuple[str, str, int, int]]:
    return [(problem.code, problem.file, problem.line, problem.column) for problem in found.errors]


def test_words_are_folded_and_lists_stand_for_what_is_in_them() -> None:
    found = loaded(
        "lists: {book: [存摺, 折子]}\nsubject: {words: [銀行, $book, ATM], familiar: 0.8}"
    )
    assert found.program is not None
    about = {"bank": Subject(("银行", "存折", "折子", "atm"), 0.8)}
    assert found.program.rules.subjects == about


def test_a_pack_says_it_once() -> None:
    about = "subject: {words: [银行], familiar: 0.8}"
    found = loaded(about, about)
    assert told(found) == [("R414", "bank/1.yaml", 1, 10)]


def test_a_word_has_no_gap() -> None:
    found = loaded("subject:\n  words: [银行, 我的…卡]\n  familiar: 0.8")
    assert told(found) == [("R414", "bank/0.yaml", 2, 3)]
    assert "空档" in problem_in(found.errors[0], "zh").message


def test_without_lessons_nothing_tells_what_is_familiar() -> None:
    found = loaded("subject:\n  words: [银行]\n  familiar: 0.8", lessons="")
    assert told(found) == [("R511", "bank/0.yaml", 3, 3)]
    assert "assist rules learn" in (found.errors[0].advice or "")


def test_a_share_is_none_or_all_of_nothing() -> None:
    found = loaded("subject: {words: [银行], familiar: 80}")
    assert [problem.code for problem in found.errors] == ["R203"]
    assert "familiar" in found.errors[0].message


def test_only_what_is_heard_of_both_tells_who_is_who() -> None:
    found = loaded(
        "signals: {greets: {speaker: agent, phrases: [您好]}}\nroles: {agent: [greets]}", lessons=""
    )
    assert told(found) == [("R411", "bank/0.yaml", 2, 17)]
