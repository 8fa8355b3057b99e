"""A rule as a form, where it says no more than a form can hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .fields import Escalate, Fields, Heard, Patience, TooRich, When, Wordings

Where = tuple[str, Mapping[str, Any]]
"""A signal elsewhere: its file, and what it says."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a form looks at beside the text: signals of other files by name, and which rules listen
    to a signal."""

    elsewhere: Mapping[str, Where]
    listeners: Callable[[str], Sequence[str]]


def read_form(
    said: Mapping[str, Any], path: str, rule: str, around: Surroundings
) -> tuple[Fields | None, list[TooRich]]:
    """The fields of a rule of the file that says ``said``; None where it tells the agent nothing.
    Beside them the parts that the form cannot hold. Raises :class:`KeyError` for no such rule."""
    written = said["rules"][rule]
    rich = list(_too_rich(written))
    if any(one.part == "rule" for one in rich):
        return None, rich
    hint = written.get("hint") or {}
    own = said.get("signals")
    signals = _Signals(own if isinstance(own, dict) else {}, path, rule, around)
    when, unless = signals.of(written["when"]), signals.of(written.get("met_by"))
    patience, escalate = written.get("patience") or None, written.get("escalate") or None
    fields = Fields.model_construct(
        name=rule,
        need=str(written["need"]),
        ability=written["ability"],
        when=None if not when else When.model_construct(mode="any", signals=when),
        unless=unless,
        patience=None if patience is None else Patience.model_construct(**_known(patience)),
        priority=hint.get("priority"),
        text=_wordings(hint.get("text")),
        say=_wordings(hint.get("say")),
        escalate=None if escalate is None else Escalate.model_construct(
            after=escalate["after"],
            priority=escalate.get("priority"),
            text=_wordings(escalate.get("text")),
        ),
        mode=written.get("mode", "live"),
        cooldown=written.get("cooldown"),
        once=written.get("once", False),
    )  # fmt: skip
    return fields, rich


def _known(patience: Mapping[str, Any]) -> dict[str, Any]:
    return {"turns": patience.get("turns"), "time": patience.get("time")}


def _too_rich(written: Any) -> Iterator[TooRich]:
    if not isinstance(written, dict) or not {"need", "ability", "hint", "when"} <= written.keys():
        yield TooRich(
            part="rule",
            zh="这条规则不提示坐席（只设置资料或告警），请在文本里改",
            en="this rule tells the agent nothing (it sets the context or alerts): edit its text",
        )
        return
    unread = [key for key in _MAPPINGS if not isinstance(written.get(key) or {}, dict)]
    if unread or (written.get("escalate") and "after" not in written["escalate"]):
        key = unread[0] if unread else "escalate"
        yield TooRich(
            part="rule",
            zh=f"`{key}` 还没写完，请先在文本里写好",
            en=f"`{key}` is not finished: go on in the text",
        )
        return
    if _names(written["when"]) is None:
        yield TooRich(
            part="when",
            zh="触发条件不止“说到以下任一”，保持原样；要改请在文本里改",
            en="its condition is more than “says any of these”: it stays as written, "
            "and is edited as text",
        )
    if "met_by" in written and _names(written["met_by"]) is None:
        yield TooRich(
            part="unless",
            zh="做到条件不止“说到以下任一”，保持原样；要改请在文本里改",
            en="what makes it needless is more than “says any of these”: it stays as written, "
            "and is edited as text",
        )
    yield from _told_by_steps(written)
    for key, zh in _KEPT.items():
        if key in written:
            yield TooRich(
                part=key,
                zh=f"“{zh}”不在表单里，保持原样",
                en=f"`{key}` is not in the form, and stays as written",
            )


def _told_by_steps(written: Mapping[str, Any]) -> Iterator[TooRich]:
    """The rule's own words, where each step has words of its own."""
    if in_steps(written, "text"):
        yield TooRich(
            part="text",
            zh="提示上显示的是各步骤自己的标题，请在文本里改；这里的标题只写在需要清单上",
            en="the hint shows the texts of its steps, which are edited as text; "
            "this one stands on the checklist only",
        )
    if in_steps(written, "say"):
        yield TooRich(
            part="say",
            zh="每一步都有自己的话术，这里写的不会显示；请在文本里改步骤的话术",
            en="each step has a sentence of its own, and none written here would show: "
            "edit those of the steps as text",
        )


def in_steps(written: Mapping[str, Any], key: str) -> bool:
    """Whether each step of a rule has a ``text`` or ``say`` of its own."""
    steps = written.get("steps")
    return (
        isinstance(steps, list)
        and bool(steps)
        and all(isinstance(step, dict) and step.get(key) for step in steps)
    )


_MAPPINGS = ("hint", "patience", "escalate")

_KEPT: Mapping[str, str] = {
    "examples": "例句", "steps": "步骤", "credit": "提前做到也算", "card": "知识卡",
    "alert": "告警",
    "sets": "设置资料", "max_per_call": "每通最多", "supersedes": "压过", "exclusive": "互斥组",
    "applies_to": "适用范围", "valid": "有效期",
}  # fmt: skip


def _names(condition: Any) -> list[str] | None:
    """The signals of a condition that is one, or any of several; None where it is more."""
    if isinstance(condition, str):
        return [condition]
    if isinstance(condition, dict) and condition.keys() == {"any"}:
        names = condition["any"]
        if isinstance(names, list) and all(isinstance(name, str) for name in names):
            return list(names)
    return None


@dataclass(frozen=True, slots=True)
class _Signals:
    """The signals of the text itself, and those elsewhere."""

    own: Mapping[str, Any]
    path: str
    rule: str
    around: Surroundings

    def of(self, condition: Any) -> list[Heard] | None:
        if condition is None:
            return []
        names = _names(condition)
        return None if names is None else [self.heard(name) for name in names]

    def heard(self, name: str) -> Heard:
        own = name in self.own
        where: str | None = self.path
        signal = self.own.get(name)
        if not own and name in self.around.elsewhere:
            where, signal = self.around.elsewhere[name]
        signal = signal if isinstance(signal, dict) else {}
        phrases = signal.get("phrases")
        listed = isinstance(phrases, list)
        return Heard.model_construct(
            signal=name,
            speaker=signal.get("speaker", "any"),
            phrases=[str(one) for one in phrases] if isinstance(phrases, list) else [],
            editable=own and listed,
            shared=[one for one in self.around.listeners(name) if one != self.rule],
            where=where,
        )


def _wordings(wording: Any) -> Wordings:
    """Alternatives by language; a wording without one is put where its script belongs."""
    if isinstance(wording, dict):
        return Wordings.model_construct(zh=_many(wording.get("zh")), en=_many(wording.get("en")))
    texts = _many(wording)
    zh = any(ord(character) > 0x2E80 for text in texts for character in text)
    return Wordings.model_construct(zh=texts if zh else [], en=[] if zh else texts)


def _many(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
