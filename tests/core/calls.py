"""Calls in a few words: who said what when, and what the agent saw.

Times are seconds since the call began. A final's words end where the call's clock stands when it
arrives, less a lag of 0.3 s, unless it says otherwise; and it lasts a second.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Self

import orjson

from assist.core import events as ev
from assist.core.engine import Engine
from assist.core.hints import EventOut, to_wire
from assist.core.program import Program
from assist.core.tongues import Language
from assist.ruleset import load_sources
from assist.ruleset.script import events, parse_script
from assist.text import default_folder, default_tokenizer

NEEDS = (Path(__file__).parents[2] / "rules" / "needs.yaml").read_text(encoding="utf-8")
LAG = 0.3
LASTS = 1.0

Wire = dict[str, Any]


@cache
def program(rules: str) -> Program:
    """The rule file ``rules`` (YAML), made ready to run; it must be free of errors."""
    loaded = load_sources(
        {"needs.yaml": NEEDS, "pack/rules.yaml": rules},
        folder=default_folder(),
        tokenizer=default_tokenizer(),
    )
    assert loaded.program is not None, "\n".join(map(str, loaded.problems))
    return loaded.program


def wire(out: EventOut) -> Wire:
    """An event out as the overlay gets it."""
    found: Wire = orjson.loads(orjson.dumps(to_wire(out)))
    return found


def ms(seconds: float) -> int:
    return round(seconds * 1000)


class Call:
    """A call under way. Every verb hands the engine one event and returns what came out of it;
    ``seen`` holds all that came out so far."""

    def __init__(
        self,
        rules: str | Program,
        *,
        context: Mapping[str, Any] | None = None,
        language: Language = "zh",
        queue: str | None = None,
        group: str | None = None,
        started_at: str | None = None,
        call: str = "c1",
    ) -> None:
        self.id = call
        self.engine = Engine(program(rules) if isinstance(rules, str) else rules, call=call)
        self.seen: list[Wire] = []
        self._seq = itertools.count(1)
        self._names = itertools.count(1)
        self._revisions: dict[str, int] = {}
        self._send(
            ev.CallStart,
            0,
            None,
            agent="a1",
            language=language,
            queue=queue,
            group=group,
            started_at=started_at,
            context=dict(context or {}),
        )

    # -- what happens --------------------------------------------------------------------

    def customer(self, at: float, text: str, **more: Any) -> list[Wire]:
        """The customer's final arrives at ``at``."""
        return self.final("customer", at, text, **more)

    def agent(self, at: float, text: str, **more: Any) -> list[Wire]:
        """The agent's final arrives at ``at``."""
        return self.final("agent", at, text, **more)

    def final(self, speaker: str, at: float, text: str, **more: Any) -> list[Wire]:
        return self._fragment(speaker, at, text, final=True, **more)

    def on_channel(self, channel: str, at: float, text: str) -> list[Wire]:
        """A final of which only the audio channel is known."""
        return self._fragment(None, at, text, final=True, channel=channel)

    def hears(self, speaker: str, at: float, text: str, **more: Any) -> list[Wire]:
        """A hypothesis of utterance ``u`` arrives: its words reach up to ``at``, less the lag."""
        return self._fragment(speaker, at, text, final=False, **more)

    def _fragment(
        self,
        speaker: str | None,
        at: float,
        text: str,
        *,
        final: bool,
        u: str | None = None,
        revision: int | None = None,
        start: float | None = None,
        end: float | None = None,
        received: float | None = None,
        timeless: bool = False,
        **more: Any,
    ) -> list[Wire]:
        name = u if u is not None else f"u{next(self._names)}"
        number = self._revisions.get(f"{speaker}/{name}", -1) + 1 if revision is None else revision
        self._revisions[f"{speaker}/{name}"] = number
        end = max(0.0, at - LAG) if end is None else end
        start = max(0.0, end - LASTS) if start is None else start
        return self._send(
            ev.Fragment,
            at,
            received,
            speaker=speaker,
            utterance=name,
            revision=number,
            text=text,
            final=final,
            start=None if timeless else ms(start),
            end=None if timeless else ms(end),
            **more,
        )

    def grows(
        self, speaker: str, first: float, last: float, text: str, *, u: str | None = None
    ) -> list[Wire]:
        """An utterance spoken from ``first`` to ``last``: a hypothesis every 0.4 s, then the
        final."""
        name, out, steps = u if u is not None else f"u{next(self._names)}", [], 0.4
        at = first + steps
        while at < last:
            said = text[: max(1, round(len(text) * (at - first) / (last - first)))]
            out += self.hears(speaker, at, said, u=name, start=first, end=at)
            at += steps
        return out + self.final(speaker, last + LAG, text, u=name, start=first, end=last)

    def until(self, at: float) -> list[Wire]:
        """Nobody speaks until ``at``: the node's timers fire."""
        return self._send(ev.Tick, at, None)

    def hold(self, at: float) -> list[Wire]:
        return self._send(ev.CallHold, at, None)

    def resume(self, at: float) -> list[Wire]:
        return self._send(ev.CallResume, at, None)

    def lost(self, at: float, *speakers: str) -> list[Wire]:
        """The call's source disconnected; or that of just these speakers is gone for long."""
        return self._send(ev.InputLost, at, None, speakers=speakers)

    def back(self, at: float) -> list[Wire]:
        return self._send(ev.InputBack, at, None)

    def gap(self, at: float, speaker: str, start: float, end: float) -> list[Wire]:
        return self._send(ev.Gap, at, None, speaker=speaker, start=ms(start), end=ms(end))

    def context(self, at: float, **changes: Any) -> list[Wire]:
        return self._send(ev.Context, at, None, set=changes)

    def channels(self, at: float, **speakers: str) -> list[Wire]:
        """Says which speaker is on which channel: ``left="customer"``."""
        given = [{"channel": channel, "speaker": who} for channel, who in speakers.items()]
        return self._send(ev.Context, at, None, set={}, channels=given)

    def transfer(
        self, at: float, agent: str, queue: str | None = None, group: str | None = None
    ) -> list[Wire]:
        return self._send(ev.CallTransfer, at, None, agent=agent, queue=queue, group=group)

    def remembers(self, at: float, **needs: float) -> list[Wire]:
        """What is known of earlier calls: ``bereaved=20`` days ago (``_`` stands for ``-``)."""
        past = [
            {"what": "need", "name": name.replace("_", "-"), "ago": ms(days * 86_400)}
            for name, days in needs.items()
        ]
        return self._send(ev.History, at, None, past=past)

    def activity(self, at: float, speaker: str, *, speaking: bool) -> list[Wire]:
        return self._send(ev.Activity, at, None, speaker=speaker, speaking=speaking)

    def feedback(self, at: float, hint: str, verdict: str) -> list[Wire]:
        return self._send(ev.Feedback, at, None, hint=hint, verdict=verdict)

    def dial(self, at: float, level: str) -> list[Wire]:
        return self._send(ev.Dial, at, None, level=level)

    def end(self, at: float) -> list[Wire]:
        return self._send(ev.CallEnd, at, None)

    def reload(self, at: float, rules: str) -> list[Wire]:
        """Another rule set takes effect."""
        self.engine.use(program(rules), ms(at))
        return self._drain()

    def restart(self) -> Self:
        """The process dies and another goes on from the saved state."""
        saved = orjson.loads(orjson.dumps(self.engine.save()))
        self.engine = Engine.restore(self.engine.program, saved)
        return self

    def _send(
        self, kind: type[Any], at: float, received: float | None, **fields: Any
    ) -> list[Wire]:
        names = {"call": self.id, "at": ms(at), "type": kind.model_fields["type"].annotation}
        names["type"] = names["type"].__args__[0]
        if "seq" in kind.model_fields:
            names["seq"] = next(self._seq)
        event = kind.model_validate(names | fields)
        self.engine.receive(event, ms(at if received is None else received))
        return self._drain()

    def _drain(self) -> list[Wire]:
        out = [wire(event) for event in self.engine.hints_to_send()]
        self.seen += out
        return out

    # -- what the agent sees -------------------------------------------------------------

    @property
    def visible(self) -> list[str]:
        """The rules whose hints are on the screen."""
        return [hint["rule"] for hint in self.engine.snapshot()["hints"]]

    @property
    def open_needs(self) -> list[str]:
        return [need["id"] for need in self.engine.snapshot()["needs"]]

    def hint(self, rule: str) -> str:
        """The id of the hint last shown for ``rule``."""
        found: str = shows(self.seen, rule)[-1]["id"]
        return found

    def value(self, meter: str, at: float) -> float:
        """The level of a meter at ``at``, 0-1."""
        return self.engine.feelings.curves[meter].value(ms(at))


def of(out: Iterable[Wire], kind: str) -> list[Wire]:
    """The events of a type."""
    return [event for event in out if event["type"] == kind]


def shows(out: Iterable[Wire], rule: str | None = None) -> list[Wire]:
    """The hints that became visible."""
    return [e for e in of(out, "hint.show") if rule is None or e["rule"] == rule]


def shown(out: Iterable[Wire]) -> list[tuple[float, str]]:
    """(seconds, rule) of the hints that became visible."""
    return [(event["at"] / 1000, event["rule"]) for event in shows(out)]


def closed(out: Iterable[Wire]) -> list[tuple[float, str]]:
    """(seconds, reason) of the hints that went."""
    return [(event["at"] / 1000, event["reason"]) for event in of(out, "hint.close")]


def changes(out: Iterable[Wire]) -> list[tuple[float, str]]:
    """(seconds, change) of the hints that changed."""
    return [(event["at"] / 1000, event["change"]) for event in of(out, "hint.update")]


def needs(out: Iterable[Wire]) -> list[tuple[str, str]]:
    """(need, state) of the checklist's changes."""
    return [(event["id"], event["state"]) for event in of(out, "need")]


def play(rules: str | Program, script: str, **about: Any) -> list[Wire]:
    """All that comes out of a call script, heard as growing hypotheses."""
    made = program(rules) if isinstance(rules, str) else rules
    log = events(
        parse_script(script),
        call="c1",
        agent="a1",
        language=about.pop("language", "zh"),
        context=about.pop("context", {}),
        **about,
    )
    return replay(made, [(event, event.at) for event in log])


def replay(made: Program, log: Sequence[tuple[ev.Event, int]]) -> list[Wire]:
    """All that comes out of a log of (event, received)."""
    engine, out = Engine(made, call="c1"), []
    for event, received in log:
        engine.receive(event, received)
        out += [wire(one) for one in engine.hints_to_send()]
    return out


SIGNALS = """
lists:
  spouse: [老伴, 爱人]
signals:
  loss: {speaker: customer, phrases: [去世, "$spouse…走了"], except: [去世博会]}
  angry: {speaker: customer, phrases: [气死我了]}
  threat: {speaker: customer, phrases: [我要投诉]}
  despair: {speaker: customer, phrases: [不想活了]}
  balance: {speaker: customer, phrases: [查余额]}
  card: {speaker: customer, phrases: {bank-card: [银行卡], credit-card: [信用卡]}, as: kind}
  lost: {speaker: customer, phrases: {bank-card: [存折丢了], credit-card: [卡片丢了]}, as: kind}
  comfort: {speaker: agent, phrases: [节哀]}
  sorry: {speaker: agent, phrases: [很抱歉]}
  reason: {speaker: agent, phrases: [因为规定]}
  offer: {speaker: agent, phrases: [您可以这样]}
  closing: {speaker: agent, phrases: [感谢来电]}
emotions:
  anger:
    speaker: customer
    half_life: 60s
    levels: {mild: 0.3, high: 0.6}
    hysteresis: 0.1
    spike: {rise: 0.5, within: 10s}
    weights: {angry: 0.4, threat: 0.5, sorry: -0.3}
"""
"""What the calls of these tests are made of; each test adds the rules it is about."""


MOODS = """
signals:
  loss: {speaker: customer, phrases: [走了]}
  angry: {speaker: customer, phrases: [气死我了]}
  sour: {speaker: customer, phrases: [怎么, 没有, 不行]}
emotions:
  mood:
    speaker: customer
    half_life: 60s
    levels: {mild: 0.2, high: 0.6, severe: 0.95}
    weights: {loss: 0.5, angry: 0.5, sour: 0.4}
  grief:
    speaker: customer
    half_life: 60s
    levels: {mild: 0.25, high: 0.5}
    weights: {loss: 0.4}
  anger:
    speaker: customer
    half_life: 60s
    levels: {mild: 0.25, high: 0.5}
    weights: {angry: 0.6}
rules:
  comfort: {need: bereaved, ability: empathy, when: loss, hint: {priority: advice, text: 先安慰}}
"""
"""Meters of single feelings, and one of all that rises with each of them."""


def rules(text: str) -> str:
    """A rule file: :data:`SIGNALS`, and rules written ``name: {...}``, over as many lines as the
    braces are open for.

    A rule gets ``ability``, and a hint saying its name, unless it has its own.
    """
    lines, rule = [], ""
    for line in filter(str.strip, text.splitlines()):
        rule = f"{rule} {line.strip()}".strip()
        if rule.count("{") > rule.count("}"):
            continue
        name, body = rule.split(":", 1)
        body, rule = body.strip().removeprefix("{").removesuffix("}").rstrip(", "), ""
        if "ability:" not in body:
            body += ", ability: empathy"
        if "hint:" not in body:
            body += f", hint: {{priority: advice, text: {name}}}"
        lines.append(f"  {name}: {{{body}}}")
    return SIGNALS + "rules:\n" + "\n".join(lines) + "\n"
