"""A rule set made ready to run: its matcher, and the indexes the engine looks things up in."""

from __future__ import annotations

from dataclasses import dataclass

from .match import Matcher
from .protocols import Folder, Tokenizer
from .rules import RuleSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """Immutable and shared by all calls; building one costs milliseconds, holding it nothing."""

    rules: RuleSet
    matcher: Matcher


def build(rules: RuleSet, folder: Folder, tokenizer: Tokenizer) -> Program:
    """Make a rule set ready to run."""
    return Program(rules=rules, matcher=Matcher(rules.signals, rules.vetoes, folder, tokenizer))
