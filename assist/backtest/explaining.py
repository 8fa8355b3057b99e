"""Why a rule showed its hint at a moment of a call, or why it did not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, takewhile
from typing import Any, Literal

from assist.core.engine import Engine
from assist.core.events import Tick
from assist.core.program import Program
from assist.node.replay import Timed, play
from assist.ruleset.reasons import reason
from assist.ruleset.saying import Lang, Node, lines, moment

NEAR_MS = 60_000
"""A cue that was heard this long before the moment still makes a rule a near miss."""

Standing = Literal["visible", "held back", "waiting", "open", "met", "gone", "near miss", "silent"]
STANDINGS: tuple[Standing, ...] = (
    "visible", "held back", "waiting", "open", "met", "gone", "near miss", "silent"
)  # fmt: skip
"""How a rule stands: from what the agent sees to what nothing was heard of."""


@dataclass(frozen=True, slots=True)
class Explained:
    """One rule at one moment; ``told`` is what :meth:`Engine.explain` gives."""

    rule: str
    standing: Standing
    told: Mapping[str, Any]


def _same(_digest: str) -> None:
    """The rules given hold throughout, whatever was in force."""


def explain(engine: Engine, at: int, rules: Sequence[str] = ()) -> list[Explained]:
    """How rules stand ``at`` ms into a call, by an engine that has come so far; all of them where
    none is named, in the order of :data:`STANDINGS`. After the end of the call: as they stood then.
    Raises :class:`KeyError` for an unknown rule.
    """
    at = min(at, engine.state.now) if engine.ended else at
    visible = {hint["id"]: hint["rule"] for hint in engine.snapshot()["hints"]}
    in_force = engine.program.rules.rules
    names = rules or [name for name, rule in in_force.items() if rule.mode != "off"]
    found = []
    for name in names:
        told = engine.explain(name)
        found.append(Explained(name, _standing(told, at, shown=name in visible.values()), told))
    return sorted(found, key=lambda one: STANDINGS.index(one.standing))


def engine_at(call: str, entries: Iterable[Timed], program: Program, at: int) -> Engine:
    """The engine of a call as it stands ``at`` ms into it, had ``program`` been in force."""
    until = takewhile(lambda entry: entry.received <= at, entries)
    tick = Timed(at, Tick(type="tick", call=call, at=at))
    steps = play(call, chain(until, [tick]), program, _same)
    return next(step.engine for step in steps if step.event is tick.event)


def _standing(told: Mapping[str, Any], at: int, *, shown: bool) -> Standing:
    if shown:
        return "visible"
    last, was = told["openings"][-1] if told["openings"] else None, told["shown"]
    if last is None:
        near = any(_heard_lately(told["when"], at)) or bool(told["skipped"])
        return "gone" if was is not None else "near miss" if near else "silent"
    if last["state"] == "refused":
        return "gone"
    if last["state"] == "open":
        if was is not None and was >= last["cued"]:
            return "gone"
        return "held back" if told["mode"] == "live" else "open"
    return "waiting" if last["state"] == "waiting" else "met"


def _heard_lately(node: Node, at: int) -> Iterator[bool]:
    heard = node.get("last_heard")
    yield heard is not None and at - heard <= NEAR_MS
    for below in node.get("of", ()):
        yield from _heard_lately(below, at)


# -- in words --------------------------------------------------------------------------------

STANDING_WORDS: Mapping[Lang, Mapping[Standing, str]] = {
    "zh": {
        "visible": "正在显示",
        "held back": "已触发，但没有上屏",
        "waiting": "已触发，正在等坐席自己去做",
        "open": "已触发（不上屏的模式）",
        "met": "坐席已经做到",
        "gone": "显示过，已收起",
        "near miss": "差一点",
        "silent": "没有听到相关的话",
    },
    "en": {
        "visible": "on the screen",
        "held back": "cued, but kept from the screen",
        "waiting": "cued, waiting for the agent to do it unprompted",
        "open": "cued, in a mode that shows nothing",
        "met": "done by the agent",
        "gone": "was shown, and has gone",
        "near miss": "a near miss",
        "silent": "nothing of it was heard",
    },
}
_WORDS: Mapping[Lang, Mapping[str, str]] = {
    "zh": {
        "when": "什么时候提示（以 {at} 为准）：",
        "first": "要做这通电话的第一条提示，线索附近还得听到：",
        "met_by": "坐席做到什么就不必提示：",
        "step": "第 {n} 步 {name}：",
        "cued": "{at} 触发{quotes}",
        "opened": "{at} 提出",
        "shown": "{at} 上屏",
        "met": "{at} 坐席做到",
        "already": "坐席在此之前已经做到，不再提示",
        "waits": "还在等坐席",
        "skipped": "{at} 又听到，但没有再提示：{why}",
        "closed": "{at} 收起：{why}",
        "suppressed": "{at} 没有上屏：{why}",
        "feedback": "{at} 坐席反馈：{why}",
        "waiting": "正在等着上屏：{why}",
        "mode": "模式是 {mode}，不会上屏",
    },
    "en": {
        "when": "shown when (as of {at}):",
        "first": "to be the first hint of the call, it needs near its cue:",
        "met_by": "needless once:",
        "step": "step {n}, {name}:",
        "cued": "cued at {at}{quotes}",
        "opened": "opened at {at}",
        "shown": "on the screen at {at}",
        "met": "done at {at}",
        "already": "the agent had done it already, so nothing was shown",
        "waits": "still waiting for the agent",
        "skipped": "heard again at {at}, but not shown again: {why}",
        "closed": "closed at {at}: {why}",
        "suppressed": "kept from the screen at {at}: {why}",
        "feedback": "the agent's verdict at {at}: {why}",
        "waiting": "waits for the screen: {why}",
        "mode": "its mode is {mode}: it shows nothing",
    },
}


def tell(one: Explained, lang: Lang, *, brief: bool = False) -> Iterator[str]:
    """All there is to say of one rule, a line each; the first is its heading. ``brief``: without
    the alternatives of which nothing was heard, and without what would make it needless."""
    words, told = _WORDS[lang], one.told
    yield f"{one.rule} ({told['where']}): {STANDING_WORDS[lang][one.standing]}"
    if told["mode"] != "live":
        yield f"  {words['mode'].format(mode=told['mode'])}"
    if told["waits"] is not None:
        why = reason(told["waits"], lang)
        yield f"  {words['waiting'].format(why=why)}"
    for _, line in sorted(_happened(told, lang), key=lambda timed: timed[0]):
        yield f"  {line}"
    yield f"  {words['when'].format(at=moment(told['at'], lang))}"
    yield from (f"    {line}" for line in lines(told["when"], lang, brief=brief))
    if told["waits"] == "unsure":
        yield f"  {words['first']}"
        yield from (f"    {line}" for line in lines(told["first"], lang))
    if brief:
        return
    if "met_by" in told:
        yield f"  {words['met_by']}"
        yield from (f"    {line}" for line in lines(told["met_by"], lang))
    for number, step in enumerate(told.get("steps", ()), 1):
        yield f"  {words['step'].format(n=number, name=step['name'])}"
        yield from (f"    {line}" for line in lines(step["met_by"], lang))


def _happened(told: Mapping[str, Any], lang: Lang) -> Iterator[tuple[int, str]]:
    words = _WORDS[lang]
    for opening in told["openings"]:
        quotes = " ".join(f"“{heard['quote']}”" for heard in opening["because"])
        said = f"：{quotes}" if lang == "zh" and quotes else f" by {quotes}" if quotes else ""
        cued = opening["cued"]
        yield cued, words["cued"].format(at=moment(cued, lang), quotes=said)
        if opening["opened"] is not None:
            yield opening["opened"], words["opened"].format(at=moment(opening["opened"], lang))
        elif opening["state"] == "waiting":
            yield cued, words["waits"]
        elif opening["state"] == "met":
            yield cued, words["already"]
        if opening["met"] is not None and opening["opened"] is not None:
            yield opening["met"], words["met"].format(at=moment(opening["met"], lang))
    for skipped in told["skipped"]:
        at = skipped["at"]
        why = reason(skipped["why"], lang)
        yield at, words["skipped"].format(at=moment(at, lang), why=why)
    if (shown := told["shown"]) is not None:
        yield shown, words["shown"].format(at=moment(shown, lang))
    for trace in told["trace"]:
        if trace["what"] in {"closed", "suppressed", "feedback"}:
            why, at = reason(trace["why"], lang), trace["at"]
            yield at, words[trace["what"]].format(at=moment(at, lang), why=why)
