"""How well the customer's meters tell a negative utterance from one that is not.

``python -m bench.feelings FILE...``: of utterances (``*.jsonl``), each line a ``text`` and a
``label``; all labels but ``neutral`` and ``positive`` are negative. Of labelled Chinese calls
(``*.json``) the customer's lines: those that open an emotion of the catalogue are negative, those
of distractors are not, and nobody knows of the others. Every utterance is a call of its own, said
by the customer under the shipped packs; it counts as called negative where any meter of the
customer is above calm. Precision and recall are of the negative ones.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from ruamel.yaml import YAML

from assist.core import events as ev
from assist.core.engine import Engine
from assist.core.hints import Emotion
from assist.core.program import Program
from assist.ruleset import load
from assist.ruleset.pack import CATALOGUE
from assist.ruleset.packs import home, shipped_packs
from assist.text import default_folder, default_tokenizer

MS_A_CHARACTER = 220
"""How long a character of Chinese takes to say, in ms: some 270 a minute."""
CALM = frozenset({"neutral", "positive"})


def is_negative(program: Program, text: str) -> bool:
    """Whether any of the customer's meters leaves calm when that is all they say."""
    lasts = max(1000, len(text) * MS_A_CHARACTER)
    engine = Engine(program, call="c")
    start = ev.CallStart(type="call.start", call="c", at=0, seq=1, agent="a", language="zh")
    engine.receive(start, 0)
    said = ev.Fragment(
        type="fragment",
        call="c",
        at=1000 + lasts,
        seq=2,
        speaker="customer",
        utterance="u",
        revision=0,
        text=text,
        final=True,
        start=1000,
        end=1000 + lasts,
    )
    later = said.at + 1000  # meters show at most twice a second
    engine.receive(said, said.at)
    engine.receive(ev.Tick(type="tick", call="c", at=later), later)
    return any(
        isinstance(out, Emotion) and out.speaker == "customer" and out.level != "calm"
        for out in engine.hints_to_send()
    )


def labelled(file: Path) -> Iterator[dict[str, str]]:
    """The utterances of a file, each with its label."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".jsonl":
        yield from map(json.loads, text.splitlines())
        return
    call = json.loads(text)
    catalogue = YAML(typ="safe").load(home() / CATALOGUE)
    emotions = {need for need, told in catalogue.items() if told["kind"] == "emotion"}
    opens = {each["turn"] for each in call["expect"] if each["need"] in emotions}
    for number, turn in enumerate(call["turns"]):
        if turn["role"] != "customer" or call["script"] == "en":
            continue
        if number in opens:
            yield {"text": turn["text"], "label": "feeling", "source": "calls"}
        elif call["kind"] == "distractor":
            yield {"text": turn["text"], "label": "neutral", "source": "calls"}


def told(pairs: Iterable[tuple[bool, bool]]) -> str:
    """P, R and F1 of (is negative, was called so)."""
    of = list(pairs)
    hit = sum(1 for truth, called in of if truth and called)
    called = sum(1 for _, called in of if called)
    truth = sum(1 for truth, _ in of if truth)
    precision, recall = hit / (called or 1), hit / (truth or 1)
    f1 = 2 * precision * recall / ((precision + recall) or 1)
    said = f"{called:,} of {len(of):,} called negative"
    return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({said})"


def main(files: list[str]) -> None:
    loaded = load(shipped_packs(), folder=default_folder(), tokenizer=default_tokenizer())
    assert loaded.program is not None, loaded.errors
    by: dict[str, list[tuple[bool, bool]]] = {}
    for row in (row for file in files for row in labelled(Path(file))):
        pair = (row["label"] not in CALM, is_negative(loaded.program, row["text"]))
        for name in ("all", row.get("source", "?"), f"label {row['label']}"):
            by.setdefault(name, []).append(pair)
    for name, pairs in by.items():
        print(f"{name:28} {told(pairs)}")


if __name__ == "__main__":
    main(sys.argv[1:])
