"""A small rule set for the tests of the node, compiled once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from assist.core.program import Program
from assist.ruleset import load
from assist.text import default_folder, default_tokenizer

PACK = Path(__file__).parents[1] / "server" / "pack"


@lru_cache
def program() -> Program:
    loaded = load([PACK], folder=default_folder(), tokenizer=default_tokenizer())
    assert loaded.program is not None
    return loaded.program
