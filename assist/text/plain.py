"""Text as it is looked for: what people type into a search box and what was said or written meet
whatever their width, case and script, and however they are punctuated."""

from __future__ import annotations

import unicodedata

from .script import simplified


def plain(text: str) -> str:
    """Letters and digits only, of one width, case and script."""
    script = simplified()
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(script.get(c, c) for c in folded if c.isalnum())
