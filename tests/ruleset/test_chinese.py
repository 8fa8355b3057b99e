"""What is told a supervisor in English is told in Chinese, too: every template of the package."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import assist.ruleset
from assist.ruleset import Problem
from assist.ruleset.chinese import chinese, problem_in

from .conftest import CODE_ALONE

TELLING = {"error", "warning", "Unreadable", "PhraseError", "ScriptError", "PydanticCustomError"}
"""Whatever is called to tell what is wrong."""
HOLE = re.compile(r"(?<!…)\{(?:value|plain|most)?\}")


def templates(call: ast.expr) -> Iterator[str]:
    """What an argument may say, ``{}`` where something is filled in."""
    match call:
        case ast.Constant(str(said)):
            yield said
        case ast.JoinedStr(values):
            yield "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in values)
        case ast.IfExp(body=one, orelse=other):
            yield from templates(one)
            yield from templates(other)


def told() -> Iterator[tuple[str, str]]:
    for file in sorted(Path(assist.ruleset.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                for argument in node.args if name in TELLING else ():
                    yield from ((file.name, said) for said in templates(argument))


SAID = sorted({(file, said) for file, said in told() if " " in said})


def test_the_templates_are_found() -> None:
    assert len(SAID) > 200
    assert ("lint.py", "say it calmly") in SAID


@pytest.mark.parametrize(("file", "said"), SAID)
def test_every_message_has_its_chinese(file: str, said: str) -> None:
    message = HOLE.sub("x7", said)
    assert CODE_ALONE.fullmatch(message) or chinese(message), f"{file}: not in the catalogue"


def test_names_numbers_and_places_are_kept_where_they_belong() -> None:
    assert chinese("there is no signal `late-fee`") == "没有叫“late-fee”的信号"
    assert chinese("2 of 1 can never be") == "1 个里面不会有 2 个"
    assert chinese("the rule `a` is already at x/loss.yaml:8:3") == (
        "规则“a”已经在 x/loss.yaml:8:3 写过"
    )


def test_a_name_out_of_the_file_is_never_translated() -> None:
    assert chinese("`need` is missing") == "少了“need”"
    assert chinese("there is no need `list`") == "没有叫“list”的需要"


def test_what_is_not_in_the_catalogue_stays_as_it_is() -> None:
    problem = Problem("a.yaml", 1, 1, "error", "R001", "the moon is full", "wait")
    assert problem_in(problem, "zh") == problem


def test_in_english_nothing_changes() -> None:
    problem = Problem("a.yaml", 1, 1, "error", "R202", "`need` is missing", "add `need:`")
    assert problem_in(problem, "en") is problem
