"""The JSON Schema that editors use accepts what loads and refuses what does not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from assist.ruleset.packs import home
from assist.ruleset.schema import schema
from assist.ruleset.tree import read

SCHEMA = schema()
ANNOTATIONS = {"title", "description", "default", "$schema", "$defs", "const"}
KINDS: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


def accepts(rule: Mapping[str, Any], value: Any) -> bool:
    """The part of JSON Schema that the schema uses; an unknown keyword is an error."""
    return all(_holds(key, wanted, rule, value) for key, wanted in rule.items())


def _holds(key: str, wanted: Any, rule: Mapping[str, Any], value: Any) -> bool:
    match key:
        case "$ref":
            return accepts(SCHEMA["$defs"][wanted.rsplit("/", 1)[-1]], value)
        case "anyOf":
            return any(accepts(one, value) for one in wanted)
        case "oneOf":
            return sum(accepts(one, value) for one in wanted) == 1
        case "type":
            names = wanted if isinstance(wanted, list) else [wanted]
            kinds = tuple(kind for name in names for kind in KINDS[name])
            return isinstance(value, kinds) and (not isinstance(value, bool) or bool in kinds)
        case "enum":
            return value in wanted
        case "pattern":
            return not isinstance(value, str) or re.search(wanted, value) is not None
        case "minLength" | "maxLength":
            return not isinstance(value, str) or _bound(key, len(value), wanted)
        case "minItems" | "maxItems":
            return not isinstance(value, list) or _bound(key, len(value), wanted)
        case "minProperties" | "maxProperties":
            return not isinstance(value, dict) or _bound(key, len(value), wanted)
        case "minimum" | "maximum" | "exclusiveMinimum":
            if isinstance(value, bool) or not isinstance(value, int | float):
                return True
            return value > wanted if key == "exclusiveMinimum" else _bound(key, value, wanted)
        case "items":
            return not isinstance(value, list) or all(accepts(wanted, one) for one in value)
        case "properties":
            return not isinstance(value, dict) or all(
                accepts(wanted[name], one) for name, one in value.items() if name in wanted
            )
        case "required":
            return not isinstance(value, dict) or all(name in value for name in wanted)
        case "propertyNames":
            return not isinstance(value, dict) or all(accepts(wanted, name) for name in value)
        case "patternProperties":
            return not isinstance(value, dict) or all(
                accepts(one, value[name])
                for pattern, one in wanted.items()
                for name in value
                if re.search(pattern, name)
            )
        case "additionalProperties":
            return not isinstance(value, dict) or all(
                wanted is True or (wanted is not False and accepts(wanted, one))
                for name, one in value.items()
                if name not in rule.get("properties", {})
                and not any(re.search(known, name) for known in rule.get("patternProperties", {}))
            )
        case _:
            assert key in ANNOTATIONS, f"a keyword that this test does not know: {key}"
            return True


def _bound(key: str, value: float, wanted: float) -> bool:
    return value >= wanted if key.startswith("min") else value <= wanted


def plain(text: str) -> Any:
    root = read("f.yaml", text)
    return None if root is None else root.plain()


@pytest.mark.parametrize(
    "file",
    sorted(path for path in home().rglob("*.yaml") if path.name != "needs.yaml"),
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_the_schema_accepts_the_shipped_packs(file: Path) -> None:
    assert accepts(SCHEMA, plain(file.read_text(encoding="utf-8")))


RULE = "rules: {r: {need: a, ability: empathy, when: %s, hint: {text: x}}}"


@pytest.mark.parametrize(
    "when",
    [
        "a",
        "{all: [a, {any: [b, c]}], within: 1.5s}",
        "{at_least: 2, of: [a, b, c]}",
        "{count: a, at_least: 3}",
        "{absent: a, since: {turns: 2}}",
        "{during: {after: 2m}}",
        "{context: {age: '>=60', product: [a, b]}}",
        "{turns: {speaker: agent, last: 2, none: a}}",
    ],
)
def test_the_schema_accepts_every_form(when: str) -> None:
    assert accepts(SCHEMA, plain(RULE % when))


@pytest.mark.parametrize(
    "text",
    [
        "rule: {}",
        "signals: {a: {speaker: custmer, phrases: [x]}}",
        "signals: {a: {speaker: agent, phrase: [x]}}",
        "signals: {A B: {speaker: agent, phrases: [x]}}",
        "signals: {a: {speaker: agent, phrases: []}}",
        RULE % "{al: [a]}",
        RULE % "{all: [a], within: 60}",
        RULE % "{all: [a], within: 1 minute}",
        RULE % "[a]",
        RULE.replace("ability: empathy", "ability: kindness") % "a",
        RULE.replace("need: a, ", "") % "a",
        "tests: [{name: a, call: x}]",
    ],
)
def test_the_schema_refuses_what_does_not_load(text: str) -> None:
    assert not accepts(SCHEMA, plain(text))
