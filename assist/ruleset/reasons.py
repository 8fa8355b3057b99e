"""Why a hint came late, went, or never came: the engine's words in those of people."""

from __future__ import annotations

from collections.abc import Mapping

from .saying import Lang

_WHY: Mapping[Lang, Mapping[str, str]] = {
    "zh": {
        "met": "做到了", "dismissed": "坐席说不需要", "later": "坐席说稍后", "used": "坐席用了",
        "expired": "过了显示时间", "superseded": "让位给更要紧的",
        "retracted": "识别改口，依据没了",
        "call_ended": "通话结束", "dial": "坐席把提示调少了", "budget": "这通电话的提示次数用完",
        "same_need": "同一需要已有提示，只加了次数", "silenced": "有人身安全风险，其余全部静音",
        "exclusive": "同组已有一条", "room": "屏幕上都是更要紧的", "gap": "离上一条太近",
        "unsure": "一通电话的第一条提示要更有把握",
        "elsewhere": "说的不是这套规则管的事",
        "cooldown": "还在冷却时间里", "max_per_call": "本通次数已满",
        "helpful": "有帮助", "wrong": "不对",
    },
    "en": {
        "met": "done", "dismissed": "the agent did not need it", "later": "put off by the agent",
        "used": "used", "expired": "its time was over", "superseded": "gave way to another",
        "retracted": "the recogniser took its words back", "call_ended": "the call ended",
        "dial": "the agent has dialled hints down", "budget": "this call has had its hints",
        "same_need": "the same need is shown already; it counts one more",
        "silenced": "a risk of self-harm silences all else", "exclusive": "one of its group shows",
        "room": "what is on the screen is more pressing", "gap": "too soon after the last hint",
        "unsure": "the first hint of a call has to be surer",
        "elsewhere": "the call is about something else than these rules",
        "cooldown": "cooling down", "max_per_call": "as often as it may in a call",
        "helpful": "helpful", "wrong": "wrong",
    },
}  # fmt: skip


def reason(name: str, lang: Lang) -> str:
    """A reason, a budget or a verdict in words; itself where it is none that is known."""
    return _WHY[lang].get(name, name)
