"""Small charts as inline SVG: no script, no font, nothing to fetch. Colours are the page's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_BAR_HEIGHT = 18
_ROW = 24


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart: shares of 1, None where there is nothing to measure."""

    name: str
    values: tuple[float | None, ...]


def bars(rows: Sequence[Bar], legend: Sequence[str], *, width: int = 640) -> str:
    """Horizontal bars, one group a row, each from 0 to 1."""
    each = _BAR_HEIGHT // max(1, len(legend))
    left, room = 220, width - 220 - 48
    height = _ROW * len(rows) + 28
    parts = [_open(width, height, "bar chart")]
    for number, name in enumerate(legend):
        x = left + number * 120
        parts.append(f'<rect class="s{number}" x="{x}" y="4" width="10" height="10"/>')
        parts.append(_text(x + 16, 13, name))
    for at, row in enumerate(rows):
        y = 28 + at * _ROW
        parts.append(_text(left - 8, y + 13, row.name, anchor="end"))
        for number, value in enumerate(row.values):
            top = y + number * each
            if value is None:
                parts.append(_text(left + 2, top + each, "–", kind="dim"))
                continue
            wide = max(1.0, room * value)
            parts.append(
                f'<rect class="s{number}" x="{left}" y="{top}" width="{wide:.1f}" '
                f'height="{each - 1}"><title>{escape(row.name)}: {value:.2f}</title></rect>'
            )
            parts.append(_text(left + wide + 4, top + each - 1, f"{value:.2f}", kind="tiny"))
    return "".join([*parts, "</svg>"])


def histogram(values: Sequence[float], edges: Sequence[float], unit: str) -> str:
    """How many values lie in ``[edges[i], edges[i+1])``; those beyond the last are in one more."""
    counts = [0] * len(edges)
    for value in values:
        counts[max(0, sum(value >= edge for edge in edges) - 1)] += 1
    width, height, most = 640, 150, max([*counts, 1])
    step = (width - 20) / len(edges)
    parts = [_open(width, height + 34, "histogram")]
    for number, (edge, count) in enumerate(zip(edges, counts, strict=True)):
        tall = height * count / most * 0.9
        x = 10 + number * step
        last = number == len(edges) - 1
        label = f"≥ {edge:g}" if last else f"{edge:g}–{edges[number + 1]:g}"
        parts.append(
            f'<rect class="s0" x="{x:.1f}" y="{height - tall:.1f}" width="{step - 4:.1f}" '
            f'height="{tall:.1f}"><title>{label} {escape(unit)}: {count}</title></rect>'
        )
        middle = x + (step - 4) / 2
        parts.append(_text(middle, height - tall - 3, str(count) if count else "", anchor="middle"))
        parts.append(_text(middle, height + 14, label, anchor="middle", kind="tiny"))
    parts.append(_text(width / 2, height + 30, unit, anchor="middle", kind="dim"))
    return "".join([*parts, "</svg>"])


@dataclass(frozen=True, slots=True)
class Mark:
    """Something at a moment (ms), or from ``at`` to ``until``. ``kind`` is a class of the page's
    style; ``said`` is told when pointed at."""

    at: int
    until: int
    lane: int
    kind: str
    said: str


def timeline(marks: Sequence[Mark], lanes: Sequence[str], duration: int) -> str:
    """A call from left to right, one lane below the other."""
    width, left = 960, 90
    room, high = width - left - 10, 22
    scale = room / max(1, duration)
    parts = [_open(width, high * len(lanes) + 22, "timeline of a call")]
    for number, lane in enumerate(lanes):
        y = number * high
        parts.append(_text(left - 8, y + 14, lane, anchor="end", kind="dim"))
        parts.append(
            f'<line class="rule" x1="{left}" x2="{width - 10}" y1="{y + 20}" y2="{y + 20}"/>'
        )
    for mark in marks:
        x, wide = left + mark.at * scale, max(3.0, (mark.until - mark.at) * scale)
        parts.append(
            f'<rect class="{mark.kind}" x="{x:.1f}" y="{mark.lane * high + 3}" '
            f'width="{wide:.1f}" height="15" rx="2"><title>{escape(mark.said)}</title></rect>'
        )
    below, every = high * len(lanes) + 14, max(10, duration // 100_000 * 10)
    parts += [
        _text(left + second * 1000 * scale, below, f"{second} s", kind="tiny")
        for second in range(0, duration // 1000 + 1, every)
    ]
    return "".join([*parts, "</svg>"])


def _open(width: int, height: int, what: str) -> str:
    return (
        f'<svg role="img" aria-label="{escape(what)}" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}">'
    )


def _text(x: float, y: float, text: str, *, anchor: str = "start", kind: str = "") -> str:
    return (
        f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
    )
