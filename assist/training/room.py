"""The catalogue as it stands: read anew when a file or the rules have changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assist.core.program import Program
from assist.ruleset.problems import Problem

from .catalogue import Entry
from .reading import Catalogue, Known, catalogue

Signature = tuple[str, tuple[tuple[str, int, int], ...]]


class Room:
    """Scenarios shipped, and those of ``folder``."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._read: tuple[Signature, Catalogue] | None = None

    def catalogue(self, program: Program) -> Catalogue:
        """What can be practised under these rules. Reads files: some 0.1 s when one has changed."""
        signature = (program.rules.digest, tuple(self._files()))
        if self._read is None or self._read[0] != signature:
            needs = {rule.need for rule in program.rules.rules.values() if rule.need}
            known = Known(needs, program.rules.signals.keys())
            self._read = (signature, catalogue(self._folder, known))
        return self._read[1]

    def _files(self) -> list[tuple[str, int, int]]:
        if self._folder is None or not self._folder.is_dir():
            return []
        found = []
        for path in sorted(self._folder.rglob("*")):
            try:
                about = path.stat()
            except OSError:
                continue
            found.append((str(path), about.st_mtime_ns, about.st_size))
        return found


def told(entry: Entry, program: Program) -> dict[str, Any]:
    """An entry as the page lists it."""
    scenario = entry.scenario
    return {
        "id": entry.id,
        "kind": entry.kind,
        "title": scenario.title.model_dump(),
        "about": scenario.about.model_dump(),
        "language": scenario.language,
        "trains": list(scenario.trains) or _trained(entry, program),
        "difficulty": scenario.difficulty,
        "minutes": entry.minutes,
        "moments": len(scenario.turns),
        "voice": scenario.voice.model_dump(),
        "context": scenario.context or {},
    }


def told_problem(problem: Problem) -> dict[str, Any]:
    """Something wrong with a file of one's own."""
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "message": problem.message,
        "advice": problem.advice,
    }


def _trained(entry: Entry, program: Program) -> list[str]:
    """The abilities that the needs of its moments ask for, in the order in which they come up."""
    rules = program.rules.rules.values()
    needs = [need for moment in entry.scenario.turns for need in moment.needs]
    found = [rule.ability for need in needs for rule in rules if rule.need == need]
    return list(dict.fromkeys(found))
