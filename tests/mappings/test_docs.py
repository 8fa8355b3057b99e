"""What the integrators' page shows of a mapping is what happens."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from typer.testing import CliRunner

from assist.cli import app
from assist.mappings import ENTRY_POINTS
from assist.mappings.model import MappingModel

PAGE = Path(__file__).parents[2] / "docs" / "integrators" / "adding-a-format.md"


def shown(language: str) -> str:
    text = PAGE.read_text(encoding="utf-8")
    (found,) = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    assert isinstance(found, str)
    return found


def test_the_example_reads_its_messages_as_the_page_says(tmp_path: Path) -> None:
    (tmp_path / "acme.yaml").write_text(shown("yaml"), encoding="utf-8")
    (tmp_path / "sample.jsonl").write_text(shown("json"), encoding="utf-8")
    command = ["formats", "test", f"{tmp_path}/acme.yaml", f"{tmp_path}/sample.jsonl"]
    told = CliRunner().invoke(app, command)
    assert told.stdout == shown("text")
    assert told.exit_code == 0


def test_every_key_is_told() -> None:
    rows = re.findall(r"^\| (`[a-z_`, ]+`) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    told = {key for row in rows for key in re.findall(r"`(\w+)`", row)}
    assert set(MappingModel.model_fields) - {"join"} == told


def test_the_entry_point_is_in_the_group_that_is_looked_for() -> None:
    assert tomllib.loads(shown("toml"))["project"]["entry-points"].keys() == {ENTRY_POINTS}
