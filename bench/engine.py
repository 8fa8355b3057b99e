"""The engine alone: its cost must not grow with the call, the phrases or the rules."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from assist.core.engine import Engine
from assist.core.program import Program

from .cost import Ratio, alternate, compared
from .rulesets import program
from .talk import Call, Spoken, conversation

TURNS = 60
UTTERANCES = 12
"""Utterances a turn: some 120 fragments, a few milliseconds, so the clock's grain is nothing."""


class Talker:
    """An engine and the call it listens to."""

    def __init__(self, running: Program, seed: int) -> None:
        self.call = Call("bench")
        self.engine = Engine(running, call="bench")
        self.talk = conversation(seed)
        self.engine.receive(self.call.start("7"), 0)

    def hear(self, spoken: list[Spoken]) -> Callable[[], int]:
        """Prepares the events; what it returns feeds them and says how many there were."""
        events = [event for one in spoken for event in self.call.say(one)]
        engine = self.engine

        def feed() -> int:
            for event in events:
                engine.receive(event, event.at)
                engine.hints_to_send()
                engine.quiet_until()
            return len(events)

        return feed

    def skip(self, count: int) -> Talker:
        """Hears ``count`` utterances that are not measured."""
        self.hear(list(islice(self.talk, count)))()
        return self


def run(
    first: list[Callable[[], int]], second: list[Callable[[], int]]
) -> tuple[list[float], list[float]]:
    """Each side's turns, alternating; the first tenth warms up and is dropped."""
    low, high = alternate(lambda turn: first[turn](), lambda turn: second[turn](), len(first))
    warm = len(first) // 10
    return low[warm:], high[warm:]


def turns(seed: int) -> list[list[Spoken]]:
    """The talk of all turns, the same for both sides."""
    talk = conversation(seed)
    return [list(islice(talk, UTTERANCES)) for _ in range(TURNS)]


def growth_with_the_call() -> Ratio:
    """Utterance 1,000 and on, against a new call's 10th and on.

    Both have just heard the same ten utterances: what differs is all that went before.
    """
    running = program()
    long = Talker(running, seed=1).skip(1_000)
    before, *said = turns(seed=2)
    long.hear(before)()
    late, early = [], []
    for spoken in said:
        late.append(long.hear(spoken))
        new = Talker(running, seed=1)
        new.hear(before[-10:])()
        early.append(new.hear(spoken))
        before = spoken
    return compared("engine, by length of the call", run(early, late), "utterance 10 | 1,000", 1.15)


def growth_with_phrases() -> Ratio:
    """The same call under a hundred phrases and under ten thousand."""
    few, many = (Talker(program(phrases=count), seed=3).skip(10) for count in (100, 10_000))
    said = turns(seed=4)
    costs = run([few.hear(spoken) for spoken in said], [many.hear(spoken) for spoken in said])
    return compared("engine, by phrases", costs, "100 phrases | 10,000", 1.25)


def growth_with_rules() -> Ratio:
    """The same call under a dozen rules and under a hundred times as many."""
    few, many = (Talker(program(rules=count), seed=5).skip(10) for count in (12, 1_200))
    said = turns(seed=6)
    costs = run([few.hear(spoken) for spoken in said], [many.hear(spoken) for spoken in said])
    return compared("engine, by rules", costs, "12 rules | 1,200", 1.3)


def measure() -> list[Ratio]:
    """All three."""
    return [growth_with_the_call(), growth_with_phrases(), growth_with_rules()]
