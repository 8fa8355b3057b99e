"""Rules are found by what people know of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.ruleset.packs import shipped_packs
from assist.studio.workbench import Workbench

from .packs import put


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    folder = tmp_path_factory.mktemp("packs")
    catalogue = folder / "needs.yaml"
    catalogue.write_text(
        "bereaved: {kind: emotion, name: {zh: 亲人过世}, meaning: 丧亲悲痛, severity: high}\n"
        "customer-anxious: {kind: emotion, meaning: 着急, severity: mid}\n"
    )
    put(folder)
    return Workbench([folder])


@pytest.fixture(scope="module")
def shipped() -> Workbench:
    return Workbench(shipped_packs())


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("亲人", ("acknowledge", "need", "亲人过世")),
        ("先安慰", ("acknowledge", "headline", "先安慰")),
        ("您节哀", ("acknowledge", "say", "您节哀")),
        ("丧亲", ("acknowledge", "need", "丧亲悲痛")),
        ("去世", ("acknowledge", "phrase", "去世")),
        ("去 世", ("acknowledge", "phrase", "去世")),
        ("趕時間", ("be-quick", "phrase", "赶时间")),
        ("Be Quick", ("be-quick", "name", "be-quick")),
    ],
)
def test_by_any_of_its_texts(bench: Workbench, typed: str, found: tuple[str, str, str]) -> None:
    name, part, text = found
    speaker = "customer" if part == "phrase" else None
    assert bench.find(typed) == [{"name": name, "part": part, "text": text, "speaker": speaker}]


def test_of_a_phrase_it_is_told_who_says_it(bench: Workbench) -> None:
    (found,) = bench.find("节哀 ")[:1]
    assert (found["text"], found["speaker"]) == ("节哀", "agent")


def test_what_tells_most_comes_first(tmp_path: Path) -> None:
    pack = put(tmp_path)
    rules = (pack / "rules.yaml").read_text(encoding="utf-8")
    (pack / "rules.yaml").write_text(
        rules.replace("phrases: [赶时间]", "phrases: [赶时间, 我要安慰]").replace(
            "text: 先说多久", "text: 别光安慰人"
        ),
        encoding="utf-8",
    )
    found = Workbench([pack]).find("安慰")
    # both by their headlines: the one that says less else is the closer
    assert [(one["name"], one["text"]) for one in found] == [
        ("acknowledge", "先安慰"),
        ("be-quick", "别光安慰人"),
    ]


@pytest.mark.parametrize(
    ("typed", "need"),
    [("丧亲", "bereaved"), ("亲人去世", "bereaved"), ("投诉", "complaint-demand"),
     ("逾期", "overdue-care"), ("诈骗", "likely-scam")],
)  # fmt: skip
def test_the_shipped_rules_are_found_by_what_people_call_their_needs(
    shipped: Workbench, typed: str, need: str
) -> None:
    names = shipped.names()
    of = {rule["name"]: rule["about"]["need"] for rule in names["rules"]}
    first = shipped.find(typed)[0]
    assert (first["part"], of[first["name"]]) == ("need", need)


@pytest.mark.parametrize("typed", ["", " 。 ", "先安慰 赶时间", "没有的话"])
def test_not_by_words_that_stand_in_none_of_them(bench: Workbench, typed: str) -> None:
    assert bench.find(typed) == []


def test_nothing_is_found_while_the_packs_have_errors(tmp_path: Path) -> None:
    pack = put(tmp_path)
    (pack / "broken.yaml").write_text("rules: [\n")
    assert Workbench([pack]).find("先安慰") == []


def test_the_catalogue_tells_each_headline(bench: Workbench) -> None:
    files = [file for pack in bench.tree()["packs"] for file in pack["files"]]
    rules = {rule["name"]: rule["headline"] for file in files for rule in file["rules"]}
    assert rules == {
        "acknowledge": {"zh": "先安慰", "en": "先安慰"},
        "be-quick": {"zh": "先说多久", "en": "先说多久"},
    }
