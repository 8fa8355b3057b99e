"""Who wants to know that calls have been forgotten."""

from __future__ import annotations

from collections.abc import Callable, Sequence


class Forgotten:
    """The part of :class:`.base.Log` that tells of deletions; lives on the loop's thread."""

    def __init__(self) -> None:
        self._listeners: dict[object, Callable[[Sequence[str]], None]] = {}

    def listen(self, listener: Callable[[Sequence[str]], None]) -> Callable[[], None]:
        """Add a listener; returns the way to remove it, which may be used twice."""
        key = object()
        self._listeners[key] = listener
        return lambda: self._listeners.pop(key, None) and None

    def tell(self, calls: Sequence[str]) -> None:
        """These calls are gone."""
        if calls:
            for listener in tuple(self._listeners.values()):
                listener(calls)
