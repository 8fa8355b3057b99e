"""What the compiler looks names up in, and where it notes which were used."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from pydantic import BaseModel

from assist.core.names import meant
from assist.core.protocols import Folder
from assist.core.rules import ContextTest, Phrase, Signal

from .called import need_called
from .model import NeedModel
from .pack import Entry, Pack
from .patterns import Patterns
from .phrases import Expander, PhraseError, parse
from .problems import Place, Report

_OPERATOR = re.compile(r"\s*(>=|<=|!=|==|>|<|=)\s*(.*)", re.DOTALL)
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")


@dataclass(slots=True)
class Scope:
    """All names of a rule set, the folder, and the report."""

    pack: Pack
    folder: Folder
    report: Report
    expander: Expander
    patterns: Patterns = field(default_factory=Patterns)
    used: dict[str, set[str]] = field(
        default_factory=lambda: {"signal": set(), "list": set(), "veto": set(), "emotion": set()}
    )

    taught: dict[str, Signal] = field(default_factory=dict)
    """The signals that rules make of what examples taught."""

    @property
    def costs(self) -> tuple[int, int, int]:
        """Literals, patterns and instructions so far: what bounds are set to."""
        return self.expander.literals, self.patterns.count, self.patterns.program

    def note(self, used: Mapping[str, set[str]], costs: tuple[int, int, int]) -> None:
        """Note what something made earlier uses and costs."""
        for kind, names in used.items():
            self.used[kind] |= names
        self.expander.literals += costs[0]
        self.patterns.count += costs[1]
        self.patterns.program += costs[2]

    @property
    def needs(self) -> Mapping[str, Entry[NeedModel]]:
        return self.pack.needs

    def known(self, kind: str, name: str, place: Place) -> bool:
        """Whether there is a ``kind`` of that name; reports it when not, notes its use when so."""
        names: Mapping[str, Mapping[str, object]] = {
            "signal": self.pack.signals,
            "list": self.pack.lists,
            "veto": self.pack.vetoes,
            "emotion": self.pack.emotions,
            "rule": self.pack.rules,
            "need": self.pack.needs,
        }
        if name in names[kind]:
            if kind in self.used:
                self.used[kind].add(name)
            return True
        advice = None if self.report.full else self._advice(kind, name, names[kind])
        self.report.error("R210", place, f"there is no {kind} `{name[:60]}`", advice)
        return False

    def _advice(self, kind: str, name: str, same: Mapping[str, object]) -> str | None:
        for other, names in self.pack.named():
            if name in names:
                return f"`{name}` is {other}"
        parts = re.split(r"\s*(?:,|，|、|\+|&+|\band\b|\bor\b|\|+)\s*", name)
        if len(parts) > 1 and all(part in same for part in parts):
            both = ", ".join(parts)
            return f"write {{all: [{both}]}} or {{any: [{both}]}}"
        if near := meant(name, same) or (self._need_called(name) if kind == "need" else None):
            return f"did you mean `{near}`?"
        for other, names in self.pack.named():
            if near := meant(name, names):
                return f"`{near}` is {other}"
        if kind == "need" and not name.isascii():
            return "no need is called so: all of them stand in needs.yaml, with their names"
        return f"no {kind} has a name like it"

    def _need_called(self, name: str) -> str | None:
        models = {need: entry.model for need, entry in self.needs.items()}
        known = {need: one for need, one in models.items() if one is not None}
        return need_called(name, known, self.folder.fold_phrase)

    def need_ids(self, patterns: Sequence[str], places: Sequence[Place]) -> tuple[str, ...]:
        """Needs of the catalogue by id or glob (``customer-*``), in the catalogue's order."""
        wanted: set[str] = set()
        for pattern, place in zip(patterns, places, strict=True):
            if "*" in pattern or "?" in pattern:
                found = {need for need in self.needs if fnmatchcase(need, pattern)}
                if not found:
                    self.report.error("R210", place, f"no need matches `{pattern[:60]}`")
                wanted |= found
            elif self.known("need", pattern, place):
                wanted.add(pattern)
        return tuple(need for need in self.needs if need in wanted)

    def phrases(
        self,
        entry: Entry[BaseModel],
        texts: Sequence[str],
        *path: str | int,
        variant: str | None = None,
        original: bool = False,
    ) -> tuple[Phrase, ...]:
        """Compile the phrases at ``path`` of the entry; those that cannot be are reported."""
        compiled: list[Phrase] = []
        for index, text in enumerate(texts):
            if self.report.full:
                break
            try:
                parsed = parse(text)
                self.used["list"] |= parsed.lists
                phrase = self.expander.phrase(parsed, variant=variant, original=original)
            except PhraseError as bad:
                self.report.error(bad.code, entry.at(*path, index), bad.message, bad.advice)
                continue
            compiled.append(phrase)
        return tuple(compiled)


def context_tests(wanted: Mapping[str, object]) -> tuple[ContextTest, ...]:
    """``{age: ">=60"}`` as comparisons."""
    return tuple(_context_test(key, value) for key, value in wanted.items())


def _context_test(key: str, value: object) -> ContextTest:
    if isinstance(value, list):
        return ContextTest(key, "in", tuple(value))
    if isinstance(value, str) and (found := _OPERATOR.fullmatch(value)):
        operand = _number(found[2].strip())
        match found[1]:
            case ">=":
                return ContextTest(key, ">=", operand)
            case "<=":
                return ContextTest(key, "<=", operand)
            case ">":
                return ContextTest(key, ">", operand)
            case "<":
                return ContextTest(key, "<", operand)
            case "!=":
                return ContextTest(key, "!=", operand)
            case _:
                return ContextTest(key, "==", operand)
    return ContextTest(key, "==", value)


def _number(text: str) -> int | float | str:
    if not _NUMBER.fullmatch(text):
        return text
    return float(text) if "." in text else int(text)
