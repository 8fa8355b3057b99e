"""``/v1/customers/{key}`` and what is below it in the OpenAPI document."""

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


def customers_calls(refusals: Document) -> Document:
    """Both methods of the customer's calls; ``refusals``: as of :func:`customers`."""
    names = {"type": "array", "items": _TEXT}
    call = {
        "type": "object",
        "required": ["call", "live"],
        "properties": {"call": _TEXT, "live": {"type": "boolean"}},
    }
    return {
        "parameters": [_KEY],
        "get": {
            "operationId": "customersCalls",
            "summary": "The calls of a customer that the log still holds, the oldest first",
            "description": "Those of which a `call.start` named the key. The log is read from end "
            "to end for it, which takes seconds for each gigabyte.",
            "responses": {
                "200": _answer(
                    "An empty list where there are none.",
                    customer=_TEXT,
                    calls={"type": "array", "items": call},
                ),
                **refusals,
            },
        },
        "delete": {
            "operationId": "eraseCustomersCalls",
            "summary": "Delete a customer's calls",
            "description": "Every one that has ended: from the log and the archive, overwritten "
            "and out of their journals. `live` names those that have not: ask again when they "
            "have. "
            "What is remembered of the customer from call to call is deleted by "
            "`forgetCustomer`.",
            "responses": {
                "200": _answer(
                    "Also where there were none.", customer=_TEXT, erased=names, live=names
                ),
                **refusals,
            },
        },
    }


def _answer(description: str, **properties: Document) -> Document:
    schema = {"type": "object", "required": list(properties), "properties": properties}
    return {"description": description, "content": {"application/json": {"schema": schema}}}
