"""A failed rule test told line by line: the call, what was shown when, and the near misses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from assist.core.hints import (
    Alert,
    EventOut,
    Fact,
    HintClose,
    HintShadow,
    HintShow,
    HintUpdate,
    NeedChange,
)

from .reasons import reason
from .saying import Lang, lines, speaker
from .testing import Outcome

_WORDS: Mapping[Lang, Mapping[str, str]] = {
    "zh": {
        "call": "通话：",
        "near": "{rule}，{at}时（{where}）：",
        "context": "情境：{told}",
        "line": "{times:>11}  {who}：{text}",
        "step": "（第 {index}/{of} 步）",
        "because": "，因为 ",
        "shown": "显示 {rule} [{priority}] {text}{step}{why}",
        "update": "{what} {rule} [{priority}] {text}",
        "closed": "收起 {need}：{why}",
        "alert raised": "提醒主管 {rule} [{priority}] {text}",
        "alert withdrawn": "收回对主管的提醒 {rule} [{priority}] {text}",
        "shadow raised": "试运行，本来会提示 {rule} [{priority}] {text}",
        "shadow withdrawn": "试运行，收回 {rule} [{priority}] {text}",
        "need": "需要 {id} {state}（{rule}）",
        "fact": "要点 {name} {state}：{label} {value}",
        "mode": "模式是 {mode}，不会上屏",
        "skipped": "{at}又听到，但没有再提示：{why}",
        "opening": "{at}触发，现在{state}{met}",
        "met": "，{at}坐席做到",
        "trace": "{at} {what}：{why}",
        "muted": "规则 {rule} 被本地覆盖改成了 {mode}；按它原来的模式，这个测试是通过的",
        "seconds": "{s:.1f} 秒",
    },
    "en": {
        "call": "the call:",
        "near": "{rule} at {at} ({where}):",
        "context": "context: {told}",
        "line": "{times:>11}  {who}: {text}",
        "step": " (step {index} of {of})",
        "because": ", because of ",
        "shown": "shown {rule} [{priority}] {text}{step}{why}",
        "update": "{what} {rule} [{priority}] {text}",
        "closed": "closed {need}: {why}",
        "alert raised": "alert raised {rule} [{priority}] {text}",
        "alert withdrawn": "alert withdrawn {rule} [{priority}] {text}",
        "shadow raised": "in shadow raised {rule} [{priority}] {text}",
        "shadow withdrawn": "in shadow withdrawn {rule} [{priority}] {text}",
        "need": "need {id} {state} ({rule})",
        "fact": "fact {name} {state}: {label} {value}",
        "mode": "its mode is {mode}: it shows nothing",
        "skipped": "cued at {at}, but held back by {why}",
        "opening": "cued at {at}, now {state}{met}",
        "met": ", met at {at}",
        "trace": "{at} {what} {why}",
        "muted": "an override sets rule {rule} to {mode}; in its own mode this test passes",
        "seconds": "{s:.1f}s",
    },
}
_NAMES: Mapping[str, str] = {
    "cued": "又听到一次", "escalated": "升级", "firm": "识别确定了", "step": "进到下一步",
    "text": "换了说法", "open": "提出", "met": "做到", "undetermined": "不明",
    "waiting": "在等坐席", "refused": "坐席说不对", "given": "记下", "withdrawn": "收回",
    "opened": "触发", "closed": "收起", "suppressed": "没有上屏", "feedback": "坐席反馈",
    "retracted": "识别改口，收回",
}  # fmt: skip
"""The engine's own names in Chinese; in English they stand for themselves."""


def tell(outcome: Outcome, lang: Lang = "en") -> Iterator[str]:
    """The lines, without colour or markup."""
    yield from (f"  ✗ {failure.words(lang)}" for failure in outcome.failures)
    yield from story(outcome, lang)


def muted_told(outcome: Outcome, lang: Lang) -> tuple[str, ...]:
    """Of a test that fails only because of what a site keeps quiet: which rules these are."""
    said = _WORDS[lang]["muted"]
    return tuple(said.format(rule=rule, mode=mode) for rule, mode in outcome.muted)


def story(outcome: Outcome, lang: Lang) -> Iterator[str]:
    """The same without the failures themselves."""
    test, words = outcome.test, _WORDS[lang]
    yield f"  {words['call']}"
    for _, line in sorted(_timeline(outcome, lang), key=lambda timed: timed[0]):
        yield f"    {line}"
    for near in outcome.near_misses:
        at = _at(near["by"], lang)
        yield f"  {words['near'].format(rule=near['rule'], at=at, where=near['where'])}"
        yield from (f"    {line}" for line in _near(near, lang))
    if test.context:
        yield f"  {words['context'].format(told=dict(test.context))}"


def failures_told(outcome: Outcome) -> dict[str, tuple[str, ...]]:
    """What is not as the test has it, by language."""
    languages: tuple[Lang, ...] = ("zh", "en")
    return {lang: tuple(one.words(lang) for one in outcome.failures) for lang in languages}


def _timeline(outcome: Outcome, lang: Lang) -> Iterator[tuple[int, str]]:
    said = _WORDS[lang]["line"]
    for line in outcome.test.lines:
        times = f"{line.start / 1000:.1f}-{line.end / 1000:.1f}"
        who = speaker(line.speaker, lang) if lang == "zh" else line.speaker
        yield line.start, said.format(times=times, who=who, text=line.text)
    for event in outcome.events:
        if what := _said(event, lang):
            yield event.at, f"{event.at / 1000:>11.1f}  → {what}"


def _said(event: EventOut, lang: Lang) -> str | None:
    words = _WORDS[lang]
    match event:
        case HintShow() | HintUpdate() | Alert() | HintShadow():
            told = {"rule": event.rule, "priority": event.priority, "text": event.text}
            return _hinted(event, told, lang)
        case HintClose():
            return words["closed"].format(need=event.need, why=_reason(event.reason, lang))
        case NeedChange():
            state = _name(event.state, lang)
            return words["need"].format(id=event.id, state=state, rule=event.rule)
        case Fact():
            return words["fact"].format(
                name=event.name,
                state=_name(event.state, lang),
                label=event.label,
                value=event.value,
            )
        case _:
            return None


def _hinted(
    event: HintShow | HintUpdate | Alert | HintShadow, told: Mapping[str, str], lang: Lang
) -> str:
    words = _WORDS[lang]
    if isinstance(event, Alert | HintShadow):
        what = "alert" if isinstance(event, Alert) else "shadow"
        return words[f"{what} {event.state}"].format(**told)
    if isinstance(event, HintUpdate):
        return words["update"].format(what=_name(event.change, lang), **told)
    step = words["step"].format(index=event.step.index, of=event.step.of) if event.step else ""
    why = words["because"] if event.because else ""
    why += " ".join(f"“{quote.text}”" for quote in event.because)
    return words["shown"].format(step=step, why=why, **told)


def _near(near: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    words = _WORDS[lang]
    if near["mode"] != "live":
        yield words["mode"].format(mode=near["mode"])
    yield from lines(near["when"], lang)
    for skipped in near["skipped"]:
        why = _reason(skipped["why"], lang)
        yield words["skipped"].format(at=_at(skipped["at"], lang), why=why)
    for opening in near["openings"]:
        met = "" if opening["met"] is None else words["met"].format(at=_at(opening["met"], lang))
        state = _name(opening["state"], lang)
        yield words["opening"].format(at=_at(opening["cued"], lang), state=state, met=met)
    for trace in near.get("trace", ()):
        what, why = _name(trace["what"], lang), _reason(trace["why"], lang)
        yield words["trace"].format(at=_at(trace["at"], lang), what=what, why=why).rstrip("： ")


def _at(ms: int, lang: Lang) -> str:
    return _WORDS[lang]["seconds"].format(s=ms / 1000)


def _name(name: str, lang: Lang) -> str:
    return _NAMES.get(name, name) if lang == "zh" else name


def _reason(name: str, lang: Lang) -> str:
    """In English tests speak of reasons by the names that they are written with."""
    return reason(name, lang) if lang == "zh" else name
