"""What lies beside the log, as durable as that: silences, and what is remembered of customers."""

from __future__ import annotations

from pathlib import Path

from assist.log.base import LogError
from assist.memory.base import Memory, MemoryFault
from assist.memory.fleeting import FleetingMemory
from assist.memory.sqlite import SqliteMemory
from assist.memory.store import beside
from assist.node.silences import NowhereKept, SilenceFile, SilenceStore
from assist.node.supervision import Supervision

IN_MEMORY = "memory"
"""The log's name where nothing is to be stored."""


def silences(log: str) -> SilenceStore:
    """Where supervisors' silences are kept."""
    return NowhereKept() if log == IN_MEMORY else SilenceFile(Path(f"{log}.silences.json"))


def load_silences(supervision: Supervision) -> None:
    """Put those that were kept in force. Raises :class:`LogError` when they cannot be read."""
    try:
        supervision.load()
    except (OSError, ValueError) as fault:
        raise LogError(str(fault)) from fault


async def open_memory(log: str, days: int) -> Memory:
    """What is remembered of customers, for so many days. Raises :class:`LogError` when the file
    cannot be used: a server that could not forget somebody must not begin to remember."""
    if log == IN_MEMORY:
        return FleetingMemory(days=days)
    try:
        return await SqliteMemory.open(beside(Path(log)), days=days)
    except MemoryFault as fault:
        raise LogError(str(fault)) from fault
