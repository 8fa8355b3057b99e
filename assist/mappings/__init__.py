"""Formats of a site's own: mappings in YAML, and code of other packages (``overtone.formats``).

How to write one: ``docs/integrators/adding-a-format.md``.
"""

from __future__ import annotations

from .known import ENTRY_POINTS, FormatsFaulty, Known, known
from .load import Mapped, read_mapping

__all__ = ["ENTRY_POINTS", "FormatsFaulty", "Known", "Mapped", "known", "read_mapping"]
