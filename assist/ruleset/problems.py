"""Problems found in rule files: where, what, and what was probably meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from .bounds import MAX_PROBLEMS

Severity = Literal["error", "warning"]


class Place(NamedTuple):
    """Somewhere in a rule file; ``line`` and ``column`` count characters from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong. Any ``error`` keeps the rule set from being used; a ``warning`` does not.

    ``code`` has a longer explanation in :data:`assist.ruleset.codes.CODES`.
    """

    file: str
    line: int
    column: int
    severity: Severity
    code: str
    message: str
    advice: str | None = None

    def __str__(self) -> str:
        text = f"{self.file}:{self.line}:{self.column}: {self.message}"
        return f"{text} ({self.advice})" if self.advice else text


class Report:
    """Collects problems while files are read and compiled.

    ``full`` once :data:`~.bounds.MAX_PROBLEMS` were collected; later ones are dropped, but never
    the first error.
    """

    def __init__(self) -> None:
        self._problems: dict[Problem, None] = {}
        self.errors = 0
        self.told = 0
        """Everything reported, what was dropped included."""

    @property
    def full(self) -> bool:
        return len(self._problems) >= MAX_PROBLEMS

    def error(self, code: str, place: Place, message: str, advice: str | None = None) -> None:
        first = not self.errors
        self.errors += 1
        self._add("error", code, place, message, advice, keep=first)

    def warning(self, code: str, place: Place, message: str, advice: str | None = None) -> None:
        self._add("warning", code, place, message, advice, keep=False)

    def _add(
        self,
        severity: Severity,
        code: str,
        place: Place,
        message: str,
        advice: str | None,
        *,
        keep: bool,
    ) -> None:
        self.told += 1
        if self.full and not keep:
            return
        problem = Problem(place.file, place.line, place.column, severity, code, message, advice)
        self._problems[problem] = None

    def sorted(self) -> tuple[Problem, ...]:
        """By file and place, each once."""
        return tuple(
            sorted(
                self._problems,
                key=lambda p: (p.file, p.line, p.column, p.severity, p.code, p.message),
            )
        )
