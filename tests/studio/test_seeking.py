"""Rules are found by what people know of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.studio.workbench import Workbench

from .packs import put


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    folder = tmp_path_factory.mktemp("packs")
    catalogue = folder / "needs.yaml"
    catalogue.write_text(
        "bereaved: {kind: emotion, meaning: 丧亲悲痛, severity: high}\n"
        "customer-anxious: {kind: emotion, meaning: 着急, severity: mid}\n"
    )
    put(folder)
    return Workbench([folder])


@pytest.mark.parametrize(
    ("typed", "found"),
    [
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
    assert bench.find(typed) == [{"name": name, "part": part, "text": text}]


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
