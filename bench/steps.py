"""Steps of the interpreter a fragment: exact, so that two versions compare on a busy machine.

``python -m bench.steps [FUNCTIONS]``: the engine with the shipped Chinese pack over the server
bench's frames of a few calls, as they interleave. How many opcodes a fragment takes, by what
became of it (final; a signal came or went; nothing changed), and the functions that take most of
them. What native code takes is not counted, so this ranks changes and times nothing.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from assist.core.engine import Engine
from assist.core.events import EVENT_IN, CallStart, Fragment
from assist.core.program import Program
from assist.ruleset import load
from assist.ruleset.packs import shipped_packs
from assist.text import default_folder, default_tokenizer

from .script import EVERY_MS, PROBE_RULES, frames

CALLS = 12
WARM_FRAMES = 80
"""Of each call, not counted: 20 s."""
FRAMES = 80
KINDS = ("final", "changed", "same")


def program() -> Program:
    """The shipped Chinese pack and the probe's rule."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "probe.yaml").write_text(PROBE_RULES, encoding="utf-8")
        packs = [pack for pack in shipped_packs() if pack.name == "bank-zh"]
        loaded = load(
            [*packs, Path(folder)], folder=default_folder(), tokenizer=default_tokenizer()
        )
    assert loaded.program is not None
    return loaded.program


def hypotheses() -> Iterator[tuple[int, Fragment]]:
    """(which call, what is said), in the order of arrival."""
    said = [frames(seed) for seed in range(CALLS)]
    for nth in range(WARM_FRAMES + FRAMES):
        for call in range(CALLS):
            at = 1_000 + nth * EVERY_MS + call * EVERY_MS // CALLS
            frame = next(said[call])
            event = EVENT_IN.validate_json(frame.json(f"call-{call}", nth + 2, at))
            assert isinstance(event, Fragment)
            yield call, event


class Steps:
    """Counts the opcodes of what is called through :meth:`of`."""

    def __init__(self) -> None:
        self.taken: Counter[CodeType] = Counter()

    def of(self, engine: Engine, event: Fragment) -> int:
        """Let the engine take the event; how many steps that was."""
        before = self.taken.total()
        sys.settrace(self._enter)
        try:
            engine.receive(event, event.at)
            engine.hints_to_send()
            engine.quiet_until()
        finally:
            sys.settrace(None)
        return self.taken.total() - before

    def _enter(self, frame: FrameType, _event: str, _argument: Any) -> Any:
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return self._step

    def _step(self, frame: FrameType, event: str, _argument: Any) -> Any:
        self.taken[frame.f_code] += event == "opcode"
        return self._step


def kind(engine: Engine, event: Fragment, before: object) -> str:
    """What became of a fragment; ``before``: what its utterance said until then."""
    if event.final:
        return "final"
    source = f"{event.speaker}/{event.utterance}"
    return "same" if engine.state.history.by_source.get(source) is before else "changed"


def main() -> None:
    """Count, and print."""
    running = program()
    engines = [Engine(running, call=f"call-{call}") for call in range(CALLS)]
    for engine in engines:
        start = {"type": "call.start", "call": engine.call, "seq": 1, "at": 0, "agent": "7"}
        engine.receive(CallStart.model_validate(start), 0)
    said = hypotheses()
    for call, event in islice(said, WARM_FRAMES * CALLS):
        engines[call].receive(event, event.at)
        engines[call].hints_to_send()
    steps, taken, times = Steps(), Counter[str](), Counter[str]()
    for call, event in said:
        before = engines[call].state.history.by_source.get(f"{event.speaker}/{event.utterance}")
        count = steps.of(engines[call], event)
        what = kind(engines[call], event, before)
        taken[what] += count
        times[what] += 1
    print(f"{taken.total() / times.total():.0f} opcodes a fragment")
    for what in KINDS:
        share, each = times[what] / times.total(), taken[what] / max(1, times[what])
        print(f"  {what:8} {share:5.1%} of the fragments, {each:8.0f} each")
    for code, count in steps.taken.most_common(int(sys.argv[1]) if len(sys.argv) > 1 else 20):
        where = f"{Path(code.co_filename).name}:{code.co_firstlineno}"
        print(f"{count / times.total():8.1f} {code.co_qualname} {where}")


if __name__ == "__main__":
    main()
