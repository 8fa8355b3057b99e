"""Which packs a server runs, and what is told where those that came with the program do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assist.core.rules import RuleSet
from assist.ruleset.files import find
from assist.ruleset.packs import home, shipped_packs, with_local
from assist.ruleset.problems import Report

from .settings import Settings


def rule_paths(settings: Settings) -> Sequence[Path]:
    """The packs that this server runs."""
    return with_local(settings.rules or shipped_packs(), settings.rules_local)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The packs that came with the program (``packs``) and do not run, since others were named;
    ``how``: what to do to have both."""

    packs: Sequence[str]
    how: str


def left_out(settings: Settings, rules: RuleSet) -> LeftOut | None:
    """What ``--rules`` or ``ASSIST_RULES`` leaves out of the rules of this server: told where
    nothing that was shipped is among them. A copy of it counts: sites keep such in git."""
    if not settings.rules:
        return None
    try:
        shipped, folder = shipped_packs(), home()
    except FileNotFoundError:
        return None
    if not find(shipped, Report()).texts.keys().isdisjoint(rules.sources):
        return None
    how = (
        f"To have both: put your files into {settings.rules_local} and start without --rules and "
        f"ASSIST_RULES, or name both: {' '.join(f'--rules {p}' for p in (folder, *settings.rules))}"
    )
    return LeftOut([path.name for path in shipped], how)


def counted(rules: RuleSet) -> str:
    """How many rules there are, in words."""
    return f"{len(rules.rules)} rule{'' if len(rules.rules) == 1 else 's'}"
