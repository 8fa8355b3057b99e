"""Labelled calls: what was said when, what the agent should have been shown, and what not.

One JSON object a call. Times are in seconds since the call began. A call without ``expect`` is an
ordinary one: nobody has said what is right in it, but the hints in it can be counted.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from assist.core.events import CallEnd, CallId, CallStart, EventIn, Fragment

STEP_MS = 400
"""A growing hypothesis this often, where the call gives none of its own;"""
FINAL_LAG_MS = 300
"""the final this long after the turn ends;"""
TAIL_MS = 15_000
"""and silence before the call ends, so that a deadline still running can fall due. All three as
recordings of labelled calls have always been made, so that figures can be compared."""
MOST_WRONG = 3
"""Characters at most in which a rewritten hypothesis is wrong."""

_PUNCTUATION = re.compile(r"[，。！？、；：,.!?;:…—“”\"‘'’（）()]")

Seconds = float


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Partial(_Part):
    """The recogniser's text of the whole turn so far, at ``t``."""

    t: Seconds
    text: str


class Turn(_Part):
    """What one speaker said from ``t0`` to ``t1``, and how it was recognised meanwhile."""

    role: Literal["customer", "agent", "ivr", "unknown"]
    t0: Seconds
    t1: Seconds
    text: str
    partials: tuple[Partial, ...] = ()


class Label(_Part):
    """A hint for ``need``, cued by turn number ``turn``, belongs between ``from_s`` and
    ``until_s``."""

    need: str
    turn: int
    from_s: Seconds
    until_s: Seconds
    severity: str = "mid"


class LabelledCall(_Part):
    """A call. ``expect``: what must be shown; ``optional``: what may be; ``forbid``: needs that
    must not show anywhere (``*``: none); ``no_hints``: any hint at all is wrong; ``calm``: an
    ordinary call in which nothing much is wrong."""

    id: CallId
    title: str = ""
    kind: str = "ordinary"
    script: str = "zh-Hans"
    context: dict[str, JsonValue] = Field(default_factory=dict)
    no_hints: bool = False
    turns: tuple[Turn, ...]
    expect: tuple[Label, ...] | None = None
    optional: tuple[Label, ...] = ()
    forbid: tuple[str, ...] = ()
    calm: bool | None = None

    @property
    def is_labelled(self) -> bool:
        """Whether somebody said what should be shown in it."""
        return self.expect is not None


def events(call: LabelledCall, *, rewrites: float = 0.0, seed: int = 1) -> list[EventIn]:
    """The call as a streaming recogniser tells it, from ``call.start`` to ``call.end``.

    ``rewrites``: the share of hypotheses that end in wrong characters, put right by the next one.
    Equal ``seed`` and call give equal events.
    """
    # not for secrets: the same call must come out the same wherever it is played
    dice = random.Random(f"{seed}:{call.id}")  # noqa: S311
    spoken: list[dict[str, Any]] = [
        {
            "at": at,
            "speaker": turn.role,
            "utterance": f"u{number}",
            "revision": revision,
            "text": text,
            "final": final,
            "start": _ms(turn.t0),
            "end": min(at, _ms(turn.t1)),
        }
        for number, turn in enumerate(call.turns)
        for revision, (at, text, final) in enumerate(_hypotheses(turn, dice, rewrites))
    ]
    spoken.sort(key=lambda fields: fields["at"])
    sent: list[EventIn] = [
        CallStart(
            type="call.start",
            call=call.id,
            seq=1,
            at=0,
            agent="agent-1",
            language="en" if call.script == "en" else "zh",
            context=dict(call.context),
        )
    ]
    for fields in spoken:
        numbered = {"type": "fragment", "call": call.id, "seq": len(sent) + 1, **fields}
        sent.append(Fragment.model_validate(numbered))
    end = sent[-1].at + TAIL_MS
    sent.append(CallEnd(type="call.end", call=call.id, seq=len(sent) + 1, at=end))
    return sent


def _hypotheses(
    turn: Turn, dice: random.Random, rewrites: float
) -> Iterator[tuple[int, str, bool]]:
    """(sent at ms, text so far, final) of one turn, in order."""
    start, end = _ms(turn.t0), _ms(turn.t1)
    if turn.partials:
        for partial in turn.partials:
            yield _ms(partial.t), partial.text, False
    else:
        spoken = _PUNCTUATION.sub("", turn.text)
        for at in range(start + STEP_MS, end, STEP_MS):
            heard = spoken[: max(1, len(spoken) * (at - start) // max(1, end - start))]
            if len(heard) > MOST_WRONG and dice.random() < rewrites:
                wrong = dice.randint(1, MOST_WRONG)
                heard = heard[:-wrong] + "".join(dice.choices(spoken, k=wrong))
            yield at, heard, False
    yield end + FINAL_LAG_MS, turn.text, True


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
