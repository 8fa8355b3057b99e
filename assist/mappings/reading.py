"""A mapping as a format: what it makes of a message. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from assist.formats.convert import (
    Unreadable,
    after,
    clock,
    confidence,
    iso,
    label,
    ms,
    said,
    seconds,
    ticks,
    timed,
    unknown,
    whole,
)
from assist.formats.ears import MONO, Ears, Event
from assist.formats.format import Format, Times

from .model import ALWAYS, MappingModel, among
from .path import Path, follow

_TIMES: Mapping[str, Callable[[object], int | None]] = {
    "s": seconds,
    "ms": ms,
    "ticks": ticks,
    "iso": iso,
    "clock": clock,
}


def format_of(model: MappingModel, *, note: str = "") -> Format:
    """The format that a mapping describes; ``note``: what the list says of it."""
    reader = _Reader(model)
    return Format(
        name=model.format,
        title=model.title or model.format,
        read=reader.read,
        source=model.source,
        partials=model.final.path.text != ALWAYS,
        times=_times(model),
        roles="no" if model.channel is None else "by channel",
        ids=model.utterance is not None,
        proof="documented shape",
        pushed=model.pushed,
        note=note,
        speakers=model.channels,
        call=reader.call,
    )


def _times(model: MappingModel) -> Times:
    if model.words is not None:
        return "words"
    return "utterance" if model.start is not None or model.end is not None else "none"


class _Reader:
    def __init__(self, model: MappingModel) -> None:
        self._model = model
        self._lists = model.text.lists
        self._time = _TIMES[model.times or "ms"]

    def call(self, message: Any) -> object:
        """The call that a message names."""
        return self._at(self._model.call, message, None)

    def read(self, message: Any, ears: Ears) -> Iterator[Event]:
        """What a message says."""
        model = self._model
        if model.error is not None and model.error.holds(message):
            raise Unreadable("the recogniser reports an error")
        if model.messages is not None:
            kinds, kind = model.messages, model.messages.kind.of(message)
            if among(kind, kinds.ignore):
                return
            if among(kind, kinds.errors):
                raise Unreadable("the recogniser reports an error")
            if among(kind, kinds.settle):
                yield from ears.settle(self._lane(message, None) if model.channel else None)
                return
            if not among(kind, kinds.read):
                raise unknown(f"kind at {kinds.kind.text}:", kind)
        for member in self._members(message):
            yield from self._heard(message, member, ears)

    def _members(self, message: Any) -> Iterable[Any]:
        if self._lists is None:
            return (None,)
        found = follow(message, self._lists)
        if not isinstance(found, list):
            raise Unreadable(f"no list at ${''.join(f'.{step}' for step in self._lists)}")
        return found

    def _heard(self, message: Any, member: Any, ears: Ears) -> Iterable[Event]:
        model = self._model
        text = model.text.of(message, member)
        if not isinstance(text, str):
            raise Unreadable(f"no text at {model.text.text}")
        lane = self._lane(message, member)
        final = model.final.holds(message, member)
        if model.text_is == "incremental":
            before = ears.so_far(lane)
            text = before + (model.join if before and text.strip() else "") + text
        words = model.words.path.of(message, member) if model.words and final else None
        start, end = self._when(message, member, words)
        turned = model.end_of_turn is not None and model.end_of_turn.holds(message, member)
        return ears.hear(
            said(text),
            final=final,
            lane=lane,
            key=self._key(message, member, lane, ears),
            order=whole(self._at(model.order, message, member)),
            stream=label(self._at(model.session, message, member)) or "",
            start=start,
            end=end,
            end_of_turn=True if final and turned else None,
            confidence=confidence(self._at(model.confidence, message, member)),
            words=self._words(words),
        )

    def _lane(self, message: Any, member: Any) -> str:
        return label(self._at(self._model.channel, message, member)) or MONO

    def _key(self, message: Any, member: Any, lane: str, ears: Ears) -> str | None:
        """The utterance's name; numbers may begin anew with each session, and on each channel."""
        found = self._at(self._model.utterance, message, member)
        if self._model.utterance is None:
            return None
        if isinstance(found, bool) or not isinstance(found, (str, int)) or found == "":
            raise Unreadable(f"no name or number at {self._model.utterance.text}")
        key = ears.numbered(found) if isinstance(found, int) else found
        return key if self._model.channel is None else f"{lane}/{key}"

    def _when(self, message: Any, member: Any, words: Any) -> tuple[int | None, int | None]:
        model, time = self._model, self._time
        start = time(self._at(model.start, message, member))
        end = time(self._at(model.end, message, member))
        if end is None and model.duration is not None:
            end = after(start, time(self._at(model.duration, message, member)))
        known = self._words(words)
        if known:
            start = known[0]["start"] if start is None else start
            end = known[-1]["end"] if end is None else end
        return start, end

    def _words(self, words: Any) -> list[dict[str, Any]] | None:
        model = self._model.words
        if model is None or words is None:
            return None
        return timed(words, text=model.text, start=model.start, end=model.end, time=self._time)

    @staticmethod
    def _at(path: Path | None, message: Any, member: Any) -> Any:
        return None if path is None else path.of(message, member)
