"""What works, but is likely not what was meant."""

from __future__ import annotations

from assist.core.rules import RuleSet

from .scope import Scope
from .testcase import RuleTest


def lint(scope: Scope, rules: RuleSet, tests: tuple[RuleTest, ...]) -> None:
    """Warn about all of it."""
