"""Reading the shipped rule packs: CPU by stage, and what one edit costs with all else remembered.

``python -m bench.reading [TURNS]``: each turn is a process of its own, for a process remembers some
of what it read. Figures are the least of all turns: what other processes take of the machine makes
the same work cost more, never less.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from collections.abc import Callable
from functools import partial, wraps
from importlib import import_module
from typing import Any

from assist.core.program import build
from assist.ruleset import compile_sources
from assist.ruleset.load import gather
from assist.ruleset.memory import Memory
from assist.ruleset.packs import shipped_packs
from assist.ruleset.problems import Report
from assist.ruleset.uncollected import uncollected
from assist.text import default_folder, default_tokenizer

from .cost import cpu_seconds

TURNS = 5
STAGES = {
    "gather": "find and decode files",
    "_trees": "read YAML",
    "merge": "hold it against the grammar",
    "_lessons": "read lessons",
    "compile_signals": "compile signals",
    "compile_rules": "compile rules",
    "compile_tests": "compile tests",
    "lint": "look for what was hardly meant",
    "build": "make ready: literals, automata",
}
"""Functions that loading calls one after the other, by name in ``assist.ruleset.load``."""
EDITED = "bank-zh/complaint.yaml"
"""One of the longest files."""


def timed(name: str, function: Callable[..., Any], taken: dict[str, float]) -> Callable[..., Any]:
    """The function, adding the CPU that it takes to ``taken``."""

    @wraps(function)
    def call(*args: Any, **named: Any) -> Any:
        before = cpu_seconds()
        try:
            return function(*args, **named)
        finally:
            taken[name] = taken.get(name, 0.0) + cpu_seconds() - before

    return call


def turn() -> dict[str, float]:
    """CPU seconds by stage of one load, of all of it, and of an edit; and files read after it."""
    taken = {"start Python, import": cpu_seconds()}
    loading = import_module("assist.ruleset.load")
    for name, stage in STAGES.items():
        setattr(loading, name, timed(stage, getattr(loading, name), taken))
    before = cpu_seconds()
    loaded = loading.load(shipped_packs(), folder=default_folder(), tokenizer=default_tokenizer())
    gc.collect(0)  # it rests while files are read; what it has to do then is part of the cost
    taken["all of loading"] = cpu_seconds() - before
    assert loaded.program is not None, loaded.errors
    taken = dict(taken)  # what follows adds to the other
    return {**taken, **edited()}


def edited() -> dict[str, float]:
    """What compiling costs after an edit of one file, as the studio does it."""
    texts = gather(shipped_packs(), Report()).texts
    remembering = import_module("assist.ruleset.memory")
    read: list[str] = []

    def noted(file: str, text: str, really: Callable[..., Any]) -> Any:
        read.append(file)
        return really(file, text)

    remembering.read = partial(noted, really=remembering.read)  # type: ignore[attr-defined]
    memory, folder = Memory(), default_folder()
    first = compile_sources(texts, folder=folder, memory=memory)
    files, changed = len(read), {**texts, EDITED: texts[EDITED] + "\n# edited\n"}
    before = cpu_seconds()
    second = compile_sources(changed, folder=folder, memory=memory)
    after = cpu_seconds()
    assert first.rules is not None
    assert second.rules is not None
    with uncollected():  # a server's own collector has taken over by then
        build(second.rules, folder, default_tokenizer())
    return {
        "compile again after an edit": after - before,
        "make ready again": cpu_seconds() - after,
        "files": files,
        "files read again": len(read) - files,
    }


def main() -> None:
    """Print a table."""
    if sys.argv[1:] == ["turn"]:
        print(json.dumps(turn()))
        return
    turns = int(sys.argv[1]) if sys.argv[1:] else TURNS
    command = [sys.executable, "-m", "bench.reading", "turn"]
    told = [json.loads(subprocess.check_output(command)) for _ in range(turns)]
    least = {name: min(one[name] for one in told) for name in told[0]}
    files, again = (int(least.pop(name)) for name in ("files", "files read again"))
    print(f"| CPU, least of {turns} | s |\n|---|---|")
    for name, seconds in least.items():
        print(f"| {name} | {seconds:.2f} |")
    print(f"\nfiles read again after an edit: {again} of {files}")


if __name__ == "__main__":
    main()
