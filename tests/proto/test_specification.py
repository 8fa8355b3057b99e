"""The specification is valid, whole, and what the repository holds of it is of today."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator, ValidationError
from openapi_spec_validator import validate

from assist.core.events import EventIn
from assist.core.hints import AgentOut
from assist.proto.codes import CLOSES, ERRORS
from assist.proto.specification import asyncapi, openapi
from tests.specified import hold_to_specification

DOCS = Path(__file__).parents[2] / "docs" / "integrators"


@pytest.mark.parametrize("made", [asyncapi, openapi])
def test_the_docs_hold_it_as_it_is(made: Any) -> None:
    held = json.loads((DOCS / f"{made.__name__}.json").read_text("utf-8"))
    assert held == made(), "run: make spec"


def test_the_http_side_is_valid_openapi() -> None:
    validate(openapi())


def test_every_schema_is_a_valid_json_schema() -> None:
    for schema in asyncapi()["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_event_has_its_message() -> None:
    names = set(asyncapi()["components"]["messages"])
    for model in get_args(EventIn):
        (kind,) = get_args(model.model_fields["type"].annotation)
        assert f"ingest.{kind}" in names
    for event in get_args(AgentOut):
        assert f"overlay.{event.__dataclass_fields__['type'].default}" in names


def test_every_code_is_in_it() -> None:
    text = asyncapi()["info"]["description"]
    assert all(f"`{code}`" in text for code in ERRORS)
    assert all(f"{code} `" in text for code in CLOSES)


def test_a_field_that_is_not_specified_is_found() -> None:
    ack = {"type": "ack", "call": "c-1", "sender": "", "seq": 3}
    hold_to_specification("ingest", ack)
    with pytest.raises(ValidationError, match="surprise"):
        hold_to_specification("ingest", {**ack, "surprise": 1})


def test_an_event_of_a_stream_has_its_number() -> None:
    queued = {"type": "queued", "call": "c-1", "at": 5, "count": 2, "seq": 9}
    hold_to_specification("overlay", queued)
    with pytest.raises(ValidationError, match="surprise"):
        hold_to_specification("overlay", {**queued, "surprise": 1})
    del queued["seq"]
    with pytest.raises(ValidationError, match="seq"):
        hold_to_specification("overlay", queued)
