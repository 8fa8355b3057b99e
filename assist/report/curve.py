"""The emotion of a call as inline SVG: nothing to fetch, and it prints."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from .model import Feeling, Hint
from .words import Words, clock

WIDTH, TOP, HEIGHT, LEFT, BELOW = 900, 20, 120, 8, 18
"""Pixels: of the whole, for the legend, of the plot, beside it, and for the clock below it."""
SEEN = 0.05
"""A meter that never rose above this is not drawn."""
_DASHES = ("", "6 3", "2 3", "8 2 2 2")
"""Meters differ by their line as well as by their grey, for paper and for eyes."""


def curve(
    feelings: Sequence[Feeling], hints: Sequence[Hint], duration: int, label: str, words: Words
) -> str:
    """The meters of one speaker over the call, and when hints came."""
    meters = sorted({m for each in feelings for m, value in each.meters.items() if value > SEEN})
    scale = (WIDTH - 2 * LEFT) / max(1, duration)
    floor = TOP + HEIGHT
    parts = [
        f'<svg role="img" aria-label="{escape(label)}" viewBox="0 0 {WIDTH} {floor + BELOW}">',
        f'<line class="base" x1="{LEFT}" x2="{WIDTH - LEFT}" y1="{floor}" y2="{floor}"/>',
    ]
    for hint in hints:
        x = LEFT + hint.shown * scale
        told = escape(f"{clock(hint.shown)} {hint.text}")
        parts.append(
            f'<line class="hint" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{floor}">'
            f"<title>{told}</title></line>"
        )
    for number, meter in enumerate(meters):
        points = _points(feelings, meter, duration, scale)
        dash = _DASHES[number % len(_DASHES)]
        x = LEFT + 90 * number
        parts.append(f'<polyline class="meter" stroke-dasharray="{dash}" points="{points}"/>')
        parts.append(
            f'<line class="meter" stroke-dasharray="{dash}" x1="{x}" x2="{x + 24}" y1="8" y2="8"/>'
            f'<text x="{x + 28}" y="12">{escape(words.name(words.meters, meter))}</text>'
        )
    every = max(30_000, duration // 8 // 30_000 * 30_000)
    parts += [
        f'<text x="{LEFT + at * scale:.1f}" y="{floor + 14}">{clock(at)}</text>'
        for at in range(0, duration + 1, every)
    ]
    return "".join([*parts, "</svg>"])


def _points(feelings: Sequence[Feeling], meter: str, duration: int, scale: float) -> str:
    """The corners: what is told fades slowly, so straight lines between are near enough."""
    told = [(0, 0.0), *((f.at, f.meters.get(meter, 0.0)) for f in feelings)]
    told.append((duration, told[-1][1]))
    corners = ((LEFT + at * scale, TOP + HEIGHT * (1 - value)) for at, value in told)
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
