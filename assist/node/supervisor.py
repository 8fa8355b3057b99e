"""One supervisor's connection, as the node knows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assist.core.cards import wording
from assist.core.explain import Trace, Tracer
from assist.privacy.names import without_names
from assist.proto.messages import encode

from .alerts import StandingAlert
from .call import LiveCall
from .streams import Reader


class Supervisor:
    """One supervisor's connection."""

    def __init__(self, name: str, reader: Reader) -> None:
        self.name = name
        self.reader = reader
        self.seq = 0
        self.fresh = True
        """Whether the floor is still to be told as a whole."""
        self.changed: dict[str, None] = {}
        self.gone: dict[str, None] = {}
        self.alerts: dict[str, StandingAlert] = {}
        """Those that have changed since they were last told."""
        self.watching: LiveCall | None = None
        self._noted = 0

    def tell(self, message: Mapping[str, Any]) -> None:
        """Send a message, now or when what waits has been read."""
        self.reader.offer(encode(message))

    def tell_all(self, messages: Sequence[Mapping[str, Any]]) -> None:
        """Send messages as one frame, however many they are."""
        if messages:
            self.reader.offer(encode(messages))

    def number(self) -> int:
        """The next number of what is told of the floor."""
        self.seq += 1
        return self.seq

    # -- the call that is watched ------------------------------------------------------------------

    def watch(self, call: LiveCall | None) -> list[Mapping[str, Any]]:
        """Look at another call from now on; what has been noted of it so far."""
        self.look_away()
        self.watching = call
        if call is None:
            return []
        call.watchers = (*call.watchers, self)
        tracer = call.engine.guidance.presentation.tracer
        self._noted = tracer.noted
        return [_trace(call, each) for each in tracer.recent]

    def look_away(self) -> None:
        """Look at no call any more."""
        if self.watching is not None:
            self.watching.watchers = tuple(w for w in self.watching.watchers if w is not self)
            self.watching = None

    def see(self, event: Mapping[str, Any]) -> None:
        """Be told of what the agent's screens are told, but for the customer's name."""
        context = event.get("context")
        self.tell(event if context is None else {**event, "context": without_names(context)})

    def hear(self, transcript: Mapping[str, Any]) -> None:
        self.reader.offer_transcript(encode(transcript))

    def trace(self, tracer: Tracer) -> None:
        if self.watching is None or tracer.noted == self._noted:
            return
        new, self._noted = tracer.after(self._noted), tracer.noted
        for each in new:
            self.tell(_trace(self.watching, each))


def _trace(call: LiveCall, each: Trace) -> dict[str, Any]:
    engine = call.engine
    rule = engine.program.rules.rules.get(each.rule)
    text = None if rule is None else wording(rule.text, engine.state.language, engine.state.context)
    return {
        "type": "trace",
        "call": call.id,
        "at": each.at,
        "rule": each.rule,
        "text": text or "",
        "hint": each.hint,
        "what": each.what,
        "why": each.why,
    }
