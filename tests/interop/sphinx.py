"""PocketSphinx as a streaming recogniser: audio in, growing hypotheses and finals out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pocketsphinx

from .voices import BYTES_A_MS, RATE


@dataclass(frozen=True)
class Heard:
    """A hypothesis, told at ``at``; times in ms since the audio began."""

    at: int
    utterance: int
    text: str
    final: bool
    start: int
    end: int


def heard(audio: bytes) -> Iterator[Heard]:
    """What one channel says, as it is found out; PocketSphinx's endpointer cuts the utterances."""
    endpointer: Any = pocketsphinx.Endpointer(sample_rate=RATE)
    decoder: Any = pocketsphinx.Decoder(samprate=RATE, loglevel="FATAL")
    utterance, speaking, said = 0, False, ""
    for offset in range(0, len(audio) - endpointer.frame_bytes + 1, endpointer.frame_bytes):
        speech = endpointer.process(audio[offset : offset + endpointer.frame_bytes])
        if speech is None:
            continue
        if not speaking:
            utterance, speaking, said = utterance + 1, True, ""
            decoder.start_utt()
        decoder.process_raw(speech)
        start, now = round(endpointer.speech_start * 1000), offset // BYTES_A_MS
        text = decoder.hyp().hypstr if decoder.hyp() else ""
        if endpointer.in_speech:
            if text and text != said:
                said = text
                yield Heard(now, utterance, text, final=False, start=start, end=now)
            continue
        decoder.end_utt()
        speaking = False
        text = decoder.hyp().hypstr if decoder.hyp() else ""
        end = round(endpointer.speech_end * 1000)
        yield Heard(now, utterance, text, final=True, start=start, end=end)
