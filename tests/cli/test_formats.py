"""``assist formats``: the list, for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

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


MAPPING = "format: acme\ntext: $.t\nfinal: $.done\ntimes: s\nend: $.to\n"
SAMPLE = '{"t":"my","done":false}\n{"t":"my husband died","done":true,"to":1.5}\n{"x":1}\n'


def test_a_sample_shows_what_a_mapping_makes_of_it(tmp_path: Path) -> None:
    (tmp_path / "acme.yaml").write_text(MAPPING)
    (tmp_path / "sample.jsonl").write_text(SAMPLE)
    command = ["formats", "test", str(tmp_path / "acme.yaml"), str(tmp_path / "sample.jsonl")]
    told = CliRunner().invoke(app, [*command, "--speaker", "customer"])
    assert told.exit_code == 1
    assert told.stdout.splitlines() == [
        "    1  hypothesis [customer] acme/customer:1: my",
        "    2  final [customer] ?-1500 ms acme/customer:1: my husband died",
        "    3  not read: no text at $.t",
        "3 messages, 1 finals, 1 not read",
    ]


def test_the_folder_s_formats_are_listed_and_tried_by_name(tmp_path: Path) -> None:
    (tmp_path / "acme.yaml").write_text(MAPPING)
    (tmp_path / "sample.jsonl").write_text(SAMPLE.splitlines()[1])
    env = {"ASSIST_FORMATS": str(tmp_path), "COLUMNS": "80"}
    listed = CliRunner().invoke(app, ["formats"], env=env)
    assert listed.exit_code == 0
    assert f"acme: yours, {tmp_path}/acme.yaml" in listed.stdout.replace("\n", "")
    tried = CliRunner().invoke(
        app, ["formats", "test", "acme", f"{tmp_path}/sample.jsonl"], env=env
    )
    assert (tried.exit_code, "channel 0: nobody's yet" in tried.stdout) == (0, True)


def test_what_is_wrong_with_a_mapping_is_told_at_its_place(tmp_path: Path) -> None:
    (tmp_path / "acme.yaml").write_text("format: acme\ntxt: $.t\nfinal: always\n")
    listed = CliRunner().invoke(app, ["formats"], env={"ASSIST_FORMATS": str(tmp_path)})
    assert listed.exit_code == 1
    assert f"{tmp_path}/acme.yaml:2:1: `txt` is not known here" in listed.stderr
    tried = CliRunner().invoke(app, ["formats", "test", f"{tmp_path}/acme.yaml", "x"])
    assert (tried.exit_code, "acme.yaml:2:1:" in tried.stderr) == (2, True)
    unknown = CliRunner().invoke(app, ["formats", "test", "vosc", "x"])
    assert unknown.stderr.strip() == "no format 'vosc'; vosk was probably meant"
