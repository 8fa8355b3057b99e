"""What is in a rule set, each thing in one sentence: *when the customer says … and the agent has
not …, show …*. The words of conditions are those of :mod:`assist.ruleset.saying`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assist.core.explain import outline
from assist.core.rules import (
    Absent,
    AllOf,
    AnyOf,
    AtLeast,
    Condition,
    Heard,
    InOrder,
    Meter,
    NeedIs,
    Rule,
    RuleSet,
    Signal,
    Texts,
    Veto,
)
from assist.ruleset.lessons import DOES
from assist.ruleset.saying import Lang, asks, duration, speaker

LANGUAGES: tuple[Lang, ...] = ("zh", "en")
QUOTED = 2
"""Phrases quoted of a signal within a rule's sentence: enough to know which it is."""
PARTS = (3, 2, 1)
"""So many parts of a condition are told: of the outermost, of one within it, further in."""
DEEP = 2
"""From here on within others, one phrase is quoted of a signal."""
NEEDS = 3
"""So many needs are named of a condition."""
QUOTED_ALONE = 8
"""Phrases quoted of a signal by itself."""

_CODE = re.compile(r"[$\[\]{}()|\\]")
"""What people do not say: the signs of lists, gaps and alternatives."""

_WORDS: Mapping[Lang, Mapping[str, str]] = {
    "zh": {
        "says": "{who}说到{what}", "more": "等", "and": "，并且", "or": "，或者", "then": "，然后",
        "all": "{parts}（{within}内）", "some": "以下至少 {n} 样（{within}内）：{parts}",
        "not": "{since}没有{what}", "nested": "（{what}）", "happens": "出现 `{name}`",
        "feels": "{who}的 `{meter}` 到了 {level}", "when": "当{when}",
        "unless": "，除非{met}", "rest": "{by}另外 {n} 种情形", "needs": "{needs} 等 {n} 种",
        "steps": "，分 {n} 步", "show": "，就提示“{text}”", "next": "”→“",
        "sets": "，就记下 {keys}",
        "alert": "，就告诉主管", "wait": "，先等 {patience}", "turns": "{n} 次发言", "end": "。",
        "off": "（已停用）", "shadow": "（影子模式：只记录，不提示）", "list": "词单：{texts}",
        "veto": "附近有{texts}时不算数。", "meter": "{who}的情绪，由 {n} 个信号推动，{half}减半。",
        "like": "{who}的话很像“{lesson}”的例句（{least}% 以上）",
        "by": "{who}：{what}", "derived": "{who}的 `{name}`：由 {kind} 得出。",
    },
    "en": {
        "says": "{who} says {what}", "more": " …", "and": ", and ", "or": ", or ",
        "then": ", then ", "all": "{parts} (within {within})",
        "some": "at least {n} of these (within {within}): {parts}", "not": "not {since}: {what}",
        "nested": "({what})", "happens": "`{name}` happens",
        "feels": "`{meter}` of {who} reaches {level}", "when": "When {when}",
        "unless": ", unless {met}", "rest": "{by}{n} more", "needs": "{needs} and {n} more",
        "steps": ", in {n} steps", "show": ": show “{text}”",
        "next": "” → “",
        "sets": ": note {keys}", "alert": ": tell the supervisor", "wait": ", after {patience}",
        "turns": "{n} turns", "end": ".", "off": " (switched off)",
        "shadow": " (in shadow: noted, not shown)", "list": "A list: {texts}",
        "veto": "Near {texts} a match does not count.",
        "meter": "An emotion of {who}, moved by {n} signals, halved in {half}.",
        "like": "{who} speaks like the examples of “{lesson}” ({least} % or more)",
        "by": "{who}: {what}", "derived": "`{name}` of {who}, known by {kind}.",
    },
}  # fmt: skip


def rule_sentence(rule: Rule, rules: RuleSet, lang: Lang) -> str:
    """A rule from its cue to what it does."""
    words = _WORDS[lang]
    parts = [words["when"].format(when=condition(rule.when, rules, lang))]
    if rule.met_by is not None:
        parts.append(words["unless"].format(met=condition(rule.met_by, rules, lang, depth=1)))
    if rule.patience is not None:
        parts.append(words["wait"].format(patience=_patience(rule, lang)))
    if rule.steps:
        parts.append(words["steps"].format(n=len(rule.steps)))
    if rule.text:
        shown = [_text(step.text or rule.text, lang) for step in rule.steps]
        text = words["next"].join(shown) if shown else _text(rule.text, lang)
        parts.append(words["show"].format(text=text))
    if rule.sets:
        parts.append(words["sets"].format(keys=", ".join(rule.sets)))
    if rule.alert is not None:
        parts.append(words["alert"])
    mode = words.get(rule.mode, "")
    return "".join((*parts, mode, words["end"]))


def condition(of: Condition, rules: RuleSet, lang: Lang, *, depth: int = 0) -> str:
    """A condition with the first of those within it, in one line that can be read aloud: what else
    it asks for, the rule itself tells. ``depth``: how many conditions it is within; there, one of
    several parts gets brackets."""
    words = _WORDS[lang]
    several = False
    match of:
        case Heard(name):
            said = _heard(name, rules, lang, QUOTED if depth < DEEP else 1)
        case AllOf(parts, within):
            several = True
            joined = _joined(parts, "and", rules, lang, depth)
            said = words["all"].format(parts=joined, within=duration(within, lang))
        case AnyOf(parts):
            several = len(parts) > 1
            said = _joined(parts, "or", rules, lang, depth)
        case InOrder(parts, within):
            several = True
            joined = _joined(parts, "then", rules, lang, depth)
            said = words["all"].format(parts=joined, within=duration(within, lang))
        case AtLeast(n, parts, within):
            several = True
            joined = _joined(parts, "or", rules, lang, depth)
            said = words["some"].format(n=n, parts=joined, within=duration(within, lang))
        case Absent(inner):
            since = asks(outline(of), lang).removeprefix("not ").removesuffix("没有")
            what = condition(inner, rules, lang, depth=depth + 1)
            said = words["not"].format(since=since, what=what)
        case NeedIs(ids, state) if len(ids) > NEEDS:
            few = asks(outline(NeedIs(ids[:NEEDS], state)), lang)
            said = words["needs"].format(
                needs=few, n=len(ids) if lang == "zh" else len(ids) - NEEDS
            )
        case _:
            said = asks(outline(of), lang)
    return words["nested"].format(what=said) if depth and several else said


def signal_sentence(signal: Signal, lang: Lang) -> str:
    """What a signal hears, or is known by."""
    words, who = _WORDS[lang], speaker(signal.speaker, lang)
    if signal.is_text:
        heard = [one.source for one in signal.phrases]
        heard += [one.source for one in signal.patterns]
        said = words["by"].format(who=who, what=quoted(heard, lang, QUOTED_ALONE))
        return said if signal.taught is None else said + words["or"] + _like(signal, lang)
    if signal.taught is not None:
        return _like(signal, lang) + words["end"]
    if signal.emotion is not None:
        meter, level = signal.emotion
        return words["feels"].format(who=who, meter=meter, level=level) + words["end"]
    kind = "context" if signal.context else "history" if signal.history else "manner"
    kinds = {"context": "通话资料", "history": "以前的通话", "manner": "说话的方式"}
    return words["derived"].format(
        who=who, name=signal.name, kind=kinds[kind] if lang == "zh" else kind
    )


def list_sentence(texts: Sequence[str], lang: Lang) -> str:
    """The first texts of a list."""
    return _WORDS[lang]["list"].format(texts=quoted(texts, lang, QUOTED_ALONE))


def veto_sentence(veto: Veto, lang: Lang) -> str:
    """What keeps a match from counting."""
    texts = quoted([one.source for one in veto.phrases], lang, QUOTED_ALONE)
    return _WORDS[lang]["veto"].format(texts=texts)


def meter_sentence(meter: Meter, lang: Lang) -> str:
    """Whose emotion, and what moves it."""
    return _WORDS[lang]["meter"].format(
        who=speaker(meter.speaker, lang), n=len(meter.weights), half=duration(meter.half_life, lang)
    )


def quoted(texts: Sequence[str], lang: Lang, most: int) -> str:
    """The first of some texts in quotes, and a sign that there are more."""
    said = ("" if lang == "zh" else ", ").join(f"“{text}”" for text in texts[:most])
    return said + (_WORDS[lang]["more"] if len(texts) > most else "")


def _heard(name: str, rules: RuleSet, lang: Lang, most: int) -> str:
    words, signal = _WORDS[lang], rules.signals.get(name)
    if signal is None or not signal.is_text:
        if signal is not None and signal.emotion is not None:
            return signal_sentence(signal, lang).removesuffix(words["end"])
        if signal is not None and signal.taught is not None:
            return _like(signal, lang)
        return words["happens"].format(name=name)
    heard = [one.source for one in signal.phrases]
    plain = [text for text in heard if not _CODE.search(text)] or [_aloud(t) for t in heard]
    what = quoted(plain, lang, most) if plain else f"`{name}`"
    return words["says"].format(who=speaker(signal.speaker, lang), what=what)


def _aloud(phrase: str) -> str:
    """A phrase with its lists and gaps left open."""
    return re.sub(r"(?:\$[\w-]+|\{[^}]*\}|…|[\[\]()|\\])+", "…", phrase)


def _like(signal: Signal, lang: Lang) -> str:
    taught = signal.taught
    assert taught is not None
    between = "、" if lang == "zh" else ", "
    lesson = between.join(each.removeprefix(DOES) for each in taught.lessons)
    least = round(taught.least * 100)
    who = speaker(signal.speaker, lang)
    return _WORDS[lang]["like"].format(who=who, lesson=lesson, least=least)


def _joined(parts: Sequence[Condition], by: str, rules: RuleSet, lang: Lang, depth: int) -> str:
    """The first parts; of two, the other one is told rather than that there is one more."""
    words, most = _WORDS[lang], PARTS[min(depth, len(PARTS) - 1)]
    told = parts if len(parts) <= max(2, most) else parts[:most]
    said = words[by].join(condition(one, rules, lang, depth=depth + 1) for one in told)
    left = len(parts) - len(told)
    return said + (words["rest"].format(by=words[by], n=left) if left else "")


def _patience(rule: Rule, lang: Lang) -> str:
    patience = rule.patience
    assert patience is not None
    told = []
    if patience.turns is not None:
        told.append(_WORDS[lang]["turns"].format(n=patience.turns))
    if patience.ms is not None:
        told.append(duration(patience.ms, lang))
    return ("或" if lang == "zh" else " or ").join(told)


def _text(texts: Texts, lang: Lang) -> str:
    return (texts.get(lang) or next(iter(texts.values())))[0]
