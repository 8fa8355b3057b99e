"""How much may be known of a call: every screen that comes is sent all of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from assist.core.events import CallStart, Context, EventIn

MAX_KEYS = 64
MAX_KEY = 128
MAX_CONTEXT = 16 * 1024
"""Bytes of the whole context as JSON."""


def overfull(known: Mapping[str, Any], event: EventIn) -> str | None:
    """Why an event may not be added to what a call's context holds; None when it may. A context
    that is too large already, of an older version's log, may shrink."""
    if type(event) is CallStart:
        where, changes = "context", event.context
    elif type(event) is Context:
        where, changes = "set", event.set
    else:
        return None
    if any(len(key) > MAX_KEY for key in changes):
        return f"{where}: a key may have at most {MAX_KEY} characters"
    merged = {key: value for key, value in {**known, **changes}.items() if value is not None}
    if len(merged) > max(MAX_KEYS, len(known)):
        return f"{where}: the call's context would have {len(merged)} keys, of at most {MAX_KEYS}"
    size = _size(merged)
    if size > MAX_CONTEXT and size > _size(known):
        return f"{where}: the call's context would have {size} bytes, of at most {MAX_CONTEXT}"
    return None


def _size(context: Mapping[str, Any]) -> int:
    try:
        return len(orjson.dumps(context))
    except TypeError:  # nested deeper than any screen is sent
        return 1 << 30
