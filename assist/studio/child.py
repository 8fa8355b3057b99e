"""Processes of the studio: one that checks edits, one for each edit that is played.

A plain child, not one of :mod:`multiprocessing`: that would import the program's main module a
second time, whatever that is, and fork or keep a server of its own.
"""

from __future__ import annotations

import os
import signal
import sys
from multiprocessing.connection import Connection
from socket import socketpair
from subprocess import DEVNULL, Popen
from typing import Any


def start(module: str, first: Any) -> tuple[Popen[bytes], Connection]:
    """Run a module in a process of its own; the pipe to it, on which ``first`` has been sent.

    Blocks for some milliseconds. The module must :func:`begin`.
    """
    ours, theirs = socketpair()
    with theirs:
        command = [sys.executable, "-m", module, str(theirs.fileno())]
        process = Popen(command, pass_fds=[theirs.fileno()], stdin=DEVNULL)  # noqa: S603 - ourselves
    pipe = Connection(ours.detach())
    pipe.send(first)
    return process, pipe


def begin(niceness: int) -> Connection:
    """In the process: the pipe that it was given. Live calls go first where the cores are few."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, which then ends it
    os.nice(niceness)
    return Connection(int(sys.argv[1]))
