"""Vendors' formats: what understanding a message costs, beside what the engine does with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import islice
from typing import Any

from assist import formats
from assist.core.engine import Engine
from assist.core.events import EVENT_IN
from assist.core.program import Program
from assist.ruleset import load
from assist.ruleset.packs import shipped_packs
from assist.text import default_folder, default_tokenizer
from tests.formats.peers import PEERS, Said

from .cost import Ratio, alternate, compared
from .talk import LAG_MS, Call, Spoken, conversation

TURNS = 30
UTTERANCES = 12
SHOWN = ("funasr", "deepgram")
"""The formats that have a line of their own, beside the dearest."""
TARGET = 0.2


def script(spoken: list[Spoken]) -> list[Said]:
    """The talk as a recogniser's peer wants it, one channel."""
    said, at = [], 0
    for one in spoken:
        *growing, last = (text for _, text, _ in one.hypotheses)
        said.append(Said(0, tuple(growing) or (last,), last, at, at + one.duration))
        at += one.duration + LAG_MS + 500
    return said


def frames(name: str, spoken: list[Spoken]) -> list[str]:
    """What the vendor would send."""
    messages = PEERS[name].speak(script(spoken))
    return [m if isinstance(m, str) else json.dumps(m, ensure_ascii=False) for m in messages]


def understand(name: str, spoken: list[Spoken]) -> Callable[[], int]:
    """Prepares frames; what it returns makes events of them and says how many hypotheses."""
    format_, sent = formats.get(name), frames(name, spoken)
    adapter = format_.adapter("leg", speaker="customer")

    validate = EVENT_IN.validator.validate_python

    def run() -> int:
        count = 0
        for frame in sent:
            for message in format_.messages(frame):
                for event in adapter.receive(message).events:
                    if event["type"] == "fragment":
                        event.update(call="bench", sender="leg", seq=1, at=0)
                        validate(event)
                        count += 1
        return count

    return run


def listen(engine: Engine, call: Call, spoken: list[Spoken]) -> Callable[[], int]:
    """Prepares the same talk as events; what it returns feeds them to the engine."""
    events = [event for one in spoken for event in call.say(one)]

    def run() -> int:
        for event in events:
            engine.receive(event, event.at)
            engine.hints_to_send()
            engine.next_deadline()
        return len(events)

    return run


def measure() -> list[Ratio]:
    """The formats of :data:`SHOWN`, and whichever else is the dearest."""
    loaded = load(shipped_packs(), folder=default_folder(), tokenizer=default_tokenizer())
    assert loaded.program is not None
    ratios = {name: _ratio(name, loaded.program) for name in PEERS}
    dearest = max(ratios, key=lambda name: ratios[name].value)
    return [ratios[name] for name in dict.fromkeys((*SHOWN, dearest))]


def _ratio(name: str, program: Program) -> Ratio:
    talk: Any = conversation(seed=7)
    turns = [list(islice(talk, UTTERANCES)) for _ in range(TURNS)]
    engine, call = Engine(program, call="bench"), Call("bench")
    engine.receive(call.start("7"), 0)
    engines = [listen(engine, call, spoken) for spoken in turns]
    adapters = [understand(name, spoken) for spoken in turns]
    costs = alternate(lambda turn: engines[turn](), lambda turn: adapters[turn](), TURNS)
    warm = TURNS // 10
    kept = (costs[0][warm:], costs[1][warm:])
    return compared(f"a fragment, as {name} sends it", kept, "the engine | the adapter", TARGET)
