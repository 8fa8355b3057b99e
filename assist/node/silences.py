"""What supervisors have silenced: alerts of a rule, a queue or a call, for a while."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from assist.atomic import write_atomically


class Silence(BaseModel):
    """Every alert that fits all of ``rule``, ``queue`` and ``call`` that are given is silent.

    ``until``: by the wall clock, ms since 1970; ``by``: the supervisor's name."""

    model_config = ConfigDict(frozen=True)

    id: str
    rule: str | None = None
    queue: str | None = None
    call: str | None = None
    by: str
    reason: str | None = None
    until: int

    def covers(self, rule: str, queue: str | None, call: str) -> bool:
        """Whether an alert falls under it."""
        pairs = ((self.rule, rule), (self.queue, queue), (self.call, call))
        return all(wanted is None or wanted == found for wanted, found in pairs)

    def wire(self) -> dict[str, Any]:
        """As supervisors see it."""
        return self.model_dump()


def new_silence(
    *,
    rule: str | None,
    queue: str | None,
    call: str | None,
    by: str,
    reason: str | None,
    until: int,
) -> Silence:
    """A silence under a name of its own."""
    name = secrets.token_hex(8)
    return Silence(id=name, rule=rule, queue=queue, call=call, by=by, reason=reason, until=until)


class SilenceStore(Protocol):
    """Where silences are kept over a restart. Both methods may block."""

    def load(self) -> Sequence[Silence]:
        """All that were kept last. Raises :class:`OSError` or :class:`ValueError`."""
        ...

    def save(self, silences: Sequence[Silence]) -> None:
        """Keep these and no others, durably. Raises :class:`OSError`."""
        ...


class NowhereKept:
    """For a server whose log is in memory: nothing outlives the process."""

    def load(self) -> Sequence[Silence]:
        """Nothing."""
        return ()

    def save(self, silences: Sequence[Silence]) -> None:
        """Let go of them."""


class SilenceFile:
    """A JSON file, replaced as a whole: silences are few, and change by hand."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> Sequence[Silence]:
        """All in the file; none where there is none. Raises :class:`OSError` where it cannot be
        read and :class:`ValueError` where it is not what was written."""
        try:
            return _SILENCES.validate_json(self._path.read_bytes())
        except FileNotFoundError:
            return ()
        except ValidationError as fault:
            raise ValueError(f"{self._path}: not a file of silences; move it away") from fault

    def save(self, silences: Sequence[Silence]) -> None:
        """Write beside, flush, and put in place. Raises :class:`OSError`."""
        raw = _SILENCES.dump_json(tuple(silences))
        write_atomically(self._path, raw, new=0o600)  # reasons in people's own words


_SILENCES: TypeAdapter[tuple[Silence, ...]] = TypeAdapter(tuple[Silence, ...])
