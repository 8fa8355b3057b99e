"""Asterisk's events of a call, as documented, through the program that the page shows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from assist.client import AssistClient
from assist.server.run import opened
from tests.server.conftest import TOKEN, settings

PAGE = Path(__file__).parents[2] / "docs" / "integrators" / "asterisk.md"
CALLER, AGENT = "1700000000.10", "1700000004.11"


def ami(event: str, channel: str = CALLER, **fields: str) -> dict[str, str]:
    """An event with the fields that all of its kind have."""
    return {"Event": event, "Uniqueid": channel, "Linkedid": CALLER, **fields}


EVENTS = (
    ami("Hangup", "1700000000.9"),  # a member's telephone that rang in vain
    ami("AgentConnect", Queue="loans", MemberName="7001", DestUniqueid=AGENT),
    ami("Hold", AGENT),
    ami("Unhold", AGENT),
    ami("Hold"),  # the caller's own telephone
    ami("AgentComplete", Queue="loans", MemberName="7001", Reason="transfer"),
    ami("Hangup", AGENT),
    ami("AgentConnect", Queue="cards", MemberName="7002", DestUniqueid="1700000090.12"),
    ami("Hangup"),
    ami("Hangup", "1700000090.12"),
    {"Event": "FullyBooted", "Status": "Fully Booted"},
)


async def test_asterisks_events_become_those_of_the_call() -> None:
    names: dict[str, Any] = {}
    (source,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(source, "asterisk.py", "exec"), names)
    async with opened(settings()) as server:
        url = f"ws://127.0.0.1:{server.port}"
        async with AssistClient(url, TOKEN) as client:
            for event in EVENTS:
                await names["told"](client, event)
        logged = await server.service.log.read(CALLER)
    assert names["calls"] == {}
    events = [each.event for each in logged if each.event.type.startswith("call.")]
    told = [(event.type, getattr(event, "agent", None)) for event in events]
    assert told == [
        ("call.start", "7001"),
        ("call.hold", None),
        ("call.resume", None),
        ("call.transfer", "7002"),
        ("call.end", None),
    ]
    assert getattr(events[3], "queue", None) == "cards"
