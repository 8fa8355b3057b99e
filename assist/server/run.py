"""Running a server: open, recover, serve, reload rules, and go down without losing anything."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import signal
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import structlog
import uvicorn
from starlette.routing import BaseRoute

from assist.archive.archive import Archive
from assist.archive.schema import ArchiveError, beside
from assist.core.program import Program
from assist.log.base import Log, LogError
from assist.log.memory import MemoryLog
from assist.log.sqlite import SqliteLog
from assist.mappings import known
from assist.node.node import Limits, Node
from assist.node.programs import Programs
from assist.node.recovery import recover
from assist.proto.codes import GOING_AWAY, LOG_FAILED
from assist.proto.messages import MAX_FRAME
from assist.ruleset import Loaded, load, load_sources
from assist.ruleset.files import stamps
from assist.text import default_folder, default_tokenizer

from .app import App
from .auth import Gate, names_none, origin_of, own_origins
from .collecting import collect
from .misuse import check_paths, check_secrets, misspelt
from .packs import left_out, rule_paths
from .pages import STATIC
from .patience import PatientHttp
from .reloading import make_ready, refuse, reload, studio_of
from .retention import Watch, forget_daily, prune_daily
from .service import Service
from .settings import Settings
from .sockets import AssistProtocol
from .stores import IN_MEMORY, load_silences, open_memory, silences

BACKLOG = 1_024
TRANSPORT_FRAME = 4 * MAX_FRAME
"""Larger frames end the connection (1009). Up to this a frame is only refused, by code, so that the
other calls of its connection never notice."""

_logger = structlog.get_logger("assist.server")


class RulesFaulty(Exception):  # noqa: N818 - says what is wrong
    """The rule files have errors at start, and the log has no last good set of these packs."""

    def __init__(self, loaded: Loaded) -> None:
        super().__init__("\n".join(str(problem) for problem in loaded.errors))
        self.loaded = loaded


class _Uvicorn(uvicorn.Server):
    """uvicorn without its signal handlers: what they do closes sockets before they are drained."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Server:
    """One server in this process's event loop."""

    def __init__(self, service: Service, server: uvicorn.Server, port: int) -> None:
        self.service = service
        self.port = port
        self._server = server
        self._done = asyncio.Event()

    @property
    def url(self) -> str:
        """Where the pages are."""
        host = self.service.settings.host
        if names_none(host):
            host = "localhost"
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    def stop(self) -> None:
        """Begin to shut down; :func:`run` returns once everything is drained."""
        self._done.set()

    async def until_stopped(self) -> None:
        """Wait for :meth:`stop`, or for the log to fail, which nothing can go on after."""
        self.service.log.listen(lambda: self._done.set() if self.service.log.failed else None)
        await self._done.wait()

    async def drain(self) -> None:
        """Refuse newcomers, acknowledge what was taken, tell every peer to come back later."""
        service = self.service
        service.draining = True
        if service.log.failed is None:  # load balancers are told first
            await asyncio.sleep(service.settings.drain)
        code = GOING_AWAY if service.log.failed is None else LOG_FAILED
        for listener in getattr(self._server, "servers", ()):
            listener.close()
        await asyncio.gather(*(each.go_away(code) for each in list(service.ingest)))
        service.node.stop()
        screens = [*service.overlays, *service.supervisors, *service.trainees]
        await asyncio.gather(*(each.go_away(code) for each in screens))
        self._server.should_exit = True


@contextlib.asynccontextmanager
async def opened(
    settings: Settings,
    *,
    static: Path = STATIC,
    routes: Callable[[Service], Sequence[BaseRoute]] = lambda _service: (),
) -> AsyncIterator[Server]:
    """A server that listens and has recovered; drained and closed on leaving.

    Raises :class:`~.misuse.Misused`, :class:`RulesFaulty`, :class:`~assist.mappings.FormatsFaulty`,
    :class:`~assist.log.base.LogError` or :class:`OSError` when it cannot start.
    """
    check_paths(settings)
    formats = known(settings.formats).sound()
    check_secrets(settings, formats)
    paths = rule_paths(settings)
    read = stamps(paths)
    loaded = load(paths, folder=default_folder(), tokenizer=default_tokenizer())
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((settings.host, settings.port))
        listening.listen(BACKLOG)  # who connects from here on waits, rather than be turned away
        port: int = listening.getsockname()[1]
        log = await _open_log(settings.log)
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(_close_log, log)
            program = loaded.program or await _last_good(log, loaded, paths)
            make_ready(program)
            limits = Limits(
                calls=settings.max_calls,
                idle_timeout=settings.idle_timeout,
                agent_prosody=settings.agent_prosody,
            )
            memory = await open_memory(settings.log, settings.memory_days)
            stack.push_async_callback(memory.close)
            node = Node(log, program, limits=limits, memory=memory, silences=silences(settings.log))
            stack.callback(node.stop)
            token, *former = settings.tokens or (secrets.token_urlsafe(24),)
            gate = Gate(
                token,
                [
                    *own_origins(settings.host, port),
                    *([origin_of(settings.public_url)] if settings.public_url else []),
                    *settings.origins,
                ],
                former=former,
                supervisors=_supervisors(settings),
                overlays=settings.overlay_secrets,
            )
            archive = await _open_archive(settings.log, log, node)
            stack.push_async_callback(archive.close)
            service = Service(settings, gate, log, node, archive, static, formats)
            if loaded.program is None:
                refuse(service, loaded.errors)
            service.studio = studio_of(service, paths)
            stack.callback(service.studio.close)
            config = uvicorn.Config(
                App(service, routes(service)),
                http=PatientHttp,
                ws=AssistProtocol,
                ws_max_size=TRANSPORT_FRAME,
                ws_per_message_deflate=False,
                lifespan="off",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=5,
            )
            server = Server(service, _Uvicorn(config), port)
            serving = asyncio.create_task(server._server.serve(sockets=[listening]))  # noqa: SLF001
            stack.push_async_callback(_join, serving)
            stack.push_async_callback(server.drain)
            since = datetime.now(UTC)  # calls that recovery ends are no witness of the clock
            await _recover(service, program)
            watch = Watch(log, since)
            retention = prune_daily(log, settings.retention_days, watch)
            forgetting = forget_daily(node, settings.memory_days, watch)
            for chore in (reload(service, service.studio, read), retention, forgetting):
                stack.callback(asyncio.create_task(chore).cancel)
            stack.push_async_callback(_cancelled, asyncio.create_task(archive.keep_up()))
            yield server


async def run(
    settings: Settings,
    announce: Callable[[Server], None],
    *,
    routes: Callable[[Service], Sequence[BaseRoute]] = lambda _service: (),
    beside: Callable[[Server], Coroutine[Any, Any, None]] | None = None,
) -> int:
    """Serve until SIGTERM or SIGINT; the exit status: 1 when the log failed, so that whatever
    supervises the process starts it again. ``beside``: what goes on meanwhile; cancelled at the
    end."""
    async with opened(settings, routes=routes) as server:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, server.stop)
        collecting = asyncio.create_task(collect(late=server.service.loop_lag.observe))
        announce(server)
        rules = server.service.node.program.rules
        calls = len(server.service.node.calls)
        _logger.info("serving", port=server.port, calls=calls, rules=len(rules.rules))
        if (missing := left_out(settings, rules)) is not None:
            _logger.warning(
                "shipped_rules_left_out",
                rules=len(rules.rules),
                of=[str(path) for path in server.service.studio.paths],
                left_out=missing.packs,
                how=missing.how,
            )
        for name, probably in misspelt(os.environ).items():
            _logger.warning("unknown_setting", name=name, probably=probably)
        others = [] if beside is None else [asyncio.create_task(beside(server))]
        await server.until_stopped()
        for task in (collecting, *others):
            task.cancel()
        if others:
            await asyncio.wait(others)
        failed = server.service.log.failed
        if failed is not None:
            _logger.critical("log_failed", reason=str(failed))
    _logger.info("stopped")
    return 0 if failed is None else 1


def _supervisors(settings: Settings) -> Sequence[str]:
    """The tokens of the console; none: it stays shut, since nobody could have learnt a token made
    here."""
    if settings.supervisor_token is not None:
        return settings.supervisor_tokens
    return (secrets.token_urlsafe(24),) if settings.loopback else ()


async def _last_good(log: Log, faulty: Loaded, paths: Sequence[Path]) -> Program:
    """The rules that were in force last, as the log keeps them, where they are of these packs: an
    error in a rule file must not keep a restart from going on with the calls. Raises
    :class:`RulesFaulty` where there are none."""
    sources = await log.last_rules() or {}
    packs = {key.partition("/")[0] for key in sources if "/" in key}
    if packs and packs <= {path.name for path in paths}:
        kept = load_sources(sources, folder=default_folder(), tokenizer=default_tokenizer())
        if kept.program is not None:
            return kept.program
    raise RulesFaulty(faulty)


async def _open_log(where: str) -> Log:
    if where == IN_MEMORY:
        return MemoryLog()
    path = Path(where)
    path.parent.mkdir(parents=True, exist_ok=True)
    return await SqliteLog.open(path)


async def _open_archive(where: str, log: Log, node: Node) -> Archive:
    """The archive beside the log. It is derived, so a fault of its own must not keep calls from
    being served: then it is made in memory, and what is wrong is told."""
    source = None if where == "memory" else Path(where)
    digest = partial(_digest, node)
    if source is not None:
        archive = Archive(log, path=beside(source), source=source, digest=digest)
        try:
            await archive.open()
        except ArchiveError as fault:
            _logger.error("archive_unusable", reason=str(fault))  # noqa: TRY400 - no traceback
            await archive.close()
        else:
            return archive
    archive = Archive(log, path=None, source=source, digest=digest)
    await archive.open()
    return archive


def _digest(node: Node) -> str:
    return node.program.rules.digest


async def _cancelled(task: asyncio.Task[None]) -> None:
    """End a task, and wait until it has."""
    task.cancel()
    await asyncio.wait([task])


async def _close_log(log: Log) -> None:
    try:
        await log.close()
    except LogError as fault:
        _logger.critical("log_failed", reason=str(fault))


async def _join(serving: asyncio.Task[None]) -> None:
    await serving


async def _recover(service: Service, program: Program) -> None:
    await service.node.use(program)
    load_silences(service.node.supervision)
    programs = Programs(service.log, program, default_folder(), default_tokenizer())
    calls = await recover(service.node, programs.of)
    if calls:
        _logger.info("recovered", calls=calls)
    service.ready.set()
