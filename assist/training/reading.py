"""Scenario files → scenarios, and what is wrong with the others, at its line and column."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from assist.backtest.calls import LabelledCall
from assist.core.names import meant
from assist.node.samples import HOMES, Sample
from assist.proto.messages import why
from assist.ruleset.bounds import MAX_FILE_BYTES
from assist.ruleset.check import check
from assist.ruleset.files import decode
from assist.ruleset.problems import Place, Problem, Report
from assist.ruleset.script import ScriptError, parse_script
from assist.ruleset.syntax import Unreadable
from assist.ruleset.tree import Node, read
from assist.ruleset.tree import Path as At

from .catalogue import Entry
from .linear import from_labelled, from_sample
from .model import Say, Scenario

MAX_FILES = 500
FOLDER = "training"
"""Where the shipped scenarios lie among the samples."""


@dataclass(frozen=True, slots=True)
class Known:
    """What scenarios may name: the needs and the signals of the rules in force."""

    needs: Collection[str]
    signals: Collection[str]


@dataclass(slots=True)
class Catalogue:
    """``entries`` by id, the most demanding first; ``problems`` keep a file out."""

    entries: dict[str, Entry] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def catalogue(folder: Path | None, known: Known) -> Catalogue:
    """The shipped scenarios and sample calls, and those of ``folder``, which win where both have
    one of a name. Never raises for what files hold. A shipped scenario that asks for what the
    rules in force do not look after is left out: nobody could do well in it.

    Raises :class:`FileNotFoundError` when the installation is incomplete.
    """
    home = next((home for home in HOMES if (home / FOLDER).is_dir()), None)
    if home is None:
        raise FileNotFoundError(f"no scenarios in {' or '.join(map(str, HOMES))}")
    report, unfit = Report(), Report()
    found: dict[str, Entry] = {}
    for path in (*sorted((home / FOLDER).glob("*.yaml")), *sorted(home.glob("*.yaml"))):
        found |= {entry.id: entry for entry in _entries(path, known, unfit)}
    if folder is not None:
        for path in _own(folder, report):
            found |= {entry.id: entry for entry in _entries(path, known, report)}
    ordered = sorted(found.values(), key=_order)
    return Catalogue({entry.id: entry for entry in ordered}, report.sorted())


def _order(entry: Entry) -> tuple[bool, int, str]:
    return (entry.kind == "call", -entry.scenario.difficulty, entry.id)


def _own(folder: Path, report: Report) -> Iterator[Path]:
    if not folder.is_dir():
        report.error("R001", Place(str(folder)), "no such folder")
        return
    suffixes = (".yaml", ".yml", ".json")
    paths = sorted(path for path in folder.rglob("*") if path.suffix in suffixes)
    if len(paths) > MAX_FILES:
        report.error("R003", Place(str(folder)), f"more than {MAX_FILES} scenarios")
    yield from paths[:MAX_FILES]


def _entries(path: Path, known: Known, report: Report) -> Iterable[Entry]:
    place = Place(str(path))
    try:
        raw = path.read_bytes()
    except OSError as error:
        report.error("R001", place, f"cannot be read: {error.strerror}")
        return ()
    if len(raw) > MAX_FILE_BYTES:
        report.error("R003", place, f"larger than {MAX_FILE_BYTES // 1024:,} KiB")
        return ()
    text = decode(raw, str(path), report)
    if text is None:
        return ()
    entry = (
        _labelled(path, text, report)
        if path.suffix == ".json"
        else _read(path, text, known, report)
    )
    return () if entry is None else (entry,)


def _labelled(path: Path, text: str, report: Report) -> Entry | None:
    try:
        call = LabelledCall.model_validate(json.loads(text))
        scenario = from_labelled(call)
    except json.JSONDecodeError as fault:
        report.error("R006", Place(str(path), fault.lineno, fault.colno), f"not JSON: {fault.msg}")
        return None
    except ValidationError as fault:
        report.error("R203", Place(str(path)), f"not a labelled call: {why(fault)}")
        return None
    if scenario is None:
        report.error("R601", Place(str(path)), "nobody says anything to be answered in this call")
        return None
    return Entry(call.id, scenario, "call")


def _read(path: Path, text: str, known: Known, report: Report) -> Entry | None:
    try:
        root = read(str(path), text)
    except Unreadable as bad:
        report.error(bad.code, bad.place, bad.message, bad.advice)
        return None
    place = Place(str(path))
    if root is None or not isinstance(root.value, dict):
        report.error("R203", place, "keys and values are expected here: title, about, turns")
        return None
    if "call" in root.value:
        return _sample(path, root, report)
    scenario = check(Scenario, root, place, report)
    if scenario is None or not _names_known(scenario, root, known, report):
        return None
    return Entry(path.stem, scenario)


def _sample(path: Path, root: Node, report: Report) -> Entry | None:
    plain = root.plain()
    try:
        sample = Sample.model_validate({"id": path.stem, **plain})
        scenario = from_sample(sample, parse_script(sample.call))
    except ScriptError as fault:
        assert isinstance(root.value, dict)
        place = root.value["call"].within(fault.line, fault.column)
        report.error("R601", place, f"line {fault.line} of the call: {fault.reason}")
        return None
    except ValidationError as fault:
        report.error("R203", Place(str(path)), f"not a sample call: {why(fault)}")
        return None
    if scenario is None:
        report.error("R601", root.at(("call",)), "the customer says nothing in this call")
        return None
    return Entry(path.stem, scenario, "call")


def _names_known(scenario: Scenario, root: Node, known: Known, report: Report) -> bool:
    before = report.errors
    for at, kind, name in _names(scenario):
        names = known.needs if kind == "need" else known.signals
        if name not in names:
            near = meant(name, names)
            advice = f"did you mean `{near}`?" if near else None
            report.error("R210", root.at(at), f"there is no {kind} `{name[:60]}`", advice)
    return report.errors == before


def _names(scenario: Scenario) -> Iterator[tuple[At, str, str]]:
    """Every need and signal that is named: where, which of the two, its name."""
    for number, moment in enumerate(scenario.turns):
        for index, need in enumerate(moment.needs):
            yield ("turns", number, "needs", index), "need", need
        yield from _asked(("turns", number, "customer"), moment.customer)
        yield from _asked(("turns", number, "insists"), moment.insists)
    yield from _asked(("ending",), scenario.ending)


_ASKED = {"met": "need", "unmet": "need", "heard": "signal", "unheard": "signal"}


def _asked(path: At, says: Iterable[Say]) -> Iterator[tuple[At, str, str]]:
    for number, say in enumerate(says):
        if say.when is None:
            continue
        for key, kind in (
            ("met", "need"),
            ("unmet", "need"),
            ("heard", "signal"),
            ("unheard", "signal"),
        ):
            for index, name in enumerate(getattr(say.when, key) or ()):
                yield (*path, number, "if", key, index), kind, name
