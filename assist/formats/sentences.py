"""Where a sentence ends, for recognisers that tell nothing but running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 80
"""Characters after which an utterance is closed where there is no punctuation to go by."""

_END = re.compile(r"(?:[。？！?!]+|(?<!\d)\.(?=\s|$))\s*")
"""A point behind a digit may be a decimal's."""


def ends(text: str, at: int = 0, *, over: bool = False) -> Iterator[int]:
    """Where each sentence from ``at`` on is over, the space behind it included. The last one that
    goes on beyond the text is left out, unless there is no more to come (``over``)."""
    while at < len(text):
        found = _END.search(text, at)
        if found is None and not over and len(text) - at < LONGEST:
            return
        at = found.end() if found is not None else len(text)
        yield at
