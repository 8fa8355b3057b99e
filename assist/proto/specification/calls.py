"""``/v1/calls``, ``/v1/cases`` and ``/v1/trends``, the review of calls, in the OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assist.proto.codes import (
    BAD_PARAMETER,
    CALL_LIVE,
    NOT_FOUND,
    NOT_KEPT,
    OVERLOADED,
    SUPERVISORS_ONLY,
    UNAUTHORIZED,
    ErrorCode,
)

Document = dict[str, Any]

_TEXT: Document = {"type": "string"}
_INT: Document = {"type": "integer"}
_MS: Document = {**_INT, "minimum": 0, "description": "Milliseconds since the call began."}
_DAY: Document = {**_TEXT, "format": "date"}
_ZONE: Document = {
    **_TEXT,
    "default": "UTC",
    "description": "Where days begin: an IANA name such as `Asia/Shanghai`.",
}
_OBJECTS: Document = {"type": "array", "items": {"type": "object"}}
_LANG: Document = {"enum": ["zh", "en"]}
_OUTCOME: Document = {"enum": ["unprompted", "after_hint", "missed", "undetermined"]}
_TEAM: dict[str, Document] = {"agent": _TEXT, "queue": _TEXT, "group": _TEXT}
_WANTED: dict[str, Document] = {
    "q": {**_TEXT, "description": "Said in the call (each word of it), or part of its id."},
    **_TEAM,
    "product": _TEXT,
    "need": _TEXT,
    "rule": _TEXT,
    "ability": _TEXT,
    "outcome": _OUTCOME,
    "verdict": {"enum": ["used", "helpful", "wrong", "dismissed", "later"]},
    "level": {"enum": ["mild", "high", "severe"]},
    "from": _DAY,
    "to": _DAY,
    "zone": _ZONE,
    "after": {**_TEXT, "description": "`next` of the page before."},
    "limit": {**_INT, "minimum": 1, "maximum": 200, "default": 50},
}
_CALL: Document = {
    "name": "call",
    "in": "path",
    "required": True,
    "schema": _TEXT,
    "description": "Its id as one part of the path: a slash in it is sent as `%2F`.",
}
_FORM: Document = {"enum": ["html", "md", "jsonl"]}
_KIND: Document = {"name": "form", "in": "path", "required": True, "schema": _FORM}


def calls(error: Mapping[str, str]) -> Document:
    """All paths, by address."""
    one = _Operations(error)
    return {
        "/v1/calls": {
            "get": one.told(
                "calls",
                "Calls that ended, the newest first, by what is asked of them",
                _object(calls=_OBJECTS, next={"type": ["string", "null"]}, reading=_INT),
                _query(_WANTED),
                "With the first page come `total`, `facets` (what may be filtered by), "
                "`need_texts`, and `live`. `reading`: ended calls that are still to be derived.",
            )
        },
        "/v1/calls/{call}": {
            "get": one.told(
                "review",
                "The whole review of a call; of one that lives, as far as it has come",
                _object(report={"type": "object"}),
                [_CALL],
            ),
            "delete": one.erased(),
        },
        "/v1/calls/{call}/case.{form}": {
            "get": one.file(
                "caseFile",
                "The case file of a call: a page that prints, Markdown, or JSON Lines",
                [_CALL, _KIND, *_query({"lang": _LANG})],
            )
        },
        "/v1/calls/{call}/explain": {
            "get": one.told(
                "explain",
                "Why rules show at a moment of a call, and why the others do not",
                _object(at=_MS, rules=_OBJECTS),
                [_CALL, *_query({"at": _MS, "rule": _TEXT, "lang": _LANG}, "at")],
            )
        },
        "/v1/calls/{call}/testcase": {"post": one.testcase()},
        "/v1/cases": {
            "get": one.told(
                "morning",
                "The calls of a day worth looking at together, or their case files as one",
                _object(day=_DAY, calls=_INT, look=_OBJECTS, well=_OBJECTS),
                _query({"day": _DAY, "zone": _ZONE, "form": _FORM, "lang": _LANG}, "day"),
                "With `form`, one file of all of them instead.",
            )
        },
        "/v1/trends": {
            "get": one.told(
                "trends",
                "Days in numbers, and what agents had to bear in them",
                _object(days=_OBJECTS, agents=_OBJECTS),
                _query({"from": _DAY, "to": _DAY, "zone": _ZONE, **_TEAM}, "from", "to"),
                "At most 92 days. Agents come by name; nobody is ranked.",
            )
        },
    }


def _object(**properties: Document) -> Document:
    return {"type": "object", "required": list(properties), "properties": properties}


def _query(asked: Mapping[str, Document], *required: str) -> list[Document]:
    return [
        {"name": name, "in": "query", "required": name in required, "schema": schema}
        for name, schema in asked.items()
    ]


class _Operations:
    """Operations, which differ in what they ask and answer."""

    def __init__(self, error: Mapping[str, str]) -> None:
        self._error = error

    def told(
        self,
        name: str,
        summary: str,
        schema: Document,
        parameters: list[Document],
        description: str = "",
    ) -> Document:
        """Something that is answered as JSON."""
        answer = {"description": "OK.", "content": {"application/json": {"schema": schema}}}
        return {
            "operationId": name,
            "summary": summary,
            **({"description": description} if description else {}),
            "parameters": parameters,
            "responses": {"200": answer, **self._refusals()},
        }

    def file(self, name: str, summary: str, parameters: list[Document]) -> Document:
        """Something to keep."""
        made = self.told(name, summary, _TEXT, parameters)
        kinds = ("text/html", "text/markdown", "application/x-ndjson")
        made["responses"]["200"]["content"] = {kind: {"schema": _TEXT} for kind in kinds}
        return made

    def erased(self) -> Document:
        """The one that deletes."""
        names = {"type": "array", "items": _TEXT}
        made = self.told(
            "eraseCall",
            "Delete a call that has ended",
            _object(erased=names, live=names),
            [_CALL],
            "From the log and the archive, overwritten and out of their journals, as when its "
            "retention is over. One that is live is refused (409).",
        )
        made["responses"] |= {"409": self._refusal(CALL_LIVE), "503": self._refusal(NOT_KEPT)}
        return made

    def testcase(self) -> Document:
        """The one with a body."""
        asked = {
            **dict.fromkeys(("since", "until", "at"), _MS),
            "fires": {"type": "boolean"},
            **dict.fromkeys(("rule", "need", "name"), _TEXT),
        }
        answers = _object(
            name=_TEXT,
            yaml={**_TEXT, "description": "One item of a `tests:` list, from the first column."},
            path={**_TEXT, "description": "The file of tests beside the rule."},
            status={"enum": ["passed", "failed"]},
            failures={
                "type": "object",
                "description": "In lines, by language: `zh`, `en`.",
                "additionalProperties": {"type": "array", "items": _TEXT},
            },
        )
        made = self.told(
            "testcase",
            "A moment of a call as a test of a rule, and how it goes now",
            answers,
            [_CALL],
            "Names a rule or a need. `since` and `until` bound what is said in the test; `at` is "
            "the moment by which the hint should have come, or at which it should not have.",
        )
        schema = {
            "type": "object",
            "required": ["since", "until", "at", "fires"],
            "properties": asked,
            "additionalProperties": False,
        }
        content = {"application/json": {"schema": schema}}
        return {**made, "requestBody": {"required": True, "content": content}}

    def _refusals(self) -> Document:
        codes: Mapping[str, ErrorCode] = {
            "401": UNAUTHORIZED,
            "403": SUPERVISORS_ONLY,
            "404": NOT_FOUND,
            "422": BAD_PARAMETER,
            "503": OVERLOADED,
        }
        return {status: self._refusal(code) for status, code in codes.items()}

    def _refusal(self, code: ErrorCode) -> Document:
        return {
            "description": f"`{code.code}`: {code.meaning} {code.remedy}",
            "content": {"application/json": {"schema": self._error}},
        }
