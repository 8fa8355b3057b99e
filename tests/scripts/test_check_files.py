from __future__ import annotations

from pathlib import Path

import check_files
import pytest

CARD = "6200 0000 " + "0000 0007"
"""Written in two halves, so that this file passes its own check."""


def found(path: Path, text: str, invented: frozenset[str] = frozenset()) -> list[str]:
    path.write_text(text, encoding="utf-8")
    return check_files.problems(path, invented)


@pytest.mark.parametrize("number", [CARD, CARD.replace(" ", "-"), CARD.replace(" ", "")])
def test_a_card_number_is_refused_by_line_and_never_repeated(tmp_path: Path, number: str) -> None:
    (problem,) = found(tmp_path / "call.txt", f"坐席: 您好\n客户: 卡号是{number}。\n")
    assert problem.startswith(f"{tmp_path / 'call.txt'}:2: ")
    assert number not in problem


def test_a_resident_id_that_ends_in_x_is_refused(tmp_path: Path) -> None:
    assert found(tmp_path / "call.txt", "11010119000101" + "001X")


def test_a_number_known_to_be_invented_passes(tmp_path: Path) -> None:
    invented = frozenset({check_files.digits(CARD)})
    assert found(tmp_path / "call.txt", CARD, invented) == []


@pytest.mark.parametrize(
    "text",
    ["2026-11-22 02:27:23", "0.1234567890123456789", "a1b2" + "1" * 20, "电话 138 0013 8000"],
)
def test_times_fractions_hashes_and_phones_pass(tmp_path: Path, text: str) -> None:
    assert found(tmp_path / "call.txt", text) == []


def test_a_large_file_is_refused(tmp_path: Path) -> None:
    assert found(tmp_path / "big.bin", " " * check_files.MAX_BYTES) == []
    (problem,) = found(tmp_path / "big.bin", " " * (check_files.MAX_BYTES + 1))
    assert "belong in git" in problem


def test_a_picture_is_not_read_as_text(tmp_path: Path) -> None:
    picture = tmp_path / "demo.png"
    picture.write_bytes(b"\x89PNG\r\n\xff\xfe" + b"1" * 20)
    assert check_files.problems(picture, frozenset()) == []
