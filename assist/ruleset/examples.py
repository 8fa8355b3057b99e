"""A rule's ``examples:``: its condition, together with how like the examples an utterance is."""

from __future__ import annotations

from assist.core.names import meant
from assist.core.rules import AllOf, AnyOf, Condition, Heard, Signal, Taught

from .model import RuleModel
from .pack import Entry, folder_of
from .scope import Scope

TOGETHER_MS = 12_000
"""How far what a rule hears and the words that are like the examples may lie apart: what takes two
sentences to say is one moment of a call; what follows later is another."""


def by_examples(
    scope: Scope, entry: Entry[RuleModel], model: RuleModel, when: Condition
) -> Condition:
    """``when`` where the words are likely enough, or words that are enough by themselves."""
    if model.examples is None:
        return when
    if model.examples.needed is not None:
        likely = _signal(scope, entry, model, "needed", model.examples.needed)
        when = AllOf((when, likely), TOGETHER_MS) if likely is not None else when
    if model.examples.enough is not None:
        told = _signal(scope, entry, model, "enough", model.examples.enough)
        when = AnyOf((when, told)) if told is not None else when
    return when


def _signal(
    scope: Scope, entry: Entry[RuleModel], model: RuleModel, key: str, least: float
) -> Heard | None:
    """Words as likely as that, noted among the signals; None, and reported, where nothing is known.

    What is enough by itself counts once all of an utterance was heard: half a sentence may turn.
    """
    need, home = model.need or "", folder_of(entry.place.file)
    speakers = scope.pack.lessons.get(home, {})
    speaker = next((who for who, lessons in speakers.items() if need in lessons.names), None)
    if speaker not in ("customer", "agent"):
        known = sorted(name for lessons in speakers.values() for name in lessons.names)
        near = meant(need, known)
        advice = f"did you mean `{near}`?" if near else "give examples and run `assist rules learn`"
        what = f"no examples of `{need}` were learned" if known else f"`{home}` has no lessons"
        scope.report.error("R511", entry.key("examples"), what, advice)
        return None
    name = f"examples:{home}:{need}:{key}:{least}"
    scope.taught[name] = Signal(
        name=name,
        speaker="agent" if speaker == "agent" else "customer",
        on="final" if key == "enough" else "partial",
        taught=Taught(home, need, least),
    )
    return Heard(name)
