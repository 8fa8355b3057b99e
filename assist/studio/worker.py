"""The process that compiles and tries edits, one question at a time, and is kept warm.

It is asked through a pipe: ``(number, session, name, arguments)``; it answers ``(number, kind,
value)`` with kind ``answer``, ``superseded``, ``no form`` or ``failed``. While it checks an edit it
looks whether the same session has asked for another check since: then the first is dropped.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from typing import Any

from .child import begin
from .roundtrip import CannotEdit
from .trying import Superseded
from .workbench import Workbench
from .writing import NoForm

Question = tuple[int, str | None, str, tuple[Any, ...]]
NICENESS = 5
"""Live calls go first where the cores are few."""


def run(pipe: Connection) -> None:
    """Answer until the pipe is closed. The first message is where the packs lie."""
    bench = Workbench(pipe.recv())
    waiting: deque[Question] = deque()
    while True:
        try:
            question = waiting.popleft() if waiting else pipe.recv()
        except (EOFError, OSError):
            return
        number, session, name, arguments = question

        def check(session: str | None = session) -> None:
            while pipe.poll():
                waiting.append(pipe.recv())
            if session is not None and any(one[1] == session for one in waiting):
                raise Superseded

        try:
            check()
            answer = _answer(bench, name, arguments, check)
        except Superseded:
            told: tuple[int, str, Any] = (number, "superseded", None)
        except NoForm as refused:
            told = (number, "no form", refused.problems)
        except CannotEdit as refused:
            zh = "这里的写法表单改不了，请在文本里改"
            told = (number, "no form", [("text", zh, str(refused))])
        except (EOFError, OSError) as gone:
            told = (number, "failed", repr(gone))
        except Exception as fault:  # noqa: BLE001 - told to whoever asked; the next is answered
            told = (number, "failed", f"{type(fault).__name__}: {fault}")
        else:
            told = (number, "answer", answer)
        try:
            pipe.send(told)
        except OSError:
            return


def _answer(
    bench: Workbench, name: str, arguments: tuple[Any, ...], check: Callable[[], None]
) -> Any:
    if name == "check":
        path, text, everything = arguments
        return bench.check(path, text, everything=everything, check=check)
    answers: Mapping[str, Callable[..., Any]] = {
        "warm": bench.warm,
        "tree": bench.tree,
        "names": bench.names,
        "find": bench.find,
        "rules": bench.rules,
        "judge": bench.judge,
        "compared": bench.compared,
        "read_form": bench.read_form,
        "write_form": bench.write_form,
        "with_mode": bench.with_mode,
        "where": bench.where,
    }
    return answers[name](*arguments)


if __name__ == "__main__":
    run(begin(NICENESS))
