"""``/v1/rules``, the rules studio, in the OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assist.proto.codes import (
    BAD_PARAMETER,
    BODY_TOO_LARGE,
    NOT_FOUND,
    OVERLOADED,
    SUPERVISORS_ONLY,
    UNAUTHORIZED,
)
from assist.proto.rule_codes import (
    CHANGED_UNDERNEATH,
    EXISTS,
    FORM_INVALID,
    NO_PLACE,
    READ_ONLY,
    RULES_INVALID,
    STUDIO_FAILED,
    SUPERSEDED,
)

Document = dict[str, Any]

_TEXT: Document = {"type": "string"}
_INT: Document = {"type": "integer"}
_BOOL: Document = {"type": "boolean"}
_OBJECTS: Document = {"type": "array", "items": {"type": "object"}}
_PATH: Document = {**_TEXT, "description": "The file, by its pack: `bank-zh/complaint.yaml`."}
_REVISION: Document = {**_TEXT, "description": "The digest of the file's bytes when it was opened."}
_WHO: dict[str, Document] = {
    "author": {**_TEXT, "minLength": 1, "maxLength": 80},
    "reason": {**_TEXT, "minLength": 1, "maxLength": 500},
}
_EDIT: dict[str, Document] = {
    "path": _PATH,
    "text": {**_TEXT, "description": "The whole text of the file."},
}
_PROBLEM: Document = {
    "type": "object",
    "required": ["path", "severity", "code", "line", "column", "message"],
    "description": "Lines and columns count characters from 1; the end is exclusive.",
    "properties": {
        "path": _TEXT,
        "severity": {"enum": ["error", "warning"]},
        "code": _TEXT,
        "line": _INT,
        "column": _INT,
        "end_line": _INT,
        "end_column": _INT,
        "message": _TEXT,
        "hint": {"type": ["string", "null"], "description": "What to do about it."},
        "zh": {
            "type": "object",
            "description": "The message and the hint in Chinese.",
            "properties": {"message": _TEXT, "hint": {"type": ["string", "null"]}},
        },
        "instead": {
            "type": ["string", "null"],
            "description": "The name that was probably meant there.",
        },
    },
}
_PROBLEMS: Document = {"type": "array", "items": _PROBLEM}
_CHANGE: Document = {
    "type": "object",
    "properties": {
        "kind": {"enum": ["rule", "signal", "emotion", "veto"]},
        "name": _TEXT,
        "what": {"enum": ["new", "gone", "changed"]},
        "lines": {"type": "object", "description": "How, by language."},
        "used_by": {"type": "array", "items": _TEXT},
    },
}
_CHANGES: Document = {"type": "array", "items": _CHANGE}
_TOLD: Document = {
    "type": "object",
    "description": "In lines, by language: `zh`, `en`.",
    "additionalProperties": {"type": "array", "items": _TEXT},
}
_TEST: Document = {
    "type": "object",
    "properties": {
        "name": _TEXT,
        "path": _TEXT,
        "line": _INT,
        "column": _INT,
        "status": {"enum": ["passed", "failed", "known gap", "fixed", "muted"]},
        "was": {"type": ["string", "null"], "description": "Under the rules on disk."},
        "failures": _TOLD,
        "muted": {
            **_TOLD,
            "description": "Of one that fails only because a site's overrides keep rules quiet: "
            "which, by language.",
        },
        "story": _TOLD,
        "rules": {"type": "array", "items": _TEXT},
    },
}
_TESTS: Document = {"type": "array", "items": _TEST}
_SAVED: dict[str, Document] = {
    "path": _PATH,
    "revision": _TEXT,
    "digest": {**_TEXT, "description": "Of the rules in force now."},
    "in_force": _BOOL,
    "history": {
        "type": ["integer", "null"],
        "description": "The number of the entry; null when the history could not be written.",
    },
    "changes": _CHANGES,
    "tests": {**_TESTS, "description": "Those that fail: they do not keep it from being saved."},
    "problems": _PROBLEMS,
}
_RULE: Document = {
    "type": "object",
    "properties": {
        "name": _TEXT,
        "headline": {
            "type": ["object", "null"],
            "description": "What agents see first, overrides and all; null of a rule that shows "
            "nothing, and while the packs have errors.",
            "properties": {"zh": _TEXT, "en": _TEXT},
        },
        "need": {"type": ["string", "null"]},
        "mode": {"enum": ["live", "shadow", "off"], "description": "As its file says."},
        "overridden": {
            "type": ["object", "null"],
            "description": "Where and to what the site changes its mode.",
            "properties": {"path": _PATH, "mode": {"enum": ["live", "shadow", "off"]}},
        },
        "overrides": {
            "type": "array",
            "description": "All that the site changes of it, of the signals that it listens to and "
            "of the lists in these.",
            "items": {
                "type": "object",
                "properties": {
                    "path": _PATH,
                    "line": _INT,
                    "of": {"enum": ["rule", "signal", "list"]},
                    "name": _TEXT,
                    "keys": {"type": "array", "items": _TEXT, "description": "`hint.text`, say."},
                },
            },
        },
        "line": _INT,
    },
}
_PACKS: Document = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "name": _TEXT,
            "writable": _BOOL,
            "why_not": {"type": ["string", "null"]},
            "files": {
                "type": "array",
                "items": {
                    "type": "object",
                    "description": "With its revision, its size, and how much is in it.",
                    "properties": {
                        "path": _PATH,
                        "kind": {"enum": ["rules", "tests", "needs"]},
                        "rules": {"type": "array", "items": _RULE},
                    },
                },
            },
        },
    },
}
_FOUND: Document = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["name", "part", "text"],
        "properties": {
            "name": _TEXT,
            "part": {"enum": ["name", "headline", "say", "need", "phrase"]},
            "speaker": {
                "enum": ["customer", "agent", "any", None],
                "description": "Who says it, of a phrase.",
            },
            "text": {**_TEXT, "description": "Where the first of the words was found."},
        },
    },
}
_SAVING = ("409", "422", "403", "404")
_FORM_NOTE = (
    "What the form cannot hold is named, and stays as it is written; of fields that are as they "
    "were, not a character of the text changes."
)


def rules(error: Mapping[str, str]) -> Document:
    """All paths, by address."""
    one = _Operations(error)
    saved = {**_SAVED, "text": _TEXT}
    return {
        "/v1/rules": {
            "get": one.read(
                "rulePacks", "The packs, their files, and what is wrong with them",
                digest=_TEXT, stale=_BOOL, durable=_BOOL, packs=_PACKS, problems=_PROBLEMS,
            )
        },
        "/v1/rules/schema": {
            "get": one.read("ruleSchema", "The JSON Schema of a rule file")
        },
        "/v1/rules/names": {
            "get": one.read(
                "ruleNames", "Every name with a sentence, for completion",
                signals=_OBJECTS,
                lists=_OBJECTS,
                vetoes=_OBJECTS,
                needs=_OBJECTS,
                emotions=_OBJECTS,
                rules=_OBJECTS,
            )
        },
        "/v1/rules/find": {
            "get": one.read(
                "findRules", "The rules that a text is of: their names, headlines, sentences, "
                "needs and phrases",
                asks={"text": {**_TEXT, "maxLength": 200,
                               "description": "Words parted by spaces; all must be found."}},
                rules=_FOUND,
            )
        },
        "/v1/rules/file": {
            "get": one.read(
                "readRuleFile", "What a file holds", asks={"path": _PATH},
                path=_PATH, text=_TEXT, revision=_TEXT, writable=_BOOL,
            ),
            "put": one.change(
                "saveRuleFile", "Save a file, and put it in force",
                {**_EDIT, "revision": _REVISION, **_WHO}, _SAVED, _SAVING,
                "Refused when the file changed underneath, with what it holds now, so that both "
                "changes can be brought together; and when the rules would have errors. The file "
                "is replaced as a whole or not at all.",
            ),
            "post": one.change(
                "makeRuleFile", "Make a file", {**_EDIT, **_WHO}, _SAVED, _SAVING, status="201"
            ),
            "delete": one.change(
                "deleteRuleFile", "Delete a file",
                {"path": _PATH, "revision": _REVISION, **_WHO}, _SAVED, _SAVING,
                "Its text stays in the history, from which it can be rolled back. Refused when "
                "other files need what is in it, which `problems` name, and when no rule would be "
                "left.",
            ),
        },
        "/v1/rules/check": {
            "post": one.change(
                "checkRules", "What is wrong with an edit, and how its tests go",
                {**_EDIT, "session": {"type": ["string", "null"]}, "all": _BOOL},
                {"problems": _PROBLEMS, "valid": _BOOL, "tests": _TESTS, "run": _INT, "of": _INT,
                 "skipped": _INT, "sentences": {"type": "object"}, "changes": _CHANGES,
                 "took_ms": _INT},
                ("409",),
                "Only the tests that the edit can touch are run, as far as half a second goes; "
                "`all` runs every one. Of one `session` only the latest check of a file is "
                "answered.",
                optional=("session", "all"),
            )
        },
        "/v1/rules/mode": {
            "post": one.change(
                "setRuleMode", "Put a rule live, in shadow or off",
                {"rule": _TEXT, "mode": {"enum": ["live", "shadow", "off"]},
                 "revision": _REVISION, **_WHO},
                saved, _SAVING,
            )
        },
        "/v1/rules/local": {
            "post": one.change(
                "makeLocalRules", "Make a pack of the site's own for overrides", _WHO, _SAVED,
                ("403", "409"), status="201",
            )
        },
        "/v1/rules/history": {
            "get": one.read(
                "ruleHistory", "Who changed what, when and why, the newest first; of a `path` and "
                "a `rule`, the file's and what other files changed of the rule",
                asks={"path": _PATH, "rule": _TEXT, "before": _INT, "limit": _INT}, optional=True,
                entries=_OBJECTS, more=_BOOL,
            )
        },
        "/v1/rules/history/{id}": {
            "parameters": [
                {"name": "id", "in": "path", "required": True, "schema": _INT}
            ],
            "get": one.read(
                "ruleHistoryEntry", "One entry, with its text and the one before",
                text={"type": ["string", "null"]}, before={"type": ["string", "null"]},
                changes=_CHANGES,
            ),
        },
        "/v1/rules/rollback": {
            "post": one.change(
                "rollBackRules", "Save what a file held once",
                {"path": _PATH, "id": _INT, "revision": _REVISION, **_WHO}, saved, _SAVING,
            )
        },
        "/v1/rules/form/read": {
            "post": one.change(
                "readRuleForm", "A rule as a form", {**_EDIT, "rule": _TEXT},
                {"fields": {"type": ["object", "null"]}, "why": _OBJECTS}, ("422",), _FORM_NOTE,
            )
        },
        "/v1/rules/form/write": {
            "post": one.change(
                "writeRuleForm", "A form in the text of a file",
                {**_EDIT, "rule": {"type": ["string", "null"]}, "fields": {"type": "object"},
                 "test": {"type": ["object", "null"]}},
                {"text": _TEXT, "rule": _TEXT, "line": _INT, "test": {"type": ["object", "null"]}},
                ("422",), _FORM_NOTE, optional=("rule", "test"),
            )
        },
        "/v1/rules/recordings": {
            "get": one.read(
                "ruleRecordings", "How many calls a backtest could play", calls=_INT,
                labelled=_INT, why_none={"type": ["string", "null"]},
            )
        },
        "/v1/rules/backtest": {"post": one.backtest()},
        "/v1/rules/health": {
            "get": one.read(
                "ruleHealth", "What became of every rule's hints",
                asks={"from": {**_TEXT, "format": "date-time"},
                      "to": {**_TEXT, "format": "date-time"}}, optional=True,
                calls=_INT, thresholds={"type": "object"}, rules=_OBJECTS,
            )
        },
    }  # fmt: skip


class _Operations:
    """Operations, which differ in what they ask and answer."""

    def __init__(self, error: Mapping[str, str]) -> None:
        self._error = error

    def read(
        self,
        name: str,
        summary: str,
        *,
        asks: Mapping[str, Document] | None = None,
        optional: bool = False,
        **answers: Document,
    ) -> Document:
        """Something that changes nothing; ``asks``: its parameters."""
        parameters = [
            {"name": key, "in": "query", "required": not optional, "schema": schema}
            for key, schema in (asks or {}).items()
        ]
        return {
            "operationId": name,
            "summary": summary,
            **({"parameters": parameters} if parameters else {}),
            "responses": {"200": _answer(answers), **self._refusals(("404",) if asks else ())},
        }

    def change(
        self,
        name: str,
        summary: str,
        asks: Mapping[str, Document],
        answers: Mapping[str, Document],
        refusals: tuple[str, ...],
        description: str = "",
        *,
        optional: tuple[str, ...] = (),
        status: str = "200",
    ) -> Document:
        """Something asked with a body."""
        required = [key for key in asks if key not in optional]
        return {
            "operationId": name,
            "summary": summary,
            **({"description": description} if description else {}),
            "requestBody": {
                "required": True,
                "content": {
                    "application/json": {
                        "schema": {
                            "type": "object",
                            "required": required,
                            "properties": dict(asks),
                            "additionalProperties": False,
                        }
                    }
                },
            },
            "responses": {status: _answer(answers), **self._refusals(("413", "422", *refusals))},
        }

    def backtest(self) -> Document:
        """The one whose answer comes line by line."""
        made = self.change(
            "backtestRules",
            "Play an edit against recorded calls before it is saved",
            {**_EDIT, "from": _TEXT, "to": _TEXT, "most": _INT, "labelled": _BOOL},
            {},
            ("422",),
            "Newline-delimited JSON: `{progress: {done, of, stage}}` as it goes, and as the last "
            "line `{result}` or `{error}`. Closing the request stops it.",
            optional=("from", "to", "most", "labelled"),
        )
        made["responses"]["200"] = {
            "description": "One JSON object a line.",
            "content": {"application/x-ndjson": {"schema": {"type": "object"}}},
        }
        return made

    def _refusals(self, statuses: tuple[str, ...]) -> Document:
        return {
            status: {
                "description": " ".join(f"`{c.code}`: {c.meaning} {c.remedy}" for c in codes),
                "content": {"application/json": {"schema": dict(self._error)}},
            }
            for status, codes in _REFUSALS.items()
            if status in {"401", "403", "503", *statuses}
        }


_REFUSALS = {
    "401": (UNAUTHORIZED,),
    "403": (SUPERVISORS_ONLY, READ_ONLY, NO_PLACE),
    "404": (NOT_FOUND,),
    "409": (CHANGED_UNDERNEATH, EXISTS, SUPERSEDED),
    "413": (BODY_TOO_LARGE,),
    "422": (BAD_PARAMETER, RULES_INVALID, FORM_INVALID),
    "503": (STUDIO_FAILED, OVERLOADED),
}


def _answer(properties: Mapping[str, Document]) -> Document:
    schema = {"type": "object", "required": list(properties), "properties": dict(properties)}
    return {"description": "Done.", "content": {"application/json": {"schema": schema}}}
