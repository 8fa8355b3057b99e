"""From openings to hints and the checklist: what the agent is told of the needs of a call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet

from .cards import fill, is_sure
from .chances import is_open
from .checklist import TOLD, Checklist
from .clock import FOREVER
from .conditions import Past
from .delivery import LATER_MS, SAVED, Card, Delivery
from .effects import Effects
from .events import Feedback
from .explain import Tracer
from .feelings import Feelings
from .hints import CloseReason, EventOut, HintClose, HintShow, NeedChange, hint_id
from .needs import Deadline, Opening, RuleState, deadline, fire, fold, freeze, signals_of
from .program import LATE_MS, Program
from .rules import Rule
from .saving import SavedCall
from .scenes import why_not
from .state import CallState
from .verdicts import Verdicts

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
        self.states: dict[str, RuleState] = {}
        """Of the rules that have a state worth keeping: most cues come to nothing."""
        self.pruned = -1
        """The latest media time heard of when openings were last summed up."""
        self.deadlines: dict[str, Deadline] = {}
        self.dirty: AbstractSet[str] = NONE
        self.report: dict[str, dict[str, int]] = {"needs": {}, "hints": {}}
        self.checklist = Checklist(call, out, self.report["needs"])
        self.tracer = Tracer()
        self.delivery = Delivery(
            call=call.call, out=self._emit, gone=self._gone, suppressed=self._suppressed
        )
        self.effects = Effects(program, call, out)
        self._feelings = feelings
        self._send = out
        self._told, self._hopes = Verdicts(), Verdicts()
        self._soonest: int | None = None
        """Least time of :attr:`deadlines`; None: not known."""

    def load(self, kept: SavedCall) -> None:
        """Go on from a saved call."""
        self.call = self.effects.call = kept.state
        self.states, self.report, self.pruned = kept.openings, kept.report, kept.pruned
        self.checklist = Checklist(kept.state, self._send, kept.report["needs"])
        self.checklist.done = kept.done
        self.tracer.load(kept.traces, kept.counts)
        for name in SAVED:
            setattr(self.delivery, name, getattr(kept.delivery, name))
        self.watch_all()

    # -- folding -------------------------------------------------------------------------

    def past(self, rule: str) -> Past:
        """What the conditions of a rule look at."""
        call, names = self.call, self.program.index.names.get(rule)
        return Past(
            call.history,
            self._feelings.curves,
            call.turns,
            call.contexts,
            self._need_is_open,
            call.clock,
            self.program.index.awaited.get(rule, frozenset()),
            call.remembered,
            listed=names.within if names is not None else {},
            needed=names.needed if names is not None else {},
        )

    def refold(self, name: str) -> None:
        """Fold a rule's openings again, and bring hints, checklist and deadline into line."""
        if self._is_out_of_question(name):
            self._await(name, None)
            return
        rule, state = self.program.rules.rules[name], self.state(name)
        nothing = not (state.openings or state.announced or state.records or state.live_id)
        if self._applies(rule):
            self._fold(rule, state)
        if nothing and not state.openings:
            self._forget_blank(name, state)
            self.watch(name)
            return
        self._follow_cue(rule, state)
        self._let_go(rule, state)
        self.dirty |= self.effects.follow(rule, state)
        if rule.mode == "live" and not rule.silent:
            self._bring_up_to_date(rule, state)
            source = f"rule/{name}"
            history = self.call.history
            kept = [o for o in history.by_source.get(source, ()) if o.time <= state.frozen]
            new = [o for opening in state.openings for o in signals_of(rule, opening)]
            self.dirty |= history.replace(source, (*kept, *new))
        self.watch(name)

    def open_needs(self) -> Iterator[NeedChange]:
        """Needs open on the checklist now."""
        for name, state in self.states.items():
            for opening in state.openings:
                if state.announced.get(opening.key) == "open":
                    yield self.checklist.of(self.program.rules.rules[name], "open", opening)

    def _fold(self, rule: Rule, state: RuleState) -> None:
        self._follow_history()
        fold(rule, self.program.index.names[rule.name], state, self.past(rule.name), self._told)

    def _follow_history(self) -> None:
        """Verdicts on moments after something that has changed stand no longer."""
        since = self.call.history.moved_since()
        if since is not None:
            self._told.changed(since)
            self._hopes.changed(since)

    def forget_verdicts(self) -> None:
        """Time runs otherwise than it was thought to, or the rules are others."""
        self._told.forget()
        self._hopes.forget()

    def concerned(self, changed: Iterable[str]) -> set[str]:
        """The rules that may open by what changed, or have openings that it may meet. Those that
        are out of the question now await nothing."""
        index, states = self.program.index, self.states
        cued = {rule for signal in changed for rule in index.cued_by.get(signal, ())}
        found = {rule for rule in cued if not self._is_out_of_question(rule)}
        if self.deadlines:
            for rule in cued - found:
                self._await(rule, None)
        for signal in changed:
            for rule in index.answered_by.get(signal, ()):
                if rule in states and states[rule].openings:
                    found.add(rule)
        return found

    def _is_out_of_question(self, name: str) -> bool:
        """Whether nothing has come of the rule so far, and nothing can by what is remembered."""
        return name not in self.states and not is_open(
            self.program.index.names[name].ways, self.call.history.by_signal.keys()
        )

    def known(self) -> list[str]:
        """The rules that anything is known or awaited of."""
        return list(dict.fromkeys((*self.states, *self.deadlines)))

    def state(self, name: str) -> RuleState:
        """The state of a rule, made when first asked for."""
        found = self.states.get(name)
        if found is None:
            found = self.states[name] = RuleState(self._dealt_with(name))
        return found

    def _dealt_with(self, name: str) -> int:
        """Media time up to which the cues of a rule without a state have been dealt with."""
        if self.pruned < 0:
            return -1
        return max(-1, self.pruned - self.program.index.span.get(name, LATE_MS))

    def _forget_blank(self, name: str, state: RuleState) -> None:
        """Keep no state that would be made again just like that."""
        if state.frozen == self._dealt_with(name) and state.is_blank:
            self.states.pop(name, None)

    def prune(self) -> None:
        """Sum up openings too old to change."""
        newest = self.pruned = self.call.newest
        rules, span = self.program.rules.rules, self.program.index.span
        for name, state in list(self.states.items()):
            until = max(-1, newest - span.get(name, LATE_MS))  # as _dealt_with() says
            if state.openings or state.base or state.woken or state.told:
                self._sum_up(rules[name], state, until)
            elif state.frozen < until:  # as is so of most: they have nothing to sum up
                state.frozen = until
            if state.frozen == until and not state.ids and state.is_blank:
                del self.states[name]

    def begin_afresh(self, name: str) -> None:
        """The rule is new, or its text changed: only what is heard from here on cues it. What it
        has opened counts, and the hint it shows goes on."""
        state = self.state(name)
        heard = max((self.call.newest, *(o.cue_time for o in state.openings)))
        self._sum_up(self.program.rules.rules[name], state, heard)
        self.refold(name)

    def start(self) -> None:
        """The call's queue and language are known now: rules for these may have been waiting."""
        for name, rule in self.program.rules.rules.items():
            if rule.mode != "off" and rule.restricted:
                self.refold(name)
        self.watch_all()

    def move(self, to: Callable[[], None]) -> None:
        """``to`` takes the call to another queue or group, whose own rules look at what is said
        from now on."""
        rules = self.program.rules.rules
        others = [name for name, rule in rules.items() if not self._applies(rule)]
        to()
        for name in others:
            if self._applies(rules[name]):
                state = self.state(name)
                state.frozen = max(state.frozen, self.call.newest)
        self.watch_all()

    def shown(self) -> list[str]:
        """The rules with a hint under way: where the context changes, it may say more."""
        return [name for name, state in self.states.items() if state.live_id is not None]

    def _sum_up(self, rule: Rule, state: RuleState, until: int) -> None:
        before = state.openings
        forgotten = freeze(state, until)
        left = {opening.key for opening in state.openings}
        self.effects.keep(rule, state, [o for o in before if o.key not in left])
        for key in state.told.keys() - left:
            del state.told[key]  # nothing can take it back any more
        for said in forgotten:
            still_open = any(state.announced.get(o.key) == "open" for o in state.openings)
            if said == "open":
                self.checklist.count("open", "undetermined")
                if not still_open:
                    self.checklist.tell(rule, "undetermined")

    def _applies(self, rule: Rule) -> bool:
        return why_not(rule, self.call) is None

    def _need_is_open(self, need: str, time: int) -> bool:
        return any(
            opening.is_open_at(time)
            for name in self.program.index.by_need.get(need, ())
            if self.program.rules.rules[name].mode == "live" and name in self.states
            for opening in self.states[name].openings
        )

    # -- deadlines -----------------------------------------------------------------------

    def watch(self, name: str) -> None:
        """Work out a rule's deadline anew."""
        rule, index, found = self.program.rules.rules[name], self.program.index, None
        state = self.states.get(name)
        if (
            (name in index.timed or (state is not None and state.is_under_way))
            and rule.mode != "off"
            and not self._is_out_of_question(name)
            and self._applies(rule)
        ):
            state = state or RuleState(self._dealt_with(name))
            self._follow_history()
            past, turns = self.past(name), self.call.turns
            found = deadline(rule, index.names[name], state, past, turns, self._hopes)
        self._await(name, found)

    def _await(self, name: str, found: Deadline | None) -> None:
        """Keep a rule's deadline."""
        if found is None:
            if self.deadlines.pop(name, None) is not None:
                self._soonest = None
        elif found != self.deadlines.get(name):
            self.deadlines[name] = found
            self._soonest = None

    def watch_all(self) -> None:
        """Turns or the running of time changed: every deadline may have."""
        timed, states, awaited = self.program.index.timed, self.states, self.deadlines
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
        return (
            self._soonest is not None
            and self._soonest > now
            and self.delivery.rests(now, agent_speaks=agent_speaks)
        )

    def quiet_until(self) -> int:
        """Received ms before which :meth:`fire` has nothing to do: :meth:`next_deadline`, but
        for what awaits the recogniser. That may come later than its time, never sooner, so it
        need not be asked before then how far the recogniser has got."""
        if self.call.still:
            return FOREVER
        if self._soonest is None:
            self._soonest = min((d.time for d in self.deadlines.values()), default=FOREVER)
        if self._soonest <= self.call.now:
            return self.next_deadline()
        return min(self._soonest, self.delivery.next_deadline())

    def next_deadline(self) -> int:
        """Received ms at which :meth:`fire` has something to do, or hints come or go;
        :data:`~.clock.FOREVER` while time stands still."""
        if self.call.still:
            return FOREVER
        soonest = self.delivery.next_deadline()
        for name, found in self.deadlines.items():
            if found.time < soonest:  # none is due before it falls
                soonest = min(soonest, self._due(name, found))
        return soonest

    def fire(self) -> None:
        """Decide what time has decided by ``call.now``, in the order of the rules."""
        if self.call.still:
            return
        for name in sorted(self.deadlines, key=self.program.index.order.__getitem__):
            found = self.deadlines.get(name)
            if found is not None and self._due(name, found) <= self.call.now:
                fire(self.state(name), found)
                self._told.asked(name, found.time)
                self.refold(name)

    def _due(self, name: str, found: Deadline) -> int:
        if found.certain:
            return found.time
        return self.call.clock.due(found.time, self.program.index.awaited[name])

    # -- hints ---------------------------------------------------------------------------

    def _follow_cue(self, rule: Rule, state: RuleState) -> None:
        """Where the cue of the shown hint moved to other words, it is still the same opening."""
        last, key = state.last, state.live_key
        if key is None or last is None or any(o.key == key for o in state.openings):
            return
        if last.key in state.announced or last.key in state.records:
            return  # an older opening, not this one under another name
        state.live_key = last.key
        if key in state.announced:
            state.announced.setdefault(last.key, state.announced.pop(key))
        if key in state.records and last.key not in state.records:
            state.records[last.key] = state.records.pop(key)
            self._fold(rule, state)

    def _let_go(self, rule: Rule, state: RuleState) -> None:
        """Forget what was decided and told of openings that are no more."""
        keys = {opening.key for opening in state.openings}
        for key in state.records.keys() - keys:
            del state.records[key]
        for key in sorted(state.announced.keys() - keys):
            self.checklist.take_back(rule, state.announced.pop(key))

    def _bring_up_to_date(self, rule: Rule, state: RuleState) -> None:
        if state.live_id is not None:
            live = next((o for o in state.openings if o.key == state.live_key), None)
            if live is None or live.state == "waiting":
                self.close(rule, state, "retracted")
            elif live.record.closed is not None:
                state.live_key = state.live_id = None
            elif live.state == "met":
                self.close(rule, state, "met")
            else:
                self._update(rule, state, live)
        history, begun = self.call.history, self.delivery.has_begun
        for opening in state.openings:
            wire = TOLD.get(opening.state)
            if wire == "open" and not (begun or is_sure(rule, opening, history)):
                continue  # it waits with its hint
            if wire is not None:
                self.checklist.announce(rule, state, opening, wire)
        last = state.last
        if (
            last is not None
            and last.state == "open"
            and last.record.closed is None
            and state.live_id is None
        ):
            self._show(rule, state, last)

    def _show(self, rule: Rule, state: RuleState, opening: Opening, ready: int = 0) -> None:
        state.ids += 1
        state.put_off = None
        state.live_key = opening.key
        state.live_id = hint_id(self.call.call, rule.name, opening.utterance, state.ids)
        card = self._fill(None, rule, opening, state.live_id)
        card.count, card.ready = len(opening.cued_by), ready
        self.tracer.note(self.call.now, rule, card.id, "opened")
        self.delivery.open(card, self.call.now)

    def _fill(self, card: Card | None, rule: Rule, opening: Opening, hint: str) -> Card:
        roled = rule.name in self.program.index.roled
        return fill(card, rule, opening, hint=hint, call=self.call, roled=roled)

    def _update(self, rule: Rule, state: RuleState, opening: Opening) -> None:
        card = self.delivery.find(state.live_id or "")
        if card is None:
            return
        was = (card.escalated, card.step, card.tentative, card.text, card.card)
        self._fill(card, rule, opening, card.id)
        self.delivery.rests_until = None  # a card that became more pressing may show sooner
        count, now = max(card.count, len(opening.cued_by)), self.call.now
        if card.escalated and not was[0]:
            self.delivery.update(card, "escalated", now)
        elif card.step != was[1]:
            self.delivery.update(card, "step", now)
        elif count > card.count:
            card.count = count
            self.delivery.update(card, "cued", now)
        elif was[2] and not card.tentative:
            self.delivery.update(card, "firm", now)
        elif (card.text, card.card) != was[3:]:
            self.delivery.update(card, "text", now)

    def close(self, rule: Rule, state: RuleState, reason: CloseReason) -> None:
        """Take the rule's hint away, wherever it is."""
        hint = state.live_id or ""
        state.live_key = state.live_id = None
        self.tracer.note(self.call.now, rule, hint, "closed", reason)
        self.delivery.close(hint, reason, self.call.now)

    def feedback(self, event: Feedback) -> None:
        """What the agent said of a hint; one that is gone already is left alone."""
        hint = self._returns_as(event.hint)
        card = self.delivery.feedback(hint, event.verdict, self.call.now)
        if card is None:
            return
        rule, state = self.program.rules.rules[card.rule], self.states[card.rule]
        self.tracer.note(self.call.now, rule, card.id, "feedback", event.verdict)
        if event.verdict == "helpful" or state.live_key is None:
            return
        if event.verdict == "later":
            opening = next(o for o in state.openings if o.key == state.live_key)
            self._show(rule, state, opening, ready=self.call.now + LATER_MS)
            state.put_off = event.hint
            return
        record = state.record(state.live_key)
        record.closed = self.call.now
        record.done = event.verdict == "used"
        record.refused = not record.done
        self.refold(rule.name)

    def _returns_as(self, hint: str) -> str:
        """What a hint that was put off is called now: its agent may fetch and answer it before it
        comes back."""
        returns = (state.live_id for state in self.states.values() if state.put_off == hint)
        return next((live for live in returns if live is not None), hint)

    def end(self) -> None:
        """The call is over: what is still open stays undetermined, never unmet."""
        for name, state in self.states.items():
            rule = self.program.rules.rules[name]
            for opening in state.openings:
                if state.announced.get(opening.key) == "open":
                    self.checklist.announce(rule, state, opening, "undetermined")
            if state.live_id is not None:
                self.close(rule, state, "call_ended")
        self.delivery.flush(self.call.now)
        self.delivery.let_go()

    def drop(self, rule: Rule) -> None:
        """A rule is no longer in force: its hint goes, and all that is known of it."""
        state = self.states.pop(rule.name, None) or RuleState()
        self.deadlines.pop(rule.name, None)
        self._soonest = None
        self.dirty |= self.call.history.replace(f"rule/{rule.name}", ())
        self.dirty |= self.effects.drop(rule, state)
        if state.live_id is not None:
            self.close(rule, state, "superseded")
        for said in state.announced.values():
            if said == "open":
                self.checklist.count("open", "undetermined")
                self.checklist.tell(rule, "undetermined")

    def _gone(self, card: Card, reason: CloseReason, now: int) -> None:
        """Delivery let a card go: its opening is closed, though its need may still be met."""
        state = self.states[card.rule]
        if state.live_id != card.id or state.live_key is None:
            return
        self.tracer.note(now, self.program.rules.rules[card.rule], card.id, "closed", reason)
        record = state.record(state.live_key)
        record.closed = now
        for opening in state.openings:
            if opening.key == state.live_key:
                opening.record = record
        state.live_key = state.live_id = None
        self.watch(card.rule)

    def _suppressed(self, card: Card, why: str, now: int) -> None:
        self.tracer.note(now, self.program.rules.rules[card.rule], card.id, "suppressed", why)

    def _emit(self, event: EventOut) -> None:
        if isinstance(event, HintShow):
            self.checklist.show(self.program.rules.rules[event.rule], self.states[event.rule])
        if isinstance(event, HintClose):
            counts = self.report["hints"]
            counts[event.reason] = counts.get(event.reason, 0) + 1
        self._send(event)
