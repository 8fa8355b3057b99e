"""What can be played: sample calls, scripts of rule tests, labelled calls, recordings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import get_args

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from assist.backtest.reading import Case, find
from assist.core.events import CallEnd, CallStart, EventIn
from assist.node.samples import Sample, load_samples
from assist.ruleset import load
from assist.ruleset.script import ScriptError, events
from assist.ruleset.testcase import RuleTest
from assist.text import default_folder, default_tokenizer

_IN = get_args(EventIn)


@dataclass(frozen=True, slots=True)
class Script:
    """One call to play. ``events``: given the call's id and the agent, what is sent, in order, from
    ``call.start`` to ``call.end``; ``at`` says when, in ms."""

    title: str
    events: Callable[[str, str], Sequence[EventIn]]


@dataclass(slots=True)
class Found:
    """``faults`` read ``place: what``, and hold none of the words spoken."""

    scripts: list[Script]
    faults: list[str]


def find_scripts(paths: Sequence[Path]) -> Found:
    """The calls in files and folders; the sample calls when none are named.

    ``*.yaml`` are sample calls or rules with their tests, ``*.json`` and ``*.jsonl`` labelled calls
    and recordings.
    """
    if not paths:
        return Found([Script(name, one.events) for name, one in load_samples().items()], [])
    found = Found([], [])
    files = [file for path in paths for file in _yaml(path)]
    rules = []
    for file in files:
        try:
            raw = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
            if isinstance(raw, dict) and "call" in raw:
                sample = Sample.model_validate({"id": file.stem, **raw})
                found.scripts.append(Script(sample.id, sample.events))
            else:
                rules.append(file)
        except (OSError, YAMLError, ValidationError, ScriptError) as fault:
            found.faults.append(f"{file}: {type(fault).__name__}: cannot be read as a call")
    if rules:
        loaded = load(rules, folder=default_folder(), tokenizer=default_tokenizer())
        found.scripts += [Script(test.name, partial(_of_test, test)) for test in loaded.tests]
    others = [path for path in paths if path.is_dir() or path.suffix not in _YAML]
    if others:
        cases = find(others)
        found.faults += cases.faults
        found.scripts += [Script(case.call, partial(_of_case, case)) for case in cases.cases]
    return found


_YAML = (".yaml", ".yml")


def _yaml(path: Path) -> Iterable[Path]:
    if path.is_dir():
        return sorted(file for file in path.rglob("*") if file.suffix in _YAML)
    return [path] if path.suffix in _YAML else []


def _of_test(test: RuleTest, call: str, agent: str) -> Sequence[EventIn]:
    return events(
        test.lines,
        call=call,
        agent=agent,
        language=test.language,
        context=test.context,
        queue=test.queue,
    )


def _of_case(case: Case, call: str, agent: str) -> Sequence[EventIn]:
    """A recording's events under another name, for another agent, begun and ended if they are
    not."""
    recorded = [each.event for each in case.entries(rewrites=0.15, seed=1)]
    told = [event for event in recorded if isinstance(event, _IN)]
    if not told or not isinstance(told[0], CallStart):
        told.insert(0, CallStart(type="call.start", call=call, seq=1, at=0, agent=agent))
    if not isinstance(told[-1], CallEnd):
        last = told[-1].at + 1_000
        told.append(CallEnd(type="call.end", call=call, seq=1, at=last))
    return [
        event.model_copy(update={"call": call, "sender": "", "seq": number}
                         | ({"agent": agent} if isinstance(event, CallStart) else {}))
        for number, event in enumerate(told, 1)
    ]  # fmt: skip
