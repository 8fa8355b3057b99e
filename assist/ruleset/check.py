"""Values against the grammar: pydantic's findings at their places, in a supervisor's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from assist.core.names import meant

from .model_conditions import CONDITIONS
from .problems import Place, Report
from .scalars import NAME_PATTERN, milliseconds
from .slips import plain_duration, plain_list, slip_in_key
from .tree import Node, Path

M = TypeVar("M", bound=BaseModel)

_KINDS = {
    "string_type": "a text is expected here",
    "int_type": "a whole number is expected here",
    "float_type": "a number is expected here",
    "bool_type": "true or false is expected here",
    "list_type": "a list is expected here: [one, two]",
    "dict_type": "keys and values are expected here",
    "model_type": "keys and values are expected here",
}
_AS_BLOCKS = {"patience": "time", "escalate": "after"}
"""Of what takes keys and values: the key that a time alone was meant for."""
_OTHER_CONDITIONS = {
    "not": "absent",
    "no": "absent",
    "none": "absent",
    "without": "absent",
    "and": "all",
    "or": "any",
    "then": "sequence",
}
"""What other languages call a condition, and what this one does."""
_OTHER_WORDS = {
    "low": "notice",
    "mid": "advice",
    "medium": "advice",
    "high": "urgent",
    "理解": "understanding",
    "表达": "expression",
    "沟通": "communication",
    "协商": "negotiation",
    "共情": "empathy",
    "客户": "customer",
    "坐席": "agent",
    "留意": "notice",
    "建议": "advice",
    "尽快": "urgent",
    "紧要": "critical",
}
"""Words of the needs catalogue and of Chinese colleagues, and the word of the grammar."""


def check(model: type[M], node: Node, place: Place, report: Report) -> M | None:
    """The value as ``model``, or None after reporting everything that keeps it from being one.

    ``place`` is where the thing begins: its name, and what it lacks.
    """
    try:
        return model.model_validate(node.plain())
    except ValidationError as error:
        for found in error.errors(include_url=False):
            _report(model, node, place, found, report)
        return None


def wrong_name(name: str, place: Place, report: Report) -> None:
    """Report a name that is none."""
    if len(name) > 64 or not re.match(NAME_PATTERN, name):
        report.error("R204", place, f"`{name[:60]}` is no name", _naming(name))


def _report(model: type[BaseModel], node: Node, top: Place, found: Any, report: Report) -> None:
    loc: Path = found["loc"]
    kind: str = found["type"]
    if loc and loc[-1] == "[key]" and kind != "extra_forbidden":
        loc = loc[:-1]  # pydantic's way to say that the key itself is wrong
    path = tuple(part for part in loc if not _is_tag(part))
    if kind == "extra_forbidden":
        _unknown_key(_model_at(model, loc[:-1]), node, path, report)
        return
    place = node.at(path)
    context = found.get("ctx", {})
    if kind == "missing":
        advice = f"add `{path[-1]}:`"
        where = node.at(path[:-1]) if path[:-1] else top
        report.error("R202", where, f"`{path[-1]}` is missing", advice)
    elif kind == "literal_error":
        expected = context["expected"]
        allowed = re.findall(r"'([^']*)'", expected) or [_as_written(expected)]
        value = _as_written(str(found["input"]))
        report.error(
            "R203",
            place,
            f"`{value[:60]}` is not possible for `{_last_key(path)}`",
            _one_of(value, allowed),
        )
    elif kind == "string_pattern_mismatch":
        value = str(found["input"])
        report.error(
            "R204", _of_name(node, path, place), f"`{value[:60]}` is no name", _naming(value)
        )
    elif kind in {"union_tag_not_found", "union_tag_invalid"}:
        _no_condition(node, path, found["input"], report)
    elif kind in {"duration", "context"}:
        report.error("R205", place, found["msg"])
    elif kind in _KINDS:
        report.error(
            "R203",
            place,
            _expected(kind, path, found["input"]),
            _advice(kind, path, found["input"]),
        )
    elif kind in {"too_short", "string_too_short"} and not found["input"]:
        report.error(
            "R203",
            place,
            f"`{_last_key(path)}` has nothing in it",
            "fill it in, or leave the key out",
        )
    else:
        report.error("R203", place, f"`{_last_key(path)}`: {_lower(found['msg'])}")


def _unknown_key(model: type[BaseModel] | None, node: Node, path: Path, report: Report) -> None:
    key, place = str(path[-1]), node.key_at(path)
    if slip := slip_in_key(key):
        report.error("R201", place, *slip)
        return
    known = list(_keys(model)) if model is not None else []
    candidates = [*known, *CONDITIONS] if model in CONDITIONS.values() else known
    near = meant(key, candidates)
    advice = f"did you mean `{near}`?" if near else f"possible here: {', '.join(known)}"
    report.error("R201", place, f"`{key}` is not known here", advice)


def _no_condition(node: Node, path: Path, value: Any, report: Report) -> None:
    keys = list(value) if isinstance(value, dict) else []
    place = node.at(path)
    for key in keys:
        if near := _OTHER_CONDITIONS.get(str(key)) or meant(key, CONDITIONS):
            place = node.key_at((*path, key))
            report.error("R201", place, f"`{key}` is not known here", f"did you mean `{near}`?")
            return
    if isinstance(value, list) and len(value) > 1 and all(isinstance(one, str) for one in value):
        several = ", ".join(value)
        advice = f"write {{any: [{several}]}} or {{all: [{several}]}}"
    else:
        advice = f"write the name of a signal, or one of {', '.join(CONDITIONS)}"
    report.error("R207", place, "this is no condition", advice)


def _is_tag(part: str | int) -> bool:
    """Parts that pydantic adds for the branch of a union; see the tags in :mod:`.model`.

    They begin with NUL, which no key of a file can hold.
    """
    return isinstance(part, str) and part.startswith("\0")


def _model_at(model: type[BaseModel], loc: Path) -> type[BaseModel] | None:
    """The model that describes the mapping at ``loc``."""
    current: type[BaseModel] | None = model
    for part in loc:
        if isinstance(part, str) and _is_tag(part) and part[1:] in CONDITIONS:
            current = CONDITIONS[part[1:]]
        elif current is not None and not _is_tag(part) and isinstance(part, str):
            for name, info in current.model_fields.items():
                if part == (info.alias or name):
                    inside = list(_models_in(info.annotation))
                    current = inside[0] if inside else None
                    break
    return current


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


def _keys(model: type[BaseModel]) -> Iterator[str]:
    for name, info in model.model_fields.items():
        yield info.alias or name


def _one_of(value: str, allowed: list[str]) -> str:
    near = _OTHER_WORDS.get(value)
    near = near if near in allowed else meant(value, allowed)
    return f"did you mean `{near}`?" if near else f"one of: {', '.join(allowed)}"


def _as_written(value: str) -> str:
    """``True`` as YAML has it."""
    return value.lower() if value in {"True", "False"} else value


def _naming(value: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")
    if re.match(NAME_PATTERN, plain):
        return f"names are small letters, digits and hyphens: `{plain}`"
    return "names are small letters, digits and hyphens, and begin with a letter: late-fee"


def _of_name(node: Node, path: Path, place: Place) -> Place:
    """A bad key of a mapping stands at the key itself."""
    key = node.key_at(path) if path else place
    return key if path and node.at(path) != node.place else place


def _expected(kind: str, path: Path, value: Any) -> str:
    got = {dict: "keys and values", list: "a list", str: "a text", type(None): "nothing"}.get(
        type(value), f"`{value}`"
    )
    where = f"`{_last_key(path)}`: " if path else ""
    return f"{where}{_KINDS[kind]}, not {got}"


def _advice(kind: str, path: Path, value: Any) -> str | None:
    if isinstance(value, bool):
        return "put it in quotes to make it a text"
    if not isinstance(value, str):
        return None
    if kind == "list_type":
        return plain_list(value)
    duration = plain_duration(value) or ""
    ms = milliseconds(duration)
    if ms is None:
        return None
    if kind in {"dict_type", "model_type"}:
        inner = _AS_BLOCKS.get(_last_key(path))
        return f"write {{{inner}: {duration}}}" if inner is not None else None
    if kind == "int_type":
        return f"without a unit: {ms / 1000:g}" if duration.endswith("s") else None
    return f"in seconds, without a unit: {ms / 1000:g}"


def _last_key(path: Path) -> str:
    return str(next((part for part in reversed(path) if isinstance(part, str)), "this"))


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]
