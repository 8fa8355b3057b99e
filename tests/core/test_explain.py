"""Why a hint came, and why one did not."""

from __future__ import annotations

from typing import Final

import pytest

from tests.core.calls import (
    Call,
    rules,
)

GRIEF: Final = rules("grief: {need: bereaved, when: loss, met_by: comfort}")
BUSY: Final = rules("""
    no-empathy: {need: no-empathy, when: {need: ["customer-*"], state: opened},
            met_by: sorry, patience: {turns: 1, time: 9s}}
    furious: {need: customer-angry, when: {emotion: anger, level: high},
            met_by: sorry, escalate: {after: 12s, priority: critical}}
    grief: {need: bereaved, when: loss, met_by: comfort, patience: {time: 6s},
            hint: {priority: urgent, text: 安慰}}
    refused: {need: bare-refusal, when: balance, steps: [{name: a, met_by: sorry,
            text: 致歉}, {name: b, met_by: offer, text: 办法}], hint: {text: 软拒绝}}
    cold: {need: blunt-tone, when: {turns: {speaker: agent, last: 2, none: comfort}}}
    long: {need: long-handling, when: {during: {after: 60s}}}
""")
SCRIPT: Final = """
0.0-4.2 客户: 我{老板=>老伴}走了，他卡里那点钱怎么取，我想查余额
5.0-6.5 坐席: 您报一下身份证号
7.0-12 客户: 气死我了，气死我了，{我要投资=>我要投诉}你们
13-15 坐席: 您{很抱歉=>别着急}请稍等
24-27 坐席: 很抱歉，请节哀，您可以这样
40-42 客户: 谢谢，他去世博会玩过
50-52 坐席: 感谢来电
"""


def test_explain_tells_which_words_whose_when_and_under_which_text() -> None:
    call = Call(GRIEF)
    call.customer(5, "我老伴走了", u="x")
    told = call.engine.explain("grief")
    opening = told["openings"][0]
    assert opening["because"] == [
        {"signal": "loss", "speaker": "customer", "at": 4_700, "quote": "我老伴走了"}
    ]
    assert (opening["state"], opening["cued"], opening["met"]) == ("open", 4_700, None)
    assert told["where"].startswith("pack/rules.yaml:")
    assert told["digest"] == call.engine.program.rules.rules["grief"].digest
    assert [(t["what"], t["at"]) for t in told["trace"]] == [("opened", 5_000)]


def test_explain_tells_which_condition_held_and_which_did_not() -> None:
    text = rules(
        "near-miss: {need: bereaved, when: {within: 20s, all: [loss, "
        "{any: [balance, {emotion: anger, level: high}]}, "
        "{absent: comfort, since: call}, {need: customer-angry, state: open}, "
        "{sequence: [card, lost]}, {at_least: 1, of: [threat]}, {count: angry, at_least: 2}, "
        "{turns: {speaker: agent, last: 1, none: sorry}}, {context: {vip: true}}, "
        "{during: opening}]}}"
    )
    call = Call(text)
    call.customer(5, "他去世")
    tree = call.engine.explain("near-miss")["when"]
    assert not tree["holds"]
    parts = {part["path"]: part for part in tree["of"]}
    assert parts["when/0"]["last_heard"] == 4_700
    assert parts["when/2"]["holds"]
    assert parts["when/3"]["needs"] == ["customer-angry"]
    assert not parts["when/4"]["holds"]
    assert parts["when/1"]["of"][0]["signal"] == "balance"
    assert parts["when/9"]["holds"]
    with pytest.raises(KeyError):
        call.engine.explain("nobody")


def test_explain_tells_which_budget_kept_a_hint_back() -> None:
    call = Call(GRIEF)
    call.dial(1, "off")
    call.customer(5, "他去世")
    call.until(60)
    traces = call.engine.explain("grief")["trace"]
    assert [(t["what"], t["why"]) for t in traces if t["what"] == "suppressed"] == [
        ("suppressed", "dial")
    ]
    assert call.engine.suppressions == {"dial": 1}
