"""Rules: from the grammar's models to what the engine runs, in an order it can run them in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b

from pydantic import ValidationError

from assist.core.hints import Priority
from assist.core.rules import (
    COOLDOWN_MS,
    CREDIT_MS,
    Escalate,
    Leaflet,
    Patience,
    Rule,
    StepRule,
)

from .bounds import MAX_RULES
from .conditions import Conditions, happens
from .examples import by_examples, first_of
from .model import HintModel, RuleModel, StepModel
from .model_conditions import CONDITION
from .order import cycle_free
from .pack import Entry
from .scope import Scope
from .tree import Path
from .wordings import LANGUAGES, texts

SEVERITY: Mapping[str, Priority] = {
    "low": "notice",
    "mid": "advice",
    "high": "urgent",
    "critical": "critical",
}
"""A need's severity in the catalogue, and the priority of a hint that names none (RULES.md)."""


def compile_rules(scope: Scope) -> dict[str, Rule]:
    """All rules by name: those that wait on needs after those that raise them."""
    compiled: dict[str, Rule] = {}
    if len(scope.pack.rules) > MAX_RULES:
        last = list(scope.pack.rules.values())[MAX_RULES]
        scope.report.error("R304", last.place, f"more than {MAX_RULES:,} rules")
        return compiled
    for name, entry in scope.pack.rules.items():
        if entry.model is None:
            _names_within(scope, entry)
        elif not scope.report.full:
            compiled[name] = _rule(scope, entry, entry.model)
    return cycle_free(scope, compiled)


def _rule(scope: Scope, entry: Entry[RuleModel], model: RuleModel) -> Rule:
    compiler = Conditions(scope, entry)
    when = by_examples(scope, entry, model, compiler.compile(model.when, ("when",)))
    steps = tuple(
        _step(compiler, step, ("steps", index)) for index, step in enumerate(model.steps or ())
    )
    met_by = compiler.compile(model.met_by, ("met_by",)) if model.met_by is not None else None
    hint = model.hint or HintModel()
    text = texts(hint.text)
    rule = Rule(
        name=entry.name,
        where=str(entry.place),
        digest=_digest(entry),
        need=model.need or "",
        ability=model.ability or "",
        when=when,
        priority=_priority(scope, entry, model),
        text=text or next((step.text for step in steps if step.text), {}),
        say=texts(hint.say),
        met_by=met_by,
        steps=steps,
        credit=CREDIT_MS if model.credit is None else model.credit,
        patience=Patience(model.patience.turns, model.patience.time) if model.patience else None,
        escalate=_escalate(model),
        cooldown=_cooldown(model),
        max_per_call=1 if model.once else model.max_per_call,
        supersedes=tuple(
            name
            for index, name in enumerate(model.supersedes or ())
            if scope.known("rule", name, entry.at("supersedes", index))
        ),
        exclusive=model.exclusive,
        queues=tuple(model.applies_to.queue or ()) if model.applies_to else (),
        languages=_languages(scope, entry, model),
        groups=tuple(model.applies_to.group or ()) if model.applies_to else (),
        first_day=model.valid.from_ if model.valid else None,
        last_day=model.valid.until if model.valid else None,
        card=_card(model),
        first=first_of(scope, entry, model),
        alert=model.alert,
        sets=dict(model.sets or {}),
        mode=model.mode,
    )
    _check(scope, entry, model, rule)
    return rule


def _names_within(scope: Scope, entry: Entry[RuleModel]) -> None:
    """Report unknown names in a rule that has other faults, so that all are told at once."""
    said = entry.node.plain()
    if not isinstance(said, dict) or scope.report.full:
        return
    if isinstance(said.get("need"), str):
        scope.known("need", said["need"], entry.at("need"))
    for key in ("when", "met_by"):
        try:
            condition = CONDITION.validate_python(said.get(key))
        except ValidationError:
            continue
        Conditions(scope, entry).compile(condition, (key,))


def _step(compiler: Conditions, model: StepModel, path: Path) -> StepRule:
    return StepRule(
        model.name,
        compiler.compile(model.met_by, (*path, "met_by")),
        texts(model.text),
        texts(model.say),
    )


def _escalate(model: RuleModel) -> Escalate | None:
    if model.escalate is None:
        return None
    return Escalate(
        model.escalate.after, model.escalate.priority, texts(model.escalate.text) or None
    )


def _priority(scope: Scope, entry: Entry[RuleModel], model: RuleModel) -> Priority:
    known = model.need is not None and scope.known("need", model.need, entry.at("need"))
    if model.hint is not None and model.hint.priority is not None:
        return model.hint.priority
    need = scope.needs[model.need].model if known and model.need else None
    return SEVERITY[need.severity] if need is not None else "advice"


def _cooldown(model: RuleModel) -> int:
    """What only sets the context may do so at every cue."""
    if model.cooldown is not None:
        return model.cooldown
    return 0 if model.need is None and model.alert is None else COOLDOWN_MS


def _card(model: RuleModel) -> Leaflet | None:
    if model.card is None:
        return None
    return Leaflet(texts(model.card.title), texts(model.card.body), model.card.link)


def _languages(scope: Scope, entry: Entry[RuleModel], model: RuleModel) -> tuple[str, ...]:
    if model.applies_to is None or model.applies_to.language is None:
        return ()
    for index, language in enumerate(model.applies_to.language):
        if language not in LANGUAGES:
            scope.report.error(
                "R203",
                entry.at("applies_to", "language", index),
                f"`{language[:60]}` is no language of calls",
                "zh or en",
            )
    return tuple(model.applies_to.language)


def _check(scope: Scope, entry: Entry[RuleModel], model: RuleModel, rule: Rule) -> None:
    report = scope.report
    if model.valid is not None and (model.valid.from_ or "") > (model.valid.until or "~"):
        report.error("R502", entry.at("valid"), "it ends before it begins", "exchange the two")
    if model.need is None:
        _silent(scope, entry, model)
    if model.met_by is not None and model.steps is not None:
        report.error(
            "R504",
            entry.key("met_by"),
            "a rule has met_by or steps, not both",
            "a step has a met_by of its own",
        )
    if not rule.text and model.hint is not None:
        report.error(
            "R505", entry.at("hint"), "the hint has no text", "add `text:`, the headline agents see"
        )
    for index, step in enumerate(rule.steps):
        if not step.text and (model.hint is None or not texts(model.hint.text)):
            report.error("R505", entry.at("steps", index), "the step has no text", "add `text:`")
    if model.once and model.max_per_call is not None:
        report.error("R504", entry.key("once"), "`once` already says max_per_call: 1", "remove one")
    if model.patience is not None and model.patience.turns is model.patience.time is None:
        report.error(
            "R502", entry.at("patience"), "patience needs turns or time", "{turns: 1, time: 15s}"
        )
    if entry.name in rule.supersedes:
        report.error("R506", entry.at("supersedes"), "a rule cannot supersede itself")
    if not happens(rule.when):
        report.error(
            "R507",
            entry.at("when"),
            "nothing happens here: a state or an absence alone never begins",
            "add a signal with `all:`, or `during: {after: 30s}`",
        )


_OF_HINTS = ("ability", "examples", "hint", "steps", "met_by", "patience", "escalate", "card",
             "supersedes", "exclusive")  # fmt: skip


_OF_ALERTS = ("hint", "met_by", "patience")
"""Of these, what makes sense of an alert too: its words, and what the agent may do before it."""


def _silent(scope: Scope, entry: Entry[RuleModel], model: RuleModel) -> None:
    """A rule without a need sets the call's context or alerts, and has nothing for the agent."""
    said = entry.node.plain()
    for key in _OF_HINTS:
        if key in said and not (key in _OF_ALERTS and model.alert is not None):
            scope.report.error(
                "R509", entry.key(key), f"`{key}` is for the agent, but no need is named",
                f"add `need:`, or remove `{key}`",
            )  # fmt: skip


def _digest(entry: Entry[RuleModel]) -> str:
    """Hash of the rule's own text: its name and what it says, whatever the layout."""
    said = json.dumps([entry.name, entry.node.plain()], ensure_ascii=False, separators=(",", ":"))
    return blake2b(said.encode(), digest_size=8).hexdigest()
