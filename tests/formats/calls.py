"""What formats' tests share: scripts of utterances, and what an adapter made of the messages."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from assist.core.events import EVENT_IN
from assist.formats import Adapter

from .peers import PEERS, Said, Script

WORDS = ("您好", "我老伴上个月走了", "卡里的钱", "怎么取", "hello", "the card", "请问", "几号还款")
TURNS = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=4),
        st.integers(0, 2),
    ),
    min_size=1,
    max_size=8,
)


def script(turns: list[tuple[int, list[str], int]], lanes: int) -> list[Said]:
    """Utterances one after the other; the hypotheses of each grow word by word, and as many of the
    last as ``missing`` says are never told."""
    said, at = [], 500
    for number, (lane, words, missing) in enumerate(turns):
        marked = [*words[:-1], f"{words[-1]}{number}"]  # so that no two are alike
        grown = tuple(" ".join(marked[: count + 1]) for count in range(len(marked) - 1))
        text, length = " ".join(marked), 400 * len(words)
        kept = grown[: max(1, len(grown) - missing)] or (words[0],)
        said.append(Said(lane % lanes, kept, text, at, at + length))
        at += length + 300
    return said


def scripts(name: str) -> st.SearchStrategy[list[Said]]:
    return TURNS.map(lambda turns: script(turns, len(PEERS[name].lanes)))


class Transcript:
    """Events folded as the engine folds them; says at once what no stream may do."""

    def __init__(self) -> None:
        self.open: dict[tuple[str, str], str] = {}
        self.finals: list[tuple[str, str]] = []
        self._revisions: dict[str, int] = {}
        self._closed: set[tuple[str, str]] = set()
        self._seq = 0

    def take(self, events: list[dict[str, Any]]) -> None:
        for event in events:
            self._seq += 1
            whole = {"call": "c", "sender": "s", "seq": self._seq, "at": 0, **event}
            if whole["type"] == "call.start":
                whole["agent"] = "7001"
                whole = {key: value for key, value in whole.items() if value is not None}
            EVENT_IN.validate_python(whole)
            if event["type"] == "fragment":
                self._fragment(event)

    def _fragment(self, event: dict[str, Any]) -> None:
        who = event.get("speaker") or event["channel"]
        name, key = event["utterance"], (who, event["utterance"])
        assert key not in self._closed, "something came after the final"
        assert event["revision"] > self._revisions.get(name, -1), "a revision did not rise"
        self._revisions[name] = event["revision"]
        for folded in event.get("supersedes", ()):
            self.open.pop((who, folded), None)
        self.open.pop(key, None)
        if event["final"]:
            assert event["text"], "an empty final"
            self._closed.add(key)
            self.finals.append((who, event["text"]))
        elif event["text"]:
            self.open[key] = event["text"]


def hear(adapter: Adapter, messages: list[Any]) -> Transcript:
    """All that the messages say."""
    transcript = Transcript()
    for message in messages:
        reading = adapter.receive(message)
        assert reading.fault is None, reading.fault
        transcript.take(reading.events)
    return transcript


def expected(name: str, said: Script, speakers: dict[str, str]) -> list[tuple[str, str]]:
    """The finals that a script must give."""
    lanes = PEERS[name].lanes
    return [(speakers.get(lanes[one.lane], lanes[one.lane]), one.text) for one in said]


def squeezed(text: str) -> str:
    return "".join(text.split())
