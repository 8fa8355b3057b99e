"""Conditions in a supervisor's words, in Chinese and English.

They are told from what :mod:`assist.core.explain` gives of them: an outline says what a condition
asks for, a tree also whether it holds and what is there instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

Lang = Literal["zh", "en"]
Node = Mapping[str, Any]

_SPEAKERS: Mapping[Lang, Mapping[str, str]] = {
    "zh": {"customer": "客户", "agent": "坐席", "any": "任一方"},
    "en": {"customer": "the customer", "agent": "the agent", "any": "anybody"},
}
_ASKS: Mapping[Lang, Mapping[str, str]] = {
    "zh": {
        "Count": "`{signal}` 在 {within} 内至少 {n} 次",
        "AllOf": "{within} 内以下都有",
        "AnyOf": "以下任一",
        "AtLeast": "{within} 内以下至少 {n} 样",
        "InOrder": "{within} 内依次{same}",
        "Absent": "{since}没有",
        "NeedIs": "需要{state}：{needs}",
        "EmotionIs": "{speaker}的 `{meter}` 达到 {level}",
        "Turns": "{speaker}最近 {last} 次发言{each}{none}",
        "ContextIs": "通话资料：{tests}",
        "HistoryIs": "`{signal}`（以前的通话）：{tests}",
        "During": "{phase}",
    },
    "en": {
        "Count": "`{signal}` at least {n} times within {within}",
        "AllOf": "all of these within {within}",
        "AnyOf": "any of these",
        "AtLeast": "at least {n} of these within {within}",
        "InOrder": "one after the other within {within}{same}",
        "Absent": "not {since}",
        "NeedIs": "a need {state}: {needs}",
        "EmotionIs": "`{meter}` of {speaker} at {level} or above",
        "Turns": "the last {last} turns of {speaker}{each}{none}",
        "ContextIs": "the call's context: {tests}",
        "HistoryIs": "`{signal}`, of earlier calls: {tests}",
        "During": "{phase}",
    },
}
_LIKE: Mapping[Lang, Mapping[str, str]] = {
    "zh": {
        "heard": "像 `{need}` 的例句，至少 {least}%",
        "whole": "整句话像 `{need}` 的例句，至少 {least}%",
    },
    "en": {
        "heard": "words like the examples of `{need}`, {least} % or more",
        "whole": "a whole utterance like the examples of `{need}`, {least} % or more",
    },
}
"""A signal of ``examples:``, by when it is judged; its name says what it is."""
_SMALL: Mapping[Lang, Mapping[str, str]] = {
    "zh": {
        "same": "，且 {{{same}}} 相同",
        "each": "都有 `{each}`",
        "none": "都没有 `{none}`",
        "ms": "最近 {ms} ",
        "turns": "最近 {turns} 次发言里",
        "since": "自 `{since}` 之后",
        "call": "整通电话里",
        "opened": "提出",
        "open": "未解决",
        "met": "已满足",
        "opening": "开场时",
        "closing": "收尾之后",
        "first": "开头 {ms} 内",
        "after": "{ms} 之后",
        "last": "最近一次在 {at}",
        "never": "没有听到",
        "counted": "已有 {counted} 次",
        "stands": "现在是 {stands}（{value}）",
        "is": "{key} 是 {is}",
        "unknown": "{key} 未知",
        "in": "是 {value} 之一",
        "and": "；",
        "past": "{within} 内有过 {name}",
        "ago": "{name} 在 {ago} 前有过",
        "unheard": "没有记着 {name}",
    },
    "en": {
        "same": ", with the same {{{same}}}",
        "each": " each hold `{each}`",
        "none": ", none holds `{none}`",
        "ms": "in the last {ms}",
        "turns": "in the last {turns} turns",
        "since": "since `{since}`",
        "call": "in the whole call",
        "opened": "comes up",
        "open": "is open",
        "met": "was met",
        "opening": "in the opening",
        "closing": "from the closing on",
        "first": "in the first {ms}",
        "after": "after {ms}",
        "last": "last at {at}",
        "never": "never heard",
        "counted": "{counted} so far",
        "stands": "stands at {stands} ({value})",
        "is": "{key} is {is}",
        "unknown": "{key} is unknown",
        "in": "one of {value}",
        "and": "; ",
        "past": "{name} within {within}",
        "ago": "{name} was {ago} ago",
        "unheard": "nothing is known of {name}",
    },
}


def speaker(name: str, lang: Lang) -> str:
    """Who speaks, in words."""
    return _SPEAKERS[lang].get(name, name)


def duration(ms: int, lang: Lang) -> str:
    """``90 s``, ``2 min``; in the units that people would use."""
    units = (
        (86_400_000, "天", " d"),
        (3_600_000, "小时", " h"),
        (60_000, "分钟", " min"),
        (1000, "秒", " s"),
    )
    for size, zh, en in units:
        if ms >= size and ms % size == 0 and (size != 60_000 or ms >= 2 * size):
            return f"{ms // size}{zh if lang == 'zh' else en}"
    return f"{ms / 1000:g}{'秒' if lang == 'zh' else ' s'}"


def moment(ms: int, lang: Lang) -> str:
    """A time of the call."""
    return f"{ms / 1000:.1f}{'秒' if lang == 'zh' else ' s'}"


def hears(signal: str, lang: Lang) -> str:
    """A signal as supervisors know it: by its name, or, where a rule's `examples:` made it, by what
    it is like."""
    kind, *rest = signal.split(":")
    if kind != "examples" or len(rest) != len(("pack", "need", "when", "least")):
        return f"`{signal}`"
    _, need, when, least = rest
    return _LIKE[lang][when].format(need=need, least=f"{float(least) * 100:g}")


def asks(node: Node, lang: Lang) -> str:
    """What one condition asks for, without those within it."""
    if node["condition"] == "Heard":
        return hears(node["signal"], lang)
    template = _ASKS[lang].get(node["condition"])
    if template is None:
        return str(node["condition"])
    values: dict[str, Any] = dict(node)
    if "within" in node:
        values["within"] = duration(node["within"], lang)
    if "speaker" in node:
        values["speaker"] = speaker(node["speaker"], lang)
    match node["condition"]:
        case "InOrder":
            values["same"] = _small(node, "same", lang)
        case "Turns":
            values |= {key: _small(node, key, lang) for key in ("each", "none")}
        case "Absent":
            values["since"] = _since(node, lang)
        case "NeedIs":
            values |= {"state": _SMALL[lang][node["state"]], "needs": ", ".join(node["needs"])}
        case "ContextIs":
            values["tests"] = _SMALL[lang]["and"].join(_test(t, lang) for t in node["tests"])
        case "HistoryIs":
            values["tests"] = _SMALL[lang]["and"].join(
                _SMALL[lang]["past"].format(
                    name=test["name"], within=duration(test["within"], lang)
                )
                for test in node["tests"]
            )
        case "During":
            ms = duration(node["ms"], lang)
            values["phase"] = _SMALL[lang][node["phase"]].format(ms=ms)
    return template.format(**values)


def stands(node: Node, lang: Lang) -> str:
    """What is there instead, or on which words it holds; empty where there is nothing to say."""
    if "holds" not in node:
        return ""
    small = _SMALL[lang]
    said = []
    match node["condition"]:
        case "Heard":
            said = [_last(node, lang)]
        case "Count":
            said = [small["counted"].format(counted=node["counted"]), _last(node, lang)]
        case "EmotionIs":
            said = [small["stands"].format(**node)]
        case "ContextIs":
            said = [
                small["unknown" if test["is"] is None else "is"].format(**test)
                for test in node["tests"]
                if not test["holds"]
            ]
        case "HistoryIs":
            said = [_ago(test, lang) for test in node["tests"]]
    quotes = {heard["quote"]: None for heard in node["heard"] if heard["quote"]}
    if node["condition"] in {"Heard", "Count", "Turns", "EmotionIs", "NeedIs"}:
        said += [f"“{quote}”" for quote in quotes]
    return small["and"].join(said)


def lines(node: Node, lang: Lang, depth: int = 0, *, brief: bool = False) -> Iterator[str]:
    """A condition and those within it, a line each; with ✓ and ✗ where it is a tree.

    Signals of one list that were never heard share a line. ``brief``: alternatives of which nothing
    was heard are left out.
    """
    told = "holds" in node
    mark = ("✓ " if node["holds"] else "✗ ") if told else "- "
    yield f"{'  ' * depth}{mark}{asks(node, lang)}{_bracketed(stands(node, lang), lang)}"
    silent = [below for below in node.get("of", ()) if told and _is_silent(below)]
    together = len(silent) > 1 and node["condition"] != "InOrder"
    for below in node.get("of", ()):
        if together and below in silent:
            continue
        if not (brief and node["condition"] == "AnyOf" and not heard(below)):
            yield from lines(below, lang, depth + 1, brief=brief)
    if together and not (brief and node["condition"] == "AnyOf"):
        names = ("、" if lang == "zh" else ", ").join(asks(below, lang) for below in silent)
        never = _bracketed(_SMALL[lang]["never"], lang)
        yield f"{'  ' * (depth + 1)}✗ {names}{never}"


def heard(node: Node) -> bool:
    """Whether a tree holds, or anything that it listens for was heard at all."""
    return bool(
        node["holds"] or node.get("last_heard") is not None or any(map(heard, node.get("of", ())))
    )


def _is_silent(node: Node) -> bool:
    return node["condition"] == "Heard" and not node["holds"] and node["last_heard"] is None


def _bracketed(text: str, lang: Lang) -> str:
    if not text:
        return ""
    return f"（{text}）" if lang == "zh" else f" ({text})"


def _small(node: Node, key: str, lang: Lang) -> str:
    return _SMALL[lang][key].format(**{key: node[key]}) if node[key] is not None else ""


def _since(node: Node, lang: Lang) -> str:
    small = _SMALL[lang]
    if node["ms"] is not None:
        return small["ms"].format(ms=duration(node["ms"], lang))
    key = "turns" if node["turns"] is not None else "since" if node["since"] else "call"
    return small[key].format(**node)


def _test(test: Node, lang: Lang) -> str:
    if test["op"] == "in":
        among = "、" if lang == "zh" else ", "
        return (
            f"{test['key']} {_SMALL[lang]['in'].format(value=among.join(map(str, test['value'])))}"
        )
    return f"{test['key']} {test['op']} {test['value']}"


def _ago(test: Node, lang: Lang) -> str:
    if test["ago"] is None:
        return _SMALL[lang]["unheard"].format(name=test["name"])
    return _SMALL[lang]["ago"].format(name=test["name"], ago=duration(test["ago"], lang))


def _last(node: Node, lang: Lang) -> str:
    last = node["last_heard"]
    if last is None:
        return _SMALL[lang]["never"]
    return _SMALL[lang]["last"].format(at=moment(last, lang))
