"""Rule files: YAML that supervisors write → the immutable rule set that the engine runs."""

from __future__ import annotations

from .load import Loaded, digest_of, load, load_sources
from .problems import Problem
from .testcase import RuleTest

__all__ = ["Loaded", "Problem", "RuleTest", "digest_of", "load", "load_sources"]
