"""``assist report``, as a team leader calls it before the morning review."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assist.cli import app
from assist.node.samples import load_samples

RUN = CliRunner()
RULES = """
signals:
  loss: {speaker: customer, phrases: [老伴, 去世]}
  condolence: {speaker: agent, phrases: [节哀]}
rules:
  acknowledge:
    need: bereaved
    ability: empathy
    when: loss
    met_by: condolence
    hint: {text: 先安慰}
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """One rule: enough for what does not depend on which."""
    folder = tmp_path_factory.mktemp("rules") / "small"
    folder.mkdir()
    (folder / "rules.yaml").write_text(RULES, encoding="utf-8")
    return ["--rules", str(folder)]


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("calls") / "call.jsonl"
    events = load_samples()["01-late-husband"].events("c-1", "7001")
    lines = [event.model_dump_json(exclude_none=True) for event in events]
    path.write_text("\n".join(lines), "utf-8")
    return path


@pytest.mark.parametrize(
    ("form", "begins"),
    [("md", "# 通话复盘: c-1"), ("html", "<!doctype html>"), ("jsonl", '{"type"')],
)
def test_a_call_is_written_in_three_forms(
    recording: Path, pack: list[str], form: str, begins: str
) -> None:
    told = RUN.invoke(app, ["report", str(recording), "--form", form, *pack])
    assert told.exit_code == 0, told.output
    assert told.stdout.startswith(begins)
    assert "bereaved" in told.stdout or "先安慰" in told.stdout


def test_the_shipped_packs_are_used_by_default(recording: Path) -> None:
    told = RUN.invoke(app, ["report", str(recording)])
    assert told.exit_code == 0, told.output
    assert "先慰问" in told.stdout


def test_json_lines_can_be_read(recording: Path, pack: list[str]) -> None:
    told = RUN.invoke(app, ["report", str(recording), "--form", "jsonl", *pack])
    assert {json.loads(line)["type"] for line in told.stdout.splitlines()} >= {
        "call",
        "need",
        "line",
    }


def test_a_page_is_of_one_call(recording: Path, pack: list[str]) -> None:
    told = RUN.invoke(app, ["report", str(recording), str(recording), "--form", "html", *pack])
    assert told.exit_code == 2
    assert "a page is of one call" in told.output


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    told = RUN.invoke(app, ["report", str(tmp_path / "none.jsonl")])
    assert told.exit_code == 2
    assert "No such file" in told.stderr
