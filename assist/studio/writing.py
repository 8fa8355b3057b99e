"""A form written into the text of a rule file: only what changed is touched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assist.ruleset.script import parse_script

from .fields import Escalate, Fields, FirstTest, Heard, Patience, Wordings
from .forms import Surroundings, in_steps, read_form
from .roundtrip import Value, flow, scalar, with_entry, with_value

ORDER = (
    *(
        "need",
        "ability",
        "when",
        "examples",
        "met_by",
        "steps",
        "credit",
        "patience",
        "hint",
        "card",
        "alert",
    ),
    *("escalate", "cooldown", "max_per_call", "once", "supersedes", "exclusive", "applies_to"),
    *("valid", "mode"),
)
"""How keys of a rule follow one another, for one that is new."""
_HINT_ORDER = ("priority", "text", "say")
_EXPECTED = {"live": "{{rule: {rule}, by: ", "shadow": "{{rule: {rule}, state: shadow, by: "}
"""How an expectation of a new rule begins, by the rule's mode."""
SLACK_S = 3.0
"""How long after its cue the first test of a new rule gives the hint."""


class NoForm(Exception):  # noqa: N818 - says what is wrong
    """The form cannot be written as it is: (field, zh, en) of each thing that is wrong."""

    def __init__(self, problems: Sequence[tuple[str, str, str]]) -> None:
        super().__init__("; ".join(en for _, _, en in problems))
        self.problems = list(problems)


def write_form(
    text: str, said: Mapping[str, Any], path: str, rule: str, fields: Fields, around: Surroundings
) -> str:
    """The text with the fields of a rule in it; of those that are as they were, not a character
    changes. Raises :class:`NoForm`, :class:`KeyError` and :class:`~.roundtrip.CannotEdit`."""
    before, _ = read_form(said, path, rule, around)
    if before is None:
        raise NoForm([("rule", "这条规则不在表单里改", "this rule is not edited by the form")])
    _check(fields, new=False)
    written = said["rules"][rule]
    if fields.say != before.say and in_steps(written, "say"):
        en = "each step has a sentence of its own, and none written here would show"
        raise NoForm([("say", "每一步都有自己的话术，这里写的不会显示", en)])
    text, when, unless = _signals_written(text, said, before, fields)
    at = ("rules", rule)
    changes: list[tuple[tuple[str, ...], Value | None]] = []
    if when is not None:
        changes.append((("when",), when))
    if unless is not None:
        changes.append((("met_by",), unless or None))
    changes += _plain_changes(before, fields)
    changes += _hint_changes(written, before, fields)
    changes += _other_changes(written, before, fields)
    for below, value in changes:
        order = _HINT_ORDER if below[0] == "hint" and len(below) > 1 else ORDER
        text = with_value(text, (*at, *below), value, order)
    return out_of_shadow(text, rule) if before.mode != "live" == fields.mode else text


def _plain_changes(
    before: Fields, fields: Fields
) -> Iterator[tuple[tuple[str, ...], Value | None]]:
    for key in ("need", "ability"):
        if getattr(fields, key) != getattr(before, key):
            yield (key,), getattr(fields, key)


def _signals_written(
    text: str, said: Mapping[str, Any], before: Fields, fields: Fields
) -> tuple[str, Value | None, Value | None]:
    """The text with the signals' phrases, and the conditions where they are others now."""
    known = dict(said.get("signals") or {})
    conditions: list[Value | None] = []
    was_when = None if before.when is None else before.when.signals
    now_when = None if fields.when is None else fields.when.signals
    for role, was, now in (("cue", was_when, now_when), ("done", before.unless, fields.unless)):
        if was is None or now is None:
            conditions.append(None)
            continue
        old = {one.signal: one for one in was}
        names: list[str] = []
        for heard in now:
            text, name = _named(text, heard, f"{fields.name}-{role}", known)
            names.append(name)
            before_it = old.get(heard.signal)
            if before_it and before_it.editable and heard.phrases != before_it.phrases:
                typed = {str(one): one for one in known[name]["phrases"]}
                phrases = [typed.get(phrase, phrase) for phrase in heard.phrases]
                if not phrases:
                    raise NoForm([(role, "至少留一个说法", "leave at least one phrase")])
                text = with_value(text, ("signals", name, "phrases"), phrases)
        conditions.append(None if names == [one.signal for one in was] else _condition(names))
    return text, conditions[0], conditions[1]


def _condition(names: Sequence[str]) -> Value:
    return names[0] if len(names) == 1 else {"any": list(names)} if names else []


def _hint_changes(
    written: Mapping[str, Any], before: Fields, fields: Fields
) -> Iterator[tuple[tuple[str, ...], Value | None]]:
    if fields.priority != before.priority:
        yield ("hint", "priority"), fields.priority
    hint = written.get("hint") or {}
    for key in ("text", "say"):
        yield from _wording_changes(
            ("hint", key), hint.get(key), getattr(before, key), getattr(fields, key)
        )


def _wording_changes(
    path: tuple[str, ...], written: Any, before: Wordings, now: Wordings
) -> Iterator[tuple[tuple[str, ...], Value | None]]:
    """Language by language, so that the other one stays as it is written."""
    if now == before:
        return
    if isinstance(written, dict):
        for lang in ("zh", "en"):
            if getattr(now, lang) != getattr(before, lang):
                yield (*path, lang), _one_or_many(getattr(now, lang))
        return
    only = [lang for lang in ("zh", "en") if getattr(now, lang)]
    if len(only) == 1 and written is not None and getattr(before, only[0]):
        yield path, _one_or_many(getattr(now, only[0]))
    else:
        yield path, _wording(now)


def _one_or_many(texts: Sequence[str]) -> Value | None:
    return None if not texts else texts[0] if len(texts) == 1 else list(texts)


def _wording(now: Wordings) -> Value | None:
    said = {lang: _one_or_many(getattr(now, lang)) for lang in ("zh", "en")}
    return {lang: one for lang, one in said.items() if one is not None} or None


def _other_changes(
    written: Mapping[str, Any], before: Fields, fields: Fields
) -> Iterator[tuple[tuple[str, ...], Value | None]]:
    if fields.patience != before.patience:
        yield ("patience",), _patience(fields.patience)
    if fields.escalate != before.escalate:
        if fields.escalate is None or before.escalate is None:
            yield ("escalate",), _escalate(fields.escalate)
        else:
            now, was = fields.escalate, before.escalate
            if now.after != was.after:
                yield ("escalate", "after"), now.after
            if now.priority != was.priority:
                yield ("escalate", "priority"), now.priority
            yield from _wording_changes(
                ("escalate", "text"), written["escalate"].get("text"), was.text, now.text
            )
    if fields.cooldown != before.cooldown:
        yield ("cooldown",), fields.cooldown
    if fields.once != before.once:
        yield ("once",), True if fields.once else None
    if fields.mode != before.mode:
        yield ("mode",), None if fields.mode == "live" else fields.mode


def _patience(patience: Patience | None) -> Value | None:
    said = {} if patience is None else patience.model_dump(exclude_none=True)
    return said or None


def _escalate(escalate: Escalate | None) -> Value | None:
    if escalate is None:
        return None
    said: dict[str, Value] = {"after": escalate.after}
    if escalate.priority is not None:
        said["priority"] = escalate.priority
    text = _wording(escalate.text)
    return said | ({"text": text} if text is not None else {})


# -- a new rule --------------------------------------------------------------------------------


def write_new(text: str, said: Mapping[str, Any], fields: Fields, test: FirstTest | None) -> str:
    """The text with a new rule, the signals that it brings, and its first test. Raises
    :class:`NoForm` and :class:`~.roundtrip.CannotEdit`."""
    _check(fields, new=True)
    if fields.name in (said.get("rules") or {}):
        taken = f"已经有一条规则叫 {fields.name}", f"there is a rule `{fields.name}` already"
        raise NoForm([("name", *taken)])
    assert fields.when is not None
    known = dict(said.get("signals") or {})
    conditions = []
    for role, several in (("cue", fields.when.signals), ("done", fields.unless or [])):
        names = []
        for heard in several:
            text, name = _named(text, heard, f"{fields.name}-{role}", known)
            names.append(name)
        conditions.append(_condition(names))
    text = with_entry(text, "rules", list(_rule_lines(fields, *conditions)))
    if test is None or fields.mode == "off":  # of what does nothing there is nothing to expect
        return text
    return with_entry(text, "tests", _test_lines(fields, test), item=True)


def _signal_lines(name: str, heard: Heard) -> list[str]:
    return [
        f"{name}:",
        f"  speaker: {heard.speaker}",
        f"  phrases: {flow(list(heard.phrases))}",
    ]


def _rule_lines(fields: Fields, when: Value, unless: Value) -> Iterator[str]:
    yield f"{fields.name}:"
    yield f"  need: {scalar(fields.need)}"
    yield f"  ability: {fields.ability}"
    yield f"  when: {flow(when)}"
    if unless:
        yield f"  met_by: {flow(unless)}"
    if (patience := _patience(fields.patience)) is not None:
        yield f"  patience: {flow(patience)}"
    yield "  hint:"
    if fields.priority is not None:
        yield f"    priority: {fields.priority}"
    for key in ("text", "say"):
        if (wording := _wording(getattr(fields, key))) is not None:
            yield f"    {key}: {flow(wording)}"
    if (escalate := _escalate(fields.escalate)) is not None:
        yield f"  escalate: {flow(escalate)}"
    if fields.cooldown is not None:
        yield f"  cooldown: {fields.cooldown}"
    if fields.once:
        yield "  once: true"
    if fields.mode != "live":
        yield f"  mode: {fields.mode}"


def out_of_shadow(text: str, rule: str) -> str:
    """The text with the rule's first test, as :func:`write_new` writes it in shadow, expecting the
    hint on the screen: for when the rule goes live."""
    shadow, live = (_EXPECTED[mode].format(rule=rule) for mode in ("shadow", "live"))
    return text.replace(shadow, live)


def _test_lines(fields: Fields, test: FirstTest) -> list[str]:
    """A call in which the customer says it, the agent answers, and the hint must come."""
    chinese = any(ord(character) > 0x2E80 for character in test.customer)
    customer, agent = ("客户", "坐席") if chinese else ("customer", "agent")
    script = [f"0.5 {customer}: {_line(test.customer)}"]
    end = parse_script(script[0])[0].end / 1000
    if test.agent is not None:
        script.append(f"{end + 0.6:.1f} {agent}: {_line(test.agent)}")
        end = parse_script(script[1])[0].end / 1000
    wait = fields.patience.time if fields.patience is not None else None
    by = end + SLACK_S + (_seconds(wait) if wait is not None else 0)
    return [
        f"- name: {scalar(fields.text.zh[0] if fields.text.zh else fields.text.en[0])}",
        "  call: |",
        *(f"    {line}" for line in script),
        f"  expect: [{_EXPECTED[fields.mode].format(rule=fields.name)}{by:.1f}}}]",
        "  others: ignore",
    ]


def _line(text: str) -> str:
    return " ".join(text.split())


def _seconds(span: str) -> float:
    units = {"ms": 0.001, "s": 1, "m": 60, "h": 3_600}
    unit = "ms" if span.endswith("ms") else span[-1]
    return float(span.removesuffix(unit)) * units[unit]


def _named(text: str, heard: Heard, otherwise: str, known: dict[str, Any]) -> tuple[str, str]:
    """The name of a signal, and the text with it if it is new: then it is called ``otherwise``."""
    if heard.signal:
        return text, heard.signal
    name = _unused(otherwise, known)
    known[name] = {}
    return with_entry(text, "signals", _signal_lines(name, heard)), name


def _unused(name: str, known: Mapping[str, Any]) -> str:
    name = name[:60]
    number, free = 2, name
    while free in known:
        free = f"{name}-{number}"
        number += 1
    return free


def _check(fields: Fields, *, new: bool) -> None:
    """What the form itself can tell is missing."""
    problems: list[tuple[str, str, str]] = []
    if not (fields.text.zh or fields.text.en):
        problems.append(("text", "写一句提示", "write what the hint says"))
    if new and fields.when is None:
        problems.append(("when", "写下客户会怎么说", "write what the customer says"))
    for part, several in (("when", fields.when.signals if fields.when else []),
                          ("unless", fields.unless or [])):  # fmt: skip
        if any(not heard.signal and not heard.phrases for heard in several):
            problems.append((part, "至少写一个说法", "write at least one phrase"))
    if fields.patience is not None and fields.patience == Patience():
        problems.append(("patience", "写几次发言或多长时间", "say how many turns, or how long"))
    if problems:
        raise NoForm(problems)
