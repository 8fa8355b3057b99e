"""A scenario played to the real engine, sans I/O: the trainee's moves and time in, the call out.

The call has a clock of its own (ms since the call began). It runs while the customer speaks, and
while the customer thinks. When it is the trainee's turn it stands still, so that typing is no
silence; an answer then takes on that clock as long as people take to say it. With ``pressure`` it
runs on during the trainee's turn as well: who types slowly leaves the customer in silence, and
the customer says so, and hangs up in the end.

The caller *must* call :meth:`Rehearsal.advance` no later than :meth:`Rehearsal.due`, *must* hand
every move to :meth:`Rehearsal.take`, and *should* then send what :meth:`Rehearsal.drain` gives.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import Any, Literal

from assist.core import events as ev
from assist.core.engine import Engine
from assist.core.hints import Emotion, EventOut, NeedChange, Transcript
from assist.core.program import Program
from assist.node.replay import Timed
from assist.privacy import mask, mask_event
from assist.proto.training import MAX_MOVES, Answer, AnyMove, Dials, Leave, Verdicts
from assist.ruleset.script import speaking_ms

from .director import Director, Hearing, Next
from .model import PAUSE_MS, Say, Scenario
from .words import GREETING, Heard, parts, plain, speak

AGENT = "trainee"
SETTLE_MS = 1_600
"""After the customer's last word is final: the engine ends a turn after 1.5 s of silence."""
LISTENS_MS = 12_000
"""With pressure: a silence this long, and the customer says something into it;"""
GIVES_UP_MS = 20_000
"""nothing being left to say, this long, and hangs up."""
MAX_CALL_MS = 2 * 3_600_000
"""A rehearsal is over at the latest with this, or with its last move."""

Whose = Literal["customer", "agent", "over"]


@dataclass(frozen=True, slots=True)
class Line:
    """The customer will say ``text`` from ``at`` to ``until``, unless the agent speaks first;
    ``last``: what is answered to it ends the call."""

    moment: int
    text: str
    at: int
    until: int
    last: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is from ``at`` on, and whether the call's clock runs meanwhile."""

    whose: Whose
    moment: int
    at: int
    runs: bool
    reason: str | None = None
    """Why it is over: completed, left, hung-up, too-long."""


Told = EventOut | Transcript | Line | Turn


class Rehearsal:
    """One call of the training room."""

    def __init__(
        self, scenario: Scenario, program: Program, *, call: str, pressure: bool = False
    ) -> None:
        self.scenario = scenario
        self.program = program
        self.pressure = pressure
        self.now = 0
        self.whose: Whose = "customer"
        self.reason: str | None = None
        self.moves: list[AnyMove] = []
        """What the trainee did, in order and masked: played again, it is the same call."""
        self.entries: list[Timed] = []
        """What the engine was fed, in order: the call's log."""
        self.answers: list[tuple[int, int, str]] = []
        """(moment, at, what was said, masked), in order."""
        self.lines: list[tuple[int, int, str]] = []
        """(moment, at, what the customer said), in order."""
        self._engine = Engine(program, call=call)
        self._director = Director(scenario)
        self._met: set[str] = set()
        self._level = "calm"
        self._latest: list[str] = []
        self._speech: deque[deque[Heard]] = deque()
        self._settles: int | None = None
        self._since = 0
        self._last = False
        self._seq = 0
        self._uttered = {"customer": 0, "agent": 0}
        self._out: list[Told] = []
        self._begin()

    # -- what a caller uses ----------------------------------------------------------------

    @property
    def call(self) -> str:
        """The call's id."""
        return self._engine.call

    @property
    def over(self) -> bool:
        """Whether the call has ended; nothing has an effect from then on."""
        return self.whose == "over"

    @property
    def runs(self) -> bool:
        """Whether the call's clock runs now."""
        return self.whose == "customer" or (self.whose == "agent" and self.pressure)

    @property
    def moment(self) -> int:
        """Which moment of the scenario is under way, from 0."""
        return max(0, self._director.moment)

    def snapshot(self) -> dict[str, Any]:
        """The call as an overlay is shown it."""
        return self._engine.snapshot()

    def drain(self) -> list[Told]:
        """All that came out since the last time, in order."""
        out, self._out = self._out, []
        return out

    def due(self) -> int | None:
        """When :meth:`advance` is wanted next; None while the clock stands still."""
        if not self.runs:
            return None
        own = self._due()
        deadline = self._engine.next_deadline()
        return own if deadline is None else max(self.now, min(own, deadline))

    def speech_ends(self) -> int:
        """When the customer will have finished: for who would rather not wait."""
        if self._settles is not None:
            return self._settles
        if not self._speech:
            return self.now
        return self._speech[-1][-1].at + SETTLE_MS

    def advance(self, to: int) -> None:
        """Let the clock run to ``to``, or to where it stands still."""
        while self.runs and (due := self._due()) <= to:
            self._step(max(self.now, due))
        if self.runs and to > self.now:
            self.now = to
            deadline = self._engine.next_deadline()
            if deadline is not None and deadline <= to:
                self._receive(ev.Tick(type="tick", call=self.call, at=to), log=False)

    def take(self, move: AnyMove) -> bool:
        """Do what the trainee does; False when the call is over."""
        self.advance(move.at)
        if self.over:
            return False
        changes: dict[str, Any] = {"at": self.now}
        if isinstance(move, Answer):
            changes["text"] = mask(move.text, settled=True)
        move = move.model_copy(update=changes)
        self.moves.append(move)
        match move:
            case Answer():
                self._answer(move)
            case Verdicts():
                fields = {"hint": move.hint, "verdict": move.verdict}
                told = {"type": "feedback", "call": self.call, "at": self.now, **fields}
                self._receive(ev.Feedback.model_validate(told))
            case Dials():
                dial = ev.Dial(type="dial", call=self.call, at=self.now, level=move.level)
                self._receive(dial)
            case Leave():
                self._end("left")
        if not self.over and (len(self.moves) >= MAX_MOVES or self.now >= MAX_CALL_MS):
            self._end("too-long")
        return True

    # -- the call --------------------------------------------------------------------------

    def _begin(self) -> None:
        scenario = self.scenario
        self._receive(
            mask_event(
                ev.CallStart(
                    type="call.start",
                    call=self.call,
                    seq=self._next_seq(),
                    at=0,
                    agent=AGENT,
                    queue=scenario.queue,
                    language=scenario.language,
                    context=dict(scenario.context or {}),
                )
            )
        )
        greeting = scenario.greeting or GREETING[scenario.language]
        self._say_for_agent(greeting, None)
        self._customer_says(self._director.answered(Hearing()))

    def _answer(self, answer: Answer) -> None:
        self._latest.clear()
        moment, began = self.moment, self.now
        self._say_for_agent(answer.text, answer.took)
        self.answers.append((moment, began, answer.text))
        if self._speech:  # the customer has talked on, and is not done
            self._tell_turn("customer")
            return
        self._settles = None
        if self._last:
            self._end("completed")
        else:
            self._customer_says(self._director.answered(self._hearing()))

    def _say_for_agent(self, text: str, took: int | None) -> None:
        """Feed the agent's words, and what the customer says meanwhile."""
        utterance = self._name("agent")
        self._latest.append(utterance)
        heard = list(speak("agent", utterance, text, self.now, took))
        ends = heard[-1].at
        self._put_off(ends)
        for each in heard:
            self._run_customer(each.at)
            self.now = max(self.now, each.at)
            self._hear(each)

    def _run_customer(self, to: int) -> None:
        """What the customer goes on saying while the agent speaks."""
        while self._speech and self._speech[0][0].at <= to:
            self._step(max(self.now, self._speech[0][0].at))

    def _put_off(self, until: int) -> None:
        """What the customer has not begun to say waits until the agent has finished."""
        waiting = [not each[0].revision and each[0].start >= self.now for each in self._speech]
        first = next((u for u, waits in zip(self._speech, waiting, strict=True) if waits), None)
        later = 0 if first is None else until + PAUSE_MS - first[0].start
        if later > 0:
            self._speech = deque(
                deque(_later(heard, later) for heard in each) if waits else each
                for each, waits in zip(self._speech, waiting, strict=True)
            )

    def _customer_says(self, following: Next | None) -> None:
        if following is None:
            self._end("hung-up")
            return
        say, at = following.say, self.now + following.say.pause
        self._speech = deque(self._utterances(say, at))
        self._last = following.last
        self._settles = None
        ends = self._speech[-1][-1].at
        told = Line(following.moment, plain(say.say), self._speech[0][0].start, ends, self._last)
        self.lines.append((following.moment, told.at, told.text))
        self._out.append(told)
        self._tell_turn("customer")

    def _utterances(self, say: Say, at: int) -> list[deque[Heard]]:
        found = []
        for part in parts(say.say):
            at += part.pause
            took = round(speaking_ms(part.text) / say.rate)
            found.append(deque(speak("customer", self._name("customer"), part.text, at, took)))
            at += took
        return found

    def _due(self) -> int:
        """When something of the scenario's own is next; only while the clock runs."""
        if self._speech:
            return self._speech[0][0].at
        if self._settles is not None:
            return self._settles
        return self._since + (LISTENS_MS if self._director.has_silences else GIVES_UP_MS)

    def _step(self, at: int) -> None:
        """Do what is due at ``at``."""
        self.now = at
        if self._speech:
            utterance = self._speech[0]
            self._hear(utterance.popleft())
            if not utterance:
                self._speech.popleft()
            if not self._speech:
                self._settles = at + SETTLE_MS
        elif self._settles is not None:
            self._settles, self._since = None, at
            self._receive(ev.Tick(type="tick", call=self.call, at=at), log=False)
            self._tell_turn("agent")
        elif self._last:
            self._end("completed")
        else:
            self._customer_says(self._director.silent())

    def _end(self, reason: str) -> None:
        self._speech.clear()
        self.reason, at = reason, self.now
        end = ev.CallEnd(
            type="call.end", call=self.call, seq=self._next_seq(), at=at, reason=reason
        )
        self._receive(end)
        self._tell_turn("over")

    def _tell_turn(self, whose: Whose) -> None:
        self.whose = whose
        self._out.append(Turn(whose, self.moment, self.now, self.runs, self.reason))

    # -- the engine ------------------------------------------------------------------------

    def _hear(self, heard: Heard) -> None:
        """Feed one hypothesis."""
        fragment = mask_event(
            ev.Fragment(
                type="fragment",
                call=self.call,
                seq=self._next_seq(),
                at=self.now,
                speaker=heard.speaker,
                utterance=heard.utterance,
                revision=heard.revision,
                text=heard.text,
                final=heard.final,
                start=heard.start,
                end=heard.end,
            )
        )
        assert isinstance(fragment, ev.Fragment)
        self._receive(fragment)
        if heard.final or heard.speaker == "customer":
            self._out.append(self._transcript(heard, fragment))

    def _transcript(self, heard: Heard, fragment: ev.Fragment) -> Transcript:
        """What was just heard, with the words that bear on a need. Who talks on over a later
        utterance is no longer known to the engine by then, and is shown as said."""
        shown = self._engine.transcript(heard.speaker, heard.utterance, self.now)
        return shown or Transcript(
            call=self.call,
            at=self.now,
            speaker=heard.speaker,
            utterance=heard.utterance,
            revision=heard.revision,
            text=fragment.text,
            final=heard.final,
            start=heard.start,
            end=heard.end,
        )

    def _receive(self, event: ev.Event, *, log: bool = True) -> None:
        if log:
            self.entries.append(Timed(self.now, event))
        self._engine.receive(event, self.now)
        for told in self._engine.hints_to_send():
            self._out.append(told)
            if isinstance(told, NeedChange) and told.state == "met":
                self._met.add(told.id)
            elif isinstance(told, Emotion) and told.speaker == "customer":
                self._level = told.level

    def _hearing(self) -> Hearing:
        history = self._engine.state.history
        signals = {
            item.signal
            for utterance in self._latest
            for item in history.by_source.get(f"agent/{utterance}", ())
        }
        return Hearing(frozenset(self._met), signals, self._level)

    def _next_seq(self) -> int:
        self._seq += 1
        return self._seq

    def _name(self, speaker: Literal["customer", "agent"]) -> str:
        self._uttered[speaker] += 1
        return f"{speaker[0]}{self._uttered[speaker]}"


def _later(heard: Heard, by: int) -> Heard:
    return replace(heard, at=heard.at + by, start=heard.start + by, end=heard.end + by)
