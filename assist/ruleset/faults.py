"""What a model finds wrong with data that a program wrote, in one line."""

from __future__ import annotations

from pydantic import ValidationError


def first_fault(found: ValidationError) -> str:
    """Where, and what: of the first thing that is wrong."""
    first = found.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"`{where}`: {first['msg']}" if where else first["msg"]
