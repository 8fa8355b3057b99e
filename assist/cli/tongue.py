"""The language of the terminal."""

from __future__ import annotations

import os
from typing import Literal


def spoken() -> Literal["zh", "en"]:
    """Chinese where the environment's locale is; English otherwise."""
    said = next((v for k in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(k))), "")
    return "zh" if said.startswith("zh") else "en"
