"""Through whom the words of a call's speakers come, so that only theirs are waited for.

A speaker's words come through the sender of his last ones. Where another sends some, it has taken
over: the leg of the first agent after a transfer, or a recogniser that was replaced, is waited for
no longer, and need not say that it is over.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from assist.core.events import Activity, Fragment, Gap, Speaker

IVR = "ivr"
"""No rule waits for what a machine says."""

Voices = dict[int | str, str]
"""Speaker, or channel where no speaker is named -> the sender of the last words."""
Channels = Mapping[str, str]
"""As the call has been told of them: channel -> speaker."""


def hear(voices: Voices, event: Fragment | Activity | Gap, channels: Channels) -> None:
    """Take an event into account. One without words tells no more than who may send some."""
    key = event.channel if isinstance(event, Fragment) and event.speaker is None else event.speaker
    if key is None:
        return
    who = _named(key, channels)
    if who == IVR:
        return
    known = [other for other in voices if _named(other, channels) == who]
    if isinstance(event, Fragment):
        voices.update(dict.fromkeys((*known, key), event.sender))
    elif not known:
        voices[key] = event.sender


def speakers(voices: Voices, senders: Collection[str], channels: Channels) -> tuple[Speaker, ...]:
    """Whose words come through ``senders``."""
    found = {_named(key, channels) for key, sender in voices.items() if sender in senders}
    told: tuple[Speaker, ...] = ("customer", "agent")
    return tuple(speaker for speaker in told if speaker in found)


def _named(key: int | str, channels: Channels) -> str:
    return channels.get(str(key), str(key))
