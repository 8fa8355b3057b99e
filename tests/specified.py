"""Messages held against the specification of the wire, as `assist spec asyncapi` prints it.

The published schemas let new fields pass, for what is to come; here they are closed, so that a
field that is sent and not specified is found.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from assist.proto.specification import asyncapi, openapi


def hold_to_specification(channel: str, message: Mapping[str, Any]) -> None:
    """Raises :class:`jsonschema.ValidationError` unless the channel knows such a message."""
    _validator(f"{channel}.{message['type']}").validate(message)


@cache
def _validator(name: str) -> Draft202012Validator:
    components = _closed()
    payload = components["messages"][name]["payload"]
    return Draft202012Validator({**payload, "components": components})


@cache
def _closed() -> Any:
    components = deepcopy(asyncapi()["components"])  # the document's parts may be kept for the next
    for message in components["messages"].values():
        # beside a reference, which a message that is also an event of a stream shares with it
        message["payload"]["unevaluatedProperties"] = False
    return components


def hold_post(path: str, status: int, answer: Any, asked: Any = None) -> None:
    """Raises :class:`jsonschema.ValidationError` unless a ``POST`` to the path may be asked so, and
    answered so."""
    document = openapi()
    post = document["paths"][path]["post"]
    parts = [(post["responses"][str(status)], answer)]
    if asked is not None:
        parts.append((post["requestBody"], asked))
    for part, value in parts:
        schema = part["content"]["application/json"]["schema"]
        held = {**schema, "components": document["components"]}
        Draft202012Validator(held).validate(value)
