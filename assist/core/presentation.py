"""What the agent is shown of openings: the hint on the screen and the need on the checklist."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from .cards import fill, is_rewritten, is_sure
from .checklist import TOLD, Checklist
from .delivery import LATER_MS, SAVED, Card, Delivery
from .events import Feedback
from .explain import Tracer
from .hints import CloseReason, EventOut, HintClose, HintShow, NeedChange, hint_id
from .needs import Opening, RuleState
from .program import Program
from .rules import Rule
from .saving import SavedCall
from .state import CallState


class Presentation:
    """Of all openings of one call; ``states``: those of the rules, as they are kept.

    ``out`` collects events; ``watch(rule)`` is told where delivery closed an opening by its own
    decision, of which time may therefore decide nothing more.
    """

    __slots__ = (
        "_begun",
        "_call",
        "_send",
        "_states",
        "checklist",
        "delivery",
        "first_moved",
        "program",
        "report",
        "tracer",
    )

    def __init__(
        self,
        program: Program,
        call: CallState,
        states: Mapping[str, RuleState],
        *,
        out: Callable[[EventOut], None],
        watch: Callable[[str], None],
    ) -> None:
        self.program = program
        self.report: dict[str, dict[str, int]] = {"needs": {}, "hints": {}}
        self.checklist = Checklist(call, out, self.report["needs"])
        self.tracer = Tracer()
        self.delivery = Delivery(
            call=call.call,
            out=self._emit,
            gone=partial(self._gone, watch),
            suppressed=self._suppressed,
        )
        self.first_moved = False
        """Whether the first hint of the call may have been none: see :meth:`follow_first`."""
        self._begun = False
        self._call = call
        self._send = out
        self._states = states

    def load(self, kept: SavedCall) -> None:
        """Go on from a saved call."""
        self.report, self.checklist.counts = kept.report, kept.report["needs"]
        self.checklist.done = kept.done
        self.tracer.load(kept.traces, kept.counts)
        for name in SAVED:
            setattr(self.delivery, name, getattr(kept.delivery, name))
        self._begun = self.delivery.has_begun

    def shown(self) -> list[str]:
        """The rules with a hint under way: where the context changes, it may say more."""
        return [name for name, state in self._states.items() if state.live_id is not None]

    def open_needs(self) -> Iterator[NeedChange]:
        """Needs open on the checklist now."""
        for name, state in self._states.items():
            for opening in state.openings:
                if state.announced.get(opening.key) == "open":
                    yield self.checklist.of(self.program.rules.rules[name], "open", opening)

    # -- as openings change --------------------------------------------------------------

    def follow_cue(self, state: RuleState) -> bool:
        """Where the cue of the shown hint moved to other words, it is still the same opening.
        Returns whether what was decided about it moved too: the rule must then be folded again."""
        last, key = state.last, state.live_key
        if key is None or last is None or any(o.key == key for o in state.openings):
            return False
        if last.key in state.announced or last.key in state.records:
            return False  # an older opening, not this one under another name
        state.live_key = last.key
        if key in state.announced:
            state.announced.setdefault(last.key, state.announced.pop(key))
        if key not in state.records or last.key in state.records:
            return False
        state.records[last.key] = state.records.pop(key)
        return True

    def let_go(self, rule: Rule, state: RuleState) -> None:
        """Forget what was decided and told of openings that are no more."""
        keys = {opening.key for opening in state.openings}
        for key in state.records.keys() - keys:
            del state.records[key]
        for key in sorted(state.announced.keys() - keys):
            self.checklist.take_back(rule, state.announced.pop(key))

    def take_back(self, rule: Rule, state: RuleState, key: str) -> None:
        """An opening waits again: its need is off the checklist until it opens."""
        said = state.announced.pop(key, None)
        if said is not None:
            self.checklist.take_back(rule, said)

    def bring_up_to_date(self, rule: Rule, state: RuleState) -> None:
        """Show what the openings of a rule in force have come to."""
        if state.live_id is not None:
            live = next((o for o in state.openings if o.key == state.live_key), None)
            if live is None or live.state == "waiting":
                self._close(rule, state, "retracted")
            elif live.record.closed is not None:
                state.live_key = state.live_id = None
            elif live.state == "met":
                self._close(rule, state, "met")
            else:
                self._update(rule, state, live)
        self._tell(rule, state)
        self._show_last(rule, state)

    def follow_first(self) -> None:
        """The first hint of the call has come, or has turned out to be none. Rules that want theirs
        to be surer if it is the first follow: needs that waited for it are told, or what was told
        and shown of them behind it waits again."""
        self._begun = self.delivery.has_begun
        for name, rule in self.program.rules.rules.items():
            if rule.first is None or rule.mode != "live" or rule.silent:
                continue
            if (state := self._states.get(name)) is None:
                continue
            self._tell(rule, state)
            if not self._begun:
                self._take_back_unsure(rule, state)
        self.first_moved = False

    def _take_back_unsure(self, rule: Rule, state: RuleState) -> None:
        for opening in state.openings:
            unsure = not is_sure(rule, opening, self._call.history)
            if unsure and state.announced.get(opening.key) == "open":
                self.take_back(rule, state, opening.key)
        card = self.delivery.find(state.live_id or "")
        if card is not None and card.shown is not None and not card.may_be_first:
            self._close(rule, state, "retracted")
            self._show_last(rule, state)

    def _tell(self, rule: Rule, state: RuleState) -> None:
        for opening in state.openings:
            wire = TOLD.get(opening.state)
            if wire == "open" and not self._is_told(rule, opening):
                continue  # it waits with its hint
            if wire is not None:
                self.checklist.announce(rule, state, opening, wire)

    def _is_told(self, rule: Rule, opening: Opening) -> bool:
        """Whether the agent may know of an open need, shown or not."""
        if self.delivery.elsewhere and rule.priority != "critical":
            return False
        return is_sure(rule, opening, self._call.history) or self.delivery.has_begun

    def _show_last(self, rule: Rule, state: RuleState) -> None:
        """Show the hint of the last opening, unless it was shown."""
        last = state.last
        if (
            last is not None
            and last.state == "open"
            and last.record.closed is None
            and state.live_id is None
        ):
            self._show(rule, state, last)

    def sum_up(self, rule: Rule, state: RuleState, forgotten: list[str]) -> None:
        """Openings will not be folded again of which the checklist last said ``forgotten``."""
        for said in forgotten:
            still_open = any(state.announced.get(o.key) == "open" for o in state.openings)
            if said == "open":
                self.checklist.count("open", "undetermined")
                if not still_open:
                    self.checklist.tell(rule, "undetermined")

    def drop(self, rule: Rule, state: RuleState) -> None:
        """The rule is no longer in force: its hint goes, and its need is off the checklist."""
        if state.live_id is not None:
            self._close(rule, state, "superseded")
        for said in state.announced.values():
            if said == "open":
                self.checklist.count("open", "undetermined")
                self.checklist.tell(rule, "undetermined")

    # -- what the agent says, and the end ------------------------------------------------

    def feedback(self, event: Feedback) -> str | None:
        """What the agent said of a hint; one that is gone already is left alone. Returns the rule
        about which that decides something: it must then be folded again."""
        hint = self._returns_as(event.hint)
        card = self.delivery.feedback(hint, event.verdict, self._call.now)
        if card is None:
            return None
        rule, state = self.program.rules.rules[card.rule], self._states[card.rule]
        self.tracer.note(self._call.now, rule, card.id, "feedback", event.verdict)
        if event.verdict == "helpful" or state.live_key is None:
            return None
        if event.verdict == "later":
            opening = next(o for o in state.openings if o.key == state.live_key)
            self._show(rule, state, opening, ready=self._call.now + LATER_MS)
            state.put_off = event.hint
            return None
        record = state.record(state.live_key)
        record.closed = self._call.now
        record.done = event.verdict == "used"
        record.refused = not record.done
        return rule.name

    def _returns_as(self, hint: str) -> str:
        """What a hint that was put off is called now: its agent may fetch and answer it before it
        comes back."""
        returns = (state.live_id for state in self._states.values() if state.put_off == hint)
        return next((live for live in returns if live is not None), hint)

    def end(self) -> None:
        """The call is over: what is still open stays undetermined, never unmet."""
        for name, state in self._states.items():
            rule = self.program.rules.rules[name]
            for opening in state.openings:
                if state.announced.get(opening.key) == "open":
                    self.checklist.announce(rule, state, opening, "undetermined")
            if state.live_id is not None:
                self._close(rule, state, "call_ended")
        self.delivery.flush(self._call.now)
        self.delivery.let_go()

    # -- hints ---------------------------------------------------------------------------

    def _show(self, rule: Rule, state: RuleState, opening: Opening, ready: int = 0) -> None:
        state.ids += 1
        state.put_off = None
        state.live_key = opening.key
        state.live_id = hint_id(self._call.call, rule.name, opening.utterance, state.ids)
        card = self._fill(None, rule, opening, state.live_id)
        card.count, card.ready = len(opening.cued_by), ready
        self.tracer.note(self._call.now, rule, card.id, "opened")
        self.delivery.open(card, self._call.now)

    def _fill(self, card: Card | None, rule: Rule, opening: Opening, hint: str) -> Card:
        roled = rule.name in self.program.index.roled
        return fill(card, rule, opening, hint=hint, call=self._call, roled=roled)

    def _update(self, rule: Rule, state: RuleState, opening: Opening) -> None:
        card = self.delivery.find(state.live_id or "")
        if card is None:
            return
        was = (card.escalated, card.step, card.tentative, card.text, card.card)
        quoted = card.because
        was_sure = card.sure
        self._fill(card, rule, opening, card.id)
        if was_sure and not card.sure and card.shown is not None:
            self.first_moved = True
        self.delivery.rests_until = None  # a card that became more pressing may show sooner
        count, now = max(card.count, len(opening.cued_by)), self._call.now
        if card.escalated and not was[0]:
            self.delivery.update(card, "escalated", now)
        elif card.step != was[1]:
            self.delivery.update(card, "step", now)
        elif count > card.count:
            card.count = count
            self.delivery.update(card, "cued", now)
        elif was[2] and not card.tentative:
            self.delivery.update(card, "firm", now)
        elif (card.text, card.card) != was[3:] or is_rewritten(quoted, card.because):
            self.delivery.update(card, "text", now)

    def _close(self, rule: Rule, state: RuleState, reason: CloseReason) -> None:
        """Take the rule's hint away, wherever it is."""
        hint = state.live_id or ""
        state.live_key = state.live_id = None
        self.tracer.note(self._call.now, rule, hint, "closed", reason)
        self.delivery.close(hint, reason, self._call.now)

    # -- what delivery says --------------------------------------------------------------

    def _gone(
        self, watch: Callable[[str], None], card: Card, reason: CloseReason, now: int
    ) -> None:
        """Delivery let a card go: its opening is closed, though its need may still be met."""
        state = self._states[card.rule]
        if state.live_id != card.id or state.live_key is None:
            return
        self.tracer.note(now, self.program.rules.rules[card.rule], card.id, "closed", reason)
        record = state.record(state.live_key)
        record.closed = now
        for opening in state.openings:
            if opening.key == state.live_key:
                opening.record = record
        state.live_key = state.live_id = None
        watch(card.rule)

    def _suppressed(self, card: Card, why: str, now: int) -> None:
        self.tracer.note(now, self.program.rules.rules[card.rule], card.id, "suppressed", why)

    def _emit(self, event: EventOut) -> None:
        if isinstance(event, HintShow):
            self.checklist.show(self.program.rules.rules[event.rule], self._states[event.rule])
        if isinstance(event, HintClose):
            self.first_moved = self.first_moved or event.reason == "retracted"
            counts = self.report["hints"]
            counts[event.reason] = counts.get(event.reason, 0) + 1
        self._send(event)
        if not self._begun and isinstance(event, HintShow):
            self.follow_first()
