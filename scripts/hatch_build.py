"""Hatchling's build hook: a wheel or source archive always has the built front end in it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent))
import front_end


class FrontEndHook(BuildHookInterface):  # type: ignore[type-arg]
    """Builds ``assist/server/static/`` when it is missing; leaves editable installs to ``make``."""

    def dependencies(self) -> list[str]:
        """Node.js as a build requirement, only where it is needed and absent."""
        wanted = not self._is_built() and front_end.npm_on_path() is None
        return [front_end.NODE_PACKAGE] if wanted else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Build before the files are gathered."""
        if version != "editable" and not self._is_built():
            front_end.build()

    @staticmethod
    def _is_built() -> bool:
        return (front_end.STATIC / "overlay.html").is_file()
