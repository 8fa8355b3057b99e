"""What changed between two rule sets, in words that a supervisor understands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import ndiff
from typing import Any, Literal

from assist.core.explain import outline
from assist.core.listens import mentions
from assist.core.rules import (
    First,
    Meter,
    Phrase,
    Rule,
    RuleSet,
    Signal,
    StepRule,
    Taught,
    Texts,
    Veto,
)

from .conditions import conditions_of
from .lessons import DOES
from .saying import Lang, duration, hears, lines, speaker
from .unseen import in_steps

Kind = Literal["signal", "veto", "emotion", "rule"]
What = Literal["new", "gone", "changed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is new, gone or changed; ``lines`` say how. ``used_by``: rules that hear or
    weigh it, in the newer set (for what is gone: the older)."""

    kind: Kind
    name: str
    what: What
    lines: tuple[str, ...]
    used_by: tuple[str, ...] = ()


_KINDS: Mapping[Lang, Mapping[str, str]] = {
    "zh": {"signal": "信号", "veto": "否决词", "emotion": "情绪", "rule": "规则",
           "new": "新增", "gone": "删除", "changed": "改动", "used": "影响规则：{rules}"},
    "en": {"signal": "signal", "veto": "veto", "emotion": "emotion", "rule": "rule",
           "new": "new", "gone": "gone", "changed": "changed", "used": "used by {rules}"},
}  # fmt: skip
_WORDS: Mapping[Lang, Mapping[str, str]] = {
    "zh": {
        "new": "听：{texts}", "hears": "现在也听：{texts}", "deaf": "不再听：{texts}",
        "list": "`{phrase}` 里的词单{lists}",
        "more": "多了 {texts}", "fewer": "少了 {texts}", "from": "{field}：{old} → {new}",
        "set": "新写了{field}：{new}", "unset": "去掉了{field}：{old}", "cond": "{field}改了：",
        "nothing": "无", "listed": "{field}（只在需要清单上）", "step": "步骤 {step}：",
    },
    "en": {
        "new": "hears {texts}", "hears": "now hears {texts}", "deaf": "no longer hears {texts}",
        "list": "lists in `{phrase}`: {lists}", "more": "more: {texts}", "fewer": "fewer: {texts}",
        "from": "{field}: {old} → {new}", "set": "{field} is now given: {new}",
        "unset": "{field} is no longer given, it was {old}", "cond": "{field} changed:",
        "nothing": "nothing", "listed": "{field} (on the checklist only)", "step": "step {step}: ",
    },
}  # fmt: skip
_FIELDS_ZH: Mapping[str, str] = {
    "speaker": "说话人", "exceptions": "例外", "near": "附近要有", "not_near": "附近不能有",
    "negated": "否定", "word": "整词", "on": "时机", "vetoes": "否决", "weight": "权重",
    "need": "需要", "ability": "能力", "when": "触发条件", "met_by": "做到条件", "steps": "步骤",
    "priority": "级别", "text": "标题", "say": "话术", "credit": "提前做到也算", "patience": "等待",
    "escalate": "升级", "cooldown": "冷却", "max_per_call": "每通最多", "supersedes": "压过",
    "exclusive": "互斥组", "queues": "队列", "languages": "语言", "mode": "模式",
    "half_life": "半衰期", "levels": "级别门槛", "weights": "权重", "patterns": "正则",
    "before": "往前看字数", "after": "往后看字数", "emotion": "情绪", "context": "通话资料",
    "groups": "技能组", "first_day": "生效日", "last_day": "失效日", "card": "知识卡",
    "alert": "告警", "first": "通话的第一条提示要有",
    "sets": "设置资料", "history": "以前的通话", "taught": "像例句",
}  # fmt: skip
_INNER_ZH: Mapping[str, str] = {
    "after": "过", "ms": "最多", "turns": "轮数", "title": "标题", "body": "内容", "link": "链接",
}  # fmt: skip
"""Fields of what a field holds: of an escalation, of patience, of a card."""
_VALUES: Mapping[str, Mapping[Lang, Mapping[str, str]]] = {
    "priority": {
        "zh": {"notice": "留意", "advice": "建议", "urgent": "尽快", "critical": "紧要"},
        "en": {},
    },
    "mode": {"zh": {"live": "上线", "shadow": "影子", "off": "停用"}, "en": {}},
    "ability": {
        "zh": {
            "understanding": "理解", "expression": "表达", "communication": "沟通",
            "negotiation": "协商", "empathy": "共情",
        },
        "en": {},
    },
}  # fmt: skip
"""The words that pages have for what files say."""
_DURATIONS = frozenset({"credit", "cooldown", "half_life", "ms"})
_INNER_DURATIONS = frozenset({"after", "within"})
_CONDITIONS = frozenset({"when", "met_by"})
_UNTOLD = frozenset({"name", "where", "digest", "phrases", "patterns", "exceptions"})
"""Fields that are no news, or are told in a way of their own."""


def difference(old: RuleSet, new: RuleSet, lang: Lang) -> list[Change]:
    """Every change: rules first, then what they are made of, in the order of the files."""
    sections: tuple[tuple[Kind, Mapping[str, Any], Mapping[str, Any]], ...] = (
        ("rule", old.rules, new.rules),
        ("signal", _written(old.signals), _written(new.signals)),
        ("emotion", old.meters, new.meters),
        ("veto", old.vetoes, new.vetoes),
    )
    return [
        change
        for kind, before, after in sections
        for change in _section(kind, before, after, (old, new), lang)
    ]


def _written(signals: Mapping[str, Signal]) -> Mapping[str, Signal]:
    """Those that stand in the files; the others are told with the rules that made them."""
    return {name: signal for name, signal in signals.items() if ":" not in name}


def tell(change: Change, lang: Lang) -> Iterator[str]:
    """A change line by line; the first is its heading."""
    words = _KINDS[lang]
    yield f"{words[change.what]}{' ' if lang == 'en' else ''}{words[change.kind]} `{change.name}`"
    yield from (f"  {line}" for line in change.lines)
    if change.used_by:
        yield f"  {words['used'].format(rules=', '.join(change.used_by))}"


def _section(
    kind: Kind,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    sets: tuple[RuleSet, RuleSet],
    lang: Lang,
) -> Iterator[Change]:
    old, new = sets
    for name, one in before.items():
        if name not in after:
            yield Change(kind, name, "gone", (), _users(kind, name, old))
        elif one is not after[name] and (told := tuple(_changes(one, after[name], lang))):
            yield Change(kind, name, "changed", told, _users(kind, name, new))
    for name, one in after.items():
        if name not in before:
            yield Change(kind, name, "new", tuple(_summary(one, lang)), _users(kind, name, new))


def _users(kind: Kind, name: str, rules: RuleSet) -> tuple[str, ...]:
    """The rules that hear a signal, itself or through what is made of it."""
    if kind == "rule":
        return ()
    names = {name}
    if kind == "veto":
        names = {s.name for s in rules.signals.values() if name in s.vetoes}
    if kind == "emotion":
        names = {s.name for s in rules.signals.values() if s.emotion and s.emotion[0] == name}
        names |= {f"emotion:{name}"}
    return tuple(
        rule.name
        for rule in rules.rules.values()
        if any(
            heard in names or any(heard.startswith(f"{one}:") for one in names)
            for condition in conditions_of(rule)
            for heard in mentions(condition)
        )
    )


def _summary(one: Signal | Veto | Meter | Rule, lang: Lang) -> Iterator[str]:
    """What is new, in a few lines."""
    match one:
        case Rule():
            field = _field("when", lang)
            yield f"{field}:" if lang == "en" else f"{field}："
            yield from (f"  {line}" for line in lines(outline(one.when), lang))
            if one.met_by is not None:
                yield f"{_field('met_by', lang)}: {_value('met_by', one.met_by, lang)}"
            told = ("need", "mode", "priority") if one.need else ("mode",)
            yield from (
                f"{_field(name, lang)}: {_value(name, getattr(one, name), lang)}" for name in told
            )
            yield f"{_field('text', lang)}: {_texts(one.text, lang)}"
        case Signal():
            heard = [phrase.source for phrase in one.phrases]
            if one.taught is not None:
                yield f"{_field('taught', lang)}: {_value('taught', one.taught, lang)}"
            if heard:
                said = _WORDS[lang]["new"].format(texts=_listed(heard, lang))
                yield f"{speaker(one.speaker, lang)}: {said}"
        case _:
            return


def _changes(old: Any, new: Any, lang: Lang) -> Iterator[str]:
    words = _WORDS[lang]
    if isinstance(old, Signal | Veto):
        yield from _phrases(old.phrases, new.phrases, lang)
    if isinstance(old, Signal):
        yield from _members(old.patterns, new.patterns, "hears", "deaf", lang)
        for line in _members(old.exceptions, new.exceptions, "more", "fewer", lang):
            yield f"{_field('exceptions', lang)}: {line}"
    for info in fields(old):
        was, now = getattr(old, info.name), getattr(new, info.name)
        if info.name in _UNTOLD or was == now:
            continue
        name = _field(info.name, lang)
        if isinstance(old, Rule) and _is_of_steps(old, new, info.name):  # then no hint shows it
            if info.name == "say":
                continue
            name = words["listed"].format(field=name)
        if info.name == "steps" and _names(was) == _names(now):
            for step, (before, after) in zip(_names(was), zip(was, now, strict=True), strict=True):
                heading = words["step"].format(step=step)
                yield from (f"{heading}{line}" for line in _changes(before, after, lang))
        elif info.name in _CONDITIONS and was is not None and now is not None:
            yield words["cond"].format(field=name)
            yield from (f"  {line}" for line in _compared(was, now, lang))
        elif was in (None, (), {}):
            yield words["set"].format(field=name, new=_value(info.name, now, lang))
        elif now in (None, (), {}):
            yield words["unset"].format(field=name, old=_value(info.name, was, lang))
        else:
            before, after = (_value(info.name, value, lang) for value in (was, now))
            if before != after:
                yield words["from"].format(field=name, old=before, new=after)
            else:
                yield words["cond"].format(field=name).rstrip(":：")


def _is_of_steps(old: Rule, new: Rule, key: str) -> bool:
    """Whether it is a rule's headline or sentence, and each step has one of its own."""
    return key in {"text", "say"} and in_steps(old, key) and in_steps(new, key)


def _names(steps: Sequence[StepRule]) -> list[str]:
    return [step.name for step in steps]


def _phrases(old: Iterable[Phrase], new: Iterable[Phrase], lang: Lang) -> Iterator[str]:
    yield from _members(old, new, "hears", "deaf", lang)
    was = {(phrase.source, phrase.variant): phrase for phrase in old}
    for phrase in new:
        before = was.get((phrase.source, phrase.variant))
        if before is not None and before.pieces != phrase.pieces:
            lists = " ".join(_lists(before, phrase, lang))
            yield _WORDS[lang]["list"].format(phrase=phrase.source, lists=lists)


def _lists(old: Phrase, new: Phrase, lang: Lang) -> Iterator[str]:
    was, now = ({text for piece in phrase.pieces for text in piece} for phrase in (old, new))
    for key, texts in (("more", now - was), ("fewer", was - now)):
        if texts:
            yield _WORDS[lang][key].format(texts=_listed(sorted(texts), lang))


def _members(
    old: Iterable[Any], new: Iterable[Any], more: str, fewer: str, lang: Lang
) -> Iterator[str]:
    """Texts that came and went, by how the supervisor wrote them."""
    was, now = (dict.fromkeys(one.source for one in several) for several in (old, new))
    for key, texts in (
        (more, [t for t in now if t not in was]),
        (fewer, [t for t in was if t not in now]),
    ):
        if texts:
            yield _WORDS[lang][key].format(texts=_listed(texts, lang))


def _compared(old: Any, new: Any, lang: Lang) -> Iterator[str]:
    """Two conditions, line by line, with + and - where they differ."""
    before, after = ([*lines(outline(one), lang)] for one in (old, new))
    yield from (line for line in ndiff(before, after) if not line.startswith("?"))


def _field(name: str, lang: Lang) -> str:
    return f"“{_FIELDS_ZH.get(name, name)}”" if lang == "zh" else f"`{name}`"


def _value(name: str, value: Any, lang: Lang) -> str:
    if value is None or value == ():
        return _WORDS[lang]["nothing"]
    if name in _DURATIONS and isinstance(value, int):
        return duration(value, lang)
    if name in _VALUES:
        return _VALUES[name][lang].get(value, str(value))
    if name == "speaker":
        return speaker(value, lang)
    if name in {"text", "say"}:
        return _texts(value, lang)
    if isinstance(value, First):
        return hears(value.signal, lang)
    if isinstance(value, Taught):
        lessons = ", ".join(lesson.removeprefix(DOES) for lesson in value.lessons)
        return f"{lessons} {value.least:.0%}"
    if name in _CONDITIONS:
        return " / ".join(line.strip() for line in lines(outline(value), lang))
    return _plain(value, lang)


def _plain(value: Any, lang: Lang) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_plain(below, lang)}" for key, below in value.items())
    if isinstance(value, tuple):
        return ", ".join(_plain(below, lang) for below in value)
    if isinstance(value, Phrase):
        return value.source
    if hasattr(value, "__dataclass_fields__"):
        told = ((info.name, getattr(value, info.name)) for info in fields(value))
        return ", ".join(
            f"{_inner(key, lang)} {_held(key, below, lang)}"
            for key, below in told
            if below not in (None, (), {})
        )
    return str(value)


def _inner(name: str, lang: Lang) -> str:
    return _INNER_ZH.get(name, _FIELDS_ZH.get(name, name)) if lang == "zh" else name


def _held(name: str, value: Any, lang: Lang) -> str:
    if name in _INNER_DURATIONS and isinstance(value, int):
        return duration(value, lang)
    return _value(name, value, lang)


def _texts(texts: Texts, lang: Lang) -> str:
    wordings = dict.fromkeys(texts.get(lang) or next(iter(texts.values()), ()))
    return " / ".join(f"“{text}”" for text in wordings)


def _listed(texts: Iterable[str], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(f"“{text}”" for text in texts)
