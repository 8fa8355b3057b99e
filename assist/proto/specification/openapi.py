"""The OpenAPI 3.1 document of the HTTP side (https://spec.openapis.org/oas/v3.1.1.html)."""

from __future__ import annotations

from typing import Any, get_args

import assist
from assist.core.events import EventIn
from assist.proto import outgoing
from assist.proto.codes import (
    BAD_PARAMETER,
    FRAME_TOO_LARGE,
    INVALID_EVENT,
    MALFORMED,
    NOT_KEPT,
    ORIGIN_REFUSED,
    OVERLOADED,
    SUPERVISORS_ONLY,
    UNAUTHORIZED,
    UNKNOWN_ENCODING,
    UNKNOWN_FORMAT,
    UNKNOWN_TYPE,
    VENDOR_MESSAGE,
    ErrorCode,
)
from assist.proto.messages import MAX_FRAME, Hello, Resume
from assist.proto.training_out import Scenarios

from .calls import calls
from .customers import customers, customers_calls
from .rules import rules
from .schemas import Schemas
from .vendors import vendor_post

Document = dict[str, Any]


def openapi() -> Document:
    """The whole document, as plain values."""
    schemas = Schemas()
    events = [schemas.of(model, "validation") for model in get_args(EventIn)]
    said = (outgoing.Ack, outgoing.ErrorMessage, outgoing.Resumed, outgoing.IngestWelcome)
    answers = [schemas.of(model, "serialization") for model in said]
    asked = [schemas.of(model, "validation") for model in (Resume, Hello)]
    schemas.held["Event"] = {"oneOf": events, "discriminator": {"propertyName": "type"}}
    error = schemas.of(outgoing.ErrorMessage, "serialization")
    kept = {
        "401": _refusal(error, UNAUTHORIZED),
        "403": _refusal(error, SUPERVISORS_ONLY),
        "503": _refusal(error, NOT_KEPT),
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Overtone 弦外",
            "version": assist.__version__,
            "description": "The HTTP side: for senders that keep no connection, and for whoever "
            "keeps the server running. The websockets are in `asyncapi.json`.",
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": {
            "/v1/ingest/native": {"post": _ingest(asked, answers, error)},
            "/v1/ingest/{format}": {
                "post": vendor_post(
                    {
                        "400": _refusal(error, BAD_PARAMETER, VENDOR_MESSAGE),
                        "401": _refusal(error, UNAUTHORIZED),
                        "403": _refusal(error, ORIGIN_REFUSED),
                        "404": _refusal(error, UNKNOWN_FORMAT),
                        "413": _refusal(error, FRAME_TOO_LARGE),
                        "415": _refusal(error, UNKNOWN_ENCODING),
                        "503": _refusal(error, OVERLOADED),
                    },
                    answers[:2],
                )
            },
            "/v1/train/scenarios": {
                "get": _scenarios(schemas.of(Scenarios, "serialization"), error)
            },
            "/v1/customers/{key}": customers(kept),
            "/v1/customers/{key}/calls": customers_calls(kept),
            **calls(error),
            **rules(error),
            "/healthz": {"get": _open("The event loop turns", "healthz", _object("status"))},
            "/readyz": {
                "get": {
                    **_open("Traffic may be sent here", "readyz", _object("ready", "rules")),
                    "description": "`rules.problems` counts faults in rule files; the last good "
                    "ones stay in force, and they do not make the server unready.",
                }
            },
            "/metrics": {
                "get": {
                    **_open("Metrics for Prometheus", "metrics", {}),
                    "responses": {
                        "200": {
                            "description": "The text format of Prometheus.",
                            "content": {"text/plain": {"schema": {"type": "string"}}},
                        }
                    },
                }
            },
        },
        "components": {
            "schemas": schemas.held,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _ingest(
    asked: list[dict[str, str]], answers: list[dict[str, str]], error: dict[str, str]
) -> Document:
    item = {"anyOf": [{"$ref": "#/components/schemas/Event"}, *asked]}
    return {
        "operationId": "ingest",
        "summary": "Events of calls, one or an array",
        "description": "Answered, once everything is durable, with the messages that a websocket "
        "would have been sent. The numbers of a call and sender go on from one request to the "
        "next; `resume` asks where they stand. "
        f"A body holds at most {MAX_FRAME // 1024} KiB.",
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {"oneOf": [item, {"type": "array", "items": item}]},
                    "examples": {"begin": {"value": _EXAMPLE}},
                }
            },
        },
        "responses": {
            "200": {
                "description": "Acknowledgements, an error for each event that was "
                "refused, and what was asked.",
                "content": {
                    "application/json": {
                        "schema": {"type": "array", "items": {"oneOf": answers}},
                        "example": [{"type": "ack", "call": "c-1", "sender": "", "seq": 1}],
                    }
                },
            },
            "400": _refusal(error, BAD_PARAMETER, MALFORMED, UNKNOWN_TYPE, INVALID_EVENT),
            "401": _refusal(error, UNAUTHORIZED),
            "403": _refusal(error, ORIGIN_REFUSED),
            "413": _refusal(error, FRAME_TOO_LARGE),
            "415": _refusal(error, UNKNOWN_ENCODING),
            "503": _refusal(error, OVERLOADED),
        },
    }


def _scenarios(listed: dict[str, str], error: dict[str, str]) -> Document:
    return {
        "operationId": "scenarios",
        "summary": "What can be practised in the training room",
        "description": "Either token opens it; the rehearsals themselves are in `asyncapi.json`, "
        "`/v1/train`.",
        "responses": {
            "200": {
                "description": "The demanding ones first.",
                "content": {"application/json": {"schema": listed}},
            },
            "401": _refusal(error, UNAUTHORIZED),
            "403": _refusal(error, ORIGIN_REFUSED),
            "503": _refusal(error, OVERLOADED),
        },
    }


_EXAMPLE = {
    "type": "call.start",
    "call": "c-1",
    "seq": 1,
    "at": 0,
    "agent": "7001",
    "language": "zh",
}


def _open(summary: str, name: str, schema: Document) -> Document:
    """Something that anybody may ask for."""
    return {
        "operationId": name,
        "summary": summary,
        "security": [],
        "responses": {
            "200": {
                "description": summary + ".",
                "content": {"application/json": {"schema": schema}},
            }
        }
        | ({"503": {"description": "Not now; `reason` says why."}} if name == "readyz" else {}),
    }


def _object(*required: str) -> Document:
    return {"type": "object", "required": list(required)}


def _refusal(error: dict[str, str], *codes: ErrorCode) -> Document:
    return {
        "description": "\n\n".join(
            f"`{each.code}`: {each.meaning} {each.remedy}" for each in codes
        ),
        "content": {"application/json": {"schema": error}},
    }
