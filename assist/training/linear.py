"""A call as it was, to be practised: the customer says what was said then, whatever the answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from assist.backtest.calls import LabelledCall
from assist.node.samples import Sample
from assist.ruleset.script import Line

from .model import MAX_MOMENTS, Moment, Say, Scenario, Titled

SILENCE_S = 2.0
"""A pause of the customer's this long, or longer, is part of what is said."""
LONGEST_S = 30.0
MOST_CHARS = 600
HARD = frozenset({"high", "critical"})


@dataclass(slots=True)
class _Exchange:
    """What the customer said in one go, and what the agent then answered."""

    customer: list[tuple[float, float, str]] = field(default_factory=list)
    agent: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)


def from_labelled(call: LabelledCall) -> Scenario | None:
    """A labelled call; what was expected in it says what its moments want. None when nothing in it
    could be answered."""
    labels = call.expect or ()
    said = [
        (turn.role, turn.t0, turn.t1, turn.text, [x.need for x in labels if x.turn == number])
        for number, turn in enumerate(call.turns)
    ]
    severe = {label.severity for label in labels}
    return _scenario(
        said,
        title=Titled(zh=call.title or call.id, en=call.title or call.id),
        about=_ABOUT,
        language="en" if call.script == "en" else "zh",
        difficulty=3 if severe & HARD else 2 if labels else 1,
        context=call.context,
    )


def from_sample(sample: Sample, lines: Sequence[Line]) -> Scenario | None:
    """A sample call, as the demo plays it."""
    ordered = sorted(lines, key=lambda line: line.start)
    said = [
        (line.speaker, line.start / 1000, line.end / 1000, line.text, list[str]())
        for line in ordered
    ]
    return _scenario(
        said,
        title=Titled(zh=sample.title.zh, en=sample.title.en),
        about=Titled(zh=sample.about.zh, en=sample.about.en),
        language=sample.language,
        difficulty=2,
        context=dict(sample.context),
    )


_ABOUT = Titled(
    zh="一通真实结构的标注通话：客户照原话说，您来接。",
    en="A labelled call: the customer says what was said then; the answers are yours.",
)


def _scenario(
    said: Iterable[tuple[str, float, float, str, list[str]]], *, context: Any, **about: Any
) -> Scenario | None:
    greeting: list[str] = []
    exchanges: list[_Exchange] = []
    for speaker, start, end, text, needs in said:
        if speaker == "customer":
            if not exchanges or exchanges[-1].agent:
                exchanges.append(_Exchange())
            exchanges[-1].customer.append((start, end, text))
            exchanges[-1].needs += needs
        elif speaker == "agent" and exchanges:
            exchanges[-1].agent.append(text)
            exchanges[-1].needs += needs
        elif speaker == "agent":
            greeting.append(text)
    answered = [each for each in exchanges if each.agent][:MAX_MOMENTS]
    if not answered:
        return None
    left = [each for each in exchanges if not each.agent]
    known = {key: value for key, value in context.items() if isinstance(value, str | int | float)}
    return Scenario(
        **about,
        context=known or None,
        greeting=" ".join(greeting)[:MOST_CHARS] or None,
        turns=[
            Moment(
                customer=[_say(each)],
                needs=list(dict.fromkeys(each.needs)),
                good=[" ".join(each.agent)[:MOST_CHARS]],
            )
            for each in answered
        ],
        ending=[_say(left[-1])] if left else [_GOODBYE[about["language"]]],
    )


_GOODBYE = {"zh": Say(say="好，那就这样。"), "en": Say(say="All right, thank you.")}


def _say(exchange: _Exchange) -> Say:
    text = exchange.customer[0][2]
    for (_, ended, _), (began, _, following) in pairwise(exchange.customer):
        silence = min(LONGEST_S, began - ended)
        text += f"{{{silence:.0f}s}}{following}" if silence >= SILENCE_S else following
    return Say(say=text[:MOST_CHARS])
