"""``assist spec`` prints a document that other tools can read."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from assist.cli import app


@pytest.mark.parametrize(("side", "key"), [("asyncapi", "asyncapi"), ("openapi", "openapi")])
def test_it_prints_a_document(side: str, key: str) -> None:
    told = CliRunner().invoke(app, ["spec", side])
    assert told.exit_code == 0
    assert json.loads(told.stdout)[key].startswith("3.1")
