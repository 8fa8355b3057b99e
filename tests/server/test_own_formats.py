"""A recogniser that nobody but this bank has: its messages come in by a mapping of the bank's."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.mappings import FormatsFaulty
from assist.server.run import opened

from .conftest import http, peer, screen, settings

MAPPING = """\
format: acme
text: $.hyp
final: $.done
channel: $.ch
channels: {a: customer, b: agent}
"""


async def test_its_words_raise_a_hint(tmp_path: Path) -> None:
    (tmp_path / "acme.yaml").write_text(MAPPING, encoding="utf-8")
    async with opened(settings(formats=tmp_path)) as server, screen(server) as overlay:
        async with peer(server, "/v1/ingest/acme?call=c1&agent=7001", bearer=True) as stream:
            await stream.say({"hyp": "我老伴走了", "done": True, "ch": "a"})
            assert (await overlay.until("hint.show"))["rule"] == "acknowledge-loss"
        async with http(server) as client:
            answered = await client.post("/v1/ingest/acne?call=c1", json={})
            assert "acme was probably meant" in answered.json()["detail"]


async def test_a_server_does_not_start_with_a_faulty_one(tmp_path: Path) -> None:
    (tmp_path / "acme.yaml").write_text(MAPPING.replace("final", "finale"), encoding="utf-8")
    with pytest.raises(FormatsFaulty, match=r"acme\.yaml:3:1: `finale` is not known here"):
        async with opened(settings(formats=tmp_path)):
            pass
