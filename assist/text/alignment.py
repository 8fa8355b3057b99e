"""Which characters of the original stand behind each folded one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import overload


class Blocks:
    """A text that is being rewritten, and for each of its characters a span of the original."""

    def __init__(self, text: str, starts: list[int], ends: list[int]) -> None:
        self.text = text
        self.starts = starts
        self.ends = ends

    @classmethod
    def of(cls, original: str) -> Blocks:
        return cls(original, list(range(len(original))), list(range(1, len(original) + 1)))

    def replace(self, changes: Iterable[tuple[int, int, str]]) -> None:
        """Put a new text for each ``[start, end)``, in order and not overlapping.

        Of equal length: one for one. Otherwise every new character stands for the whole block.
        """
        text: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for start, end, new in changes:
            text += (self.text[at:start], new)
            starts += self.starts[at:start]
            ends += self.ends[at:start]
            if len(new) == end - start:
                starts += self.starts[start:end]
                ends += self.ends[start:end]
            else:
                starts += [self.starts[start]] * len(new)
                ends += [self.ends[end - 1]] * len(new)
            at = end
        if at:
            self.text = "".join((*text, self.text[at:]))
            self.starts = starts + self.starts[at:]
            self.ends = ends + self.ends[at:]

    def translate(self, table: dict[int, str]) -> None:
        """As :meth:`str.translate`."""
        folded = [table[ord(c)] for c in self.text]
        self.starts = [s for s, new in zip(self.starts, folded, strict=True) for _ in new]
        self.ends = [e for e, new in zip(self.ends, folded, strict=True) for _ in new]
        self.text = "".join(folded)


class Alignment:
    """Starts and ends of a folded text's characters, worked out when first looked at."""

    def __init__(self, length: int, align: Callable[[], Blocks]) -> None:
        self._length = length
        self._align = align
        self._blocks: Blocks | None = None

    def __len__(self) -> int:
        return self._length

    @property
    def starts(self) -> Offsets:
        # Not kept: they know this one, and a circle would outlive its utterance.
        return Offsets(self, "starts")

    @property
    def ends(self) -> Offsets:
        return Offsets(self, "ends")

    def blocks(self) -> Blocks:
        if self._blocks is None:
            self._blocks = self._align()
        return self._blocks


class Offsets(Sequence[int]):
    """One side of an :class:`Alignment`."""

    def __init__(self, alignment: Alignment, side: str) -> None:
        self._alignment = alignment
        self._side = side

    def __len__(self) -> int:
        return len(self._alignment)

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...
    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        blocks = self._alignment.blocks()
        offsets = blocks.starts if self._side == "starts" else blocks.ends
        return offsets[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]
