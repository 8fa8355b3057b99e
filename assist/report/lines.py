"""A report as JSON Lines: the call first, then each need, hint, line and feeling."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from .model import Report

_APART = ("lines", "feelings", "hints", "needs")


def json_lines(report: Report) -> Iterator[dict[str, Any]]:
    """Plain values, each with its ``type`` and ``call``."""
    whole = asdict(report)
    for ability, score in report.abilities.items():
        whole["abilities"][ability] |= {"asked": score.asked, "share": score.share}
    call = {key: value for key, value in whole.items() if key not in _APART}
    yield {"type": "call", **call}
    for kind, name in (("need", "needs"), ("hint", "hints"), ("line", "lines")):
        for each in whole[name]:
            yield {"type": kind, "call": report.call, **each}
    for speaker, curve in whole["feelings"].items():
        for feeling in curve:
            yield {"type": "feeling", "call": report.call, "speaker": speaker, **feeling}
