"""After a restart: every unfinished call is folded again from its log, before the node is ready."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from assist.core.events import CallEnd, Fragment, RulesInForce
from assist.core.program import Program
from assist.log.base import Entry, UnreadableError

from .call import NUMBERED, LiveCall
from .clock import CallClock
from .floor import NODE_SENDER
from .node import Node

_logger = structlog.get_logger("assist.node")

DOWN_MS = 24 * 3_600_000
"""A node that seems to have been down for longer had its wall clock set meanwhile."""

ProgramOf = Callable[[str], Awaitable[Program | None]]
"""The program kept under a digest; None when its texts are lost or no longer compile."""


async def recover(node: Node, program_of: ProgramOf) -> int:
    """Adopt every unfinished call of the log that can be read; how many. One that cannot is ended
    as abandoned, so that its words go when their time has come, and told of.

    The same entries with the same received times give the same hints with the same ids, so
    what overlays then get in their snapshots is what they had.
    """
    loop = asyncio.get_running_loop()
    calls, left = await node.log.unfinished(), 0
    for name in calls:
        try:
            entries = await node.log.read(name)
        except UnreadableError as fault:
            left += 1
            node.counts.calls_unreadable += 1
            _logger.error(  # noqa: TRY400 - no traceback
                "call_unreadable", call=name, reason=str(fault), done="ended as abandoned"
            )
            node.log.append(fault.received, _abandoned(name, fault.received))
            continue
        call = await replay(name, entries, node.program, program_of, loop.time() * 1000)
        if call.agent and not call.ended:
            reading = time_of(entries, node.floor.wall())
            node.adopt(call, reading, heard=_heard(entries))
        await asyncio.sleep(0)  # health checks are answered meanwhile
    return len(calls) - left


async def replay(
    name: str, entries: Sequence[Entry], default: Program, program_of: ProgramOf, now: float
) -> LiveCall:
    """The call as its entries leave it, its clock reading the last received time at ``now``.

    ``default`` stands in for rule sets that are lost; the call is then not what it was, and the log
    says so. ``now`` is in milliseconds of the clock that the call will go on with.
    """
    call: LiveCall | None = None
    for entry in entries:
        event = entry.event
        program: Program | None = None
        if isinstance(event, RulesInForce):
            program = await program_of(event.digest)
            if program is None:
                _logger.error("rules_lost", call=name, digest=event.digest)
        if call is None:
            call = LiveCall(name, program or default, CallClock(now, entry.received))
            if isinstance(event, RulesInForce):
                call.began = event.wall or 0
                continue
        try:
            if isinstance(event, RulesInForce):
                call.use(program or default, entry.received)
            else:
                call.apply(event, entry.received)
        except Exception as fault:  # noqa: BLE001 - one call's fault must not keep back the others
            call.muted = True
            name_of = type(fault).__name__  # its message might quote what was said
            _logger.error("engine_fault", call=name, kind=event.type, fault=name_of)  # noqa: TRY400
        if type(event) is Fragment:
            call.asked.recall(event)
        call.follow(call.engine.hints_to_send())
    if call is None:
        raise ValueError("a call without entries cannot be replayed")
    call.clock = CallClock(now, entries[-1].received)
    return call


def _abandoned(call: str, at: int) -> CallEnd:
    """The end of a call of which nothing else is known."""
    return CallEnd(type="call.end", call=call, sender=NODE_SENDER, seq=1, at=at, reason="abandoned")


def time_of(entries: Sequence[Entry], wall: float) -> int | None:
    """What the call's clock shows at ``wall`` (ms since 1970), by the wall clock that was noted
    when its rules came into force; None where the log does not tell, or that clock was set."""
    noted = [
        entry.received - entry.event.wall
        for entry in entries
        if isinstance(entry.event, RulesInForce) and entry.event.wall is not None
    ]
    last = entries[-1].received
    reading = max(last, round(wall) + max(noted)) if noted else None
    return reading if reading is not None and reading - last <= DOWN_MS else None


def _heard(entries: Sequence[Entry]) -> int:
    """When the call was last heard of."""
    return max((e.received for e in entries if isinstance(e.event, NUMBERED)), default=0)
