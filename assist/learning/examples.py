"""Example utterances: who said what, and what it meant.

A pack keeps them in ``examples/*.jsonl``, one utterance a line::

    {"speaker": "customer", "text": "钱转出去了那头说没见着", "means": ["late-arrival"]}

``means``: the needs that a good listener hears in it; none, for most of what people say.
``maybe``: those that it would be no mistake to hear; such a line teaches nothing about them.

What an agent does is marked likewise, under names of one's own::

    {"speaker": "agent", "text": "还有哪儿没听真的我再念一遍", "does": ["checks-closing"]}

Files in ``examples/calls/`` are transcripts of whole calls, most of whose lines mean nothing in
particular: they also tell how often a sentence that sounds like something is it
(:mod:`.calibration`). The other files are sentences that somebody thought of.

``does``: none, where nothing of the kind is done; left out, where nobody looked: such a line
teaches nothing about it. ``perhaps``: what it may or may not do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assist.ruleset.faults import first_fault
from assist.ruleset.scalars import Name

FOLDER = "examples"
CALLS = "calls"
SUFFIX = ".jsonl"


class Example(BaseModel):
    """One utterance, as a recogniser wrote it."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    speaker: Literal["customer", "agent"]
    text: Annotated[str, Field(min_length=1, max_length=4_000)]
    means: frozenset[str] = frozenset()
    maybe: frozenset[str] = frozenset()
    does: frozenset[Name] | None = None
    perhaps: frozenset[Name] = frozenset()
    transcript: str = ""
    """Of which transcripts it is a line; none: ``""``. Whose file lies among them need not say."""

    @model_validator(mode="after")
    def _only_agents_do(self) -> Self:
        if self.speaker != "agent" and (self.does is not None or self.perhaps):
            raise ValueError("`does` and `perhaps` are said of agents")
        return self


class ExampleError(ValueError):
    """A line that is no example; says which, and why."""


def files_of(pack: Path) -> list[Path]:
    """The files of a pack's examples, by name, and then the transcripts."""
    folder = pack / FOLDER
    return [*sorted(folder.glob(f"*{SUFFIX}")), *sorted((folder / CALLS).glob(f"*{SUFFIX}"))]


def read_examples(files: Iterable[Path]) -> list[Example]:
    """All examples of the files, in order.

    Raises :class:`ExampleError` for a line that is none, :class:`OSError` for a file that cannot be
    read.
    """
    return [
        _example(path, number, line)
        for path in files
        for number, line in enumerate(_text(path).splitlines(), 1)
        if line.strip()
    ]


def digest_of(files: Sequence[Path]) -> str:
    """Identifies what lessons were learned from: names and contents."""
    hashed = blake2b(digest_size=16)
    for path in files:
        for part in (f"{path.parent.name}/{path.name}".encode(), path.read_bytes()):
            hashed.update(len(part).to_bytes(8, "big"))
            hashed.update(part)
    return hashed.hexdigest()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as bad:
        raise ExampleError(f"{path}: not UTF-8 (byte {bad.start}); save it as UTF-8") from bad


def _example(path: Path, number: int, line: str) -> Example:
    try:
        one = Example.model_validate_json(line)
    except ValidationError as bad:
        raise ExampleError(f"{path}:{number}: {first_fault(bad)}") from bad
    if path.parent.name == CALLS and not one.transcript:
        return one.model_copy(update={"transcript": path.stem})
    return one
