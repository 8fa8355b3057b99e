"""``like:`` of a signal: utterances that are like the examples of something, beside its phrases."""

from __future__ import annotations

import pytest

from assist.ruleset import Loaded, load_sources
from assist.ruleset.difference import difference, tell
from assist.ruleset.lessons import LessonsFile, SpeakerLessons, written
from assist.text import default_folder, default_tokenizer

from .passing import passes

NEEDS = "no-closing-check: {kind: agent, meaning: 问还有没有别的, severity: low}\n"
PACK = """\
signals:
  goodbye: {{speaker: agent, phrases: [再见]}}
  closing-check:
    speaker: {speaker}
    phrases: [还有别的吗]
    like: {like}
rules:
  anything-else:
    need: no-closing-check
    ability: communication
    when: {{all: [goodbye, {{absent: closing-check, since: call}}], within: 5s}}
    hint: {{text: 问问还有别的吗, say: 您还有别的要办吗？}}
tests:
  - name: neither
    call: "0.0-2.0 坐席: 好的再见"
    expect: [{{rule: anything-else, by: 6}}]
  - name: in the words of the phrase
    call: |
      0.0-2.0 坐席: 您还有别的吗
      2.5-3.0 客户: 没了
      3.5-4.0 坐席: 再见
    expect: []
  - name: in other words
    call: |
      0.0-2.0 坐席: 哪儿没听真的我再念
      2.5-3.0 客户: 没了
      3.5-4.0 坐席: 再见
    expect: {others}
"""
NOT, SHOWN = "[]", "[{rule: anything-else, by: 8}]"
LEARNED = written(
    LessonsFile(
        format=1,
        examples="d1",
        speakers={
            "agent": SpeakerLessons(
                lessons={"bare-refusal": -3000, "does:checks-closing": -2000},
                runs={
                    **{unit: [100] for unit in "哪儿没听真的我再念好见您还有别吗"},
                    "听 真": [1],
                    "没 听 真": [1000, 1, 5000],
                },
            ),
        },
    )
)


def loaded(
    like: str, *, speaker: str = "agent", others: str = NOT, lessons: str = LEARNED
) -> Loaded:
    text = PACK.format(like=like, speaker=speaker, others=others)
    sources = {"needs.yaml": NEEDS, "bank/closing.yaml": text}
    if lessons:
        sources["bank/learned.lessons"] = lessons
    return load_sources(sources, folder=default_folder(), tokenizer=default_tokenizer())


def wrong(found: Loaded) -> tuple[str, int, str, str]:
    (only,) = found.errors
    return only.code, only.line, only.message, only.advice or ""


def test_what_is_like_the_examples_is_heard_beside_the_phrases() -> None:
    assert passes(loaded("{does: checks-closing, likely: 0.5}"))


def test_what_is_not_so_like_them_is_not() -> None:
    assert passes(loaded("{does: checks-closing, likely: 0.99}", others=SHOWN))


def test_a_need_can_be_what_it_is_like() -> None:
    assert passes(loaded("{means: bare-refusal, likely: 0.9}", others=SHOWN))


def test_of_several_any_is_enough() -> None:
    also = LEARNED.replace('"bare-refusal"', '"does:sums-up": -9000, "bare-refusal"')
    lessons = also.replace("[1000,1,5000]", "[1000,2,5000]")
    assert lessons != LEARNED
    assert passes(loaded("{does: [sums-up, checks-closing], likely: 0.5}", lessons=lessons))
    assert passes(loaded("{does: [sums-up], likely: 0.5}", lessons=lessons, others=SHOWN))


def test_each_of_several_must_have_been_learned() -> None:
    code, line, message, _ = wrong(loaded("{does: [checks-closing, hums], likely: 0.5}"))

    assert (code, line) == ("R511", 6)
    assert "hums" in message


def test_what_was_never_learned_is_said_with_what_was_meant() -> None:
    code, line, message, advice = wrong(loaded("{does: check-closing, likely: 0.5}"))

    assert (code, line) == ("R511", 6)
    assert "check-closing" in message
    assert advice == "did you mean `checks-closing`?"


def test_without_lessons_it_says_how_to_get_them() -> None:
    code, _, _, advice = wrong(loaded("{does: checks-closing, likely: 0.5}", lessons=""))

    assert code == "R511"
    assert "assist rules learn" in advice


@pytest.mark.parametrize("like", ["{likely: 0.5}", "{does: a, means: b, likely: 0.5}"])
def test_it_is_like_one_thing(like: str) -> None:
    assert wrong(loaded(like))[:2] == ("R512", 6)


def test_examples_of_one_speaker_say_nothing_of_the_other() -> None:
    code, line, message, advice = wrong(
        loaded("{does: checks-closing, likely: 0.5}", speaker="customer")
    )

    assert (code, line) == ("R512", 6)
    assert "agent" in message
    assert "speaker: agent" in advice


def test_an_edit_of_it_is_told() -> None:
    old, new = (loaded(f"{{does: checks-closing, likely: {p}}}", others=o).program
                for p, o in ((0.5, NOT), (0.7, NOT)))  # fmt: skip
    assert old is not None
    assert new is not None

    (change,) = difference(old.rules, new.rules, "en")
    assert "  `taught`: checks-closing 50% → checks-closing 70%" in list(tell(change, "en"))
