"""Call scripts: a call written down line by line, and the events a recogniser would send for it.

Rule tests, sample calls, the demo's player and property tests all start here::

    0.0-4.2 客户: 我老伴上个月走了，他卡里那点钱怎么取啊
    8.0 坐席: 您{姐爱=>节哀}，慢慢说

A line is ``START[-END] SPEAKER [LOUDNESS dB]: TEXT`` with times in seconds since the call began;
utterances may overlap, and what lies between two is silence. An END left out follows from the
text's length (:data:`CHARS_PER_SECOND`, :data:`LATIN_PER_SECOND`). In a text ``{heard=>said}`` is
a mishearing: hypotheses show *heard* until a later one puts it right.
Empty lines and lines that begin with ``#`` are skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from assist.core.events import MAX_TEXT, CallEnd, CallStart, EventIn, Fragment, Speaker
from assist.core.names import meant
from assist.core.tongues import Language

CHARS_PER_SECOND = 4.6
"""Speech rate of Mandarin on service lines, in characters (RULES.md)."""
LATIN_PER_SECOND = 14.0
"""150 words a minute at 5.6 characters a word, the space included."""

STEP_MS = 400
"""A hypothesis this often, and
:data:`FINAL_LAG_MS`: the final this long after the words end; both as
``tools/calls_to_recordings.py`` of the labelled calls does it."""
FINAL_LAG_MS = 300
MISHEARD_STEPS = 2
"""How many hypotheses hold a mishearing whole before one puts it right: enough for it to
look settled, so that what rests on it has to be taken back."""

MAX_LINES = 2_000
MAX_SECONDS = 4 * 3600

SPEAKERS: Mapping[str, Speaker] = {
    "客户": "customer",
    "坐席": "agent",
    "customer": "customer",
    "agent": "agent",
    "ivr": "ivr",
}
_ALSO: Mapping[str, Speaker] = {
    **dict.fromkeys(("客服", "座席", "话务员", "员工", "柜员"), "agent"),
    **dict.fromkeys(("顾客", "用户", "来电人", "caller"), "customer"),
}
"""What people write for the two just as well."""

_LINE = re.compile(
    r"\s*(?P<start>[0-9]{1,5}(?:\.[0-9]{1,3})?)s?"
    r"(?:\s*[-–—~]\s*(?P<end>[0-9]{1,5}(?:\.[0-9]{1,3})?)s?)?"
    r"\s+(?P<speaker>[^\s:：]{1,32})(?:\s+(?P<loudness>-?[0-9]{1,3}(?:\.[0-9]{1,2})?)\s*dB)?"
    r"\s*[:：]\s*(?P<text>.*?)\s*"
)
_MISHEARD = re.compile(r"\{([^{}]*?)=>([^{}]*?)\}")
_UNSPOKEN = re.compile(
    r"[，。！？、；：!?;:…—“”\"‘（）()]|[.,](?![0-9])|(?<![A-Za-z])['’]|['’](?![A-Za-z])"
)
"""Punctuation, which only finals have; not the points in 3.5 or the apostrophe in don't."""


class ScriptError(ValueError):
    """A line that cannot be read; ``line`` and ``column`` count from 1 within the script."""

    def __init__(self, line: int, column: int, reason: str) -> None:
        super().__init__(f"line {line}, column {column}: {reason}")
        self.line = line
        self.column = column
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Misheard:
    """From character ``at`` of the text, ``said`` is first heard as ``heard``."""

    at: int
    heard: str
    said: str


@dataclass(frozen=True, slots=True)
class Line:
    """One utterance: who, from when to when (ms since the call began), what was said, and how loud
    (dB; None: the recogniser does not tell)."""

    speaker: Speaker
    start: int
    end: int
    text: str
    misheard: tuple[Misheard, ...] = ()
    loudness: float | None = None


@lru_cache(maxsize=1_024)  # the tests of all packs are parsed again whenever one file changes
def parse_script(text: str) -> tuple[Line, ...]:
    """The lines of a call script, in the order written.

    Raises :class:`ScriptError` for the first line that cannot be read.
    """
    lines: list[Line] = []
    open_ended: list[bool] = []
    for number, raw in enumerate(text.splitlines(), 1):
        if not raw.strip() or raw.lstrip().startswith("#"):
            continue
        if len(lines) == MAX_LINES:
            raise ScriptError(number, 1, f"a script has at most {MAX_LINES} lines")
        line, left_open = _parse_line(number, raw)
        lines.append(line)
        open_ended.append(left_open)
    return tuple(_end_before_own_next(lines, open_ended))


def _parse_line(number: int, raw: str) -> tuple[Line, bool]:
    found = _LINE.fullmatch(raw)
    column = len(raw) - len(raw.lstrip()) + 1
    if found is None:
        raise ScriptError(
            number, column, 'write "START-END SPEAKER: text", such as "0.0-4.2 客户: 你好"'
        )
    who = found["speaker"].lower()
    speaker = SPEAKERS.get(who) or _ALSO.get(who)
    if speaker is None:
        near = meant(who, SPEAKERS) or " or ".join(SPEAKERS)
        raise ScriptError(
            number,
            found.start("speaker") + 1,
            f"nobody is called {found['speaker']!r} here: write {near}",
        )
    said, misheard = _split(found["text"])
    if not said:
        raise ScriptError(number, found.start("text") + 1, "nothing is said on this line")
    if len(said) > MAX_TEXT:
        raise ScriptError(number, found.start("text") + 1, f"longer than {MAX_TEXT} characters")
    start = round(float(found["start"]) * 1000)
    end = round(float(found["end"]) * 1000) if found["end"] else start + speaking_ms(said)
    if end <= start:
        raise ScriptError(number, found.start("end") + 1, "the end must come after the start")
    if end > MAX_SECONDS * 1000:
        raise ScriptError(number, column, f"a script ends within {MAX_SECONDS} seconds")
    loudness = float(found["loudness"]) if found["loudness"] else None
    return Line(speaker, start, end, said, misheard, loudness), found["end"] is None


def _split(text: str) -> tuple[str, tuple[Misheard, ...]]:
    """The text as said, and where it was misheard."""
    said = ""
    misheard: list[Misheard] = []
    last = 0
    for slot in _MISHEARD.finditer(text):
        said += text[last : slot.start()]
        misheard.append(Misheard(len(said), slot[1], slot[2]))
        said += slot[2]
        last = slot.end()
    return said + text[last:], tuple(misheard)


def speaking_ms(text: str) -> int:
    """How long it takes to say a text, ms: characters at :data:`CHARS_PER_SECOND`, letters at
    :data:`LATIN_PER_SECOND`; never less than one hypothesis."""
    spoken = _UNSPOKEN.sub("", text)
    latin = sum(1 for character in spoken if character.isascii())
    seconds = latin / LATIN_PER_SECOND + (len(spoken) - latin) / CHARS_PER_SECOND
    return max(STEP_MS, round(seconds * 1000))


def _end_before_own_next(lines: Sequence[Line], open_ended: Sequence[bool]) -> Iterator[Line]:
    """Nobody talks over himself: an estimated end gives way to the same speaker's next start."""
    for index, line in enumerate(lines):
        later = (
            other.start
            for other in lines[index + 1 :]
            if other.speaker == line.speaker and other.start > line.start
        )
        end = min(line.end, next(later, line.end)) if open_ended[index] else line.end
        yield replace(line, end=end)


def events(
    lines: Sequence[Line],
    *,
    call: str,
    agent: str,
    language: Language,
    context: Mapping[str, Any],
    queue: str | None = None,
    group: str | None = None,
    day: str | None = None,
    tail_ms: int = 15_000,
) -> list[EventIn]:
    """All events of the call in the order sent, from ``call.start`` to ``call.end``.

    ``at`` is when each is sent (ms). ``day`` (ISO 8601): the call began at its noon. ``tail_ms`` of
    silence come before the end, so that a deadline still running can fall due.
    """
    spoken: list[dict[str, Any]] = [
        {
            "at": at,
            "speaker": line.speaker,
            "utterance": f"u{index}",
            "revision": revision,
            "text": text,
            "final": final,
            "start": line.start,
            "end": min(at, line.end),
            "prosody": None if line.loudness is None else {"loudness_db": line.loudness},
        }
        for index, line in enumerate(lines)
        for revision, (at, text, final) in enumerate(hypotheses(line))
    ]
    spoken.sort(key=lambda fields: fields["at"])
    sent: list[EventIn] = [
        CallStart(
            type="call.start",
            call=call,
            seq=1,
            at=0,
            agent=agent,
            queue=queue,
            group=group,
            started_at=None if day is None else datetime.fromisoformat(f"{day}T12:00:00+00:00"),
            language=language,
            context=dict(context),
        )
    ]
    for fields in spoken:
        numbered = {"type": "fragment", "call": call, "seq": len(sent) + 1, **fields}
        sent.append(Fragment.model_validate(numbered))
    end = sent[-1].at + tail_ms
    sent.append(CallEnd(type="call.end", call=call, seq=len(sent) + 1, at=end))
    return sent


def hypotheses(line: Line) -> Iterator[tuple[int, str, bool]]:
    """(sent at ms, text so far, final) of one line, in order.

    The text grows with time, without punctuation; the final has the text as said.
    """
    spoken, misheard = _without_punctuation(line)
    shown = dict.fromkeys(misheard, 0)
    before = ""
    for at in range(line.start + STEP_MS, line.end, STEP_MS):
        count = max(1, len(spoken) * (at - line.start) // (line.end - line.start))
        text, last = "", 0
        for slot in misheard:
            whole = count >= slot.at + len(slot.said)
            if count <= slot.at or shown[slot] == MISHEARD_STEPS:
                continue
            shown[slot] += whole
            text += spoken[last : slot.at]
            text += slot.heard if whole else slot.heard[: count - slot.at]
            last = min(count, slot.at + len(slot.said))
        text += spoken[last:count]
        if text and text != before:
            yield at, text, False
        before = text
    yield line.end + FINAL_LAG_MS, line.text, True


def _without_punctuation(line: Line) -> tuple[str, tuple[Misheard, ...]]:
    """The words of a line, and its mishearings placed in them."""
    text, misheard, last = "", [], 0
    for slot in line.misheard:
        text += _UNSPOKEN.sub("", line.text[last : slot.at])
        said = _UNSPOKEN.sub("", slot.said)
        misheard.append(Misheard(len(text), _UNSPOKEN.sub("", slot.heard), said))
        text += said
        last = slot.at + len(slot.said)
    return text + _UNSPOKEN.sub("", line.text[last:]), tuple(misheard)
