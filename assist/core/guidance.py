"""From signals and time to what the agent is told of the needs of a call.

It joins what each knows only a part of: the openings, when time decides about them, what the agent
is shown of them, and what else they bring about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet

from .clock import FOREVER
from .deadlines import Deadlines
from .effects import Effects
from .events import Feedback
from .feelings import Feelings
from .hints import EventOut
from .needs import Record, RuleState, freeze, signals_of, waits_on
from .openings import Openings
from .presentation import Presentation
from .program import Program
from .rules import Rule
from .saving import SavedCall
from .state import CallState

NONE: AbstractSet[str] = frozenset()
"""One for all: a set takes 216 bytes while it is empty."""


class Guidance:
    """All rules of one call: their openings, deadlines, hints and the checklist.

    Methods that fold return nothing; the signals that changed with the needs gather in ``dirty``.
    """

    def __init__(
        self,
        program: Program,
        call: CallState,
        feelings: Feelings,
        out: Callable[[EventOut], None],
    ) -> None:
        self.program = program
        self.call = call
        self.dirty: AbstractSet[str] = NONE
        self.openings = Openings(program, call, feelings)
        self.deadlines = Deadlines(program, call)
        self.presentation = Presentation(
            program, call, self.openings.states, out=out, watch=self.watch
        )
        self.effects = Effects(program, call, out)

    def load(self, kept: SavedCall) -> None:
        """Go on from a saved call."""
        self.openings.states.update(kept.openings)
        self.openings.pruned = kept.pruned
        self.presentation.load(kept)
        self.watch_all()

    # -- folding -------------------------------------------------------------------------

    def concerned(self, changed: Iterable[str]) -> set[str]:
        """The rules that may open by what changed, or have openings that it may meet. Those that
        are out of the question now await nothing."""
        index, openings = self.program.index, self.openings
        cued = {rule for signal in changed for rule in index.cued_by.get(signal, ())}
        found = {rule for rule in cued if not openings.is_out_of_question(rule)}
        if self.deadlines.by_rule:
            for rule in cued - found:
                self.deadlines.expect(rule, None)
        states = openings.states
        for signal in changed:
            for rule in index.answered_by.get(signal, ()):
                if rule in states and states[rule].openings:
                    found.add(rule)
        return found

    def refold(self, name: str) -> None:
        """Fold a rule's openings again, and bring hints, checklist and deadline into line."""
        openings, presentation = self.openings, self.presentation
        if openings.is_out_of_question(name):
            self.deadlines.expect(name, None)
            return
        rule, state = self.program.rules.rules[name], openings.state(name)
        nothing = not (state.openings or state.announced or state.records or state.live_id)
        if openings.applies(rule):
            openings.fold(rule, state)
        if nothing and not state.openings:
            openings.forget_blank(name, state)
            self.watch(name)
            return
        if presentation.follow_cue(state):
            openings.fold(rule, state)
        presentation.let_go(rule, state)
        self.dirty |= self.effects.follow(rule, state)
        if rule.mode == "live" and not rule.silent:
            presentation.bring_up_to_date(rule, state)
            source = f"rule/{name}"
            history = self.call.history
            kept = [o for o in history.by_source.get(source, ()) if o.time <= state.frozen]
            new = [o for opening in state.openings for o in signals_of(rule, opening)]
            self.dirty |= history.replace(source, (*kept, *new))
        self.watch(name)

    def prune(self) -> None:
        """Sum up openings too old to change."""
        self.openings.prune(self._sum_up)

    def _sum_up(self, rule: Rule, state: RuleState, until: int) -> None:
        before = state.openings
        forgotten = freeze(state, until)
        left = {opening.key for opening in state.openings}
        self.effects.keep(rule, state, [o for o in before if o.key not in left])
        for key in state.told.keys() - left:
            del state.told[key]  # nothing can take it back any more
        self.presentation.sum_up(rule, state, forgotten)

    # -- time ----------------------------------------------------------------------------

    def watch(self, name: str) -> None:
        """Work out a rule's deadline anew."""
        self.deadlines.expect(name, self.openings.deadline(name))

    def watch_all(self) -> None:
        """Turns or the running of time changed: every deadline may have."""
        timed, states = self.program.index.timed, self.openings.states
        awaited = self.deadlines.by_rule
        names = [
            name
            for name, state in states.items()
            if (state.openings and state.is_under_way) or name in timed or name in awaited
        ]
        if self.call.started:
            names += [name for name in timed if name not in states]
        for name in names:
            self.watch(name)

    def rests(self, now: int, *, agent_speaks: bool) -> bool:
        """Whether no rule's deadline has passed, and no hint may come or go at received ``now``."""
        return self.deadlines.soonest > now and self.presentation.delivery.rests(
            now, agent_speaks=agent_speaks
        )

    def quiet_until(self) -> int:
        """Received ms before which :meth:`fire` has nothing to do: :meth:`next_deadline`, or
        sooner where the recogniser is awaited."""
        if self.call.still:
            return FOREVER
        return self.deadlines.quiet_until(self.presentation.delivery.next_deadline())

    def next_deadline(self) -> int:
        """Received ms at which :meth:`fire` has something to do, or hints come or go;
        :data:`~.clock.FOREVER` while time stands still."""
        if self.call.still:
            return FOREVER
        return self.deadlines.next_due(self.presentation.delivery.next_deadline())

    def fire(self) -> None:
        """Decide what time has decided by ``call.now``, in the order of the rules."""
        if self.call.still:
            return
        for name, found in self.deadlines.due():
            self.openings.fire(name, found)
            self.refold(name)

    def take_back_patience(self) -> None:
        """A turn that had ended goes on after all: so do those who wait for its end."""
        turns, program = self.call.turns, self.program
        for name, state in list(self.openings.states.items()):
            last = state.last
            if last is None or not last.record.by_turns:
                continue
            rule = program.rules.rules[name]
            if waits_on(rule, last, turns, program.index.awaited[name]):
                state.records[last.key] = Record()
                self.refold(name)
                if last.met is None:
                    self.presentation.take_back(rule, state, last.key)

    # -- what is said of the call --------------------------------------------------------

    def start(self) -> None:
        """The call's queue and language are known now: rules for these may have been waiting."""
        for name, rule in self.program.rules.rules.items():
            if rule.mode != "off" and rule.restricted:
                self.refold(name)
        self.watch_all()

    def move(self, to: Callable[[], None]) -> None:
        """``to`` takes the call to another queue or group, whose own rules look at what is said
        from now on."""
        rules, openings = self.program.rules.rules, self.openings
        others = [name for name, rule in rules.items() if not openings.applies(rule)]
        to()
        for name in others:
            if openings.applies(rules[name]):
                state = openings.state(name)
                state.frozen = max(state.frozen, self.call.newest)
        self.watch_all()

    def feedback(self, event: Feedback) -> None:
        """What the agent said of a hint."""
        name = self.presentation.feedback(event)
        if name is not None:
            self.refold(name)

    # -- other rules ---------------------------------------------------------------------

    def use(self, program: Program) -> None:
        """Put another rule set in force. What is known of a rule goes with it, and where its mode
        changed."""
        old, rules = self.program.rules.rules, program.rules.rules
        for name in dict.fromkeys((*self.openings.states, *self.deadlines.by_rule)):
            if name not in rules or rules[name].mode != old[name].mode:
                self._drop(old[name])
        self.program = self.effects.program = program
        self.openings.program = self.deadlines.program = self.presentation.program = program
        self.openings.forget_verdicts()
        delivery = self.presentation.delivery
        delivery.begun = delivery.has_begun  # what is shown stands, whatever its rule wants now

    def begin_afresh(self, before: Mapping[str, Rule]) -> None:
        """Rules that are new, or whose text is another than ``before``: only what is heard from
        here on cues them. What they have opened counts, and the hints they show go on."""
        for name, rule in self.program.rules.rules.items():
            if rule.mode == "off" or (name in before and before[name].digest == rule.digest):
                continue
            state = self.openings.state(name)
            heard = max((self.call.newest, *(o.cue_time for o in state.openings)))
            self._sum_up(rule, state, heard)
            self.refold(name)

    def _drop(self, rule: Rule) -> None:
        """A rule is no longer in force: its hint goes, and all that is known of it."""
        state = self.openings.states.pop(rule.name, None) or RuleState()
        self.deadlines.expect(rule.name, None)
        self.dirty |= self.call.history.replace(f"rule/{rule.name}", ())
        self.dirty |= self.effects.drop(rule, state)
        self.presentation.drop(rule, state)
