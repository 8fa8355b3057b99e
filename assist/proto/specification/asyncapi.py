"""The AsyncAPI 3.1 document of the websockets (https://www.asyncapi.com/docs/reference)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args, get_type_hints

import assist
from assist.core.events import EventIn
from assist.core.hints import AgentOut, HintShadow, KnowledgeCard, Quote, Step, Transcript
from assist.proto import messages, outgoing, supervise, training
from assist.proto.codes import CLOSES, ERRORS
from assist.proto.supervise_out import SUPERVISE_OUT
from assist.proto.training_out import TRAIN_OUT

from .schemas import PLACE, Schemas

Document = dict[str, Any]

ABOUT = """\
Transcripts of live calls come in, hints for the agent go out. A frame, in either direction, is one
JSON object or an array of objects. What you do not know, ignore: fields and types may be added, but
never change their meaning. `docs/integrators/protocol.md` says the same in prose, with examples."""

SECURITY = [{"$ref": "#/components/securitySchemes/token"}]

NUMBERED = {
    "type": "object",
    "required": ["seq"],
    "properties": {
        "seq": {
            "type": "integer",
            "minimum": 1,
            "description": "+1 for each event of the agent's stream, without holes.",
        }
    },
    "description": "An event of an agent's stream.",
}

VENDOR = """\
A vendor's own messages in, unmodified. Call, agent and speaker come from them or from the query;
`assist formats` lists the formats, and each has a page in the docs. Acknowledgements come only with
`acks=1`."""
VENDOR_MESSAGE = {
    "name": "vendor.message",
    "title": "A vendor's message",
    "summary": "One message as the vendor documents it.",
    "payload": {"type": ["object", "array", "string"]},
}


SUPERVISE = """\
All live calls, alerts, and one call in full, to supervisors: the events of the call that is watched
are those of its agent's stream, without their numbers."""
TRAIN = """\
The training room: a customer who is not there, played to the real engine. The events of the call
are those of an agent's stream, without their numbers. Nothing of it enters the log."""


def asyncapi() -> Document:
    """The whole document, as plain values."""
    schemas, texts = Schemas(), dict[str, Document]()
    to_us = [_message(texts, "ingest", m, schemas.of(m, "validation")) for m in _ingest_in()]
    from_us = [_message(texts, "ingest", m, schemas.of(m, "serialization")) for m in _INGEST_OUT]
    agent_in = [_message(texts, "overlay", m, schemas.of(m, "validation")) for m in _OVERLAY_IN]
    texts["vendor.message"] = VENDOR_MESSAGE
    for part in (Quote, Step, KnowledgeCard):
        schemas.of(part, "serialization")
    schemas.held["Numbered"] = NUMBERED
    agent_out = [
        _message(texts, "overlay", m, _numbered(schemas, m))
        for m in (*get_args(AgentOut), outgoing.DialTurned)
    ]
    agent_out += [
        _message(texts, "overlay", m, schemas.of(m, "serialization")) for m in _OVERLAY_OUT
    ]
    desk_in = [_message(texts, "supervise", m, schemas.of(m, "validation")) for m in _DESK_IN]
    desk_out = [
        _message(texts, "supervise", m, schemas.of(m, "serialization")) for m in _desk_out()
    ]
    trainee_in = [
        _message(texts, "train", m, schemas.of(m, "validation")) for m in training.MODELS.values()
    ]
    trainee_out = [
        _message(texts, "train", m, schemas.of(m, "serialization")) for m in _trainee_out()
    ]
    return {
        "asyncapi": "3.1.0",
        "info": {
            "title": "Overtone 弦外",
            "version": assist.__version__,
            "description": f"{ABOUT}\n\n{_errors()}\n\n{_closes()}",
        },
        "defaultContentType": "application/json",
        "servers": {
            "sidecar": {
                "host": "127.0.0.1:8713",
                "protocol": "ws",
                "description": "Where `assist serve` listens if it is not told otherwise.",
                "security": SECURITY,
            }
        },
        "channels": {
            "ingest": _channel(
                "/v1/ingest/native",
                "Transcript events in. One connection may carry many calls.",
                [*to_us, *from_us],
            ),
            "vendor": {
                **_channel("/v1/ingest/{format}", VENDOR, ["vendor.message", *from_us]),
                "parameters": {"format": {"description": "A name that `assist formats` lists."}},
            },
            "overlay": _channel(
                "/v1/overlay", "Hints out, to one agent's overlays.", [*agent_in, *agent_out]
            ),
            "supervise": _channel("/v1/supervise", SUPERVISE, [*desk_in, *desk_out]),
            "train": _channel("/v1/train", TRAIN, [*trainee_in, *trainee_out]),
        },
        "operations": {
            "sendEvents": _operation(
                "receive", "ingest", "What an integrator sends, in order.", to_us
            ),
            "readAnswers": _operation("send", "ingest", "What it is answered.", from_us),
            "sendVendorMessages": _operation(
                "receive", "vendor", "What a recogniser or a telephony says.", ["vendor.message"]
            ),
            "readVendorAnswers": _operation("send", "vendor", "What it is answered.", from_us),
            "tellUs": _operation("receive", "overlay", "What an overlay sends.", agent_in),
            "showHints": _operation("send", "overlay", "What an overlay is sent.", agent_out),
            "askForCalls": _operation("receive", "supervise", "What a supervisor says.", desk_in),
            "showFloor": _operation("send", "supervise", "What a supervisor is told.", desk_out),
            "rehearse": _operation("receive", "train", "What a trainee says.", trainee_in),
            "playCustomer": _operation("send", "train", "What a trainee is told.", trainee_out),
        },
        "components": {
            "messages": texts,
            "schemas": schemas.held,
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "`Authorization: Bearer TOKEN`, or the same token in the first "
                    "message, `hello`.",
                }
            },
        },
    }


_INGEST_OUT = (
    outgoing.Ack,
    outgoing.ErrorMessage,
    outgoing.Resumed,
    outgoing.IngestWelcome,
)
_OVERLAY_IN = (
    messages.OverlayHello,
    messages.FeedbackIn,
    messages.NoteSeenIn,
    messages.DialIn,
    messages.Pong,
)
_OVERLAY_OUT = (
    outgoing.Snapshot,
    Transcript,
    outgoing.OverlayWelcome,
    outgoing.Ping,
    outgoing.ErrorMessage,
)


_DESK_IN = (
    supervise.SuperviseHello,
    supervise.Watch,
    supervise.Whisper,
    supervise.Acknowledge,
    supervise.SilenceIn,
    supervise.Unsilence,
    messages.Pong,
)


def _trainee_out() -> tuple[Any, ...]:
    shown = (*get_args(AgentOut), Transcript, outgoing.Snapshot)
    return (*TRAIN_OUT, *shown, outgoing.Ping, outgoing.ErrorMessage)


def _desk_out() -> tuple[Any, ...]:
    watched = (*get_args(AgentOut), HintShadow, Transcript)
    return (*SUPERVISE_OUT, *watched, outgoing.Ping, outgoing.ErrorMessage)


def _ingest_in() -> tuple[Any, ...]:
    return (*get_args(EventIn), messages.Hello, messages.Resume)


def _message(texts: dict[str, Document], channel: str, model: Any, payload: Document) -> str:
    """Put a message among the components; returns its name there."""
    (kind,) = get_args(_type_of(model))
    name = f"{channel}.{kind}"
    summary = " ".join((model.__doc__ or kind).split()).replace("``", "`")
    texts[name] = {
        "name": kind,
        "title": kind,
        "summary": summary.split(". ")[0].rstrip(".") + ".",
        "payload": payload,
    }
    return name


def _numbered(schemas: Schemas, model: Any) -> Document:
    return {"allOf": [{"$ref": PLACE + "Numbered"}, schemas.of(model, "serialization")]}


def _type_of(model: Any) -> Any:
    """The annotation of the field ``type`` of a pydantic model, dataclass or typed dictionary."""
    fields = getattr(model, "model_fields", None)
    if fields is not None:
        return fields["type"].annotation
    return get_type_hints(model)["type"]


def _channel(address: str, description: str, names: Iterable[str]) -> Document:
    return {
        "address": address,
        "description": description,
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in names},
    }


def _operation(action: str, channel: str, summary: str, names: Iterable[str]) -> Document:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{channel}"},
        "summary": summary,
        "messages": [{"$ref": f"#/channels/{channel}/messages/{name}"} for name in names],
    }


def _errors() -> str:
    rows = (
        (f"`{e.code}`", "yes" if e.temporary else "no", e.meaning, e.remedy)
        for e in ERRORS.values()
    )
    return "## Error codes\n\n" + _table(("code", "temporary", "meaning", "what to do"), rows)


def _closes() -> str:
    rows = (
        (f"{c.code} `{c.name}`", "yes" if c.reconnect else "no", c.meaning, c.remedy)
        for c in CLOSES.values()
    )
    return "## Close codes\n\n" + _table(("code", "reconnect", "meaning", "what to do"), rows)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
