"""Calls for the archive: who said what, and the log that they lie in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assist.core.events import Event, RulesInForce
from assist.core.program import Program
from assist.log.base import Log
from assist.node.replay import Timed, play
from assist.report import Report, report_of
from assist.ruleset import load_sources
from assist.ruleset.script import events, parse_script
from assist.text import default_folder, default_tokenizer

NEEDS = """
customer-angry: {kind: emotion, meaning: 被尊重, severity: high}
bare-refusal: {kind: agent, meaning: 给替代, severity: mid}
"""
RULES = """
signals:
  shouting: {speaker: customer, phrases: [什么破银行, 气死我了]}
  no-way: {speaker: agent, phrases: [办不了]}
  sorry: {speaker: agent, phrases: [对不起]}
  offer: {speaker: agent, phrases: [另一个办法]}
  platinum: {context: {card: 白金卡}}
emotions:
  anger:
    speaker: customer
    half_life: 60s
    levels: {mild: 0.3, high: 0.6, severe: 0.9}
    weights: {shouting: 0.7, sorry: -0.5}
  strain:
    speaker: agent
    half_life: 60s
    levels: {mild: 0.3, high: 0.6, severe: 0.9}
    weights: {no-way: 0.4}
rules:
  calm-down:
    need: customer-angry
    ability: empathy
    when: shouting
    met_by: sorry
    hint: {text: 先道歉, say: 对不起，让您着急了。}
  another-way:
    need: bare-refusal
    ability: negotiation
    when: no-way
    met_by: offer
    hint: {text: 给个办法}
  platinum-first:
    need: customer-angry
    ability: empathy
    when: {all: [shouting, platinum], within: 30s}
    hint: {text: 白金卡优先}
"""
SOURCES = {"needs.yaml": NEEDS, "bank-zh/rules.yaml": RULES}

ANGRY = """
0.0-2.0 客户: 什么破银行
9.0-11.0 坐席: 对不起
20.0-22.0 坐席: 这个办不了
70.0-72.0 客户: 行吧
"""
CALM = "0-2 客户: 您好我想问年费\n4-6 坐席: 年费是三百"


def program() -> Program:
    loaded = load_sources(SOURCES, folder=default_folder(), tokenizer=default_tokenizer())
    assert loaded.program is not None, loaded.errors
    return loaded.program


def spoken(script: str, call: str = "c-1", agent: str = "7001", **known: Any) -> list[Event]:
    """The events of a call; ``context``, ``queue`` and the like of its start."""
    context: Mapping[str, Any] = known.pop("context", {})
    lines = parse_script(script)
    return list(events(lines, call=call, agent=agent, language="zh", context=context, **known))


def report(script: str, rules: Program, **known: Any) -> Report:
    """What is told of a call."""
    timed = [Timed(event.at, event) for event in spoken(script, **known)]
    return report_of(play(timed[0].event.call, timed, rules, lambda _digest: None))


async def log_call(
    log: Log, rules: Program, script: str, call: str, *, more: Event | None = None, **known: Any
) -> None:
    """A call into the log, as a node would have put it there; ``more`` comes at its own time."""
    await log.keep_rules(rules.rules.digest, rules.rules.sources)
    digest = rules.rules.digest
    last = log.append(0, RulesInForce(type="rules", call=call, at=0, digest=digest))
    told = spoken(script, call, **known)
    for event in sorted([*told, more] if more else told, key=lambda event: event.at):
        last = log.append(event.at, event)
    await log.wait(last)
