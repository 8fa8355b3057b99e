"""The openings of a call's rules: folded from what is remembered, summed up once they are old."""

from __future__ import annotations

from collections.abc import Callable

from .chances import is_open
from .conditions import Past
from .feelings import Feelings
from .needs import Deadline, RuleState, deadline, fire, fold
from .program import LATE_MS, Program
from .rules import Rule
from .scenes import why_not
from .state import CallState
from .verdicts import Verdicts

_NOBODY: frozenset[str] = frozenset()


class Openings:
    """Of all rules of one call."""

    __slots__ = ("_call", "_feelings", "_hopes", "_told", "program", "pruned", "states")

    def __init__(self, program: Program, call: CallState, feelings: Feelings) -> None:
        self.program = program
        self.states: dict[str, RuleState] = {}
        """Of the rules that have a state worth keeping: most cues come to nothing."""
        self.pruned = -1
        """The latest media time heard of when openings were last summed up."""
        self._call = call
        self._feelings = feelings
        self._told, self._hopes = Verdicts(), Verdicts()

    # -- folding -------------------------------------------------------------------------

    def past(self, rule: str) -> Past:
        """What the conditions of a rule look at."""
        call, names = self._call, self.program.index.names.get(rule)
        return Past(
            call.history,
            self._feelings.curves,
            call.turns,
            call.contexts,
            self._need_is_open,
            call.clock,
            self.program.index.awaited.get(rule, _NOBODY),
            call.remembered,
            listed=names.within if names is not None else {},
            needed=names.needed if names is not None else {},
        )

    def fold(self, rule: Rule, state: RuleState) -> None:
        """Fold a rule's openings again."""
        self._follow_history()
        fold(rule, self.program.index.names[rule.name], state, self.past(rule.name), self._told)

    def applies(self, rule: Rule) -> bool:
        """Whether a call as this one is now is the rule's concern."""
        return why_not(rule, self._call) is None

    def is_out_of_question(self, name: str) -> bool:
        """Whether nothing has come of the rule so far, and nothing can by what is remembered."""
        return name not in self.states and not is_open(
            self.program.index.names[name].ways, self._call.history.by_signal.keys()
        )

    def forget_verdicts(self) -> None:
        """Time runs otherwise than it was thought to, or the rules are others."""
        self._told.forget()
        self._hopes.forget()

    def _follow_history(self) -> None:
        """Verdicts on moments after something that has changed stand no longer."""
        since = self._call.history.moved_since()
        if since is not None:
            self._told.changed(since)
            self._hopes.changed(since)

    def _need_is_open(self, need: str, time: int) -> bool:
        return any(
            opening.is_open_at(time)
            for name in self.program.index.by_need.get(need, ())
            if self.program.rules.rules[name].mode == "live" and name in self.states
            for opening in self.states[name].openings
        )

    # -- time ----------------------------------------------------------------------------

    def deadline(self, name: str) -> Deadline | None:
        """What time alone will decide about a rule next."""
        rule, index = self.program.rules.rules[name], self.program.index
        state = self.states.get(name)
        if (
            (name in index.timed or (state is not None and state.is_under_way))
            and rule.mode != "off"
            and not self.is_out_of_question(name)
            and self.applies(rule)
        ):
            state = state or RuleState(self._dealt_with(name))
            self._follow_history()
            past, turns = self.past(name), self._call.turns
            return deadline(rule, index.names[name], state, past, turns, self._hopes)
        return None

    def fire(self, name: str, found: Deadline) -> None:
        """Keep what a deadline decided; the rule must then be folded again."""
        fire(self.state(name), found)
        self._told.asked(name, found.time)

    # -- states --------------------------------------------------------------------------

    def state(self, name: str) -> RuleState:
        """The state of a rule, made when first asked for."""
        found = self.states.get(name)
        if found is None:
            found = self.states[name] = RuleState(self._dealt_with(name))
        return found

    def forget_blank(self, name: str, state: RuleState) -> None:
        """Keep no state that would be made again just like that."""
        if state.frozen == self._dealt_with(name) and state.is_blank:
            self.states.pop(name, None)

    def prune(self, sum_up: Callable[[Rule, RuleState, int], None]) -> None:
        """``sum_up(rule, state, until)`` the openings too old to change, and keep no state that
        says nothing more."""
        newest = self.pruned = self._call.newest
        rules, span = self.program.rules.rules, self.program.index.span
        for name, state in list(self.states.items()):
            until = max(-1, newest - span.get(name, LATE_MS))  # as _dealt_with() says
            if state.openings or state.base or state.woken or state.told:
                sum_up(rules[name], state, until)
            elif state.frozen < until:  # as is so of most: they have nothing to sum up
                state.frozen = until
            if state.frozen == until and not state.ids and state.is_blank:
                del self.states[name]

    def _dealt_with(self, name: str) -> int:
        """Media time up to which the cues of a rule without a state have been dealt with."""
        if self.pruned < 0:
            return -1
        return max(-1, self.pruned - self.program.index.span.get(name, LATE_MS))
