"""``assist formats``: the list, for people and for programs."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from assist.cli import app
from assist.formats import FORMATS


def test_the_list_names_every_format_and_what_it_was_tested_against() -> None:
    told = CliRunner().invoke(app, ["formats"], env={"COLUMNS": "200"})
    assert told.exit_code == 0
    for each in FORMATS.values():
        (row,) = (line for line in told.stdout.splitlines() if line.startswith(each.name + " "))
        assert each.proof.split()[0] in row
        assert ("POST" in row) is not each.websocket


def test_programs_get_json() -> None:
    told = json.loads(CliRunner().invoke(app, ["formats", "--json"]).stdout)
    assert [each["name"] for each in told] == list(FORMATS)
    shown = {each["name"]: each for each in told}
    assert shown["deepgram-v2"]["proof"] == "documented shape"
    assert shown["twilio"]["speakers"] == {"inbound_track": "customer", "outbound_track": "agent"}


def test_nothing_is_cut_off_in_a_terminal_of_eighty_columns() -> None:
    told = CliRunner().invoke(app, ["formats"], env={"COLUMNS": "80"})
    assert "…" not in told.stdout
