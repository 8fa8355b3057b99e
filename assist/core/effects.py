"""What openings do beside hints: settle the call's context, alert supervisors, and say what a rule
in shadow would have shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from .cards import because, is_rewritten, values_of, wording
from .conditions import is_true
from .events import History
from .hints import Alert, EventOut, HintShadow, hint_id
from .listens import CONTEXT_SIGNAL, HISTORY_SIGNAL, context_signal
from .needs import Opening, RuleState
from .occurrences import Occurrence
from .program import Program
from .rules import Rule
from .scenes import SETTINGS_KEPT, Setting, settings
from .state import CallState


class Effects:
    """Of all rules of one call. ``out`` collects events."""

    def __init__(self, program: Program, call: CallState, out: Callable[[EventOut], None]) -> None:
        self.program = program
        self.call = call
        self._out = out

    def follow(self, rule: Rule, state: RuleState) -> set[str]:
        """Bring a rule's effects into line with its openings; returns the signals that changed."""
        if rule.mode == "shadow":
            self._tell_once(rule, state, HintShadow)
        elif rule.mode == "live":
            if rule.alert is not None:
                self._tell_once(rule, state, Alert)
            if rule.sets or rule.name in self.call.sets:
                return self._set(rule, settings(rule, state.openings, state.set_before))
        return set()

    def keep(self, rule: Rule, state: RuleState, old: list[Opening]) -> None:
        """``old`` openings will not be folded again: what they set stands."""
        if rule.sets:
            state.set_before = settings(rule, old, state.set_before)[-SETTINGS_KEPT:]

    def drop(self, rule: Rule, state: RuleState) -> set[str]:
        """The rule is no longer in force: what it set is taken back, its alerts are withdrawn."""
        state.openings = []
        if rule.alert is not None and rule.mode == "live":
            self._tell_once(rule, state, Alert)
        return self._set(rule, []) if rule.sets else set()

    # -- the call's context ---------------------------------------------------------------------

    def context_given(self, before: Mapping[str, Any]) -> set[str]:
        """An integrator has just said something of the call, which was ``before``; returns the
        signals that changed."""
        call = self.call
        call.contexts_heard += 1
        at = call.given[-1][0]
        heard = (Occurrence(at, CONTEXT_SIGNAL, "", ""), *self._becomes_true(at, before))
        return call.history.replace(f"context/{call.contexts_heard}", heard)

    def recall(self, event: History) -> set[str]:
        """What is known of the customer's earlier calls; where a thing came up several times, its
        last time counts. Returns the signals that changed."""
        known = self.call.remembered
        for past in event.past:
            key = f"{past.what}:{past.name}"
            known[key] = min(past.ago, known.get(key, past.ago))
        self.call.line = event.line or self.call.line
        told = Occurrence(event.at, HISTORY_SIGNAL, "", "")
        return self.call.history.replace("history", (told,))

    def _set(self, rule: Rule, made: list[Setting]) -> set[str]:
        call = self.call
        if made == call.sets.get(rule.name, []):
            return set()
        if made:
            call.sets[rule.name] = made
        else:
            call.sets.pop(rule.name, None)
        call.lay_out()
        changed = {CONTEXT_SIGNAL}
        for name in {rule.name, *call.sets}:
            found = [item for since, _ in call.sets.get(name, ()) for item in self._set_at(since)]
            changed |= call.history.replace(f"sets/{name}", tuple(found))
        return changed

    def _set_at(self, since: int) -> list[Occurrence]:
        """What a setting makes new; nothing where the context said so before."""
        before, after = self.call.context_at(since - 1), self.call.context_at(since)
        keys = [key for key in after if before.get(key) != after[key]]
        found = [Occurrence(since, context_signal(key), "", "") for key in keys]
        return found + self._becomes_true(since, before)

    def _becomes_true(self, since: int, before: Mapping[str, Any]) -> list[Occurrence]:
        """Signals that are tests of the context, where it has changed at ``since``."""
        after, found = self.call.context_at(since), []
        for name in self.program.index.on_context:
            signal = self.program.rules.signals[name]
            was, now = (all(is_true(t, known) for t in signal.context) for known in (before, after))
            if now and not was:
                found.append(Occurrence(since, name, signal.speaker, ""))
        return found

    # -- what supervisors are told --------------------------------------------------------------

    def _tell_once(
        self,
        rule: Rule,
        state: RuleState,
        kind: type[Alert | HintShadow],
    ) -> None:
        """Tell of openings that are new, and of those told of that are no more."""
        keys = {opening.key for opening in state.openings if opening.state != "waiting"}
        for key in [key for key in state.told if key not in keys]:
            self._tell(kind, rule, state.told.pop(key), "withdrawn")
        for opening in state.openings:
            if opening.opened is None:
                continue
            before = state.told.get(opening.key)
            if before is None:
                state.told[opening.key] = opening
                self._tell(kind, rule, opening, "raised")
            elif kind is Alert and opening.firm and _is_reworded(before, opening):
                state.told[opening.key] = opening
                self._tell(kind, rule, opening, "reworded")

    def _tell(
        self,
        kind: type[Alert | HintShadow],
        rule: Rule,
        opening: Opening,
        what: Literal["raised", "withdrawn", "reworded"],
    ) -> None:
        values = values_of(opening, self.call.context)
        self._out(
            kind(
                call=self.call.call,
                at=self.call.now,
                id=hint_id(self.call.call, f"{kind.__name__}:{rule.name}", opening.key, 1),
                state=what,
                rule=rule.name,
                need=rule.need or None,
                priority=rule.priority,
                text=wording(rule.text, self.call.language, values) or rule.name,
                because=because(opening),
            )
        )


def _is_reworded(before: Opening, now: Opening) -> bool:
    """Whether the words that were told of read otherwise now."""
    return is_rewritten(because(before), because(now))
