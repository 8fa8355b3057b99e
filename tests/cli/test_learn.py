"""``assist rules learn``: from a pack's examples to its lessons, and whether they are fresh."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assist.cli.rules import app
from assist.ruleset.lessons import read_lessons
from assist.ruleset.packs import shipped_packs

WHO = ("房东", "女儿", "对方", "供货商", "学校", "老家", "我妈", "工人")


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "bank"
    (folder / "examples").mkdir(parents=True)
    lines = [
        *(
            {"speaker": "customer", "text": f"{who}说没到账", "means": ["late-arrival"]}
            for who in WHO
        ),
        *({"speaker": "customer", "text": f"{who}问手续费多少"} for who in WHO),
    ]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (folder / "examples" / "mine.jsonl").write_text(text, encoding="utf-8")
    return folder


def assist(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_it_learns_and_says_what(pack: Path) -> None:
    done = assist("learn", pack, "--lang", "en")

    assert done.exit_code == 0, done.output
    assert "1 lessons (needs, and what agents do) from 16 examples" in done.output
    learned = read_lessons("f", (pack / "learned.lessons").read_text(encoding="utf-8"))
    assert list(learned.speakers["customer"].lessons) == ["late-arrival"]


def test_lessons_older_than_the_examples_fail_the_check(pack: Path) -> None:
    assert assist("learn", pack, "--check").exit_code == 1
    assist("learn", pack)
    assert assist("learn", pack, "--check").exit_code == 0

    with (pack / "examples" / "mine.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"speaker": "agent", "text": "好"}\n')
    stale = assist("learn", pack, "--check", "--lang", "en")
    assert stale.exit_code == 1
    assert "older than the examples" in stale.output


def test_a_pack_without_examples_is_told_where_they_go(tmp_path: Path) -> None:
    told = assist("learn", tmp_path, "--lang", "en")

    assert told.exit_code == 2
    assert "examples" in told.output


def test_a_need_that_there_is_not(pack: Path) -> None:
    file = pack / "examples" / "more.jsonl"
    file.write_text('{"speaker": "agent", "text": "好", "means": ["late"]}\n', encoding="utf-8")
    told = assist("learn", pack, "--lang", "en")

    assert told.exit_code == 2
    assert "`late`" in told.output


@pytest.mark.parametrize("shipped", shipped_packs(), ids=lambda path: path.name)
def test_the_shipped_lessons_are_what_the_shipped_examples_teach(shipped: Path) -> None:
    assert assist("learn", shipped, "--check").exit_code == 0
