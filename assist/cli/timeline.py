"""A replayed call, told to a person: who said what, and what the agent saw."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from assist.core.events import (
    CallEnd,
    CallHold,
    CallResume,
    CallStart,
    CallTransfer,
    Event,
    Feedback,
    Fragment,
    Gap,
)
from assist.core.hints import (
    Alert,
    Emotion,
    EventOut,
    Fact,
    HintClose,
    HintShadow,
    HintShow,
    HintUpdate,
    NeedChange,
    RolesDoubted,
)
from assist.node.replay import Played

_PRIORITY_STYLE = {
    "notice": "cyan",
    "advice": "blue",
    "urgent": "yellow",
    "critical": "bold red",
}
_SPEAKER_STYLE = {"customer": "magenta", "agent": "green"}
_NAME_WIDTH = 10


def tell(console: Console, call: str, steps: Iterable[Played]) -> None:
    """Print one call. Final utterances only; hints as they came and went."""
    console.print(Text(call, style="bold"))
    channels: dict[int | str, str] = {}
    titles: dict[str, str] = {}
    for step in steps:
        early = [event for event in step.out if event.at < step.received]
        for event in early:
            _print(console, event.at, _seen(event, titles))
        if step.event is not None:
            if isinstance(step.event, CallStart):
                channels |= {c.channel: c.speaker for c in step.event.channels}
            _print(console, step.received, _heard(step.event, channels))
        for event in step.out[len(early) :]:
            _print(console, event.at, _seen(event, titles))
    console.print()


def _print(console: Console, at: int, line: Text | None) -> None:
    if line is not None:
        clock = Text(f"{at // 60_000:3}:{at % 60_000 / 1000:04.1f}  ", style="dim")
        console.print(clock + line, soft_wrap=True)


def _heard(event: Event, channels: dict[int | str, str]) -> Text | None:
    match event:
        case Fragment(final=True, text=text) if text:
            speaker = event.speaker or channels.get(
                event.channel if event.channel is not None else "", "unknown"
            )
            name = Text(f"{speaker:{_NAME_WIDTH}}", style=_SPEAKER_STYLE.get(speaker, "dim"))
            return name + Text(text, style="default")
        case Feedback():
            return Text(f"{'agent':{_NAME_WIDTH}}[{event.verdict}] {event.comment or ''}", "dim")
        case Gap():
            return Text(
                f"{'':{_NAME_WIDTH}}{event.speaker} lost {event.start}-{event.end} ms", "dim"
            )
        case CallHold() | CallResume() | CallTransfer() | CallEnd():
            return Text(f"{'':{_NAME_WIDTH}}{event.type}", "dim")
        case _:
            return None


def _seen(event: EventOut, titles: dict[str, str]) -> Text | None:
    match event:
        case HintShow() | HintUpdate():
            titles[event.id] = event.text
            what = "hint" if isinstance(event, HintShow) else event.change
            style = _PRIORITY_STYLE[event.priority]
            line = Text(f"{'':{_NAME_WIDTH}}▶ {what}: {event.text}", style)
            if event.say and isinstance(event, HintShow):
                line.append(f"  “{event.say}”", "default")
            if event.count > 1:
                line.append(f"  ×{event.count}", "dim")
            return line.append(f"  {event.rule}", "dim")
        case Alert() | HintShadow():
            whose = "alert to supervisors" if isinstance(event, Alert) else "in shadow"
            line = Text(f"{'':{_NAME_WIDTH}}▷ {whose}, {event.state}: {event.text}", "dim")
            return line.append(f"  {event.rule}", "dim")
        case RolesDoubted(exchanged=exchanged):
            told = "the channels look exchanged" if exchanged else "the channels are in order"
            return Text(f"{'':{_NAME_WIDTH}}⇄ {told}", "yellow")
        case HintClose():
            title = titles.get(event.id, event.id)
            return Text(f"{'':{_NAME_WIDTH}}◀ {event.reason}: {title}", "dim")
        case NeedChange(state="met"):
            return Text(f"{'':{_NAME_WIDTH}}✓ {event.id}", "green")
        case NeedChange(state="undetermined"):
            return Text(f"{'':{_NAME_WIDTH}}? {event.id}", "dim")
        case Fact(state="given"):
            return Text(f"{'':{_NAME_WIDTH}}= {event.label}: {event.value}", "blue")
        case Emotion(spike=True):
            return Text(f"{'':{_NAME_WIDTH}}! {event.speaker}: {event.level}", "red")
        case _:
            return None
