"""The part of the OpenAPI document that is about vendors' own messages."""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]

PARAMETERS = {
    "call": "The call, where the vendor's messages do not name it, or by another id than yours.",
    "agent": "Whose overlay shows the hints.",
    "speaker": "Who is heard, where the stream carries one person: `customer`, `agent`, `ivr`.",
    "channels": "Who is on which channel: `0:customer,1:agent`.",
    "sender": "What tells this stream from the call's others; made of format and speaker.",
    "language": "`zh` or `en`, or a tag such as `en-US`, where the vendor does not tell; `zh` "
    "unless given.",
    "queue": "The queue.",
    "customer": "An opaque key of the customer.",
    "direction": "`inbound` or `outbound`.",
    "offset": "Milliseconds between the beginnings of the call and of the stream.",
    "acks": "`1`: answer with the number of messages taken.",
    "token": "The server's token, where no header can be set.",
}
"""Parameters of a vendor's address, beside ``context.NAME``."""


def vendor_post(refusals: Document, answers: list[dict[str, str]]) -> Document:
    """``POST /v1/ingest/{format}``; ``refusals``: the answers to what is not taken; ``answers``:
    the schemas of what is told of the rest."""
    named = {"schema": {"type": "string"}}
    parameters = [
        {"name": name, "in": "query", "description": text, **named}
        for name, text in PARAMETERS.items()
    ]
    messages = {"schema": {}, "example": {"text": "您好", "result": []}}
    return {
        "operationId": "ingestVendor",
        "summary": "A vendor's own messages, unmodified",
        "description": "One message, an array, one on each line, or the form that the vendor "
        "posts; the same address takes websockets. `assist formats` lists the formats, and "
        "`docs/integrators/vendors/` has a page for each. `context.NAME` adds to the call's "
        "context.",
        "parameters": [
            {"name": "format", "in": "path", "required": True, **named, "example": "vosk"},
            *parameters,
        ],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": messages,
                "application/x-www-form-urlencoded": {"schema": {"type": "object"}},
            },
        },
        "responses": {
            "200": {
                "description": "What was refused, and acknowledgements if asked for.",
                "content": {
                    "application/json": {"schema": {"type": "array", "items": {"oneOf": answers}}}
                },
            },
            "204": {"description": "Taken; vendors that post by themselves are told no more."},
            **refusals,
        },
    }
