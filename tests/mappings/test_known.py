"""Which formats there are beside ours: those of a folder and those that packages bring."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from assist import formats
from assist.mappings import ENTRY_POINTS, FormatsFaulty, known

MAPPING = "format: NAME\ntext: $.t\nfinal: always\n"


def put(folder: Path, name: str, text: str = MAPPING) -> Path:
    file = folder / f"{name}.yaml"
    file.write_text(text.replace("NAME", name), encoding="utf-8")
    return file


def brought(name: str, what: str) -> EntryPoint:
    return EntryPoint(name, what, ENTRY_POINTS)


def test_a_folder_s_mappings_stand_beside_ours(tmp_path: Path) -> None:
    file = put(tmp_path, "acme")
    put(tmp_path, ".acme.yaml.swp", "half a file")
    (tmp_path / "README.md").write_text("no mapping")
    there = known(tmp_path)
    assert (*formats.names(), "acme") == tuple(there.sound())
    assert there.own == {"acme": str(file)}


def test_without_any_there_are_ours() -> None:
    assert tuple(known(None).sound()) == formats.names()


def test_two_of_one_name_and_one_of_ours_are_refused(tmp_path: Path) -> None:
    put(tmp_path, "a", MAPPING.replace("NAME", "acme"))
    put(tmp_path, "b", MAPPING.replace("NAME", "acme"))
    put(tmp_path, "vosk")
    there, ours = known(tmp_path), "a format called vosk came with the program"
    assert there.faults == (
        f"{tmp_path}/b.yaml:1:9: {tmp_path}/a.yaml is called acme, too: choose another name",
        f"{tmp_path}/vosk.yaml:1:9: {ours}: choose another name",
    )
    assert there.formats["vosk"] is formats.get("vosk")
    with pytest.raises(FormatsFaulty, match="choose another name"):
        there.sound()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    (fault,) = known(tmp_path / "none").faults
    assert fault == f"ASSIST_FORMATS: {tmp_path}/none: No such file or directory"


def test_a_package_brings_a_format(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source = "from dataclasses import replace\nfrom assist.formats import get\n"
    source += "FORMAT = replace(get('vosk'), name='ours')\n"
    (tmp_path / "overtone_of_a_bank.py").write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    there = known(None, installed=[brought("ours", "overtone_of_a_bank:FORMAT")])
    assert there.sound()["ours"].title == "vosk-server"


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("no_such_module:FORMAT", "cannot be loaded: ModuleNotFoundError"),
        ("assist.formats:names", "is no assist.formats.Format"),
        ("assist.formats.vosk:FORMAT", "a format called vosk came with the program"),
    ],
)
def test_what_a_package_brings_wrongly_is_told_with_its_name(what: str, told: str) -> None:
    (fault,) = known(None, installed=[brought("ours", what)]).faults
    assert fault.startswith("a package: overtone.formats ours: ")
    assert told in fault
