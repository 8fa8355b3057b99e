"""What learning needs and running does not: taken when something is learned."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class NotInstalledError(RuntimeError):
    """scikit-learn is not installed: running Overtone needs it not, learning does."""


def library(name: str) -> Any:
    """A module of scikit-learn or of what it stands on. Raises :class:`NotInstalledError`."""
    try:
        return import_module(name)
    except ModuleNotFoundError as missing:
        raise NotInstalledError(
            "learning needs scikit-learn: pip install 'overtone[learn]'"
        ) from missing
