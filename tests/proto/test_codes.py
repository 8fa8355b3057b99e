"""The tables of codes are complete, consistent, and the same in the docs."""

from __future__ import annotations

from pathlib import Path

from assist.proto import codes

PROTOCOL = Path(__file__).parents[2] / "docs/integrators/protocol.md"


def test_every_code_is_in_the_table() -> None:
    named = [value for value in vars(codes).values() if isinstance(value, codes.ErrorCode)]
    closes = [value for value in vars(codes).values() if isinstance(value, codes.CloseCode)]
    assert set(named) == set(codes.ERRORS.values())
    assert set(closes) == set(codes.CLOSES.values())


def test_close_codes_say_by_their_range_whether_to_come_back() -> None:
    for close in codes.CLOSES.values():
        assert 4000 <= close.code < 5000
        assert close.reconnect == (close.code < 4500)
        assert close.reconnect == ("econnect" in close.remedy)


def test_the_docs_hold_both_tables() -> None:
    text = PROTOCOL.read_text(encoding="utf-8")
    assert codes.error_table() in text
    assert codes.close_table() in text
