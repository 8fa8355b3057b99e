"""What the load sends: one call's frames, exactly four a second, with a probe now and then.

A probe is a cue sent in one frame, so that the hint it raises was caused by that frame and no
other: in turns one that is final, and one that is not and goes on; the agent's next words meet its
need, so that hints do not pile up.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from .talk import CUES, PLAIN, speak

EVERY_MS = 250
"""Between two frames of a call."""
PROBE_EVERY = 60
"""Frames between two probes of a call: 15 s."""

PROBE_RULES = """\
signals:
  bench-probe: {speaker: customer, phrases: [本次探针请求]}
  bench-probe-answer: {speaker: agent, phrases: [探针已经收到]}
rules:
  bench-probe:
    need: late-arrival
    ability: empathy
    when: bench-probe
    met_by: bench-probe-answer
    credit: 0s
    hint:
      priority: critical
      text: {zh: 探针, en: Probe}
      say: {zh: 探针已经收到。, en: Got it.}
    cooldown: 1s
"""
PROBE = ("customer", "这是本次探针请求")
PROBE_BEGUN = ("customer", "这是本次探针请求麻烦您")
"""Heard before it is final: enough follows the cue."""
PROBE_ANSWER = ("agent", "好的探针已经收到了")


@dataclass(frozen=True, slots=True)
class Frame:
    """One fragment but for its times: ``offset`` ms into its utterance."""

    speaker: str
    utterance: str
    revision: int
    text: str
    final: bool
    offset: int
    is_probe: bool = False

    def json(self, call: str, seq: int, at: int) -> str:
        """As sent at ``at`` ms of the call. The texts need no escaping."""
        final = "true" if self.final else "false"
        return (
            f'{{"type":"fragment","call":"{call}","seq":{seq},"at":{at},"speaker":"{self.speaker}",'
            f'"utterance":"{self.utterance}","revision":{self.revision},"text":"{self.text}",'
            f'"final":{final},"start":{max(0, at - self.offset)},"end":{at}}}'
        )


def frames(seed: int) -> Iterator[Frame]:
    """Endless frames of one call."""
    rng = random.Random(seed)
    utterance = count(1)
    since_probe = rng.randrange(PROBE_EVERY)
    begun = bool(rng.randrange(2))
    while True:
        said = rng.choice(CUES) if rng.random() < 1 / 8 else rng.choice(PLAIN)
        name = str(next(utterance))
        for revision, (offset, text, final) in enumerate(speak(*said, rng, EVERY_MS).hypotheses):
            yield Frame(said[0], name, revision, text, final, offset)
            since_probe += 1
        if since_probe >= PROBE_EVERY:
            since_probe = 0
            begun = not begun
            name = str(next(utterance))
            if begun:
                speaker, text = PROBE_BEGUN
                yield Frame(speaker, name, 0, text, False, EVERY_MS, is_probe=True)
                yield Frame(speaker, name, 1, text, True, 2 * EVERY_MS)
            else:
                yield Frame(*_whole(PROBE, name), is_probe=True)
            yield Frame(*_whole(PROBE_ANSWER, str(next(utterance))))


def _whole(said: tuple[str, str], utterance: str) -> tuple[str, str, int, str, bool, int]:
    speaker, text = said
    return speaker, utterance, 0, text, True, EVERY_MS
