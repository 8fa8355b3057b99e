"""What a simulated recogniser sends is read back by its format's adapter as it was meant."""

from __future__ import annotations

import json

import pytest

from assist import formats
from assist.core.events import Fragment
from assist.ruleset.script import events, parse_script
from assist.simulate.vendors import VENDORS, Leg

SCRIPT = """
0.8-4.2 客户: 我{老板=>老伴}上个月走了，他卡里那点钱怎么取啊
5.0-7.0 客户: 三千五，对，就三千五。
8.0-9.0 客户: 好的
10.0-11.0 客户: 好的
"""


def spoken() -> list[Fragment]:
    made = events(parse_script(SCRIPT), call="c", agent="a", language="zh", context={})
    return [event for event in made if isinstance(event, Fragment)]


@pytest.mark.parametrize("name", VENDORS)
def test_each_utterance_is_read_back_once_in_order_and_whole(name: str) -> None:
    format_ = formats.get(name)
    adapter = format_.adapter("leg", speaker="customer")
    leg, heard = Leg("leg"), []
    for fragment in spoken():
        message = VENDORS[name](fragment, leg)
        for each in format_.messages(json.dumps(message)) if message else ():
            reading = adapter.receive(each)
            assert reading.fault is None
            heard += reading.events
    finals = [event["text"] for event in heard if event.get("final")]
    assert [text.strip("。") for text in finals] == [
        fragment.text.strip("。") for fragment in spoken() if fragment.final
    ]
    hypotheses = {event["text"] for event in heard if event.get("final") is False}
    assert len(hypotheses) >= 8
    assert hypotheses <= {fragment.text for fragment in spoken()}
    assert all(event["speaker"] == "customer" for event in heard)


@pytest.mark.parametrize("name", [name for name in VENDORS if name != "vosk"])
def test_finals_have_their_times(name: str) -> None:
    format_ = formats.get(name)
    adapter = format_.adapter("leg", speaker="customer")
    final = next(fragment for fragment in spoken() if fragment.final)
    message = VENDORS[name](final, Leg("leg"))
    ((event,),) = [adapter.receive(m).events for m in format_.messages(json.dumps(message))]
    assert (event["start"], event["end"]) == (final.start, final.end)
