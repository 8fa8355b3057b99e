"""The examination, in the order in which a connection comes about; what cannot be checked after a
failure is left out."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import assist

from .call import SAYINGS, check_websockets
from .findings import Finding, Level
from .web import Address, Answer, ask

SKEW_S = 5
STRANGER = "https://overtone-doctor.invalid"
"""The origin of a page that no server allows (RFC 2606)."""


async def examine(
    address: Address,
    *,
    origin: str | None = None,
    language: str = "zh",
    sayings: Sequence[str] = (),
    call: bool = True,
) -> AsyncIterator[Finding]:
    """Every finding as it is made. ``call``: also make up a call, for an agent whom nobody is."""
    health = await ask(address, "/healthz")
    reached = _reached(health)
    yield reached
    if reached.level is Level.WRONG:
        return
    version = _object(health).get("version")
    if version != assist.__version__:
        yield Finding("other_version", {"theirs": version, "ours": assist.__version__})
    yield _clock(health)
    async for finding in _ready(address):
        yield finding
        if finding.code == "not_ready":
            return
    token = await _token(address)
    yield token
    async for finding in _origins(address, origin):
        yield finding
    yield await _pages(address)
    if token.level is Level.WRONG:
        return
    if call:
        said = sayings or SAYINGS[language]
        async for finding in check_websockets(address, language, said):
            yield finding
    async for finding in _metrics(address):
        yield finding


def _reached(health: Answer) -> Finding:
    if health.fault is not None:
        return health.fault
    told = _object(health)
    if health.status != 200 or "version" not in told:
        return Finding("not_ours", {"status": health.status})
    return Finding("reached", {"version": told["version"]})


def _clock(health: Answer) -> Finding:
    """By the second, which is all that HTTP tells."""
    date = health.headers.get("date")
    if date is None:
        return Finding("clock")
    skew = abs((parsedate_to_datetime(date) - datetime.now(UTC)).total_seconds())
    if skew <= SKEW_S:
        return Finding("clock")
    return Finding("clock_skew", {"seconds": round(skew)})


async def _ready(address: Address) -> AsyncIterator[Finding]:
    answer = await ask(address, "/readyz")
    told = _object(answer)
    if answer.status != 200:
        yield Finding("not_ready", {"why": told.get("reason") or f"HTTP {answer.status}"})
        return
    rules = told.get("rules", {})
    yield Finding("ready", {"calls": told.get("calls"), "digest": str(rules.get("digest"))[:12]})
    if rules.get("problems"):
        yield Finding("rule_problems", {"problems": rules["problems"]})
    durable = told.get("log", {}).get("durable")
    if durable is not None:
        yield Finding("durable" if durable else "not_durable")


async def _token(address: Address) -> Finding:
    """No events at all may be sent by whoever shows the token."""
    headers = {"Authorization": f"Bearer {address.token}", "Content-Type": "application/json"}
    answer = await ask(address, "/v1/ingest/native", body=b"[]", headers=headers)
    if answer.status == 200:
        return Finding("token")
    if answer.status == 401:
        return Finding("bad_token")
    return answer.fault or Finding("not_ours", {"status": answer.status})


async def _origins(address: Address, origin: str | None) -> AsyncIterator[Finding]:
    """Whether the server's own pages may connect, at the address that browsers see, and those of
    the desktop; and that not any may."""
    if not await _refuses(address, STRANGER):
        yield Finding("any_origin")
    for asked in dict.fromkeys((address.origin, origin)):
        if asked is not None:
            refused = await _refuses(address, asked)
            yield Finding("origin_refused" if refused else "origin", {"origin": asked})


async def _refuses(address: Address, origin: str) -> bool:
    headers = {"Authorization": f"Bearer {address.token}", "Origin": origin}
    return (await ask(address, "/v1/ingest/native", body=b"[]", headers=headers)).status == 403


async def _pages(address: Address) -> Finding:
    answer = await ask(address, "/overlay")
    return Finding("pages") if answer.status == 200 else Finding(
        "no_pages", {"status": answer.status}
    )  # fmt: skip


async def _metrics(address: Address) -> AsyncIterator[Finding]:
    """Where the proxy lets them be seen."""
    answer = await ask(address, "/metrics")
    found = re.search(rb"^assist_engine_faults_total ([0-9.]+)", answer.body, re.MULTILINE)
    if found is not None and float(found[1]) > 0:
        yield Finding("engine_faults", {"faults": round(float(found[1]))})


def _object(answer: Answer) -> dict[str, Any]:
    try:
        told = json.loads(answer.body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
