"""The studio of one server: asks the process that compiles, writes files, keeps their history, and
puts in force what was saved."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import structlog

from assist.core.rules import RuleSet
from assist.ruleset import Problem
from assist.ruleset.packs import with_local

from .desk import Broken, Desk
from .history import GONE, Change, Entry, History, HistoryError, Kind
from .rehearser import AT_ONCE
from .shelf import Held, Shelf, ShelfFile, Unfit, revision_of
from .workbench import Verdict

T = TypeVar("T")
_logger = structlog.get_logger("assist.studio")

OVERRIDES = "overrides.yaml"
"""The file of a site's own pack in which the studio changes what it may not write."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who changes something, and why."""

    author: str
    reason: str


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a change. ``digest``: of the rules in force now; ``in_force``: whether they
    are what the files hold, which they are not while other files have errors; ``history``: the
    number of its entry, None when that could not be written (the file has been)."""

    path: str
    revision: str
    text: str
    history: int | None
    digest: str
    in_force: bool
    verdict: Verdict


class ChangedUnderneath(Exception):  # noqa: N818 - says what is wrong
    """The file is not as whoever saves it knows it: what it holds now, and who last changed it."""

    def __init__(self, held: Held, last: Entry | None) -> None:
        super().__init__("the file has changed since it was opened")
        self.held = held
        self.last = last


class Refused(Exception):  # noqa: N818 - says what is wrong
    """The edit would make the rules invalid; ``problems`` as told."""

    def __init__(self, problems: Sequence[Mapping[str, Any]]) -> None:
        super().__init__("the rules would have errors")
        self.problems = problems


class LastRules(Exception):  # noqa: N818 - says what is wrong
    """No rule would be left."""


class Unknown(Exception):  # noqa: N818 - says what is wrong
    """There is no such rule or entry."""


class NoPlace(Exception):  # noqa: N818 - says what is wrong
    """No pack can be written to take what is asked."""


@dataclass(frozen=True, slots=True)
class Force:
    """How the server runs rules: ``use`` puts a rule set in force and returns its digest;
    ``digest`` tells the one in force."""

    use: Callable[[RuleSet], Awaitable[str]]
    digest: Callable[[], str]


class Studio:
    """Used in one event loop; nothing here holds it up. ``paths``: the packs; ``local``: where a
    pack of the site may be made; ``history``: the file that keeps it, None to keep none."""

    def __init__(
        self, paths: Sequence[Path], force: Force, *, local: Path | None, history: Path | None
    ) -> None:
        self.paths = tuple(paths)
        self.moved = asyncio.Event()
        """Set when :attr:`paths` have changed, for whoever watches them."""
        self.force = force
        self._local = local
        self._history_path = history
        self._shelf = Shelf(self.paths)
        self.desk = Desk(self.paths)
        self._thread = ThreadPoolExecutor(1, "studio-files")
        self._history: History | None = None
        self._lock = asyncio.Lock()
        self.rehearsals = asyncio.Semaphore(AT_ONCE)
        """Turns of the processes that play calls."""

    def close(self) -> None:
        """End what runs beside the server."""
        self.desk.close()
        if self._history is not None:
            self._thread.submit(self._history.close)
        self._thread.shutdown()

    @property
    def durable(self) -> bool:
        """Whether the history survives a restart."""
        return self._history_path is not None

    # -- reading -------------------------------------------------------------------------------

    async def file(self, path: str) -> tuple[ShelfFile, Held]:
        """A file and what it holds. Raises :class:`~.shelf.Unfit`."""
        await self.notice()
        return await self._on_thread(self._read, path)

    async def texts_with(self, path: str, text: str) -> dict[str, str]:
        """The texts of all files, with one of them as it is not saved yet."""
        contents = await self._on_thread(self._shelf.contents)
        return {**contents.texts, path: _lf(text)}

    async def follow(self) -> tuple[bool, Sequence[Problem]]:
        """Put in force what the files hold now: whether they could be, and what is wrong with them.

        Nothing is saved meanwhile: what was read before a save must not be put in force after it.
        Raises :class:`~.desk.Broken`, :class:`~.desk.Busy` and what :attr:`Force.use` raises.
        """
        async with self._lock:
            rules: RuleSet | None
            problems: Sequence[Problem]
            rules, problems = await self.desk.ask("rules")
            if rules is not None:
                await self.force.use(rules)
        return rules is not None, problems

    async def notice(self) -> None:
        """Note in the history what others did to the files since it was last looked at."""
        async with self._lock:
            await self._notice()

    # -- changing ------------------------------------------------------------------------------

    async def save(
        self, path: str, text: str, revision: str, who: Who, kind: Kind = "saved"
    ) -> Saved:
        """Put a text in place of what a file holds, in force and into the history.

        Raises :class:`~.shelf.Unfit`, :class:`ChangedUnderneath`, :class:`Refused`,
        :class:`OSError`, :class:`~.history.HistoryError` and :class:`~.desk.Broken`; then nothing
        has changed.
        """
        text = _lf(text)
        async with self._lock:
            await self._notice()
            file, held = await self._on_thread(self._read, path)
            if held.revision != revision:
                raise await self._changed(file, held)
            verdict = await self._judged({path: text})
            try:
                now = await self._on_thread(self._write, file, text, revision)
            except _Raced:
                file, held = await self._on_thread(self._read, path)
                raise await self._changed(file, held) from None
            return await self._kept(path, kind, now, text, who, verdict)

    async def create(self, path: str, text: str, who: Who, kind: Kind = "created") -> Saved:
        """Make a file. Raises as :meth:`save` does."""
        text = _lf(text)
        async with self._lock:
            await self._notice()
            file = await self._on_thread(self._shelf.new, path)
            verdict = await self._judged({path: text})
            now = await self._on_thread(self._make, file, text)
            return await self._kept(path, kind, now, text, who, verdict)

    async def delete(self, path: str, revision: str, who: Who) -> Saved:
        """Delete a file; its text stays in the history. Raises as :meth:`save` does, which refuses
        where others need what is in it, and :class:`LastRules`."""
        async with self._lock:
            await self._notice()
            file, held = await self._on_thread(self._read, path)
            if held.revision != revision:
                raise await self._changed(file, held)
            verdict = await self._judged({path: None})
            if verdict.rules is not None and not verdict.rules.rules:
                raise LastRules("no rule would be left")
            await self._on_thread(self._shelf.remove, file)
            return await self._kept(path, "deleted", GONE, None, who, verdict)

    async def rollback(self, path: str, number: int, revision: str, who: Who) -> Saved:
        """A new save of what a file held once. Raises :class:`Unknown` beside what :meth:`save`
        raises."""
        entry = await self._with_history(lambda history: history.entry(number))
        text = await self._with_history(lambda history: history.text(number))
        if entry is None or entry.path != path or text is None:
            raise Unknown(f"{path} has no text numbered {number}")
        try:
            await self._on_thread(self._shelf.find, path)
        except Unfit:
            return await self.create(path, text, who, "rollback")
        return await self.save(path, text, revision, who, "rollback")

    async def mode(self, rule: str, mode: str, revision: str, who: Who) -> Saved:
        """Put a rule live, in shadow or off: in its own file, or by an override where that may not
        be written. ``revision``: of the rule's own file."""
        path: str | None = await self.desk.ask("where", rule)
        if path is None:
            raise Unknown(f"there is no rule {rule[:80]!r}")
        file, held = await self.file(path)
        if file.why_not is None:
            if held.revision == revision:
                text = await self.desk.ask("with_mode", path, held.text, rule, mode)
            else:  # saving tells what is there now; whose text is as it was
                text = held.text
            return await self.save(path, text, revision, who, "mode")
        if held.revision != revision:
            raise ChangedUnderneath(held, None)
        place = await self._on_thread(self._override_file)
        if isinstance(place, str):
            text = await self.desk.ask("with_mode", place, _OVERRIDES_TEXT, rule, mode)
            return await self.create(place, text, who, "mode")
        file, held = place
        text = await self.desk.ask("with_mode", file.key, held.text, rule, mode)
        return await self.save(file.key, text, held.revision, who, "mode")

    async def make_local(self, who: Who) -> Saved:
        """Make a pack of the site's own, where others may not be written. Raises :class:`NoPlace`,
        and :class:`~.shelf.Unfit` when there is one."""
        local = self._local
        if local is None:
            raise NoPlace(
                "there is no folder for a pack of your own: name one with ASSIST_RULES_LOCAL"
            )
        try:
            await self._on_thread(partial(local.mkdir, parents=True, exist_ok=True))
        except OSError as error:
            raise NoPlace(f"{local} cannot be made: {error.strerror}") from None
        await self.take_local()
        return await self.create(f"{local.name}/{OVERRIDES}", _OVERRIDES_TEXT, who)

    @property
    def awaited(self) -> Path | None:
        """Where the site's own pack would be made, while it is none of the packs."""
        return None if self._local in self.paths else self._local

    async def take_local(self) -> None:
        """Count the site's own pack among the others once it is there, whoever has made it."""
        async with self._lock:
            if self.awaited is not None:
                paths = await self._on_thread(with_local, self.paths, self.awaited)
                if len(paths) > len(self.paths):
                    self._use_paths(paths)

    # -- history -------------------------------------------------------------------------------

    async def entries(
        self, *, path: str | None, rule: str | None, before: int | None, limit: int
    ) -> list[Entry]:
        """The history, the newest first."""
        await self.notice()
        return await self._with_history(
            lambda history: history.entries(path=path, rule=rule, before=before, limit=limit)
        )

    async def entry(self, number: int) -> tuple[Entry, str | None, str | None]:
        """An entry, its text, and the text of its file before it. Raises :class:`Unknown`."""

        def found(history: History) -> tuple[Entry | None, str | None, str | None]:
            entry = history.entry(number)
            earlier = None if entry is None else history.before(entry.path, number)
            text = None if earlier is None else history.text(earlier)
            return entry, history.text(number), text

        entry, text, before = await self._with_history(found)
        if entry is None:
            raise Unknown(f"the history has no entry {number}")
        return entry, text, before

    # -- inside --------------------------------------------------------------------------------

    async def _on_thread(self, do: Callable[..., T], *arguments: Any) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, partial(do, *arguments))

    async def _with_history(self, do: Callable[[History], T]) -> T:
        def run() -> T:
            if self._history is None:
                self._history = History(self._history_path)
            return do(self._history)

        return await self._on_thread(run)

    async def _notice(self) -> None:
        contents = await self._on_thread(self._shelf.contents)
        latest = await self._with_history(lambda history: history.latest())
        now = await self._on_thread(_revisions, list(contents.files.values()))
        gone = {path for path, (_, revision) in latest.items() if revision != GONE} - now.keys()
        changed = [p for p in now if p not in latest or latest[p][1] != now[p]]
        for path in (*changed, *sorted(gone)):
            known = path in latest and latest[path][1] != GONE
            kind: Kind = "outside" if path in latest else "found"
            text = contents.texts.get(path) if path in now else None
            told: Sequence[Mapping[str, Any]] = ()
            if kind == "outside":
                number = latest[path][0]
                old = await self._with_history(partial(_text_of, number)) if known else None
                told = await self._compared({path: old})
            change = Change(path, _now(), kind, now.get(path, GONE), text, changes=told)
            await self._with_history(partial(_keep, change))

    async def _compared(self, edits: Mapping[str, str | None]) -> Sequence[Mapping[str, Any]]:
        try:
            told: Sequence[Mapping[str, Any]] = await self.desk.ask("compared", edits)
        except Broken:
            return ()  # that it changed is worth more than how
        return told

    async def _judged(self, edits: Mapping[str, str | None]) -> Verdict:
        verdict: Verdict = await self.desk.ask("judge", edits)
        if verdict.refused:
            raise Refused(verdict.refused)
        return verdict

    async def _kept(
        self, path: str, kind: Kind, revision: str, text: str | None, who: Who, verdict: Verdict
    ) -> Saved:
        digest = self.force.digest()
        if verdict.rules is not None and verdict.rules.digest != digest:
            digest = await self.force.use(verdict.rules)
        change = Change(
            *(path, _now(), kind, revision, text, who.author, who.reason, digest),
            changes=verdict.changes,
        )
        number = None
        try:
            number = await self._with_history(partial(_keep, change))
        except HistoryError as fault:  # it will be found changed, without a name
            _logger.error("history_failed", reason=str(fault))  # noqa: TRY400 - no traceback
        in_force = verdict.rules is not None
        return Saved(path, revision, text or "", number, digest, in_force, verdict)

    async def _changed(self, file: ShelfFile, held: Held) -> ChangedUnderneath:
        last = await self._with_history(
            lambda history: history.entries(path=file.key, rule=None, before=None, limit=1)
        )
        return ChangedUnderneath(held, last[0] if last else None)

    def _read(self, path: str) -> tuple[ShelfFile, Held]:
        file = self._shelf.find(path)
        return file, self._shelf.read(file)

    def _write(self, file: ShelfFile, text: str, revision: str) -> str:
        if self._shelf.read(file).revision != revision:
            raise _Raced
        return self._shelf.write(file, text)

    def _make(self, file: ShelfFile, text: str) -> str:
        file.path.parent.mkdir(parents=True, exist_ok=True)
        return self._shelf.write(file, text)

    def _override_file(self) -> str | tuple[ShelfFile, Held]:
        """The file for overrides of the first pack that may be written, or the key to make it."""
        contents = self._shelf.contents()
        for root in reversed(self._shelf.roots()):
            key = f"{root.name}/{OVERRIDES}"
            file = contents.files.get(key)
            if file is not None and file.why_not is None:
                return file, self._shelf.read(file)
            if file is None:
                try:
                    return self._shelf.new(key).key
                except Unfit:
                    continue
        raise NoPlace("no pack may be written: make one of your own first")

    def _use_paths(self, paths: Sequence[Path]) -> None:
        self.paths = tuple(paths)
        self._shelf = Shelf(self.paths)
        self.desk.close()
        self.desk = Desk(self.paths)
        self.moved.set()


class _Raced(Exception):  # noqa: N818 - caught at once
    """The file changed between being looked at and being written."""


_OVERRIDES_TEXT = "# What this site changes of the packs that it does not keep itself.\n"


def _lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _now() -> int:
    return time.time_ns() // 1_000_000


def _keep(change: Change, history: History) -> int:
    return history.keep(change)


def _text_of(number: int, history: History) -> str | None:
    return history.text(number)


def _revisions(files: Sequence[ShelfFile]) -> dict[str, str]:
    """What each file holds now, by its digest; one that is gone meanwhile is left out."""
    found = {}
    for file in files:
        try:
            found[file.key] = revision_of(file.path.read_bytes())
        except OSError:
            continue
    return found
