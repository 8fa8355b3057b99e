"""``assist spec``: the wire's specification, made from the models that carry it."""

from __future__ import annotations

import json
from enum import StrEnum

import typer

from assist.proto.specification import asyncapi, openapi


class Side(StrEnum):
    """Which document."""

    ASYNCAPI = "asyncapi"
    OPENAPI = "openapi"


def spec(side: Side) -> None:
    """Print the AsyncAPI document of the websockets, or the OpenAPI document of the HTTP side."""
    made = asyncapi() if side is Side.ASYNCAPI else openapi()
    typer.echo(json.dumps(made, ensure_ascii=False, indent=2))
