"""The grammar of signals by manner: how something is said, whatever the words."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from .bounds import MAX_COUNT, MAX_RUN_CHARS, MAX_RUN_MS, MAX_SAID_MS, MAX_TALK_MS
from .scalars import Duration, Strict, Window

Factor = Annotated[float, Field(gt=0, le=10)]
Share = Annotated[float, Field(gt=0, lt=1)]


def _at_most(most: int) -> AfterValidator:
    def check(value: int) -> int:
        if value > most:
            raise PydanticCustomError(
                "duration", "longer than can be told: at most {most}s", {"most": most // 1000}
            )
        return value

    return AfterValidator(check)


RunWindow = Annotated[Window, _at_most(MAX_RUN_MS)]


class PaceModel(Strict):
    """How many times faster or slower than ``of``; left out: than the speaker's own baseline."""

    above: Factor | None = None
    below: Factor | None = None
    of: Literal["customer", "agent", "usual"] | None = None


class LoudnessModel(Strict):
    above_db: Annotated[float, Field(gt=0, le=60)]


class SilenceModel(Strict):
    longer_than: RunWindow


class TalkRatioModel(Strict):
    above: Share
    over: Annotated[Window, _at_most(MAX_TALK_MS)]


class InterruptsModel(Strict):
    by: RunWindow


class LongTurnModel(Strict):
    time: RunWindow | None = None
    chars: Annotated[int, Field(ge=1, le=MAX_RUN_CHARS)] | None = None


class RepeatsModel(Strict):
    similar: Annotated[float, Field(gt=0, le=1)]
    times: Annotated[int, Field(ge=2, le=MAX_COUNT)]
    within: Annotated[Window, _at_most(MAX_SAID_MS)]
    apart: Duration = 0
