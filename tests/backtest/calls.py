"""Made-up calls for these tests, and the small rule set that they are played under."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assist.backtest.reading import Case
from assist.core.program import Program
from assist.core.program import build as program_of
from assist.core.rules import RuleSet
from assist.ruleset import load_sources
from assist.text import default_folder, default_tokenizer

RULES = """
signals:
  loss: {speaker: customer, phrases: [走了, 去世]}
  condolence: {speaker: agent, phrases: [节哀]}
  angry: {speaker: customer, phrases: [气死我了]}
  sorry: {speaker: agent, phrases: [抱歉]}
rules:
  comfort:
    need: bereaved
    ability: empathy
    when: loss
    met_by: condolence
    hint: {priority: critical, text: 先安慰, say: 您节哀。}
  calm:
    need: customer-angry
    ability: empathy
    when: angry
    met_by: sorry
    patience: {turns: 1, time: 8s}
    hint: {text: 先致歉, say: 抱歉，让您着急了。}
"""


def program(rules: str = RULES) -> Program:
    loaded = load_sources(
        {"bank/rules.yaml": rules, "needs.yaml": needs()},
        folder=default_folder(),
        tokenizer=default_tokenizer(),
    )
    assert loaded.program is not None, loaded.errors
    return loaded.program


def build(rules: RuleSet) -> Program:
    return program_of(rules, default_folder(), default_tokenizer())


def needs() -> str:
    return (Path(__file__).parents[2] / "rules" / "needs.yaml").read_text(encoding="utf-8")


def turn(role: str, t0: float, t1: float, text: str) -> dict[str, Any]:
    return {"role": role, "t0": t0, "t1": t1, "text": text}


def label(need: str, turn: int, from_s: float, until_s: float, severity: str = "mid") -> Any:
    return {
        "need": need,
        "turn": turn,
        "from_s": from_s,
        "until_s": until_s,
        "severity": severity,
    }


def loss_call(call: str = "loss", **changes: Any) -> dict[str, Any]:
    """A widower is asked for his number."""
    return {
        "id": call,
        "title": "老伴的存款",
        "kind": "positive",
        "script": "zh-Hans",
        "context": {},
        "no_hints": False,
        "turns": [
            turn("customer", 0.0, 4.0, "我老伴上个月走了，他的存折怎么取"),
            turn("agent", 5.0, 8.0, "您报一下身份证号"),
            turn("customer", 9.0, 12.0, "气死我了，你听见没有"),
            turn("agent", 13.0, 16.0, "您报一下身份证号"),
        ],
        "expect": [label("bereaved", 0, 0.0, 16.0, "critical")],
        "optional": [label("customer-angry", 2, 9.0, 20.0)],
        "forbid": [],
    } | changes


def case(call: dict[str, Any]) -> Case:
    from assist.backtest.calls import LabelledCall  # noqa: PLC0415 - keeps the helpers above plain

    made = LabelledCall.model_validate(call)
    return Case(made.id, "made up", made)
