"""The engine of one call: events and time in, events and a next deadline out.

Sans-I/O, as in the ``websockets`` library: a caller *must* hand every logged event of the call
to :meth:`Engine.receive` in order, *should* then send what :meth:`Engine.hints_to_send` drains,
and *must* call :meth:`Engine.receive` with a ``tick`` (logged like any event) no later than
:meth:`Engine.next_deadline`. The same events with the same received times give the same output,
live, replayed, or after a restart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from . import events as ev
from . import saving, views
from .clock import FOREVER
from .facts import Facts
from .feelings import Feelings
from .guidance import Guidance
from .happenings import happening
from .hints import CallContext, CallEnded, CallStarted, EventOut, Transcript
from .listening import Listening
from .marks import Mark
from .program import Program
from .propagation import Propagation
from .remembering import Visit, visit
from .state import CallState
from .voices import Voices

PRUNE_EVERY = 4
"""Finals between two prunings."""

_TIME_ONLY = (ev.Tick, ev.Refused, ev.Fed, ev.AlertHandled)
"""Events that say no more than that time has passed."""


class Engine:
    """One call. Deterministic; every time is in ms since the call began.

    ``call``: its id, or what is known of it where an engine goes on with it.
    """

    def __init__(self, program: Program, *, call: str | CallState) -> None:
        self.program = program
        self.state = CallState(call) if isinstance(call, str) else call
        self.voices = Voices(program.plans, self.state, program.matcher.tokenizer)
        self.listening = Listening(program.matcher, self.state, self.voices)
        self.feelings = Feelings(program.rules.meters, program.index)
        self._out: list[EventOut] = []
        self.guidance = Guidance(program, self.state, self.feelings, self._out.append)
        self.facts = Facts(program)
        self.propagation = Propagation(
            program, self.state, self.feelings, self.guidance, self.facts, self._out.extend
        )
        self._quiet_until = -1
        """Received time before which no deadline can be due; later than that, one may be."""

    # -- what a caller uses --------------------------------------------------------------

    @property
    def call(self) -> str:
        """The call's id."""
        return self.state.call

    @property
    def agent(self) -> str:
        """Whose overlay shows the call's hints; empty before ``call.start``."""
        return self.state.agent

    @property
    def ended(self) -> bool:
        """Whether the call is over; nothing has an effect from then on."""
        return self.state.ended

    def receive(self, event: ev.Event, received: int) -> None:
        """Take one logged event. ``received``: ms since the call began by the node's clock; one
        below the last counts as the last. Deadlines up to it fire first, each at its due time.
        """
        if self.state.ended:  # and its time with it
            return
        now = self._advance(received)
        if type(event) is ev.Fragment:
            took = self._hear(event, now)
        else:
            took = not isinstance(event, _TIME_ONLY) and self._take_in(event)
        if took and not self.state.ended:
            self.propagation.settle()
            if self._look_ahead() <= now:
                self._fire_until(now)

    def use(self, program: Program, received: int) -> None:
        """Put another rule set in force. Signals, meters, timers and shown hints carry over by
        name; a rule that is new or whose text changed looks only at what is heard from here on.
        """
        if self.state.ended:
            return
        now = self._advance(received)
        self.program = program
        self.guidance.use(program)
        self.voices.use(program.plans)
        self.propagation.dirty |= self.listening.use(program.matcher)
        self.propagation.use(program)
        self._fire_until(now)

    def hints_to_send(self) -> list[EventOut]:
        """Events out since the last call, in order."""
        if not self._out:
            return []
        out = self._out[:]
        self._out.clear()
        return out

    def next_deadline(self) -> int | None:
        """Received time at which the engine next wants a ``tick``; None when nothing is pending."""
        state = self.state
        if state.ended:
            return None
        due = self._soonest(self.guidance.next_deadline())
        return None if due == FOREVER else max(state.now, due)

    def quiet_until(self) -> int:
        """Received time before which :meth:`next_deadline` cannot be: what to set a timer by. It
        costs next to nothing to ask after every event, and errs on the early side while the
        recogniser's progress is awaited, which nobody need follow before the time has come."""
        return FOREVER if self.state.ended else self._quiet_until

    def transcript(self, speaker: str, utterance: str, at: int) -> Transcript | None:
        """The utterance as the engine sees it, with the words that raised or answered a need;
        None when it is unknown or long closed.
        """
        heard = self.listening.utterances.get(f"{speaker}/{utterance}")
        if heard is None:
            return None
        return views.transcript(heard, self.guidance, at)

    def marks(self, speaker: str, utterance: str) -> Iterator[Mark]:
        """The words that raised or answered a need; none of an utterance long closed."""
        heard = self.listening.utterances.get(f"{speaker}/{utterance}")
        return iter(()) if heard is None else views.marked(heard, self.guidance)

    def speaker_of(self, fragment: ev.Fragment) -> str:
        """Whose words a fragment holds: as it says, else as the channels were assigned."""
        return self.listening.speaker_of(fragment)

    def is_told_of(self, fragment: ev.Fragment) -> bool:
        """Whether anybody has said who speaks in a fragment, be it that it is ``unknown``."""
        return self.listening.is_told_of(fragment)

    def snapshot(self) -> dict[str, Any]:
        """The whole present state for an overlay, ready for JSON."""
        return views.snapshot(self.guidance, self.facts, self.feelings)

    @property
    def suppressions(self) -> dict[str, int]:
        """How often each reason has kept a hint from the screen so far."""
        counts = self.guidance.presentation.tracer.counts
        return {why: times for (what, why), times in counts.items() if what == "suppressed"}

    def explain(self, rule: str) -> dict[str, Any]:
        """Why a rule has or has not fired so far. Raises :class:`KeyError` for an unknown rule."""
        return views.explanation(self.program.rules.rules[rule], self.guidance)

    def visit(self) -> Visit:
        """What a later call of the same customer may be told."""
        return visit(self.program.rules, self.state.history, self.state.context)

    def save(self) -> dict[str, Any]:
        """The whole state as a JSON object; :meth:`restore` goes on from there. Call it with
        nothing left to send.
        """
        return saving.save(self)

    @classmethod
    def restore(cls, program: Program, saved: Mapping[str, Any]) -> Engine:
        """The engine as it was when it was saved, under the same rule set.

        Raises :class:`ValueError` when the state is of another version or not a state at all.
        """
        kept = saving.from_json(saved)
        engine = cls(program, call=kept.state)
        engine.listening.load(kept.utterances, kept.closed, kept.finals)
        engine.feelings.load(kept.told, kept.spiked, kept.held_back, kept.state.history)
        engine.propagation.agent_activity = kept.agent_activity
        engine.facts.told, engine.facts.settled = kept.facts, kept.settled_facts
        engine.guidance.load(kept)
        return engine

    # -- events in -----------------------------------------------------------------------

    def _take_in(self, event: ev.Event) -> bool:
        """Take an event; false where it has no effect. Screens are told where it makes the call
        known by other things than before: another agent's are shown all of it anyway."""
        state = self.state
        started, agent = state.started, state.agent
        known = state.language, state.queue, state.context
        took = self._take(event)
        news = (state.language, state.queue, state.context) != known
        if news and started and state.agent == agent:
            self._out.append(
                CallContext(
                    call=self.call,
                    at=state.now,
                    language=state.language,
                    queue=state.queue,
                    context=dict(state.context),
                )
            )
        return took

    def _take(self, event: ev.Event) -> bool:
        """Take an event; false where it has no effect."""
        state, propagation = self.state, self.propagation
        match event:
            case ev.Activity():
                if event.speaker == "agent":
                    propagation.agent_activity = event.speaking
                propagation.dirty |= self.voices.activity(
                    event.speaker, event.at, speaking=event.speaking
                )
            case ev.CallStart():
                self._start(event)
            case ev.Context():
                state.assign(event.channels)
                propagation.roles_moved = bool(event.channels)
                self._set_context(event.set, event.at)
            case ev.Gap():
                state.clock.lost(event.speaker, event.start, event.end)
                self.guidance.openings.forget_verdicts()
                self.guidance.watch_all()
            case ev.CallHold() | ev.CallResume() | ev.Note() | ev.NoteSeen():
                self._happen(event)
            case ev.InputLost(speakers=()):
                self._miss(())
                self._stop("input", state.now)
            case ev.InputLost() | ev.InputBack():
                self._miss(event.speakers if isinstance(event, ev.InputLost) else ())
                self._go("input", state.now)
            case ev.History():
                propagation.dirty |= self.guidance.effects.recall(event)
                news = event.preferences.items()
                self._set_context({k: v for k, v in news if k not in state.context}, event.at)
            case ev.CallTransfer():
                self._transfer(event)
            case ev.Feedback():
                self.guidance.feedback(event)
            case ev.Dial():
                self.guidance.presentation.delivery.turn(event.level)
            case ev.CallEnd():
                self._end(event.reason)
            case _:
                return False
        return True

    def _start(self, event: ev.CallStart) -> None:
        state = self.state
        state.agent, state.queue = event.agent, event.queue
        state.language = event.language or state.language
        state.team = event.group
        state.day = event.started_at.date().isoformat() if event.started_at is not None else None
        state.assign(event.channels)
        self.voices.use(self.program.plans)
        self._set_context(event.context, event.at)
        if not state.started:
            state.started = True
            self.guidance.start()
            self._out.append(
                CallStarted(
                    call=self.call,
                    at=state.now,
                    agent=state.agent,
                    language=state.language,
                    queue=state.queue,
                    context=dict(state.context),
                )
            )

    def _transfer(self, event: ev.CallTransfer) -> None:
        state = self.state
        state.agent = event.agent

        def move() -> None:
            state.queue = event.queue if event.queue is not None else state.queue
            state.team = event.group if event.group is not None else state.team

        if event.queue is not None or event.group is not None:
            self.guidance.move(move)

    def _hear(self, fragment: ev.Fragment, now: int) -> bool:
        """Take a hypothesis; false where nothing is to be done for it, as with most."""
        heard = self.listening.hear(fragment)
        if heard is None:
            return False
        changed, turns = heard
        if changed:
            self.propagation.dirty |= changed
        if turns:
            if not all(turn.over for turn in turns):
                self.guidance.take_back_patience()
            self.guidance.watch_all()
        elif not fragment.final:
            return not self.propagation.is_at_rest(now)
        self.propagation.talk_moved |= fragment.final
        if fragment.final and self.listening.finals % PRUNE_EVERY == 0:
            self.propagation.prune(self.listening.open_sources())
        return True

    def _set_context(self, changes: Mapping[str, Any], at: int) -> None:
        if not changes:
            return
        before = self.state.context
        if "group" in changes and self.state.started:
            self.guidance.move(lambda: self.state.merge_context(changes, at))
        else:
            self.state.merge_context(changes, at)
        self.propagation.dirty |= self.guidance.effects.context_given(before)

    def _happen(self, event: ev.CallHold | ev.CallResume | ev.Note | ev.NoteSeen) -> None:
        told = happening(event, self.state.now, held="hold" in self.state.still)
        if isinstance(event, ev.CallHold):
            self._stop("hold", event.at)
        elif isinstance(event, ev.CallResume):
            self._go("hold", event.at)
        if told is not None:
            self._out.append(told)

    def _stop(self, why: str, at: int) -> None:
        self.state.stop(why, at)
        self.guidance.openings.forget_verdicts()
        self.guidance.presentation.delivery.stop(self.state.now)

    def _go(self, why: str, at: int) -> None:
        if self.state.go(why, at):
            self.guidance.openings.forget_verdicts()
            self.guidance.presentation.delivery.go(self.state.now)
            self.guidance.watch_all()

    def _miss(self, speakers: Iterable[str]) -> None:
        """From now on nothing is known of just these."""
        clock, now, wanted = self.state.clock, self.state.now, frozenset(speakers)
        if clock.missing == wanted:
            return
        for speaker in sorted(clock.missing - wanted):
            clock.go(now, speaker)
        for speaker in sorted(wanted):
            clock.stop(now, speaker)
        self.guidance.openings.forget_verdicts()
        self.guidance.watch_all()

    def _end(self, reason: str | None) -> None:
        shown = self.guidance.presentation
        shown.end()
        self.state.ended = True
        report = {what: dict(counts) for what, counts in shown.report.items()}
        ended = CallEnded(call=self.call, at=self.state.now, reason=reason, report=report)
        self._out.append(ended)

    # -- time ----------------------------------------------------------------------------

    def _advance(self, received: int) -> int:
        now = max(self.state.now, received)
        if now >= self._quiet_until:
            self._fire_until(now)
        self.state.now = now
        return now

    def _fire_until(self, now: int) -> None:
        state, propagation = self.state, self.propagation
        while (due := self.next_deadline()) is not None and due <= now:
            state.now = due
            silence = state.turns.deadline()
            if silence is not None and silence <= due:
                propagation.dirty |= state.tell_turns(state.turns.silence())
                self.guidance.watch_all()
            propagation.dirty |= self.feelings.refresh(state.history, due)
            propagation.dirty |= self.voices.fire(due)
            self.guidance.fire()
            propagation.settle()
        state.now = now
        self._look_ahead()

    def _look_ahead(self) -> int:
        """Work out until when nothing can be due."""
        self._quiet_until = self._soonest(self.guidance.quiet_until())
        return self._quiet_until

    def _soonest(self, soonest: int) -> int:
        """The first of all deadlines, given that of the rules and hints."""
        state = self.state
        soonest = min(soonest, self.feelings.next_deadline(state.now))
        for due in (
            self.voices.next_deadline(),
            state.turns.deadline(),
            self.propagation.agent_pauses(),
        ):
            if due is not None and due < soonest:
                soonest = due
        return soonest
