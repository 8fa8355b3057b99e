"""Events with their free text masked."""

from __future__ import annotations

from typing import Any

from assist.core.events import (
    AlertHandled,
    CallEnd,
    CallStart,
    Context,
    Event,
    Fed,
    Feedback,
    Fragment,
    Note,
    Word,
)

from .asked import Asked
from .masking import mask


def mask_event(event: Event, asked: Asked | None = None) -> Event:
    """``event`` with its free text masked; the same object when there was nothing to mask.
    ``asked``: what was asked for before in the call, where that is known."""
    if type(event) is Fragment:
        text = mask(event.text, settled=event.final)
        if asked is not None:
            text = asked.mask(event, text)
        words = _mask_words(event, text) if event.words else event.words
        if text is event.text and words is event.words:
            return event
        return event.model_copy(update={"text": text, "words": words})
    if isinstance(event, CallStart):
        return _changed(event, "context", _mask_json(event.context))
    if isinstance(event, Context):
        return _changed(event, "set", _mask_json(event.set))
    if isinstance(event, Feedback) and event.comment is not None:
        return _changed(event, "comment", mask(event.comment, settled=True))
    if isinstance(event, Fed):
        return _changed(event, "state", _mask_said(event.state))
    if isinstance(event, Note):
        return _changed(event, "text", mask(event.text, settled=True))
    if isinstance(event, AlertHandled | CallEnd) and event.reason is not None:
        return _changed(event, "reason", mask(event.reason, settled=True))
    return event


def _changed(event: Event, field: str, value: Any) -> Event:
    return event if value == getattr(event, field) else event.model_copy(update={field: value})


def _mask_words(event: Fragment, masked: str) -> tuple[Word, ...]:
    """A number cut across words is recognised in the text, and in the words read in a row
    (a recogniser may spell them otherwise); what either masks is masked."""
    row = " ".join(word.text for word in event.words)
    masked_row = mask(row, settled=event.final)
    words, at, row_at = [], 0, 0
    for word in event.words:
        size = len(word.text)
        text = masked_row[row_at : row_at + size]
        row_at += size + 1
        place = event.text.find(word.text, at)
        if place >= 0:
            at = place + size
            text = "".join(
                "*" if star == "*" else char
                for char, star in zip(text, masked[place:at], strict=True)
            )
        words.append(word if text == word.text else word.model_copy(update={"text": text}))
    same = all(new is old for new, old in zip(words, event.words, strict=True))
    return event.words if same else tuple(words)


def _mask_said(value: Any, key: str = "") -> Any:
    """Masked where people's words stand in a stream's state: under keys called ``text``."""
    if isinstance(value, dict):
        return {name: _mask_said(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_mask_said(inner) for inner in value]
    return mask(value, settled=False) if key == "text" and isinstance(value, str) else value


def _mask_json(value: Any, key: str = "") -> Any:
    """Masked strings and whole numbers (as strings) anywhere within; ``key`` gives them context:
    what is called 验证码 is one."""
    if isinstance(value, dict):
        return {name: _mask_json(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_mask_json(inner, key) for inner in value]
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        said = f"{key}: "
        text = str(value)
        masked = mask(said + text, settled=True)[len(said) :]
        return value if masked == text else masked
    return value
