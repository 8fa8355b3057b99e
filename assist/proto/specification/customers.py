"""``/v1/customers/{key}`` in the OpenAPI document."""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]

_TEXT = {"type": "string"}
_LINE = {"type": ["string", "null"]}
_KEY = {
    "name": "key",
    "in": "path",
    "required": True,
    "description": "The customer's key, as `call.start` gives it.",
    "schema": _TEXT,
}
_KNOWN = {
    "type": "object",
    "required": ["what", "name", "value", "at", "expires"],
    "properties": {
        "what": {"enum": ["need", "signal", "preference"]},
        "name": _TEXT,
        "value": {
            "type": ["boolean", "string", "null"],
            "description": "Of a preference; null for all else.",
        },
        "at": {**_TEXT, "format": "date-time", "description": "When it last was so."},
        "expires": {**_TEXT, "format": "date-time", "description": "When it is deleted."},
    },
}


def customers(refusals: Document) -> Document:
    """Both methods; ``refusals``: the answers to who may not, and to what cannot be done now."""
    return {
        "parameters": [_KEY],
        "get": {
            "operationId": "showCustomer",
            "summary": "All that is remembered of a customer",
            "responses": {
                "200": _answer(
                    "An empty list where nothing is known.",
                    customer=_TEXT,
                    known={"type": "array", "items": _KNOWN},
                    told={
                        "type": "object",
                        "description": "The line that the agent of the next call is shown.",
                        "properties": {"zh": _LINE, "en": _LINE},
                    },
                ),
                **refusals,
            },
        },
        "delete": {
            "operationId": "forgetCustomer",
            "summary": "Forget a customer",
            "description": "Deletes all that is remembered, at once and out of the file's journal. "
            "Calls of the customer that are live just now leave nothing to be remembered.",
            "responses": {
                "200": _answer(
                    "Also where nothing was known.",
                    customer=_TEXT,
                    forgotten={"type": "integer", "description": "How many things were known."},
                ),
                **refusals,
            },
        },
    }


def _answer(description: str, **properties: Document) -> Document:
    schema = {"type": "object", "required": list(properties), "properties": properties}
    return {"description": description, "content": {"application/json": {"schema": schema}}}
