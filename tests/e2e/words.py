"""What a sidecar says of one call, for the fake one to say."""

from __future__ import annotations

from typing import Any

CALL = "c-1"
AGENT = "7001"


class Said:
    """The messages of one stream, numbered."""

    def __init__(self) -> None:
        self.seq = 0

    def snapshot(self, *hints: dict[str, Any], **call: Any) -> dict[str, Any]:
        """One call, shown as it stands."""
        state = {
            "call": CALL,
            "agent": AGENT,
            "language": "zh",
            "queue": None,
            "context": {"name": "王女士", "product": "信用卡"},
            "at": 12_000,
            "needs": [],
            "hints": [{**hint, "type": "hint.show"} for hint in hints],
            "queued": 0,
            "emotion": [],
            "held": False,
            "ended": False,
            **call,
        }
        return {"type": "snapshot", "seq": self.seq, "dial": "balanced", "calls": [state]}

    def show(self, hint: dict[str, Any]) -> dict[str, Any]:
        return self._next("hint.show", **hint)

    def update(self, hint: dict[str, Any], change: str, **new: Any) -> dict[str, Any]:
        return self._next("hint.update", **{**hint, **new}, change=change)

    def close(self, hint: dict[str, Any], reason: str) -> dict[str, Any]:
        return self._next("hint.close", id=hint["id"], need=hint["need"], reason=reason)

    def need(self, id_: str, text: str, state: str = "open") -> dict[str, Any]:
        return self._next("need", id=id_, text=text, state=state, rule=f"rule-{id_}")

    def emotion(self, at: int, level: str, **meters: float) -> dict[str, Any]:
        spoken = {"speaker": "customer", "meters": meters, "level": level, "spike": False}
        return self._next("emotion", **spoken, at=at)

    def fact(self, label: str, value: str, *, name: str = "", state: str = "given") -> Any:
        told = {"label": label, "value": value, "quote_at": 9_000}
        return self._next("fact", name=name or f"fact-{label}", state=state, **told)

    def note(self, text: str, *, id_: str = "n-1", by: str = "王组长") -> dict[str, Any]:
        return self._next("note", id=id_, **{"from": by}, text=text)

    def end(self) -> dict[str, Any]:
        return self._next("call.end", report={})

    def queued(self, count: int) -> dict[str, Any]:
        return self._next("queued", count=count)

    def held(self, *, on: bool) -> dict[str, Any]:
        return self._next("call.hold" if on else "call.resume")

    def start(self, call: str, **more: Any) -> dict[str, Any]:
        fields = {"agent": AGENT, "language": "zh", "context": {}, **more}
        return self._next("call.start", **fields) | {"call": call, "at": 0}

    def roles(self, *, exchanged: bool) -> dict[str, Any]:
        return self._next("roles", exchanged=exchanged)

    def _next(self, kind: str, **fields: Any) -> dict[str, Any]:
        self.seq += 1
        return {"type": kind, "seq": self.seq, "call": CALL, "at": 12_000, **fields}


def hint(name: str = "h-1", **other: Any) -> dict[str, Any]:
    """A hint in Chinese, of the length that hints have."""
    return {
        "id": name,
        "call": CALL,
        "at": 12_000,
        "rule": f"rule-{name}",
        "need": f"need-{name}",
        "ability": "empathy",
        "priority": "advice",
        "text": "放慢语速，先安慰",
        "say": "我知道您心里不好受，这事不急，咱们慢慢说。",
        "because": [
            {"speaker": "customer", "text": "我老伴上个月走了", "at": 7_000, "utterance": "u-1"}
        ],
        "tentative": False,
        "count": 1,
        "escalated": False,
        "expires": 60_000,
        **other,
    }
