"""What a simulated recogniser sends is read back by its format's adapter as it was meant."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assist import formats
from assist.core.events import Fragment
from assist.formats import FORMATS
from assist.ruleset.script import events, parse_script
from assist.simulate.leg import Leg
from assist.simulate.vendors import VENDORS

SCRIPT = """
0.8-4.2 客户: 我{老板=>老伴}上个月走了，他卡里那点钱怎么取啊
5.0-7.0 客户: 三千五，对，就三千五。
8.0-9.0 客户: 好的
10.0-11.0 客户: 好的
"""
RUN_TOGETHER = {"whisperlivekit", "whisper-streaming"}
"""They do not tell one utterance from the next."""

TIMED = [n for n in VENDORS if FORMATS[n].times != "none" and n not in RUN_TOGETHER | {"vosk"}]


def spoken() -> list[Fragment]:
    made = events(parse_script(SCRIPT), call="c", agent="a", language="zh", context={})
    return [event for event in made if isinstance(event, Fragment)]


def test_every_format_can_be_simulated() -> None:
    assert VENDORS.keys() == FORMATS.keys()


@pytest.mark.parametrize("name", VENDORS)
def test_each_utterance_is_read_back_once_in_order_and_whole(name: str) -> None:
    format_ = formats.get(name)
    adapter = format_.adapter("leg", speaker="customer")
    leg, heard = Leg("leg"), []
    for fragment in spoken():
        message = VENDORS[name](fragment, leg)
        for each in format_.messages(written(message)) if message else ():
            reading = adapter.receive(each)
            assert reading.fault is None
            heard += reading.events
    heard = [event for event in heard if "text" in event]
    finals = [event["text"].strip("。") for event in heard if event.get("final")]
    wanted = [fragment.text.strip("。") for fragment in spoken() if fragment.final]
    if name in RUN_TOGETHER:
        finals, wanted = ["".join(finals)], ["".join(wanted)]
        finals = [finals[0].replace("。", "")]
    assert finals == wanted
    if name not in RUN_TOGETHER:
        hypotheses = {event["text"] for event in heard if event.get("final") is False}
        assert len(hypotheses) >= 8 or not format_.partials
        assert hypotheses <= {fragment.text for fragment in spoken()}
    assert all(event["speaker"] == "customer" for event in heard)


def written(message: Any) -> str:
    return message if isinstance(message, str) else json.dumps(message)


@pytest.mark.parametrize("name", TIMED)
def test_finals_have_their_times(name: str) -> None:
    format_ = formats.get(name)
    adapter = format_.adapter("leg", speaker="customer")
    final = next(fragment for fragment in spoken() if fragment.final)
    message = VENDORS[name](final, Leg("leg"))
    ((event,),) = [adapter.receive(m).events for m in format_.messages(written(message))]
    assert (event["start"], event["end"]) == (final.start, final.end)
