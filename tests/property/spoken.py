"""Random calls: what speakers say, how a recogniser rewrites it, and what else may happen."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import orjson
from hypothesis import strategies as st

from assist.core import events as ev
from assist.core.engine import Engine
from assist.core.program import Program
from tests.core.calls import Wire, rules, wire

SAYS: Final = {
    "customer": (
        *("他去世了", "我老伴走了", "气死我了", "我要投诉", "我查余额", "银行卡", "信用卡"),
        *("存折丢了", "卡片丢了", "不想活了"),
    ),
    "agent": ("节哀", "很抱歉", "因为规定", "您可以这样", "感谢来电"),
}
CUES: Final = (*SAYS["customer"], *SAYS["agent"])
PLAIN: Final = (
    "我等着呢",
    "请稍等",
    "那个",
    "嗯",
    "好的",
    "去世博会",
    "他去市里",
    "身份证",
    "，",
    "看看",
)
SIMPLE: Final = rules("""
    grief: {need: bereaved, when: loss, met_by: comfort}
    refused: {need: bare-refusal, when: balance,
        steps: [{name: a, met_by: sorry, text: 致歉}, {name: b, met_by: offer, text: 办法}],
        hint: {text: 软拒绝}}
    furious: {need: customer-angry, when: {emotion: anger, level: high}, met_by: sorry}
""")
"""Three rules that no deadline opens or closes within a minute, save for expiry."""
MANNER: Final = """
  fast: {speaker: customer, pace: {above: 1.4}}
  slow: {speaker: customer, pace: {below: 0.7}}
  outruns: {speaker: agent, pace: {above: 1.6, of: customer}}
  louder: {speaker: customer, loudness: {above_db: 6}}
  has-the-floor: {speaker: agent, talk_ratio: {above: 0.7, over: 9s}}
  cuts-in: {speaker: agent, interrupts: {by: 100ms}}
  cut-off: {speaker: customer, interrupts: {by: 100ms}}
  tells: {speaker: customer, long_turn: {time: 3s}}
  spells: {speaker: agent, long_turn: {chars: 5}}
  says-again: {speaker: customer, repeats: {similar: 0.6, times: 2, within: 30s}}
  mhm: {speaker: agent, backchannel: true}
  hurried-balance: {speaker: customer, phrases: [查余额], pace: {above: 1.1}}
"""
"""Signals of how something is said that no deadline decides."""
HOW: Final = (
    rules("""
    pace: {need: pace-mismatch, when: {any: [fast, slow, outruns]}}
    floor: {need: interrupting, when: {count: cuts-in, at_least: 2}, met_by: mhm}
    cut: {need: no-backchannel, when: {any: [cut-off, tells]}, met_by: {any: [mhm, spells]}}
    again: {need: had-to-repeat, when: {any: [says-again, has-the-floor, hurried-balance]}}
    shouts: {need: customer-angry, when: {emotion: heat, level: high}}
""")
    .replace("signals:\n", f"signals:{MANNER}", 1)
    .replace(
        "emotions:\n",
        "emotions:\n  heat: {speaker: agent, half_life: 9s, levels: {high: 0.5},"
        " weights: {cuts-in: 0.4, fast: 0.3, louder: 0.3}}\n",
        1,
    )
)
TURNS: Final = rules("""
    patient: {need: bereaved, when: loss, met_by: comfort, patience: {turns: 1}}
    more-patient: {need: customer-angry, when: threat, met_by: sorry, patience: {turns: 2}}
    cold: {need: blunt-tone, when: {turns: {speaker: agent, last: 2, none: comfort}}}
    silent: {need: no-confirmation,
        when: {all: [threat, {absent: sorry, since: {turns: 2}}], within: 5s}}
    early: {need: documents-upfront, when: {all: [card, {during: opening}], within: 9s}}
""")
"""What turns decide."""
EVERYTHING: Final = rules("""
    risk: {need: self-harm-risk, when: despair, met_by: comfort,
        hint: {priority: critical, text: 危机}}
    grief: {need: bereaved, when: loss, met_by: comfort, patience: {time: 6s, turns: 2},
        escalate: {after: 8s, priority: critical}, hint: {priority: urgent, text: "{name} 安慰"}}
    furious: {need: customer-angry, when: {emotion: anger, level: high}, met_by: sorry,
        escalate: {after: 5s}, cooldown: 10s, exclusive: mood}
    anxious: {need: customer-anxious, when: spiked, met_by: comfort, exclusive: mood,
        hint: {priority: urgent, text: 稳住}}
    calmed: {need: customer-dissatisfied, when: calm-again, cooldown: 5s}
    ignored: {need: no-empathy, when: {need: ["customer-*"], state: opened}, met_by: sorry,
        patience: {turns: 1, time: 9s}}
    again: {need: had-to-repeat, when: {count: balance, at_least: 2, within: 20s},
        supersedes: refused, max_per_call: 3, cooldown: 8s}
    refused: {need: bare-refusal, when: balance, cooldown: 6s,
        steps: [{name: a, met_by: sorry, text: 致歉}, {name: b, met_by: offer, text: 办法}],
        hint: {text: 软拒绝}}
    refused-too: {need: bare-refusal, when: threat, met_by: offer, once: true}
    card: {need: stranded-without-card, when: {sequence: [card, {absent: offer}, lost], same: kind},
        met_by: offer}
    cold: {need: blunt-tone, when: {turns: {speaker: agent, last: 2, none: comfort}}, cooldown: 7s}
    quiet: {need: no-backchannel, cooldown: 9s,
        when: {all: [balance, {absent: comfort, since: 10s}], within: 15s}}
    silent: {need: no-confirmation,
        when: {all: [threat, {absent: sorry, since: {turns: 2}}], within: 5s}}
    since: {need: asks-again, when: {all: [balance, {absent: offer, since: loss}], within: 5s}}
    whilst: {need: regulator-threat, cooldown: 4s,
        when: {all: [threat, {need: [bereaved, bare-refusal], state: open}], within: 9s}}
    after: {need: steps-and-times, when: {need: bare-refusal, state: met}, met_by: closing}
    elderly: {need: plain-words, when: old}
    long: {need: long-handling, when: {during: {after: 20s}}}
    unsaid: {need: no-closing-check,
        when: {all: [closing, {absent: comfort, since: call}], within: 5s}}
    ending: {need: early-selling, when: {all: [balance, {during: closing}], within: 9s}}
    opened: {need: fair-terms, when: {all: [card, {during: opening}], within: 9s}}
    early: {need: documents-upfront,
        when: {at_least: 2, of: [card, lost, {during: {first: 9s}}], within: 9s}}
    watched: {need: urgent-cash, when: {any: [loss, threat]}, mode: shadow, patience: {time: 3s}}
    unused: {need: overdue-care, when: loss, mode: off}
    strained: {need: agent-needs-pause, when: {any: [{emotion: load, level: high}, bears]},
        cooldown: 3s}
    hush: {need: customer-silent, when: {any: [hushed, {count: hush, at_least: 2}]}, cooldown: 3s}
    manner: {need: pace-mismatch, when: {any: [fast, slow, outruns, louder, has-the-floor]},
        cooldown: 2s}
    floor: {need: interrupting, when: {any: [cuts-in, cut-off]}, met_by: mhm, cooldown: 2s}
    tells: {need: scripted-repetition, when: {any: [tells, spells, says-again, hurried-balance]},
        cooldown: 2s, met_by: hush}
""").replace(
    "signals:\n",
    f"signals:{MANNER}  bears: {{emotion: {{anger: mild}}, every: 5s}}\n"
    "  hush: {speaker: customer, silence: {longer_than: 2s}}\n"
    "  hushed: {speaker: agent, silence: {longer_than: 5s}}\n"
    "  spiked: {speaker: customer, emotion: {anger: spike}}\n"
    "  calm-again: {speaker: customer, emotion: {anger: eased}}\n"
    '  old: {speaker: customer, context: {age: ">=60"}}\n',
    1,
).replace("half_life: 60s", "half_life: 8s").replace(
    "emotions:\n",
    "emotions:\n  load: {speaker: agent, half_life: 20s, levels: {mild: 0.2, high: 0.4},"
    " spike: {rise: 0.3, within: 9s}, weights: {bears: 0.2, calm-again: -0.1, cuts-in: 0.2}}\n",
    1,
)  # fmt: skip
"""Every condition and every option that rules have."""

Entry = tuple[ev.Event, int]
"""An event, and when it was received (ms)."""


@dataclass(frozen=True)
class Said:
    """An utterance: hypotheses as the recogniser wrote them, the last of them the final."""

    speaker: str
    start: int
    end: int
    texts: tuple[str, ...]
    loudness: float | None = None


def words(speaker: str) -> st.SearchStrategy[str]:
    """What somebody may say in one breath."""
    phrases = (*SAYS[speaker], *SAYS[speaker], *PLAIN)
    return st.lists(st.sampled_from(phrases), min_size=1, max_size=4).map("".join)


@st.composite
def utterances(
    draw: st.DrawFn, *, most: int = 8, rewrites: bool = True, brisk: bool = False
) -> list[Said]:
    """Utterances one after the other, or overlapping a little, rewritten on the way; ``brisk``:
    short ones, with hardly a pause."""
    said, time = [], draw(st.integers(0, 2_000))
    for _ in range(draw(st.integers(1, most))):
        speaker = draw(st.sampled_from(["customer", "agent"]))
        final, length = draw(words(speaker)), draw(st.integers(300, 900 if brisk else 4_000))
        cuts = draw(st.lists(st.integers(1, len(final)), max_size=4).map(sorted))
        texts = [final[:cut] for cut in cuts]
        if rewrites and texts and draw(st.booleans()):
            at = draw(st.integers(0, len(texts) - 1))
            texts[at] = draw(words(speaker))
        loudness = draw(st.sampled_from([None, 60.0, 61.0, 70.0]))
        said.append(Said(speaker, time, time + length, (*texts, final), loudness))
        time += length + draw(st.integers(-800, 400) if brisk else st.integers(-1_200, 3_000))
        time = max(time, 0)
    return said


def fragments(said: Sequence[Said], *, finals_only: bool = False) -> list[dict[str, Any]]:
    """The hypotheses of all utterances in the order they are sent."""
    sent = []
    for number, utterance in enumerate(said):
        steps, length = len(utterance.texts), utterance.end - utterance.start
        for revision, text in enumerate(utterance.texts):
            final = revision == steps - 1
            if finals_only and not final:
                continue
            end = utterance.start + length * (revision + 1) // steps
            sent.append(
                {
                    "type": "fragment",
                    "at": end + (300 if final else 0),
                    "speaker": utterance.speaker,
                    "utterance": f"u{number}",
                    "revision": revision,
                    "text": text,
                    "final": final,
                    "start": utterance.start,
                    "end": end,
                    "prosody": {"loudness_db": utterance.loudness},
                }
            )
    sent.sort(key=lambda fields: (fields["at"], fields["utterance"]))
    return sent


def log(sent: Sequence[dict[str, Any]], *, end: bool = False) -> list[Entry]:
    """Fields of events as a log that begins with ``call.start``; received when sent."""
    fields: list[dict[str, Any]] = [
        {"type": "call.start", "at": 0, "agent": "a1", "context": {"name": "王"}},
        *sent,
    ]
    if end:
        fields.append({"type": "call.end", "at": max(one["at"] for one in fields) + 30_000})
    numbers = itertools.count(1)
    entries = []
    for one in fields:
        received = one.get("received", one["at"])
        event = ev.EVENT.validate_python({"call": "c1", "seq": next(numbers), **one})
        entries.append((event, received))
    return entries


@st.composite
def happenings(draw: st.DrawFn) -> list[dict[str, Any]]:
    """A call in which anything may happen: also what is no speech, in the order received."""
    sent = fragments(draw(utterances(most=7)))
    last = sent[-1]["at"] + 20_000
    times = st.integers(0, last)
    millis = times.map(lambda at: at)
    other = st.one_of(
        st.builds(lambda at: {"type": "call.hold", "at": at}, millis),
        st.builds(lambda at: {"type": "call.resume", "at": at}, millis),
        st.builds(
            lambda at, speakers: {"type": "input.lost", "at": at, "speakers": speakers},
            millis,
            st.sampled_from([(), ("agent",), ("customer", "agent")]),
        ),
        st.builds(lambda at: {"type": "input.back", "at": at}, millis),
        st.builds(
            lambda at, level: {"type": "dial", "at": at, "level": level},
            millis,
            st.sampled_from(["off", "minimal", "balanced", "active"]),
        ),
        st.builds(
            lambda at, speaker, speaking: {
                "type": "activity", "at": at, "speaker": speaker, "speaking": speaking
            },
            millis,
            st.sampled_from(["customer", "agent"]),
            st.booleans(),
        ),
        st.builds(
            lambda at, age: {"type": "context", "at": at, "set": {"age": age, "name": None}},
            millis,
            st.sampled_from([30, 70, "70", None]),
        ),
        st.builds(
            lambda at, speaker, length: {
                "type": "gap", "at": at, "speaker": speaker, "start": at, "end": at + length
            },
            millis,
            st.sampled_from(["customer", "agent"]),
            st.integers(0, 9_000),
        ),
        st.builds(
            lambda at, queue: {"type": "call.transfer", "at": at, "agent": "a2", "queue": queue},
            millis,
            st.sampled_from([None, "cards"]),
        ),
        st.builds(
            lambda at, verdict, nth: {
                "type": "feedback", "at": at, "hint": nth, "verdict": verdict
            },
            millis,
            st.sampled_from(["used", "helpful", "wrong", "dismissed", "later"]),
            st.integers(0, 9).map(str),
        ),
    )  # fmt: skip
    sent += draw(st.lists(other, max_size=8))
    return sorted(sent, key=lambda fields: fields["at"])


class Player:
    """Hands a log to an engine entry by entry. Feedback on hint “3” is on the fourth shown."""

    def __init__(self, rule_set: Program) -> None:
        self.engine = Engine(rule_set, call="c1")
        self.out: list[Wire] = []

    def take(self, entry: Entry) -> None:
        event, received = entry
        if isinstance(event, ev.Feedback):
            self.take(tick(received))  # an agent answers what has been shown by then
            ids = [out["id"] for out in self.out if out["type"] == "hint.show"]
            nth = int(event.hint)
            event = event.model_copy(update={"hint": ids[nth] if nth < len(ids) else "unknown"})
        self.engine.receive(event, received)
        self.drain()

    def drain(self) -> None:
        self.out += [wire(event) for event in self.engine.hints_to_send()]

    def restart(self) -> None:
        """Save, and go on from what was saved."""
        self.engine = Engine.restore(self.engine.program, orjson.loads(self.saved()))

    def saved(self) -> bytes:
        return orjson.dumps(self.engine.save())

    def play(self, entries: Sequence[Entry]) -> Player:
        for entry in entries:
            self.take(entry)
        return self


def tick(at: int) -> Entry:
    return ev.Tick(type="tick", call="c1", at=at), at


def falls_silent(entries: Sequence[Entry], rule_set: Program) -> bool:
    """Whether silence ends a turn in a log: that is decided by time."""
    player = Player(rule_set)
    for entry in entries:
        due = player.engine.state.turns.deadline()
        if due is not None and due <= entry[1]:
            return True
        player.take(entry)
    return False


def state_of(engine: Engine, *, turns: bool = True) -> dict[str, Any]:
    """What is known of a call: openings by rule, signals, meters, the checklist, and the turns
    unless silence ended some of them, which is a matter of deadlines."""
    time, recent = engine.state.newest, engine.state.turns.recent
    return {
        "turns": [(turn.speaker, turn.start, turn.end, turn.over) for turn in recent if turns],
        "openings": {
            rule: [
                {key: opening[key] for key in ("state", "cued", "opened", "met", "steps")}
                for opening in engine.explain(rule)["openings"]
            ]
            for rule in engine.program.rules.rules
        },
        "meters": {name: curve.value(time) for name, curve in engine.feelings.curves.items()},
        "signals": {
            name: [(item.time, item.speaker, item.utterance) for item in items]
            for name, items in engine.state.history.by_signal.items()
            if items and (turns or not name.startswith("turn:"))
        },
        "checklist": sorted(need["id"] for need in engine.snapshot()["needs"]),
    }


def without(said: Sequence[Said], number: int, plain: str) -> list[Said]:
    """The same call, in which utterance ``number`` was only ever ``plain``, however it grew."""
    return [
        replace(one, texts=tuple(plain for _ in one.texts)) if at == number else one
        for at, one in enumerate(said)
    ]
