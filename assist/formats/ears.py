"""What is being said in one stream of a vendor's messages: utterances told apart, each told once.

A format says what it has read with :meth:`Ears.hear`; what comes back are our events, without the
numbers that a session gives them. Where the vendor names its utterances, the name (``key``) tells
them apart. Where it does not, a lane (a channel, a speaker) has one open utterance, which a final
closes, and the id is made up.

What has no effect is dropped here: an identical hypothesis, a final told before, a hypothesis that
comes after its final as far as the vendor lets that be known (by name, by time or by order).
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from typing import Any
from zlib import crc32

from assist.core.events import MAX_TEXT, Speaker

from .lanes import Lane, Open

Event = dict[str, Any]
"""An event of the wire without ``call``, ``sender``, ``seq`` and ``at``."""

Facts = dict[str, Any]
"""Further fields of a fragment, None for what is not known."""

OPEN_KEPT = 32
"""Utterances open at once; as many as the engine keeps."""
CLOSED_KEPT = 64
"""Finals remembered, so that a repeat has no effect."""
NAME = 128
"""Characters of a vendor's name that are looked at."""
MONO = "0"
"""The lane of a vendor that knows but one."""


@dataclass(slots=True)
class Ears:
    """The state of one call and leg, small and plain. ``name`` makes made-up ids unique within the
    call; ``memory`` is what else a format must remember, as JSON: what people said only under keys
    called ``text``, for these are masked before it is kept."""

    name: str
    speaker: Speaker | None = None
    roles: Mapping[str, Speaker] = field(default_factory=dict)
    open: dict[str, Open] = field(default_factory=dict)
    lanes: dict[str, Lane] = field(default_factory=dict)
    closed: dict[str, None] = field(default_factory=dict)
    count: int = 0
    stream: int = 0
    latest: int = -1
    fresh: bool = False
    memory: dict[str, Any] = field(default_factory=dict)

    # -- what a format says ------------------------------------------------------------------------

    def hear(
        self,
        text: str,
        *,
        final: bool,
        lane: str = MONO,
        key: str | None = None,
        order: int | None = None,
        stream: str = "",
        start: int | None = None,
        end: int | None = None,
        repeats: bool = False,
        **more: Any,
    ) -> list[Event]:
        """The whole text of an utterance so far.

        ``order``: the vendor's number of the message, rising within ``stream`` (its name for one
        session); ``repeats``: the vendor is known to send finals twice, so that where nothing else
        tells them apart, the same words at once again count once; ``more``: further fields of the
        fragment, None for what is not known.
        """
        text, lane = text.strip(), lane[:NAME]
        more["start"], more["end"] = start, end
        if key:
            return self._named(key[-NAME:], lane, text, order, more, final=final)
        if final:
            return self._final(lane, text, order, stream[:NAME], more, repeats=repeats)
        return self._hypothesis(lane, text, order, stream[:NAME], more)

    def add(self, piece: str, *, lane: str = MONO, **more: Any) -> list[Event]:
        """What was said since the last piece: the utterance so far is told whole."""
        heard = self.open.get(lane)
        return self.hear((heard.text if heard else "") + piece, final=False, lane=lane, **more)

    def so_far(self, lane: str = MONO) -> str:
        """The text of the lane's open utterance."""
        return self.open[lane].text if lane in self.open else ""

    def settle(self, lane: str | None = None) -> list[Event]:
        """What is open will not change any more: in ``lane``, or (None) everywhere."""
        told: list[Event] = []
        for slot, heard in list(self.open.items()):
            if lane is None or heard.lane == lane:
                self._close(slot)
                if heard.text:
                    told += self._told(heard, heard.text, {"end": heard.end}, final=True)
        return told

    def numbered(self, number: int) -> str:
        """The key of an utterance that the vendor numbers from 0 within a session. After
        :meth:`connected`, numbers that begin anew are another session's."""
        if self.fresh and number < self.latest:
            self.stream += 1
            self.latest = -1
        self.fresh, self.latest = False, max(number, self.latest)
        return f"{self.name}.{self.stream}.{number}"

    def once(self, mark: str) -> bool:
        """Whether this is the first time; for what a vendor tells again and again."""
        if mark[:NAME] in self.closed:
            return False
        self._remember(mark[:NAME])
        return True

    def is_closed(self, key: str) -> bool:
        """Whether the utterance that the vendor calls so has had its final."""
        return f"#{key[-NAME:]}" in self.closed

    def fold(self, key: str) -> None:
        """The utterance that the vendor calls so has become part of another."""
        self._close(f"#{key[-NAME:]}")

    def activity(self, speaking: bool, lane: str = MONO) -> list[Event]:
        """A voice began or ceased; nothing when it is not known whose."""
        speaker = self.speaker or self.roles.get(lane)
        if speaker is None:
            return []
        return [{"type": "activity", "speaker": speaker, "speaking": speaking}]

    def connected(self) -> None:
        """Another connection carries the stream from here on, perhaps of another session of the
        recogniser's, whose times and numbers begin anew."""
        self.fresh = True
        for lane in self.lanes.values():
            lane.until = lane.newest = None

    # -- keeping -----------------------------------------------------------------------------------

    def save(self) -> dict[str, Any]:
        """The state as JSON."""
        kept = asdict(self)
        for given in ("name", "speaker", "roles"):
            del kept[given]
        return {**kept, "closed": list(self.closed)}

    def load(self, saved: Mapping[str, Any]) -> None:
        """Go on from what :meth:`save` gave."""
        self.open = {slot: Open(**each) for slot, each in saved["open"].items()}
        self.lanes = {name: Lane(**each) for name, each in saved["lanes"].items()}
        self.closed = dict.fromkeys(saved["closed"])
        self.count, self.stream, self.latest = saved["count"], saved["stream"], saved["latest"]
        self.fresh, self.memory = saved["fresh"], deepcopy(saved["memory"])

    # -- inside ------------------------------------------------------------------------------------

    def _named(
        self, key: str, lane: str, text: str, order: int | None, more: Facts, *, final: bool
    ) -> list[Event]:
        slot = f"#{key}"
        if slot in self.closed:
            return []
        heard, told = self.open.get(slot), list[Event]()
        if heard is None:
            heard = self._begin(slot, Open(key, lane))
        elif heard.lane != lane:  # it turns out to be somebody else's
            told, heard.lane = self._told(heard, "", {}, final=False), lane
        if not final and order is not None and heard.order is not None and order <= heard.order:
            return told
        heard.order = order
        if final:
            self._close(slot)
        return told + self._revised(heard, text, more, final=final)

    def _hypothesis(
        self, name: str, text: str, order: int | None, stream: str, more: Facts
    ) -> list[Event]:
        lane = self._lane(name, stream)
        if order is not None:
            if lane.newest is not None and order <= lane.newest:
                return []
            lane.newest = order
        if lane.until is not None and _is_before(more, lane.until):
            return []
        heard = self.open.get(name)
        if heard is None:
            if not text:
                return []
            heard = self._begin(name, Open(self._made_up(), name, first=order))
        heard.order = order
        return self._revised(heard, text, more, final=False)

    def _final(
        self,
        name: str,
        text: str,
        order: int | None,
        stream: str,
        more: Facts,
        *,
        repeats: bool,
    ) -> list[Event]:
        lane, heard, told = self._lane(name, stream), self.open.get(name), list[Event]()
        start, end = more["start"], more["end"]
        mark, told_last = None, crc32(text.encode())
        if order is not None:
            mark = f"{name}/{stream}/{order}"
        elif end is not None:
            mark = f"{name}/{stream}/{start}-{end}/{told_last}"
        again = repeats and mark is None and heard is None and told_last == lane.last
        if mark in self.closed or again:
            # Told again. Hypotheses that were told again before it would be left over.
            return [] if heard is None or order is not None else self._revised(heard, "", {})
        newer = heard if heard is not None and _is_newer(heard, order) else None
        if newer is not None and newer.first is not None and order is not None:
            if newer.first > order:  # all of what is open was said later
                heard = None
            else:  # what is open has been mistaken for more of this utterance
                self.open[name] = Open(self._made_up(), name, first=newer.order, order=newer.order)
                told = self._revised(self.open[name], newer.text, {})
        elif text or heard is None:
            self.open.pop(name, None)
        if order is not None:
            lane.newest = max(order, lane.newest or 0)
        if mark is not None:
            self._remember(mark)
        lane.last, lane.until = told_last, end if end is not None else lane.until
        if heard is None:
            if not text:
                return told
            heard = Open(self._made_up(), name)
        return self._revised(heard, text, more, final=True) + told

    def _revised(self, heard: Open, text: str, more: Facts, *, final: bool = False) -> list[Event]:
        """The next revision; none when it says nothing new. An empty final takes back what was
        heard: nothing was said."""
        if final and not text:
            final, more = False, {}
        end, stable = more.get("end"), more.get("stable")
        if not final and text == heard.text and end == heard.end and stable == heard.stable:
            return []
        heard.end, heard.stable = end, stable
        if not text and heard.revision < 0:
            return []
        if len(text) <= MAX_TEXT:
            return self._told(heard, text, more, final=final)
        told = self._told(heard, text[:MAX_TEXT], more, final=final)
        for rest in range(MAX_TEXT, len(text), MAX_TEXT) if final else ():
            more_of_it = Open(self._made_up(), heard.lane)
            told += self._told(more_of_it, text[rest : rest + MAX_TEXT], {}, final=True)
        return told

    def _told(self, heard: Open, text: str, more: Facts, *, final: bool) -> list[Event]:
        heard.text, heard.revision = text, heard.revision + 1
        speaker = self.speaker or self.roles.get(heard.lane)
        event: Event = {
            "type": "fragment",
            "utterance": heard.id,
            "revision": heard.revision,
            "text": text,
            "final": final,
        }
        if speaker is None:
            event["channel"] = heard.lane
        else:
            event["speaker"] = speaker
        for name, value in more.items():
            if value is not None:
                event[name] = value
        return [event]

    def _lane(self, name: str, stream: str) -> Lane:
        lane = self.lanes.get(name)
        if lane is None:
            lane = self.lanes[name] = Lane(stream=stream)
            if len(self.lanes) > OPEN_KEPT:
                del self.lanes[next(iter(self.lanes))]
        elif lane.stream != stream:
            lane.stream, lane.until, lane.newest = stream, None, None
            if name in self.open:  # its numbers are of another row
                self.open[name].first = self.open[name].order = None
        return lane

    def _made_up(self) -> str:
        self.count += 1
        return f"{self.name}:{self.count}"

    def _begin(self, slot: str, heard: Open) -> Open:
        self.open[slot] = heard
        if len(self.open) > OPEN_KEPT:
            del self.open[next(iter(self.open))]
        return heard

    def _close(self, slot: str) -> None:
        self.open.pop(slot, None)
        if slot.startswith("#"):
            self._remember(slot)

    def _remember(self, mark: str) -> None:
        self.closed[mark] = None
        while len(self.closed) > CLOSED_KEPT:
            del self.closed[next(iter(self.closed))]


def _is_before(more: Facts, until: int) -> bool:
    """Whether all of it was said before ``until``, as far as is known."""
    start, end = more["start"], more["end"]
    return start is not None and end is not None and start < until and end <= until


def _is_newer(heard: Open, order: int | None) -> bool:
    """Whether the latest hypothesis was said after the message with this number."""
    return order is not None and heard.order is not None and heard.order > order
