"""Lessons learned from examples hear what was not among them."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.core.judging import Judged, Least, tree_of
from assist.learning import Example, ExampleError, digest_of, read_examples, teach
from assist.learning.examples import files_of
from assist.ruleset.lessons import LessonsFile, SpeakerLessons, lessons_of, written
from assist.text import default_folder

WHO = ("房东", "我女儿", "对方", "供货商", "学校", "老家", "我妈", "工人")
LATE = [f"钱转给{who}了，{who}说一直没到账" for who in WHO]
CALM = [f"{who}让我问问，转账有没有手续费" for who in WHO]
NO = [f"{who}那边不能给您办理" for who in WHO]
YES = [f"{who}那边我帮您办好了" for who in WHO]
EXAMPLES = [
    *(Example(speaker="customer", text=text, means=frozenset({"late-arrival"})) for text in LATE),
    *(Example(speaker="customer", text=text) for text in CALM),
    *(Example(speaker="agent", text=text, means=frozenset({"bare-refusal"})) for text in NO),
    *(Example(speaker="agent", text=text) for text in YES),
]


def is_likely(speaker: str, need: str, text: str) -> bool:
    lessons = lessons_of("f", written(teach(EXAMPLES, "d", default_folder())))[speaker]
    judged = Judged(tree_of(lessons))
    judged.hear(default_folder().fold(text).text)
    assert judged.norm > 0
    return judged.likely(Least.of([lessons.asked(need, 0.5)])) == [0]


def test_other_words_of_the_same_kind_are_heard() -> None:
    assert is_likely("customer", "late-arrival", "给我弟转的，他说没到账")
    assert not is_likely("customer", "late-arrival", "我弟问转账要不要手续费")


def test_a_word_in_latin_script_is_heard_in_its_other_forms() -> None:
    names = ("Ann", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal")
    charged = [f"they overcharge {name} every month for nothing" for name in names]
    calm = [f"could you tell {name} where the branch in town is" for name in names]
    examples = [
        *(Example(speaker="customer", text=t, means=frozenset({"fair-terms"})) for t in charged),
        *(Example(speaker="customer", text=text) for text in calm),
    ]
    lessons = lessons_of("f", written(teach(examples, "d", default_folder())))["customer"]
    judged = Judged(tree_of(lessons))

    judged.hear("overcharging ann nothing for the month")
    other_form = judged.sums[0] / judged.norm
    judged.hear("gardening ann nothing for the month")

    assert other_form > judged.sums[0] / judged.norm


def test_each_need_is_learned_of_who_says_it() -> None:
    lessons = teach(EXAMPLES, "d", default_folder())

    assert list(lessons.speakers["customer"].lessons) == ["late-arrival"]
    assert list(lessons.speakers["agent"].lessons) == ["bare-refusal"]


def test_the_same_examples_teach_the_same() -> None:
    folder = default_folder()

    assert written(teach(EXAMPLES, "d", folder)) == written(teach(EXAMPLES, "d", folder))


def test_what_it_may_mean_teaches_neither_way() -> None:
    doubtful = [
        one.model_copy(update={"maybe": frozenset({"late-arrival"})})
        for one in EXAMPLES
        if one.text in CALM
    ]
    without = [one for one in EXAMPLES if one.text not in CALM]

    with pytest.raises(ValueError, match="class"):
        teach(
            [one for one in without if one.speaker == "customer"] + doubtful, "d", default_folder()
        )


def test_what_agents_do_is_learned_of_lines_that_somebody_looked_at() -> None:
    asks = [f"{who}那边还有别的要问吗" for who in WHO]
    marked = [
        *(Example(speaker="agent", text=text, does=frozenset({"checks-closing"})) for text in asks),
        *(Example(speaker="agent", text=text, does=frozenset()) for text in NO),
    ]
    unseen = [Example(speaker="agent", text=text) for text in asks]
    doubtful = [
        Example(speaker="agent", text=text, does=frozenset(), perhaps=frozenset({"checks-closing"}))
        for text in asks
    ]

    alone = teach(marked, "d", default_folder()).speakers["agent"]
    assert list(alone.lessons) == ["does:checks-closing"]
    for more in (unseen, doubtful):
        besides = teach(marked + more, "d", default_folder()).speakers["agent"]
        assert is_sure(besides) is is_sure(alone) is True
    assert not is_sure(teach(marked + unlike(asks), "d", default_folder()).speakers["agent"])


def unlike(texts: list[str]) -> list[Example]:
    return [Example(speaker="agent", text=text, does=frozenset()) for text in texts * 3]


def is_sure(learned: SpeakerLessons) -> bool:
    """Whether the question is likely to be one before goodbye."""
    lessons = lessons_of(
        "f", written(LessonsFile(format=1, examples="d", speakers={"agent": learned}))
    )["agent"]
    judged = Judged(tree_of(lessons))
    judged.hear("我妈那边还有别的要问吗")
    return judged.likely(Least.of([lessons.asked("does:checks-closing", 0.6)])) == [0]


def test_too_few_examples_teach_nothing() -> None:
    with pytest.raises(ValueError, match="8 examples"):
        teach(EXAMPLES[:3], "d", default_folder())


def test_what_is_rare_in_calls_is_less_likely_than_among_sentences_made_up_for_it() -> None:
    """A word of the examples that stands in calls mostly without meaning it."""
    idle = [
        Example(speaker="customer", text=f"{who}今天天气不错没到", transcript=f"day-{n % 4}")
        for n, who in enumerate(WHO * 4)
    ]
    meant = [
        Example(
            speaker="customer", text=f"{who}没到", means=frozenset({"late-arrival"}), transcript="a"
        )
        for who in WHO[:2]
    ]
    made_up = [one.model_copy(update={"transcript": ""}) for one in idle + meant]

    with_calls = teach(EXAMPLES + idle + meant, "d", default_folder()).speakers["customer"]
    without = teach(EXAMPLES + made_up, "d", default_folder()).speakers["customer"]
    assert with_calls.lessons["late-arrival"] != without.lessons["late-arrival"]
    assert with_calls.runs.keys() == without.runs.keys()


def test_a_file_among_the_calls_is_a_transcript(tmp_path: Path) -> None:
    calls = tmp_path / "examples" / "calls"
    calls.mkdir(parents=True)
    (calls / "monday.jsonl").write_text('{"speaker": "agent", "text": "好"}', encoding="utf-8")
    (tmp_path / "examples" / "mine.jsonl").write_text(
        '{"speaker": "agent", "text": "嗯"}', encoding="utf-8"
    )

    read = read_examples(files_of(tmp_path))
    assert [(one.text, one.transcript) for one in read] == [("嗯", ""), ("好", "monday")]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"speaker": "boss", "text": "好"}', "speaker"),
        ('{"speaker": "agent"}', "text"),
        ('{"speaker": "agent", "text": ""}', "text"),
        ('{"speaker": "agent", "text": "好", "mean": []}', "mean"),
        ('{"speaker": "customer", "text": "好", "does": []}', "agents"),
        ('{"speaker": "agent", "text": "好", "does": ["Checks It"]}', "does"),
        ("nonsense", "JSON"),
    ],
)
def test_a_line_that_is_no_example_is_named(tmp_path: Path, line: str, says: str) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"speaker": "agent", "text": "好"}\n\n' + line + "\n", encoding="utf-8")

    with pytest.raises(ExampleError, match=says) as told:
        read_examples([file])
    assert f"{file}:3:" in str(told.value)


def test_a_file_of_another_encoding_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes('{"speaker": "agent", "text": "好"}'.encode("gbk"))

    with pytest.raises(ExampleError, match="UTF-8"):
        read_examples([file])


def test_examples_are_known_by_what_they_say(tmp_path: Path) -> None:
    folder = tmp_path / "examples"
    folder.mkdir()
    (folder / "a.jsonl").write_text("1", encoding="utf-8")
    before = digest_of(files_of(tmp_path))
    (folder / "a.jsonl").write_text("2", encoding="utf-8")

    assert digest_of(files_of(tmp_path)) != before
