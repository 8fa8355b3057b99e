"""From signals to hints: what changed is carried through meters and rules to delivery."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from collections.abc import Set as AbstractSet

from .facts import Facts
from .feelings import Feelings
from .forgetting import Forgetting
from .guidance import NONE, Guidance
from .hints import EventOut, RolesDoubted
from .listens import CONTEXT_SIGNAL
from .program import Program
from .roles import look_exchanged
from .state import CallState
from .subject import is_elsewhere


class Propagation:
    """Of one call. ``out`` takes events; the signals that changed gather in ``dirty`` until
    :meth:`settle` carries them on."""

    __slots__ = ("_call", "_facts", "_feelings", "_forgetting", "_guidance", "_out",
                 "_program", "agent_activity", "dirty", "roles_moved", "talk_moved")  # fmt: skip

    def __init__(
        self,
        program: Program,
        call: CallState,
        feelings: Feelings,
        guidance: Guidance,
        facts: Facts,
        out: Callable[[Iterable[EventOut]], None],
    ) -> None:
        self.dirty: AbstractSet[str] = NONE
        self.agent_activity = False
        """Whether the agent speaks, as far as voice activity tells."""
        self.roles_moved = False
        """Whether who is who must be looked at again, whatever was heard."""
        self.talk_moved = False
        """Whether more is known of what the call is about."""
        self._program = program
        self._call = call
        self._feelings = feelings
        self._guidance = guidance
        self._facts = facts
        self._forgetting = Forgetting(program.index, call.history)
        self._out = out

    def use(self, program: Program) -> None:
        """Another rule set is in force, by which guidance goes already."""
        old, self._program = self._program.rules.rules, program
        call, guidance = self._call, self._guidance
        self.dirty |= self._feelings.use(
            program.rules.meters, call.history, program.index, call.now
        )
        guidance.begin_afresh(old)
        self._out(self._facts.use(program, call))
        self._forgetting = Forgetting(program.index, call.history)
        self.roles_moved = True  # other signals tell who is who
        self.talk_moved = True  # other words tell what the call is about
        guidance.watch_all()
        self.settle()

    def is_at_rest(self, now: int) -> bool:
        """Whether a hypothesis just taken has left nothing to be done, as most do: no signal came
        or went, and neither meters nor hints have anything to show.

        No deadline then falls sooner than was last foreseen: while somebody speaks there is no
        silence, and the end of a turn or of the agent's speaking only moves away. Not so where a
        rule's has passed and awaits the recogniser, which may have come far enough.
        """
        return (
            not (self.dirty or self.roles_moved or self._guidance.dirty)
            and self._feelings.rest(now)
            and self._guidance.rests(now, agent_speaks=self._agent_speaks())
        )

    def settle(self) -> None:
        """Carry what changed through emotions and rules to delivery.

        Rules come in the order of the rule set, in which one that waits on needs follows those
        that raise them, so every rule is folded once.
        """
        index, history, guidance = self._program.index, self._call.history, self._guidance
        told: set[str] = set()
        waiting = set(self._look_at_subject()) if self.talk_moved else set[str]()
        now, doubt = self._call.now, self.roles_moved
        while True:
            changed = self.dirty | guidance.dirty
            if changed:
                self.dirty, guidance.dirty = NONE, NONE
                waiting |= guidance.concerned(changed)
                doubt = doubt or not index.evidence.isdisjoint(changed)
                told |= index.tells & changed
                if CONTEXT_SIGNAL in changed:
                    waiting.update(guidance.presentation.shown())
                self.dirty = self._feelings.change(changed, history, index, now) or NONE
            elif waiting:
                name = min(waiting, key=index.order.__getitem__)
                waiting.discard(name)
                guidance.refold(name)
            else:
                break
        if told:
            self._out(self._facts.follow(told, self._call))
        if doubt:
            self._doubt_roles()
        self._out(self._feelings.tell(self._call.call, now))
        if guidance.presentation.first_moved:
            guidance.presentation.follow_first()
        delivery = guidance.presentation.delivery
        delivery.speaks(now, speaking=self._agent_speaks())
        delivery.flush(now)

    def agent_pauses(self) -> int | None:
        """When the agent no longer counts as speaking; None where that would let no hint out."""
        delivery, call = self._guidance.presentation.delivery, self._call
        stream = call.clock.streams.get("agent")
        if stream is None or not (delivery.agent_speaks and delivery.queue) or call.still:
            return None
        return None if self.agent_activity else stream.pauses

    def prune(self, still_open: Collection[str]) -> None:
        """Forget what is too old to matter; ``still_open``: sources that may be withdrawn yet."""
        self._guidance.prune()
        call, index = self._call, self._program.index
        gone = self._forgetting.prune(call.newest, still_open)
        self._facts.settle(gone)
        faded = self.dirty | {item.signal for item in gone}
        self.dirty |= self._feelings.forget(faded, call.history, index, call.now)

    def _agent_speaks(self) -> bool:
        stream = self._call.clock.streams.get("agent")
        return self.agent_activity or (stream is not None and stream.speaks(self._call.now))

    def _doubt_roles(self) -> None:
        call, self.roles_moved = self._call, False
        exchanged = look_exchanged(call.history, self._program.rules.roles, call.roles_since)
        if exchanged != call.exchanged:
            call.exchanged = exchanged
            self._out((RolesDoubted(call=call.call, at=call.now, exchanged=exchanged),))
            self._guidance.presentation.delivery.mute(call.now, muted=exchanged)

    def _look_at_subject(self) -> Collection[str]:
        """See whether the call is about what its rules are for; the rules that may have something
        to show now, or no longer."""
        self.talk_moved = False
        elsewhere = is_elsewhere(self._program.rules.subjects, self._call.talk)
        delivery = self._guidance.presentation.delivery
        if elsewhere is delivery.elsewhere:
            return ()
        delivery.turn_to(elsewhere=elsewhere)
        return self._guidance.openings.states
