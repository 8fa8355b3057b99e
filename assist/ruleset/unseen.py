"""Words of a rule that its steps keep from the hint, which shows those of the step that is next."""

from __future__ import annotations

from assist.core.rules import Rule

from .scope import Scope


def in_steps(rule: Rule, key: str) -> bool:
    """Whether each step has a ``text`` or ``say`` of its own, so that the rule's is on no hint. Its
    text still stands on the checklist; its sentence nowhere."""
    return bool(rule.steps) and all(getattr(step, key) for step in rule.steps)


def unseen(scope: Scope, rule: Rule) -> None:
    """Report a sentence that nobody sees, and a headline that a site has put where no hint shows
    it. In the pack itself a headline for the checklist is meant as one."""
    entry = scope.pack.rules[rule.name]
    hint = entry.model.hint if entry.model is not None else None
    steps = ", ".join(step.name for step in rule.steps)
    by_name = f"override it in `steps:`, by the step's name: {steps}"
    if hint is None:
        return
    if hint.say is not None and in_steps(rule, "say"):
        advice = by_name if _overridden(scope, rule.name, "say") else f"put it in a step: {steps}"
        scope.report.warning(
            "R119", entry.key("hint", "say"), "`say` never shows: each step has its own", advice
        )
    if in_steps(rule, "text") and _overridden(scope, rule.name, "text"):
        scope.report.warning(
            "R119",
            entry.key("hint", "text"),
            "the hint shows the texts of its steps: this one stands on the checklist only",
            by_name,
        )


def _overridden(scope: Scope, rule: str, key: str) -> bool:
    said = (node.plain() for node in scope.pack.overrides)
    return any(_has(one, "rules", rule, "hint", key) for one in said)


def _has(said: object, *path: str) -> bool:
    for key in path:
        if not isinstance(said, dict) or key not in said:
            return False
        said = said[key]
    return True
