"""The supervisors' pages are true: every example loads, every shown error is the one given."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from assist.core.program import build
from assist.ruleset import Compiled, Loaded, Problem, compile_sources
from assist.ruleset.bounds import MAX_DEPTH, MAX_PATTERN_CHARS, MAX_PHRASE_CHARS
from assist.ruleset.chinese import problem_in
from assist.ruleset.load import gather
from assist.ruleset.memory import Memory
from assist.ruleset.model import RuleModel, SignalModel
from assist.ruleset.model_conditions import CONDITIONS
from assist.ruleset.pack import Entry
from assist.ruleset.packs import LOCAL, LOCAL_VARIABLE, shipped_packs
from assist.ruleset.problems import Report
from assist.ruleset.testing import run
from assist.text import default_folder, default_tokenizer

Load = Callable[..., Loaded]

FOLDER = Path(__file__).parents[2] / "docs" / "supervisors"
PAGES = sorted(page for page in FOLDER.glob("*.md") if not page.name.startswith("scenarios"))
"""Those on rules; what the pages on scenarios show is played by ``tests/training``."""
EDITIONS = ("rule-language.md", "rule-language.zh.md")
FENCE = re.compile(r"^```(\w+(?: \w+)?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
READERS_WORDS = re.compile(r"^ *- name: .*$| *# .*$", re.MULTILINE)
"""What an example says in its reader's language: names of tests, and comments."""


def read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def examples() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for fence in FENCE.finditer(text):
            if fence[1] == "yaml":
                yield f"{page.name}:{text.count(chr(10), 0, fence.start()) + 1}", fence[2]


@pytest.mark.parametrize("example", [pytest.param(body, id=where) for where, body in examples()])
def test_every_example_loads_and_its_tests_pass(load_text: Load, example: str) -> None:
    loaded = load_text(example)

    assert [str(problem) for problem in loaded.errors] == []
    assert loaded.program is not None
    for test in loaded.tests:
        assert run(test, loaded.program).failures == () or test.todo
        assert run(test, loaded.program).ok


GUIDES, COOKBOOKS = (
    ["first-rule.md", "first-rule.zh.md"],
    ["cookbook.md", "cookbook.zh.md"],
)
OURS = "our-"
"""What names of a site's own begin with, as the pages tell."""
Beside = Callable[..., Compiled]


@pytest.fixture(scope="module")
def beside() -> Beside:
    """``beside(text, …)``: files of a site's own pack, compiled with the shipped ones."""
    shipped, memory = gather(shipped_packs(), Report()).texts, Memory()

    def compiled(*texts: str) -> Compiled:
        own = {f"rules/{number}.yaml": text for number, text in enumerate(texts)}
        return compile_sources({**shipped, **own}, folder=default_folder(), memory=memory)

    return compiled


def _is_own(entry: Entry[BaseModel]) -> bool:
    return entry.place.file == "rules/0.yaml"


def of(*pages: str) -> list[tuple[str, str]]:
    return [(where, text) for where, text in examples() if where.partition(":")[0] in pages]


@pytest.mark.parametrize(
    "example", [pytest.param(text, id=where) for where, text in of(*GUIDES, *COOKBOOKS)]
)
def test_what_is_to_be_copied_loads_beside_the_shipped_packs(beside: Beside, example: str) -> None:
    made = beside(example)

    assert [str(problem) for problem in made.errors] == []
    assert made.pack is not None
    entries = [entry for _, named in made.pack.named() for entry in named.values()]
    own = [each.name for each in entries if isinstance(each, Entry) and _is_own(each)]
    assert own
    assert [name for name in own if not name.startswith(OURS)] == []


@pytest.mark.parametrize(("guide", "cookbook"), list(zip(GUIDES, COOKBOOKS, strict=True)))
def test_all_that_is_to_be_copied_loads_together(beside: Beside, guide: str, cookbook: str) -> None:
    finished = of(guide)[-1]
    made = beside(*(text for _, text in [finished, *of(cookbook)]))

    assert [str(problem) for problem in made.errors] == []


def test_no_shipped_name_begins_as_those_of_a_site_do(beside: Beside) -> None:
    pack = beside().pack
    assert pack is not None
    named = [name for _, entries in pack.named() for name in entries]
    assert len(named) > 500
    assert [name for name in named if name.startswith(OURS)] == []


@pytest.mark.parametrize("example", [pytest.param(text, id=at) for at, text in of(*GUIDES)])
def test_the_guides_tests_pass_beside_the_shipped_packs(beside: Beside, example: str) -> None:
    made = beside(example)
    assert made.rules is not None
    program = build(made.rules, default_folder(), default_tokenizer())
    own = [test for test in made.tests if test.file == "rules/0.yaml"]
    assert [(test.name, run(test, program).failures) for test in own if not test.todo] == [
        (test.name, ()) for test in own if not test.todo
    ]


@pytest.mark.parametrize("guide", GUIDES)
def test_what_the_guide_ends_with_leaves_the_shipped_rules_as_they_are(
    beside: Beside, guide: str
) -> None:
    """Its need is one that a shipped rule has, whose tests are the ones it could break."""
    made = beside(of(guide)[-1][1])
    assert made.rules is not None
    assert made.rules.rules["our-comfort-first"].mode == "shadow"
    program = build(made.rules, default_folder(), default_tokenizer())
    theirs = [test for test in made.tests if test.file.startswith("bank-zh/bereavement")]
    assert "comfort first then the papers" in [test.name for test in theirs]
    assert [test.name for test in theirs if not run(test, program).ok] == []


def test_the_pages_name_one_place_for_a_pack_of_ones_own() -> None:
    for name in (*GUIDES, *EDITIONS, "commands.md", "commands.zh.md", "studio.md", "studio.zh.md"):
        assert str(LOCAL) in read(name), name
        assert LOCAL_VARIABLE in read(name), name
    for page in PAGES:
        assert "rules/local" not in page.read_text(encoding="utf-8"), page.name


def as_printed(problem: Problem, page: Path) -> str:
    if not page.name.endswith(".zh.md"):
        return str(problem)
    told = problem_in(problem, "zh")
    place = f"{told.file}:{told.line}:{told.column}"
    return f"{place}: {told.message}（{told.advice}）"


def test_the_errors_shown_are_the_errors_given(load_text: Load) -> None:
    shown = 0
    for page in PAGES:
        fences = [(f[1], f[2]) for f in FENCE.finditer(page.read_text(encoding="utf-8"))]
        for (kind, body), (_, following) in itertools.pairwise(fences):
            if kind == "yaml bad":
                given = [as_printed(problem, page) for problem in load_text(body).errors]
                assert given == following.splitlines()
                shown += 1
    assert shown


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_reference_names_every_key(edition: str) -> None:
    reference = read(edition)
    keys = {
        info.alias or name
        for model in (RuleModel, SignalModel)
        for name, info in model.model_fields.items()
    }
    missing = {key for key in keys | set(CONDITIONS) if f"`{key}`" not in reference}
    missing -= {key for key in missing if f"{{{key}:" in reference or f" {key}:" in reference}

    assert missing == set()
    for bound in (MAX_DEPTH, MAX_PATTERN_CHARS, MAX_PHRASE_CHARS):
        assert str(bound) in reference


def headings(text: str) -> list[str]:
    """The level of each heading: ``#``, ``##`` …"""
    return re.findall(r"^(#+) ", FENCE.sub("", text), re.MULTILINE)


def yaml_blocks(text: str) -> list[str]:
    return [READERS_WORDS.sub("", fence[2]) for fence in FENCE.finditer(text) if fence[1] == "yaml"]


def looked_up(text: str) -> list[list[str]]:
    """The names of the language in the first cell of each row of a table, placeholders left out."""
    rows = re.findall(r"^\| (.*?) \| ", text, re.MULTILINE)
    return [re.findall(r"[a-z_]{2,}", " ".join(re.findall(r"`([^`]+)`", row))) for row in rows]


@pytest.mark.parametrize("part", [headings, yaml_blocks, looked_up])
def test_the_editions_of_the_reference_have_the_same(part: Callable[[str], list[object]]) -> None:
    english, chinese = (part(read(edition)) for edition in EDITIONS)

    differ = [
        pair for pair in itertools.zip_longest(english, chinese) if len(set(map(str, pair))) > 1
    ]
    assert differ == []
    assert english
