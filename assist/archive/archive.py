"""The archive of a running server: kept up with its log, and asked by its pages."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import orjson
import structlog

from assist.core.events import RulesInForce
from assist.emptying import Emptier
from assist.log.base import EndedCall, Log, LogError
from assist.report.case import Form
from assist.report.morning import Picked, bound
from assist.report.words import words_for

from . import finding
from .finding import Cursor, Row, Wanted
from .morning import Morning, morning
from .player import Player, PlayerFailed
from .schema import connect
from .shown import shown
from .store import Store, unpack
from .summary import Summary
from .testcase import Wish
from .trends import Team, Trends, trends

LOOK_S = 1.0
"""How often the log is looked at for calls that have ended."""
TRIES = 2
"""How often a call may bring the process that plays it down before it is left alone."""
PAGE = 500

T = TypeVar("T")
_logger = structlog.get_logger("assist.archive")


class Unplayable(Exception):  # noqa: N818 - says what cannot be done
    """A call cannot be played; the text says why, and quotes nothing that was said."""


class Archive:
    """Calls that ended, derived from ``log``.

    ``path``: its file (None: in memory); ``source``: the log's file, None for a log in memory;
    ``digest``: gives that of the rules in force now. Everything that takes long runs in another
    process (playing) or on one thread of its own (SQL), never on the event loop.
    """

    def __init__(
        self,
        log: Log,
        *,
        path: Path | None,
        source: Path | None,
        digest: Callable[[], str],
    ) -> None:
        self._log = log
        self._path = path
        self._from_file = source is not None
        self._digest = digest
        self._player = Player(source)
        self._thread = ThreadPoolExecutor(1, "archive")
        self._store: Store
        self._emptier: Emptier
        self._pending: dict[str, EndedCall] = {}
        """Calls still to be derived; the one that ended last is the last."""
        self._known: set[str] = set()
        self._tries: dict[str, int] = {}
        self._chores: set[asyncio.Future[None]] = set()
        self._stop_listening = log.listen_forgotten(self._forgotten)

    async def open(self) -> None:
        """Open the file, or make it. Raises :class:`.schema.ArchiveError`."""
        self._store = await self._on(lambda: Store(connect(self._path)))
        file = "archive" if self._path is None else self._path.name
        self._emptier = Emptier(self._store.journal, self._on, file)
        self._emptier.see_to_it()

    async def close(self) -> None:
        """End the process and close the file."""
        self._stop_listening()
        await self._player.close()
        with suppress(AttributeError):  # never opened
            self._emptier.stop()
            await self._on(self._store.close)
        self._thread.shutdown()

    async def settled(self) -> None:
        """Returns once nothing is left here of what the log has forgotten by now."""
        if self._chores:
            await asyncio.wait(self._chores)

    @property
    def reading(self) -> int:
        """How many ended calls are still to be derived."""
        return len(self._pending)

    async def keep_up(self) -> None:
        """Derive each call as it ends; first those that are missing, and forget those that the log
        no longer has. Never returns; what fails is told in the process's own log."""
        seen = -1
        while True:
            try:
                if seen < 0:
                    await self._reconcile()
                if self._log.durable != seen:
                    seen = self._log.durable
                    await self._look()
                while self._pending:
                    await self._derive(next(reversed(self._pending)))
                    if self._log.durable != seen:
                        seen = self._log.durable
                        await self._look()
            except LogError as fault:
                _logger.warning("archive_behind", reason=str(fault))
            except Exception as fault:  # noqa: BLE001 - its disk is full, say: the calls go on
                _logger.warning("archive_behind", reason=repr(fault))
            await asyncio.sleep(LOOK_S)

    # -- what pages ask ------------------------------------------------------------------------

    async def find(self, wanted: Wanted, most: int, after: Cursor | None = None) -> Sequence[Row]:
        """A page of calls, the newest end first."""
        return await self._on(lambda: finding.find(self._store.connection, wanted, most, after))

    async def count(self, wanted: Wanted) -> int:
        """How many calls are of what is wanted."""
        return await self._on(lambda: finding.count(self._store.connection, wanted))

    async def row(self, call: str) -> Row | None:
        """One call as the list has it; None when it is not there (yet)."""
        return await self._on(lambda: finding.row(self._store.connection, call))

    async def morning(self, since: int, before: int) -> Morning:
        """The calls of a day (from when to when, ms since 1970) that are worth looking at."""
        return await self._on(lambda: morning(self._store.connection, since, before))

    async def rules_shown(self, since: int, before: int) -> tuple[int, list[dict[str, Any]]]:
        """How many calls ended in a span (ms since 1970), and what became of each rule's hints."""
        return await self._on(lambda: shown(self._store.connection, since, before))

    async def facets(self) -> Mapping[str, Sequence[str]]:
        """What calls may be filtered by."""
        return await self._on(lambda: finding.facets(self._store.connection))

    async def need_texts(self) -> Mapping[str, str]:
        """What each need is called."""
        return await self._on(lambda: finding.need_texts(self._store.connection))

    async def trends(self, days: Sequence[tuple[date, int, int]], team: Team) -> Trends:
        """The numbers of some days."""
        return await self._on(lambda: trends(self._store.connection, days, team))

    async def report(self, call: str) -> bytes:
        """The whole report (JSON) of a call, a live one too. Raises :class:`Unplayable`."""
        return await asyncio.to_thread(unpack, await self._packed(call))

    async def case(self, call: str, form: Form, lang: str | None, zone: str) -> bytes:
        """The case file of a call; ``lang``: of its headings, else the call's own; ``zone``: whose
        clock it goes by, an IANA name.

        Raises :class:`Unplayable`."""
        job = {"do": "case", "form": form, "lang": lang, "zone": zone}
        return (await self._player.ask(job, await self._packed(call)))[1]

    async def cases(self, found: Morning, form: Form, title: str, lang: str, zone: str) -> str:
        """The case files of a day as one; of those that cannot be played, only that they were
        picked."""
        job = {"do": "case", "form": form, "lang": lang, "zone": zone}
        rows = [*((each.call, each.why) for each in found.look), *((row, ()) for row in found.well)]
        picked = []
        for row, why in rows:
            told = None
            with suppress(Unplayable):
                packed = await self._packed(row.call)
                told = (await self._player.ask({**job, "why": why}, packed))[1].decode()
            picked.append(Picked(row.call, row.began, row.agent, why, told))
        return bound(picked, form, title, words_for(lang), ZoneInfo(zone))

    async def explain(
        self, call: str, at: int, rules: Sequence[str], lang: str
    ) -> Mapping[str, Any]:
        """Why each rule (or those named) shows at a moment (ms), or why not: ``{"at", "rules"}``.

        Raises :class:`Unplayable`."""
        job = {"do": "explain", "at": at, "rules_named": list(rules), "lang": lang}
        told: Mapping[str, Any] = (await self._ask(call, job))[0]
        return told

    async def testcase(self, call: str, wish: Wish) -> Mapping[str, Any]:
        """A moment as a test, and how it goes now: :class:`.testcase.TestCase`.

        Raises :class:`Unplayable`."""
        job = {"do": "testcase", "wish": asdict(wish)}
        told: Mapping[str, Any] = (await self._ask(call, job))[0]
        return told

    async def _packed(self, call: str) -> bytes:
        packed = await self._on(partial(self._store.report, call))
        return packed if packed is not None else await self._report(call)

    # -- keeping up ------------------------------------------------------------------------------

    async def _reconcile(self) -> None:
        """Find out what is missing, and what should not be there any more."""
        kept = await self._on(self._store.names)
        ended: list[EndedCall] = []
        while page := await self._log.ended(most=PAGE, after=ended[-1] if ended else None):
            ended += page
        gone = kept - {call.call for call in ended}
        if gone:
            await self._delete(self._store, gone)
        self._known = kept - gone
        self._pending = {call.call: call for call in reversed(ended) if call.call not in kept}

    async def _look(self) -> None:
        """What has ended since the last look."""
        fresh: list[EndedCall] = []
        after: EndedCall | None = None
        while page := await self._log.ended(most=50, after=after):
            new = [c for c in page if c.call not in self._known and c.call not in self._pending]
            fresh += new
            if len(new) < len(page):
                break
            after = page[-1]
        self._pending.update((call.call, call) for call in reversed(fresh))

    async def _derive(self, name: str) -> None:
        try:
            await self._report(name)
        except Unplayable as fault:
            call = self._pending.pop(name, None)
            if call is not None:
                await self._on(partial(self._store.put_fault, call, str(fault)))
                self._known.add(name)
                _logger.warning("call_not_archived", call=name, reason=str(fault))
        except PlayerFailed as fault:
            self._tries[name] = self._tries.get(name, 0) + 1
            _logger.warning("archive_process_failed", call=name, reason=str(fault))
            call = self._pending.get(name)
            if call is not None and self._tries[name] >= TRIES:
                del self._pending[name]
                await self._on(partial(self._store.put_fault, call, "playing it fails"))
                self._known.add(name)

    async def _report(self, name: str) -> bytes:
        """Derive a call; kept if it has ended."""
        call = self._pending.get(name)  # one that ends while it is played is played once more
        told, packed = await self._ask(name, {"do": "report"})
        if call is not None and self._pending.get(name) is call:
            await self._on(partial(self._store.put, call, Summary(**told), packed))
            if self._pending.pop(name, None) is None:  # forgotten meanwhile
                await self._delete(self._store, [name])
            else:
                self._known.add(name)
                self._tries.pop(name, None)
        return packed

    def _forgotten(self, calls: Sequence[str]) -> None:
        for name in calls:
            self._pending.pop(name, None)
        self._known.difference_update(calls)
        with suppress(AttributeError):  # not open yet; it reconciles when it is
            chore = asyncio.ensure_future(self._let_go(self._store, list(calls)))
            self._chores.add(chore)
            chore.add_done_callback(self._chores.discard)

    async def _let_go(self, store: Store, calls: Sequence[str]) -> None:
        await self._delete(store, calls)
        await self._player.forget(calls)

    async def _delete(self, store: Store, calls: Iterable[str]) -> None:
        await self._on(partial(store.forget, calls))
        self._emptier.see_to_it()

    # -- inside ----------------------------------------------------------------------------------

    async def _ask(self, call: str, job: Mapping[str, Any]) -> tuple[Any, bytes]:
        """A job of one call. Raises :class:`Unplayable` and :class:`PlayerFailed`."""
        told: dict[str, Any] = {**job, "call": call, "digest": self._digest()}
        beside = b"" if self._from_file else await self._bring(call, told["digest"])
        answer, more = await self._player.ask(told, beside)
        if "refused" in answer:
            raise Unplayable(answer["refused"])
        return answer, more

    async def _bring(self, call: str, digest: str) -> bytes:
        """A call of a log in memory, and the rules that it names."""
        entries = await self._log.read(call)
        digests = {e.event.digest for e in entries if isinstance(e.event, RulesInForce)} | {digest}
        rules = {each: await self._log.rules(each) for each in sorted(digests)}

        def write() -> bytes:
            events = [(e.offset, e.received, e.event.model_dump(mode="json", exclude_defaults=True))
                      for e in entries]  # fmt: skip
            known = {each: dict(sources) for each, sources in rules.items() if sources is not None}
            return orjson.dumps({"entries": events, "rules": known})

        return await asyncio.to_thread(write)

    async def _on(self, job: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, job)
