"""What a failed rule test misses or did not ask for, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assist.core.hints import Alert, HintShow

from .saying import Lang
from .testcase import Expected

_WORDS: Mapping[Lang, Mapping[str, str]] = {
    "zh": {
        "fixed": "这条测试现在通过了：请去掉 `todo: true`",
        "unexpected": "多出来的提示：{at}显示了规则 {rule}（{need}）",
        "alert": "多出来的告警：{at}规则 {rule} 告了警",
        "told": "{expected}，实际是 {told}",
        "nothing": "什么都没有",
        "not": "{expected}，实际不是",
        "never": "{expected}，实际一直没有",
        "was": "{expected}，实际在 {times}",
        "instead": "。{at}同一需要先由规则 {rule} 提示了",
        "fact": "{by}时要点应是 {told}",
        "context": "{by}时情境应满足 {told}",
        "rule": "规则 {name}",
        "need": "需要 {name}",
        "should": "{what} 应{after}在 {by}之前{state}{step}",
        "after": "在 {after}之后、",
        "step": "（步骤 {step}）",
        "seconds": "{s} 秒",
        "comma": "、",
    },
    "en": {
        "fixed": "this passes now: remove `todo: true`",
        "unexpected": "not expected: rule {rule} ({need}) shown at {at}",
        "alert": "not expected: rule {rule} alerted supervisors at {at}",
        "told": "{expected}: told was {told}",
        "nothing": "nothing",
        "not": "{expected}: it was not",
        "never": "{expected}: never",
        "was": "{expected}: was at {times}",
        "instead": "; rule {rule} showed its hint for the same need at {at}",
        "fact": "fact {told} at {by}",
        "context": "context {told} at {by}",
        "rule": "rule {name}",
        "need": "need {name}",
        "should": "{what} {state}{step} {after}by {by}",
        "after": "after {after} and ",
        "step": ", step {step}",
        "seconds": "{s}s",
        "comma": ", ",
    },
}
_STATES: Mapping[str, str] = {
    "shown": "显示", "escalated": "升级", "met": "做到", "open": "提出", "undetermined": "记为不明",
    "alert": "提醒主管", "shadow": "试运行触发", "dismissed": "因坐席不需要而收起",
    "used": "因坐席用了而收起", "later": "因坐席稍后再看而收起", "expired": "过时收起",
    "superseded": "让位", "retracted": "收回", "call_ended": "随通话结束收起",
}  # fmt: skip
"""What an expectation asks for, in Chinese; in English its own name will do."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that is not as a test has it. ``missed``: what should have happened, or been so;
    ``times``: when it did happen (ms); ``told``: what was known instead; ``shown``: a hint or an
    alert that nobody expected; ``instead``: beside what is missed, the hint that another rule
    showed for the same need. None of these: a known gap that is closed."""

    missed: Expected | None = None
    times: tuple[int, ...] = ()
    told: tuple[tuple[str, str], ...] | None = None
    shown: HintShow | Alert | None = None
    instead: HintShow | None = None

    def __str__(self) -> str:
        return self.words("en")

    def words(self, lang: Lang) -> str:
        """In one line."""
        words = _WORDS[lang]
        if self.shown is not None:
            at, shown = _tenths(self.shown.at, lang), self.shown
            what = "alert" if isinstance(shown, Alert) else "unexpected"
            return words[what].format(rule=shown.rule, need=shown.need, at=at)
        if self.missed is None:
            return words["fixed"]
        expected = _expected(self.missed, lang)
        if self.told is not None:
            told = _pairs(self.told, lang) or words["nothing"]
            return words["told"].format(expected=expected, told=told)
        if self.missed.context:
            return words["not"].format(expected=expected)
        if not self.times:
            return words["never"].format(expected=expected) + self._instead(lang)
        times = words["comma"].join(_tenths(at, lang) for at in self.times)
        return words["was"].format(expected=expected, times=times)

    def _instead(self, lang: Lang) -> str:
        if self.instead is None:
            return ""
        at = _tenths(self.instead.at, lang)
        return _WORDS[lang]["instead"].format(rule=self.instead.rule, at=at)


def _expected(one: Expected, lang: Lang) -> str:
    words, by = _WORDS[lang], _WORDS[lang]["seconds"].format(s=f"{one.by / 1000:g}")
    if one.fact:
        return words["fact"].format(told=_pairs(one.fact, lang), by=by)
    if one.context:
        told = words["comma"].join(f"{test.key} {test.op} {test.value}" for test in one.context)
        return words["context"].format(told=told, by=by)
    named = ("rule", one.rule) if one.rule else ("need", one.need)
    after = words["seconds"].format(s=f"{one.after / 1000:g}")
    return words["should"].format(
        what=words[named[0]].format(name=named[1]),
        state=_STATES.get(one.state, one.state) if lang == "zh" else one.state,
        step=words["step"].format(step=one.step) if one.step else "",
        after=words["after"].format(after=after) if one.after >= 0 else "",
        by=by,
    )


def _pairs(told: tuple[tuple[str, str], ...], lang: Lang) -> str:
    return _WORDS[lang]["comma"].join(f"{name} = {value}" for name, value in told)


def _tenths(at: int, lang: Lang) -> str:
    return _WORDS[lang]["seconds"].format(s=f"{at / 1000:.1f}")
