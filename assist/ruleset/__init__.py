"""Rule files: YAML that supervisors write → the immutable rule set that the engine runs."""

from __future__ import annotations

from .load import (
    Compiled,
    Loaded,
    compile_paths,
    compile_sources,
    digest_of,
    load,
    load_sources,
)
from .problems import Problem
from .testcase import RuleTest

__all__ = [
    "Compiled",
    "Loaded",
    "Problem",
    "RuleTest",
    "compile_paths",
    "compile_sources",
    "digest_of",
    "load",
    "load_sources",
]
