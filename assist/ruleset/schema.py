"""The JSON Schema of rule files, for editors that complete and check while one types."""

from __future__ import annotations

from typing import Any

from .model_file import PackFile


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of one rule file, made from the grammar's models."""
    made = _closed(PackFile.model_json_schema(by_alias=True))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **made,
        "title": "Overtone rule file",
    }


def _closed(part: Any) -> Any:
    """Names that match no pattern are refused, which pydantic leaves open."""
    if isinstance(part, list):
        return [_closed(one) for one in part]
    if not isinstance(part, dict):
        return part
    closed = {key: _closed(one) for key, one in part.items()}
    return closed | {"additionalProperties": False} if "patternProperties" in closed else closed
