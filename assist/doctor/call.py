"""A made-up call, from its first word to the hint on an overlay, and a second look at it."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage, InvalidStatus

from .findings import Finding
from .web import PATIENCE_S, Address

INGEST, OVERLAY = "/v1/ingest/native", "/v1/overlay"
HINT_S = 10.0
"""How long a hint may take: a rule may wait a moment before it shows one."""
SLOW_ACK_MS = 500
SAYINGS = {
    "zh": ("我老伴上个月走了，卡里的钱怎么取", "再不处理我就去银保监会投诉你们"),
    "en": ("My husband died last month, how do I get at his savings",
           "If this isn't fixed I'm filing a complaint with the ombudsman"),
}  # fmt: skip
"""Words for which the shipped rules have a hint."""

Message = dict[str, Any]


class _Stop(Exception):  # noqa: N818 - ends the checks that build upon this one
    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


async def check_websockets(
    address: Address, language: str, sayings: Sequence[str]
) -> AsyncIterator[Finding]:
    """Both websockets, a call over them, its hint, and whether the call is known afterwards."""
    name, agent = f"doctor-{secrets.token_hex(4)}", f"doctor-{secrets.token_hex(4)}"
    try:
        async with _opened(address, OVERLAY) as overlay, _opened(address, INGEST) as ingest:
            await overlay.send(
                json.dumps({"type": "hello", "token": address.token, "agent": agent})
            )
            await _until(overlay, OVERLAY, lambda m: m["type"] == "welcome")
            yield Finding("websocket", {"path": OVERLAY})
            await ingest.send(json.dumps({"type": "hello", "token": address.token}))
            await _until(ingest, INGEST, lambda m: m["type"] == "welcome")
            yield Finding("websocket", {"path": INGEST})
            events = _call(name, agent, language, sayings)
            began = asyncio.get_running_loop().time()
            await ingest.send(json.dumps(events[:-1], ensure_ascii=False))
            yield await _acknowledged(ingest, len(events) - 1, began)
            yield await _shown(overlay, began)
        async with _opened(address, INGEST) as again:
            resume = {"type": "resume", "call": name, "sender": ""}
            await again.send(json.dumps([{"type": "hello", "token": address.token}, resume]))
            told = await _until(again, INGEST, lambda m: m["type"] == "resumed")
            expected = len(events) - 1
            if told["seq"] != expected:
                yield Finding("forgotten", {"seq": told["seq"], "expected": expected})
                return
            yield Finding("known_again")
            await again.send(json.dumps(events[-1]))
            await _until(again, INGEST, lambda m: m["type"] == "ack")
    except _Stop as stop:
        yield stop.finding


def _call(name: str, agent: str, language: str, sayings: Sequence[str]) -> list[Message]:
    """What is sent, the end of the call last."""
    at = [3_000 * number for number in range(1, len(sayings) + 2)]
    said = [
        {
            "type": "fragment",
            "at": at[number],
            "speaker": "customer",
            "utterance": f"u{number}",
            "revision": 0,
            "text": text,
            "final": True,
            "start": at[number] - 2_000,
            "end": at[number] - 100,
        }
        for number, text in enumerate(sayings)
    ]
    start = {"type": "call.start", "at": 0, "agent": agent, "language": language}
    end = {"type": "call.end", "at": at[-1], "reason": "assist doctor"}
    return [
        {**event, "call": name, "seq": number}
        for number, event in enumerate((start, *said, end), 1)
    ]


async def _acknowledged(ingest: ClientConnection, upto: int, began: float) -> Finding:
    def is_it(message: Message) -> bool:
        return bool(
            message["type"] == "error" or (message["type"] == "ack" and message["seq"] >= upto)
        )

    told = await _until(ingest, INGEST, is_it)
    ms = round((asyncio.get_running_loop().time() - began) * 1000)
    if told["type"] == "error":
        return Finding("no_acks", {"why": f"{told['code']}: {told.get('detail', '')}"})
    return Finding("slow_acks" if ms > SLOW_ACK_MS else "acknowledged", {"ms": ms})


async def _shown(overlay: ClientConnection, began: float) -> Finding:
    try:
        async with asyncio.timeout(HINT_S):
            hint = await _until(overlay, OVERLAY, lambda m: m["type"] == "hint.show", HINT_S + 1)
    except TimeoutError:
        return Finding("no_hint", {"seconds": round(HINT_S)})
    ms = round((asyncio.get_running_loop().time() - began) * 1000)
    return Finding("hint", {"ms": ms, "text": hint["text"]})


async def _until(
    socket: ClientConnection,
    path: str,
    is_it: Callable[[Message], bool],
    within: float = PATIENCE_S,
) -> Message:
    try:
        async with asyncio.timeout(within):
            while True:
                told = json.loads(await socket.recv())
                for message in told if isinstance(told, list) else [told]:
                    if is_it(message):
                        return dict(message)
    except ConnectionClosed as closed:
        code = closed.rcvd.code if closed.rcvd else 1006
        if code == 4500:
            raise _Stop(Finding("bad_token")) from closed
        why = closed.rcvd.reason if closed.rcvd else "cut off"
        raise _Stop(Finding("closed", {"path": path, "code": code, "why": why})) from closed
    except (ValueError, KeyError, TypeError) as fault:
        raise _Stop(
            Finding("no_websocket", {"path": path, "why": "no protocol of ours"})
        ) from fault
    except TimeoutError as late:
        if path == OVERLAY and within > PATIENCE_S:
            raise
        raise _Stop(Finding("no_acks", {"why": f"nothing came within {within:g} s"})) from late


@asynccontextmanager
async def _opened(address: Address, path: str) -> AsyncIterator[ClientConnection]:
    more: dict[str, Any] = {} if address.trusting is None else {"ssl": address.trusting}
    try:
        socket = await connect(
            address.websocket + path,
            compression=None,
            proxy=None,
            open_timeout=PATIENCE_S,
            close_timeout=1,
            **more,
        )
    except InvalidStatus as fault:
        why = f"HTTP {fault.response.status_code}"
        raise _Stop(Finding("no_websocket", {"path": path, "why": why})) from fault
    except (OSError, InvalidHandshake, InvalidMessage, TimeoutError) as fault:
        why = str(fault) or type(fault).__name__
        raise _Stop(Finding("no_websocket", {"path": path, "why": why})) from fault
    async with socket:
        yield socket
