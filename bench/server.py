"""The whole server beside the bare stack, under the same paced load, taking turns.

Each of two server processes is pinned to one core and this client to another. CPU is what the
kernel charged to the process with all its threads (user and system), read around each turn.
"""

from __future__ import annotations

import asyncio
import gc
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .cost import Ratio
from .load import Caller, Echo, open_all, talk
from .script import PROBE_RULES

CALLS = 500
TURNS = 5
TURN_SECONDS = 6.0
WARM_SECONDS = 3.0
STRANGERS = 40
STRANGERS_SECONDS = 10.0
"""Who talks before memory is looked at: what is loaded late, once, is no call's."""
ECHO_EVERY = 0.025
ASSIST = (str(Path(sys.executable).with_name("assist")),)
_TICK = 1 / os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Server:
    """A server process and what the kernel knows of it."""

    def __init__(self, command: list[str], environment: dict[str, str], port: int) -> None:
        self.base = f"127.0.0.1:{port}"
        self._process = subprocess.Popen(
            command,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )

    def wait(self, path: str) -> None:
        """Until it answers at all. Raises :class:`RuntimeError` when it has ended instead."""
        for _ in range(300):
            if self._process.poll() is not None:
                raise RuntimeError(f"the server ended with {self._process.returncode}")
            try:
                urllib.request.urlopen(f"http://{self.base}{path}", timeout=1).close()
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("the server does not answer")

    def cpu_seconds(self) -> float:
        """User and system time of all its threads."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * _TICK

    def resident(self) -> int:
        """Bytes of memory it occupies."""
        fields = Path(f"/proc/{self._process.pid}/statm").read_text().split()
        return int(fields[1]) * _PAGE

    def stop(self) -> None:
        """Ask it to end, and see that it does."""
        self._process.terminate()
        try:
            self._process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def both_servers(
    token: str, supervisors: str | None = None, *, shipped: bool = True
) -> Iterator[tuple[Server, Server]]:
    """The bare stack and the whole server, on a core of their own; ``supervisors``: the token of
    its console; ``shipped``: with the shipped Chinese pack, not only the rules that are timed."""
    cores = sorted(os.sched_getaffinity(0))
    sink_port, whole_port = free_port(), free_port()
    with tempfile.TemporaryDirectory(prefix="overtone-bench-") as folder:
        pack = Path(folder) / "probe"
        pack.mkdir()
        (pack / "probe.yaml").write_text(PROBE_RULES, encoding="utf-8")
        packs = [Path(__file__).resolve().parent.parent / "rules" / "bank-zh"] if shipped else []
        environment = {
            "ASSIST_PORT": str(whole_port),
            "ASSIST_TOKEN": token,
            "ASSIST_LOG": str(Path(folder) / "calls.db"),
            "ASSIST_RULES": ",".join(map(str, [*packs, pack])),
            "ASSIST_LOG_LEVEL": "error",
            **({"ASSIST_SUPERVISOR_TOKEN": supervisors} if supervisors else {}),
        }
        os.sched_setaffinity(0, cores[:1])  # inherited by what starts now
        sink = Server([sys.executable, "-m", "bench.sink", str(sink_port)], {}, sink_port)
        whole = Server([*ASSIST, "serve"], environment, whole_port)
        os.sched_setaffinity(0, cores[1:2] or cores)
        try:
            sink.wait("/")
            whole.wait("/readyz")
            yield sink, whole
        finally:
            sink.stop()
            whole.stop()
            os.sched_setaffinity(0, cores)


def p99(seconds: list[float]) -> float:
    """The 99th percentile, in ms."""
    return statistics.quantiles(seconds, n=100)[98] * 1000


async def compare(*, shipped: bool = True) -> list[Ratio]:
    """All server figures."""
    token = secrets.token_urlsafe(16)
    with both_servers(token, shipped=shipped) as (sink, whole):
        strangers = [Caller(n, whole.base, token) for n in range(CALLS, CALLS + STRANGERS)]
        await open_all(strangers)
        await talk(strangers, STRANGERS_SECONDS)
        for stranger in strangers:
            await stranger.close()
        empty = whole.resident()

        bare = [Caller(n, sink.base, None) for n in range(CALLS)]
        callers = [Caller(n, whole.base, token) for n in range(CALLS)]
        await open_all(bare)
        await open_all(callers)
        gc.collect()
        gc.disable()  # what the client holds must not hold up what it measures
        await talk(bare, WARM_SECONDS)
        await talk(callers, WARM_SECONDS)
        for caller in callers:
            caller.latencies.clear()
        echo = Echo()
        costs: tuple[list[float], list[float]] = ([], [])

        async def bare_turn() -> None:
            before = sink.cpu_seconds()
            until = time.perf_counter() + TURN_SECONDS
            probing = asyncio.create_task(echo.run(sink.base, ECHO_EVERY, until))
            sent = await talk(bare, TURN_SECONDS)
            await probing
            costs[0].append((sink.cpu_seconds() - before) / sent)

        async def whole_turn() -> None:
            before = whole.cpu_seconds()
            sent = await talk(callers, TURN_SECONDS)
            costs[1].append((whole.cpu_seconds() - before) / sent)

        others = others_seconds(sink, whole)
        began = time.perf_counter()
        for turn in range(TURNS):
            for side in (bare_turn, whole_turn) if turn % 2 == 0 else (whole_turn, bare_turn):
                await side()
        others = (others_seconds(sink, whole) - others) / (time.perf_counter() - began)
        full = whole.resident()
        hints = [latency for caller in callers for latency in caller.latencies]
        gc.enable()
        for caller in [*bare, *callers]:
            await caller.close()
    print(f"other processes took {others:.0%} of one core meanwhile", file=sys.stderr)
    return report(costs, echo.latencies, hints, full - empty)


def others_seconds(*ours: Server) -> float:
    """CPU time that this machine has given to anybody but this benchmark."""
    fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    user, nice, system, _idle, _waiting, *interrupts = map(int, fields[:8])
    used = os.times()
    busy = (user + nice + system + sum(interrupts)) * _TICK
    return busy - used.user - used.system - sum(server.cpu_seconds() for server in ours)


def spread(values: list[float]) -> str:
    """The median, and the least and greatest of the turns."""
    return f"{statistics.median(values):.0f} ({min(values):.0f}-{max(values):.0f})"


def report(
    costs: tuple[list[float], list[float]], echoes: list[float], hints: list[float], grown: int
) -> list[Ratio]:
    """The figures as lines."""
    micros = [[cost * 1e6 for cost in side] for side in costs]
    bare, whole = map(statistics.median, micros)
    echo, hint, each = p99(echoes), p99(hints), grown / CALLS / 1024
    return [
        Ratio(
            f"bare sink ÷ whole server, {CALLS} calls × 4 fragments/s",
            f"{spread(micros[0])} µs CPU a fragment, bare",
            f"{spread(micros[1])} µs, whole",
            bare / whole,
            0.5,
            at_least=True,
        ),
        Ratio(
            "hint p99 ÷ echo p99, under that load",
            f"echo {echo:.1f} ms (n = {len(echoes):,})",
            f"hint {hint:.1f} ms (n = {len(hints):,})",
            hint / echo,
            3.0,
        ),
        Ratio(
            "memory a call with both sockets, kB",
            f"{grown / 1024 / 1024:.1f} MB more",
            f"with {CALLS} calls",
            each,
            64.0,
        ),
    ]


def measure(*, shipped: bool = True) -> list[Ratio]:
    """Run it in an event loop of its own. Without the ``shipped`` pack: what the server by itself
    takes of the figures."""
    return asyncio.run(compare(shipped=shipped))
