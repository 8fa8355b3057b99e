"""A scripted call, spoken by espeak-ng: one channel of 16-bit mono samples a speaker."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass

from assist.core.events import Speaker

RATE = 16_000
"""Samples a second; what both recognisers are trained on."""
BYTES_A_MS = RATE * 2 // 1000


@dataclass(frozen=True)
class Line:
    """What somebody says from ``at`` (ms since the call began) on."""

    at: int
    speaker: Speaker
    text: str
    voice: str


def spoken(line: Line) -> bytes:
    """The line as samples at :data:`RATE`."""
    waves = subprocess.run(
        ["espeak-ng", "-v", line.voice, "-s", "140", "--stdout", line.text],
        capture_output=True,
        check=True,
    )
    raw = ["-t", "raw", "-r", str(RATE), "-e", "signed", "-b", "16", "-c", "1", "-"]
    converted = ["sox", "-t", "wav", "-", *raw]
    return subprocess.run(converted, input=waves.stdout, capture_output=True, check=True).stdout


def channels(script: tuple[Line, ...], tail_ms: int = 2_000) -> dict[Speaker, bytes]:
    """Both channels of a call, equally long: each speaker's lines, silence between them."""
    mixed: dict[Speaker, bytearray] = {line.speaker: bytearray() for line in script}
    for line in script:
        channel = mixed[line.speaker]
        channel.extend(bytes(max(0, line.at * BYTES_A_MS - len(channel))))
        channel.extend(spoken(line))
    longest = max(len(channel) for channel in mixed.values()) + tail_ms * BYTES_A_MS
    return {who: bytes(channel) + bytes(longest - len(channel)) for who, channel in mixed.items()}
