"""Numbers of cards and people are masked before anything is stored or shown."""

from __future__ import annotations

from pathlib import Path

from assist.server.run import opened

from .conftest import Caller, screen, settings, trunk

CARD = "6222021234567890128"


async def test_a_card_number_is_neither_in_the_log_nor_on_the_screen(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    call = Caller("c1")
    async with (
        opened(settings(log=str(path))) as server,
        trunk(server) as leg,
        screen(server, transcript=True) as overlay,
    ):
        await leg.say(call.start(context={"card": CARD}))
        for at in range(4, len(CARD) + 1, 3):
            await leg.say(
                call.says(f"卡号是{CARD[:at]}", at, utterance="u", revision=at, final=False)
            )
        await leg.say(call.says(f"卡号是{CARD}我赶时间", 900, utterance="u", revision=99))
        final = await overlay.until(lambda m: m["type"] == "transcript" and m["final"])
        assert final["text"].endswith("我赶时间")
        assert len(final["text"]) == len(f"卡号是{CARD}我赶时间")
        assert "hint.show" in overlay.types()
        assert CARD[6:12] not in str(overlay.got)
        await leg.until(lambda m: m["type"] == "ack" and m["seq"] == call.seq)
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert "我赶时间".encode() in stored
    assert CARD[:12].encode() not in stored
    assert CARD[6:12].encode() not in stored
