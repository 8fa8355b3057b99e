"""Which files the studio may read and write: those of the packs, and no others."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from assist.atomic import write_atomically
from assist.ruleset.packs import home, shipped_packs
from assist.studio.shelf import Shelf, Unfit, revision_of

from .packs import RULES, put


def test_files_go_by_the_name_of_their_pack(tmp_path: Path) -> None:
    contents = Shelf([put(tmp_path)]).contents()
    assert set(contents.files) == {
        "bank/lists.yaml", "bank/rules.yaml", "bank/rules.test.yaml", "needs.yaml"
    }  # fmt: skip
    kinds = {key: file.kind for key, file in contents.files.items()}
    assert kinds["bank/rules.test.yaml"] == "tests"
    assert kinds["needs.yaml"] == "needs"


@pytest.mark.parametrize(
    "key",
    ["../etc/passwd", "bank/../../x.yaml", "/etc/passwd", "bank/none.yaml", "", "bank", "bank/\0"],
)
def test_nothing_else_of_the_machine_can_be_opened(tmp_path: Path, key: str) -> None:
    shelf = Shelf([put(tmp_path)])
    with pytest.raises(Unfit) as refused:
        shelf.find(key)
    assert refused.value.code == "unknown"
    if key != "bank/none.yaml":
        with pytest.raises(Unfit):
            shelf.new(key)


@pytest.mark.parametrize("key", ["bank/Fee.yaml", "bank/fee.txt", "bank/.fee.yaml", "other/f.yaml"])
def test_a_new_file_has_a_plain_name_in_a_pack_that_is_there(tmp_path: Path, key: str) -> None:
    with pytest.raises(Unfit):
        Shelf([put(tmp_path)]).new(key)


def test_a_link_out_of_the_pack_is_read_only(tmp_path: Path) -> None:
    pack = put(tmp_path)
    outside = tmp_path / "outside.yaml"
    outside.write_text("lists:\n  a: [b]\n")
    (pack / "link.yaml").symlink_to(outside)
    shelf = Shelf([pack])
    file = shelf.find("bank/link.yaml")
    assert file.why_not == "link"
    with pytest.raises(Unfit, match="leads out of its pack"):
        shelf.write(file, "lists: {}\n")
    assert outside.read_text() == "lists:\n  a: [b]\n"


def test_what_came_with_the_program_is_read_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = put(tmp_path)
    monkeypatch.setattr("assist.studio.shelf.installed", lambda path: path.is_relative_to(tmp_path))
    assert Shelf([pack]).find("bank/rules.yaml").why_not == "wheel"


def test_the_packs_of_a_checkout_came_with_the_program_too() -> None:
    shelf = Shelf(shipped_packs())
    files = shelf.contents().files
    assert {file.why_not for file in files.values()} == {"wheel"}
    assert "needs.yaml" in files
    with pytest.raises(Unfit, match="came with the program"):
        shelf.new("bank-zh/ours.yaml")
    named = Shelf([home()]).contents().files  # as `--rules rules` names them
    assert {file.why_not for file in named.values()} == {"wheel"}


def test_a_link_to_the_packs_of_a_checkout_does_not_open_them(tmp_path: Path) -> None:
    link = tmp_path / "packs"
    link.symlink_to(home(), target_is_directory=True)
    assert {file.why_not for file in Shelf([link]).contents().files.values()} == {"wheel"}


def test_writing_keeps_rights_line_ends_and_byte_order_mark(tmp_path: Path) -> None:
    path = put(tmp_path) / "rules.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + RULES.replace("\n", "\r\n").encode())
    path.chmod(0o640)
    shelf = Shelf([path.parent])
    file = shelf.find("bank/rules.yaml")
    held = shelf.read(file)
    assert held.text == RULES
    revision = shelf.write(file, RULES.replace("去世", "过世"))
    raw = path.read_bytes()
    assert raw == b"\xef\xbb\xbf" + RULES.replace("去世", "过世").replace("\n", "\r\n").encode()
    assert revision == revision_of(raw) == shelf.read(file).revision
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_within_the_pack_stays_one(tmp_path: Path) -> None:
    pack = put(tmp_path)
    (pack / "..data").mkdir()
    (pack / "lists.yaml").rename(pack / "..data" / "lists.yaml")
    (pack / "lists.yaml").symlink_to(pack / "..data" / "lists.yaml")
    shelf = Shelf([pack])
    shelf.write(shelf.find("bank/lists.yaml"), "lists:\n  spouse: [先生]\n")
    assert (pack / "lists.yaml").is_symlink()
    assert "先生" in (pack / "..data" / "lists.yaml").read_text(encoding="utf-8")


def test_a_disk_that_refuses_leaves_the_old_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = put(tmp_path)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(pack / "rules.yaml", b"half")
    assert (pack / "rules.yaml").read_text(encoding="utf-8") == RULES
    assert sorted(path.name for path in pack.iterdir()) == [
        "lists.yaml", "rules.test.yaml", "rules.yaml"
    ]  # fmt: skip
