"""Scenario files, and what is said of those that are wrong: file, line, column, what was meant."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from assist.training.reading import Catalogue

from .conftest import SCENARIO

Read = Callable[[Path], Catalogue]

LABELLED: dict[str, object] = {
    "id": "x9",
    "title": "补卡",
    "context": {"customer_name": "高先生", "tags": ["a"]},
    "turns": [
        {"role": "agent", "t0": 0.5, "t1": 2.0, "text": "您好，请讲。"},
        {"role": "customer", "t0": 2.5, "t1": 5.0, "text": "我的卡丢了。"},
        {"role": "customer", "t0": 9.0, "t1": 11.0, "text": "急着用钱。"},
        {"role": "agent", "t0": 11.5, "t1": 14.0, "text": "我先帮您挂失。"},
        {"role": "customer", "t0": 14.5, "t1": 16.0, "text": "好。"},
    ],
    "expect": [
        {"need": "customer-anxious", "turn": 2, "from_s": 9, "until_s": 20, "severity": "high"}
    ],
}


@pytest.fixture
def problems(read_from: Read, tmp_path: Path) -> Callable[[str], list[str]]:
    """What is wrong with one scenario file, without the folder's name."""

    def of(text: str, name: str = "one.yaml") -> list[str]:
        (tmp_path / name).write_text(textwrap.dedent(text), "utf-8")
        found = read_from(tmp_path).problems
        return [str(each).replace(f"{tmp_path}/", "") for each in found if name in each.file]

    return of


def test_a_folder_of_ones_own_is_added(read_from: Read, tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(SCENARIO, "utf-8")
    entry = read_from(tmp_path).entries["one"]
    assert (entry.kind, entry.scenario.title.en, entry.minutes) == ("scenario", "A try", 1)


def test_ones_own_wins_over_a_shipped_one(read_from: Read, tmp_path: Path) -> None:
    (tmp_path / "01-late-husband.yaml").write_text(SCENARIO, "utf-8")
    assert read_from(tmp_path).entries["01-late-husband"].scenario.title.zh == "试一试"


def test_a_labelled_call_is_a_scenario(read_from: Read, tmp_path: Path) -> None:
    (tmp_path / "x9.json").write_text(json.dumps(LABELLED), "utf-8")
    entry = read_from(tmp_path).entries["x9"]
    scenario = entry.scenario
    assert (entry.kind, scenario.difficulty, scenario.greeting) == ("call", 3, "您好，请讲。")
    (moment,) = scenario.turns
    assert moment.customer[0].say == "我的卡丢了。{4s}急着用钱。"
    assert (moment.needs, moment.good) == (["customer-anxious"], ["我先帮您挂失。"])
    assert scenario.ending[0].say == "好。"
    assert scenario.context == {"customer_name": "高先生"}


def test_sample_calls_are_scenarios(read_from: Read, tmp_path: Path) -> None:
    entries = read_from(tmp_path).entries
    assert entries["04-regulator"].kind == "call"
    assert len(entries["04-regulator"].scenario.turns) == 6


def test_a_missing_folder_is_told_and_the_shipped_ones_stay(
    read_from: Read, tmp_path: Path
) -> None:
    found = read_from(tmp_path / "gone")
    assert "no such folder" in str(found.problems[-1])
    assert "01-late-husband" in found.entries


def test_shipped_scenarios_that_the_rules_do_not_fit_are_left_out(
    read_from: Read, tmp_path: Path
) -> None:
    found = read_from(tmp_path)
    assert found.problems == ()
    assert "calm-consultation" in found.entries
    assert "hardship-loan" not in found.entries


def test_a_key_that_is_not_known(problems: Callable[[str], list[str]]) -> None:
    assert problems(SCENARIO.replace("difficulty:", "dificulty:")) == [
        "one.yaml:5:1: `dificulty` is not known here (did you mean `difficulty`?)"
    ]


def test_a_need_that_is_not_known(problems: Callable[[str], list[str]]) -> None:
    assert problems(SCENARIO.replace("needs: [customer-angry]", "needs: [customer-angri]")) == [
        "one.yaml:9:13: there is no need `customer-angri` (did you mean `customer-angry`?)"
    ]


def test_a_signal_that_is_not_known(problems: Callable[[str], list[str]]) -> None:
    text = SCENARIO.replace("{if: {met: customer-angry}, say", "{if: {heard: sory}, say")
    assert problems(text) == ["one.yaml:14:22: there is no signal `sory` (did you mean `sorry`?)"]


def test_a_condition_that_asks_nothing(problems: Callable[[str], list[str]]) -> None:
    (told,) = problems(SCENARIO.replace("{if: {met: customer-angry}, say", "{if: {}, say"))
    assert told.startswith("one.yaml:14:")
    assert "names at least one of met" in told


def test_a_moment_in_which_there_may_be_nothing_to_say(
    problems: Callable[[str], list[str]],
) -> None:
    text = SCENARIO.replace("{say: 不跟你说了, rate: 1.5}", "{if: {met: customer-angry}, say: 哦}")
    (told,) = problems(text)
    assert told.startswith("one.yaml:13:")
    assert "the last variant must have no `if`" in told


def test_insisting_on_nothing(problems: Callable[[str], list[str]]) -> None:
    (told,) = problems(SCENARIO.replace("    needs: [customer-angry]\n", ""))
    assert "`insists` without `needs`" in told


def test_nothing_to_answer(problems: Callable[[str], list[str]]) -> None:
    (told,) = problems(SCENARIO.replace("    good: 正在查，请稍等\n", ""))
    assert told == "one.yaml:13:5: `good` is missing (add `good:`)"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "one.yaml:1:1: keys and values are expected here: title, about, turns"),
        ("title: [", "one.yaml:"),
        ("title: &a x", "one.yaml:1:8: &a is a YAML anchor"),
        (
            "title: {zh: a, en: b}\nabout: {zh: a, en: b}\ncall: |\n  x 客户: 你好\n",
            "one.yaml:4:3:",
        ),
    ],
)
def test_what_is_no_scenario_at_all(
    problems: Callable[[str], list[str]], text: str, told: str
) -> None:
    assert problems(text)[0].startswith(told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "one.json:1:2: not JSON"),
        ("{}", "one.json:1:1: not a labelled call: id"),
        (json.dumps(LABELLED | {"turns": []}), "nobody says anything"),
    ],
)
def test_what_is_no_labelled_call(problems: Callable[..., list[str]], text: str, told: str) -> None:
    assert told in problems(text, "one.json")[0]
