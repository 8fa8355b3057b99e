"""Times that cannot be meant."""

import pytest

from assist.core.events import EVENT_IN, EventIn
from assist.node.times import doubt, put_right
from assist.proto.codes import CLOCK_AHEAD, DOUBTFUL_TIMES

DAY = 86_400_000


def said(**told: object) -> EventIn:
    words = {"speaker": "customer", "utterance": "u1", "revision": 0, "text": "um", "final": True}
    numbered = {"type": "fragment", "call": "c1", "seq": 1}
    return EVENT_IN.validate_python({**numbered, **words, **told})


def test_what_is_ahead_is_put_right() -> None:
    right = said(at=2_000, start=900, end=1_500)
    assert doubt(right, 2_000) is None
    assert doubt(said(at=2_000, start=3_000, end=9_000), 2_000) is None  # no more than a little
    jumped = said(at=DAY, start=900, end=1_500)
    assert doubt(jumped, 2_000) is CLOCK_AHEAD
    assert put_right(jumped, 2_000) == right
    other_zero = said(at=2_000, start=DAY, end=DAY + 600, words=[{"text": "um", "end": DAY}])
    assert doubt(other_zero, 2_000) is CLOCK_AHEAD
    assert put_right(other_zero, 2_000) == said(at=2_000)
    assert doubt(said(at=2_000, words=[{"text": "um", "end": DAY}]), 2_000) is CLOCK_AHEAD
    fields = {"type": "gap", "call": "c1", "seq": 1, "at": 10, "speaker": "agent"}
    gap = EVENT_IN.validate_python({**fields, "start": 5, "end": DAY})
    assert doubt(gap, 2_000) is CLOCK_AHEAD
    assert put_right(gap, 2_000) == EVENT_IN.validate_python({**fields, "start": 5, "end": 2_000})


@pytest.mark.parametrize(
    "times",
    [
        {"start": 39, "end": 42, "text": "我老伴上个月走了，她的存折怎么办"},  # in seconds
        {"start": 39, "end": 42, "text": "my husband passed away last month", "final": False},
        {"start": 2_000, "end": 1_000},
    ],
)
def test_words_that_nobody_can_have_said_so_were_said_at_no_known_time(
    times: dict[str, object],
) -> None:
    hasty = said(at=42_000, **times)
    assert doubt(hasty, 42_000) is DOUBTFUL_TIMES
    assert put_right(hasty, 42_000) == said(at=42_000, **{**times, "start": None, "end": None})


@pytest.mark.parametrize(
    "times",
    [
        {
            "start": 39_000,
            "end": 39_020,
            "text": "我老伴上个月走了，她的存折怎么办",
        },  # fast
        {"start": 39_000, "end": 39_000, "text": "我老伴上个月走了，她的存折怎么办"},  # all at once
        {"start": 39, "end": 40, "text": "喂，你好啊"},  # too little to say
        {"end": 42, "text": "我老伴上个月走了，她的存折怎么办"},
        {"start": 39, "text": "我老伴上个月走了，她的存折怎么办"},
    ],
)
def test_what_can_be_meant_is_believed(times: dict[str, object]) -> None:
    assert doubt(said(at=42_000, **times), 42_000) is None
