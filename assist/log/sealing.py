"""Names in a call's context, encrypted in the file of the log. Everything here blocks.

The key lies beside the log: who copies the log alone, as a backup does, has no names.
AES-256-GCM (NIST SP 800-38D) with a nonce of 96 random bits for each value; the call's id is bound
in, so that a value cannot be moved to another call.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from assist.core.events import CallStart, Context
from assist.privacy.names import NAMES

from .base import LogError

SUFFIX: Final = ".key"
KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
SEALED: Final = "$sealed"
UNKNOWN: Final = "***"
"""What a name is that no key here opens."""


Told = CallStart | Context
"""What tells who the customer is."""


class Seal:
    """Seals and opens with one key."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, event: Told) -> Told:
        """The event with the names in its context sealed; the same object where it has none."""
        return _with(event, {key: self._sealed(event.call, value) for key, value in _names(event)})

    def open(self, event: Told) -> Told:
        """The event as it was before; a name that this key did not seal becomes ``***``."""
        return _with(
            event,
            {
                key: self._opened(event.call, value[SEALED])
                for key, value in _names(event)
                if isinstance(value, dict) and set(value) == {SEALED}
            },
        )

    def _sealed(self, call: str, value: Any) -> dict[str, str]:
        nonce = os.urandom(NONCE_BYTES)
        made = nonce + self._cipher.encrypt(nonce, orjson.dumps(value), call.encode())
        return {SEALED: base64.b64encode(made).decode()}

    def _opened(self, call: str, sealed: object) -> Any:
        try:
            made = base64.b64decode(str(sealed), validate=True)
            nonce, text = made[:NONCE_BYTES], made[NONCE_BYTES:]
            return orjson.loads(self._cipher.decrypt(nonce, text, call.encode()))
        except (ValueError, InvalidTag):
            return UNKNOWN


def key_beside(log: Path) -> Path:
    """Where the key of a log lies."""
    return log.with_name(log.name + SUFFIX)


def seal_beside(log: Path, *, make: bool) -> Seal:
    """With the key beside a log, which is made where there is none if ``make``; else no name can be
    opened. Raises :class:`LogError` for a file of something else, :class:`OSError`."""
    path = key_beside(log)
    if make:
        try:
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(file, "wb") as made:
                made.write(os.urandom(KEY_BYTES))
                made.flush()
                os.fsync(made.fileno())
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        key = os.urandom(KEY_BYTES)
    if len(key) != KEY_BYTES:
        raise LogError(f"{path}: no key of a log; move it away, and names kept so far are lost")
    return Seal(key)


def _context(event: CallStart | Context) -> Mapping[str, Any]:
    return event.context if isinstance(event, CallStart) else event.set


def _names(event: CallStart | Context) -> list[tuple[str, Any]]:
    context = _context(event)
    return [(key, context[key]) for key in sorted(NAMES & context.keys())]


def _with(event: Told, changed: Mapping[str, Any]) -> Told:
    if not changed:
        return event
    field = "context" if isinstance(event, CallStart) else "set"
    return event.model_copy(update={field: {**_context(event), **changed}})
