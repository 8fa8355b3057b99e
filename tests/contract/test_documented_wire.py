"""What the docs show of the wire is what the wire takes and gives."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import get_args

import pytest

from assist.core.events import EventIn
from assist.core.hints import EventOut
from assist.proto.ingest import Bad, parse
from assist.proto.overlay import OverlaySession
from assist.proto.supervise import SuperviseSession, SupervisorSaid
from assist.proto.supervise_out import SUPERVISE_OUT, Row

DOCS = Path(__file__).parents[2] / "docs" / "integrators"
PROTOCOL = (DOCS / "protocol.md").read_text(encoding="utf-8")
QUICKSTART = (DOCS / "quickstart.md").read_text(encoding="utf-8")
OURS = {"ack", "error", "resumed", "welcome"}
OVERLAYS = {"feedback", "note.seen", "dial", "pong"}
SUPERVISORS = {"whisper", "silence"}


def shown(text: str) -> list[dict[str, object]]:
    lines = [
        line.removeprefix("> ").removeprefix("< ").strip().rstrip(",")
        for block in re.findall(r"```(?:json|sh)\n(.*?)```", text, re.DOTALL)
        for line in block.splitlines()
    ]
    values = [json.loads(line) for line in lines if line.startswith(("{", "[{"))]
    return [each for value in values for each in (value if isinstance(value, list) else [value])]


@pytest.mark.parametrize("message", shown(PROTOCOL) + shown(QUICKSTART), ids=lambda m: m["type"])
def test_every_example_is_taken(message: dict[str, object]) -> None:
    kind = message["type"]
    if kind in OURS:
        return
    if kind in OVERLAYS or (kind == "hello" and "agent" in message):
        overlay = OverlaySession(check=lambda _: True)
        overlay.receive('{"type":"hello","agent":"7001"}') if kind != "hello" else None
        assert overlay.receive(json.dumps(message))
    elif kind in SUPERVISORS or (kind == "hello" and "name" in message):
        desk = SuperviseSession(check=lambda _: True, is_agents=lambda _: False)
        desk.receive('{"type":"hello","name":"王组长"}') if kind != "hello" else None
        assert desk.receive(json.dumps(message))
    else:
        (item,) = parse(json.dumps(message))
        assert not isinstance(item, Bad), item


def test_examples_were_found() -> None:
    kinds = {message["type"] for message in shown(PROTOCOL)}
    assert OURS - {"welcome"} | OVERLAYS | {"call.start", "fragment", "call.end", "resume"} <= kinds
    assert len(shown(QUICKSTART)) >= 6


def test_every_type_and_field_is_in_the_tables() -> None:
    tables = "\n".join(line for line in PROTOCOL.splitlines() if line.startswith("|"))
    for model in get_args(EventIn):
        (kind,) = get_args(model.model_fields["type"].annotation)
        assert f"`{kind}`" in tables
        for field in model.model_fields:
            assert re.search(rf"`\"?{field}\??\"?`|\"{field}\"", tables), (model.__name__, field)
    for event in get_args(EventOut):
        assert f"`{event.__dataclass_fields__['type'].default}`" in tables
        for name in event.__dataclass_fields__:
            assert re.search(rf"\b{name.rstrip('_')}\??\b", tables), (event.__name__, name)


def test_all_that_supervisors_say_and_are_told_is_in_the_section() -> None:
    section = PROTOCOL.partition("## Supervisors")[2].partition("## Error codes")[0]
    for said in get_args(SupervisorSaid):
        for name, field in said.model_fields.items():
            word = get_args(field.annotation)[0] if name == "type" else name
            assert re.search(rf"[`\"]{word}\??[`\"]", section), (said.__name__, name)
    for told in (*SUPERVISE_OUT, Row):
        for name in told.__annotations__:
            assert re.search(rf"[`\"]{name}\??[`\"]", section) or name == "type", (
                told.__name__,
                name,
            )
