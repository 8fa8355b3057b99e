"""JSON Schemas of messages, gathered in one place and referred to by name."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Any, Literal

from pydantic import TypeAdapter

PLACE = "#/components/schemas/"


class Schemas:
    """The ``components/schemas`` of a document; each type is put there once."""

    def __init__(self) -> None:
        self.held: dict[str, Any] = {}

    def of(self, model: Any, mode: Literal["validation", "serialization"]) -> dict[str, str]:
        """A reference to the schema of ``model``, which is added if it is new."""
        name = model.__name__
        schema = TypeAdapter(model).json_schema(mode=mode, ref_template=PLACE + "{model}")
        for inner, found in schema.pop("$defs", {}).items():
            self._hold(inner, found)
        self._hold(name, _described(model, schema))
        return {"$ref": PLACE + name}

    def _hold(self, name: str, schema: Mapping[str, Any]) -> None:
        known = self.held.setdefault(name, _plain(schema))
        if set(known.get("properties", ())) != set(schema.get("properties", ())):
            raise ValueError(f"two schemas are called {name}")


def _always(schema: Mapping[str, Any]) -> list[str]:
    """What is always sent: a field of an event out is left out only when it is None."""
    return [
        name
        for name, field in schema["properties"].items()
        if {"type": "null"} not in field.get("anyOf", ())
    ]


def _plain(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Without the titles that only repeat the names of fields."""
    out = dict(schema)
    out.pop("title", None)
    if "properties" in out:
        out["properties"] = {
            name: {k: v for k, v in field.items() if k != "title"}
            for name, field in out["properties"].items()
        }
    if "description" in out:
        out["description"] = _markdown(out["description"])
    return {name: _undiscriminated(value) for name, value in out.items()}


def _undiscriminated(schema: Any) -> Any:
    """Without OpenAPI's ``discriminator`` objects: AsyncAPI has another thing of that name, and
    ``oneOf`` says the same to both."""
    if isinstance(schema, list):
        return [_undiscriminated(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: _undiscriminated(value)
        for name, value in schema.items()
        if not (name == "discriminator" and isinstance(value, dict))
    }


def _described(model: Any, schema: dict[str, Any]) -> dict[str, Any]:
    """With the text below a dataclass's field as its description; pydantic does so for its own."""
    if isinstance(model, type) and is_dataclass(model):
        texts = _field_texts(model)
        for name, field in schema.get("properties", {}).items():
            text = texts.get(name) or texts.get(f"{name}_")  # from_ is ``from`` on the wire
            if text is not None:
                field["description"] = text
        schema["required"] = _always(schema)
    return schema


def _field_texts(model: type) -> dict[str, str]:
    texts: dict[str, str] = {}
    for cls in reversed(model.__mro__[:-1]):
        (body,) = ast.parse(textwrap.dedent(inspect.getsource(cls))).body
        assert isinstance(body, ast.ClassDef)
        for field, text in zip(body.body, body.body[1:], strict=False):
            match field, text:
                case (
                    ast.AnnAssign(target=ast.Name(id=name)),
                    ast.Expr(value=ast.Constant(value=str(said))),
                ):
                    texts[name] = _markdown(inspect.cleandoc(said))
                case _:
                    pass
    return texts


def _markdown(text: str) -> str:
    """A docstring as the documents' Markdown: reStructuredText's double backticks made single."""
    return " ".join(text.split()).replace("``", "`")
