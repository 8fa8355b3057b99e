"""The rules studio: reading, checking and changing the rules that are in force."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assist.proto.codes import NOT_FOUND
from assist.ruleset.schema import schema
from assist.server.service import Service
from assist.studio.history import Entry
from assist.studio.shelf import Held, ShelfFile
from assist.studio.studio import Saved
from assist.studio.telling import summed_up

from .access import ApiError, answer, body_of, parameters_of
from .rules_asked import (
    MOST_ID,
    Check,
    Delete,
    Local,
    NewFile,
    OneFile,
    Past,
    ReadForm,
    Rollback,
    Save,
    SetMode,
    Sought,
    WriteForm,
)
from .rules_refused import studio_asked


async def tree(_request: Request, service: Service) -> dict[str, Any]:
    """The packs, their files, and what is wrong with them."""
    told: dict[str, Any] = await service.studio.desk.ask("tree")
    stale = any(problem["severity"] == "error" for problem in told["problems"])
    digest = service.node.program.rules.digest
    return {"digest": digest, "stale": stale, "durable": service.studio.durable, **told}


async def grammar(_request: Request, _service: Service) -> dict[str, Any]:
    """The JSON Schema of a rule file."""
    return schema()


async def names(_request: Request, service: Service) -> Any:
    """Every name, for completion and for what is shown of it."""
    return await service.studio.desk.ask("names")


async def find(request: Request, service: Service) -> dict[str, Any]:
    """The rules that a text is of."""
    asked = parameters_of(request, Sought)
    return {"rules": await service.studio.desk.ask("find", asked.text)}


async def file(request: Request, service: Service) -> dict[str, Any]:
    """What a file holds."""
    asked = parameters_of(request, OneFile)
    found, held = await service.studio.file(asked.path)
    return _file_told(found, held)


async def check(request: Request, service: Service) -> Any:
    """What is wrong with an edit, and how its tests go."""
    asked = await body_of(request, Check)
    # one session's checks of one file; those of another server's page never meet these
    session = None if asked.session is None else f"{asked.session}\0{asked.path}"
    return await service.studio.desk.ask(
        "check", asked.path, asked.text, asked.all, session=session
    )


async def save(request: Request, service: Service) -> dict[str, Any]:
    """An edit in force."""
    asked = await body_of(request, Save)
    saved = await service.studio.save(asked.path, asked.text, asked.revision, asked.who)
    return _saved_told(saved)


async def create(request: Request, service: Service) -> Response:
    """A new file."""
    asked = await body_of(request, NewFile)
    return answer(_saved_told(await service.studio.create(asked.path, asked.text, asked.who)), 201)


async def delete(request: Request, service: Service) -> dict[str, Any]:
    """A file gone."""
    asked = await body_of(request, Delete)
    return _saved_told(await service.studio.delete(asked.path, asked.revision, asked.who))


async def local(request: Request, service: Service) -> Response:
    """A pack of the site's own."""
    asked = await body_of(request, Local)
    return answer(_saved_told(await service.studio.make_local(asked.who)), 201)


async def mode(request: Request, service: Service) -> dict[str, Any]:
    """A rule live, in shadow or off."""
    asked = await body_of(request, SetMode)
    saved = await service.studio.mode(asked.rule, asked.mode, asked.revision, asked.who)
    return _saved_told(saved) | {"text": saved.text}


async def history(request: Request, service: Service) -> dict[str, Any]:
    """Who changed what when and why, the newest first."""
    asked = parameters_of(request, Past)
    found = await service.studio.entries(
        path=asked.path, rule=asked.rule, before=asked.before, limit=asked.limit + 1
    )
    entries = [_entry_told(entry) for entry in found[: asked.limit]]
    return {"entries": entries, "more": len(found) > asked.limit}


async def past(request: Request, service: Service) -> dict[str, Any]:
    """One entry of it, with its text and the one before."""
    number = request.path_params["id"]
    if number > MOST_ID:
        raise ApiError(404, NOT_FOUND, f"the history has no entry {str(number)[:40]}")
    entry, text, before = await service.studio.entry(number)
    told = _entry_told(entry)
    return told | {"text": text, "before": before, "changes": entry.changes}


async def rollback(request: Request, service: Service) -> dict[str, Any]:
    """An old text in force again."""
    asked = await body_of(request, Rollback)
    saved = await service.studio.rollback(asked.path, asked.id, asked.revision, asked.who)
    return _saved_told(saved) | {"text": saved.text}


async def read_form(request: Request, service: Service) -> Any:
    """A rule as a form."""
    asked = await body_of(request, ReadForm)
    return await service.studio.desk.ask("read_form", asked.path, asked.text, asked.rule)


async def write_form(request: Request, service: Service) -> Any:
    """The form in the text."""
    asked = await body_of(request, WriteForm)
    return await service.studio.desk.ask(
        "write_form", asked.path, asked.text, asked.rule, asked.fields, asked.test
    )


def _file_told(found: ShelfFile, held: Held) -> dict[str, Any]:
    return {
        "path": found.key,
        "kind": found.kind,
        "text": held.text,
        "revision": held.revision,
        "writable": found.why_not is None,
        "why_not": found.why_not,
    }


def _saved_told(saved: Saved) -> dict[str, Any]:
    return {
        "path": saved.path,
        "revision": saved.revision,
        "digest": saved.digest,
        "in_force": saved.in_force,
        "history": saved.history,
        "changes": saved.verdict.changes,
        "tests": saved.verdict.failing,
        "problems": saved.verdict.problems,
    }


def _entry_told(entry: Entry) -> dict[str, Any]:
    rules = dict.fromkeys(
        name
        for one in entry.changes
        for name in ([one["name"]] if one["kind"] == "rule" else one["used_by"])
    )
    return {
        "id": entry.id,
        "path": entry.path,
        "at": datetime.fromtimestamp(entry.at / 1000, UTC).isoformat(timespec="seconds"),
        "author": entry.author,
        "reason": entry.reason,
        "kind": entry.kind,
        "revision": entry.revision or None,
        "digest": entry.digest,
        "rules": list(rules),
        "summary": summed_up(entry.changes),
        "current": entry.current,
    }


routes = [
    Route("/v1/rules", studio_asked(tree)),
    Route("/v1/rules/schema", studio_asked(grammar)),
    Route("/v1/rules/names", studio_asked(names)),
    Route("/v1/rules/find", studio_asked(find)),
    Route("/v1/rules/check", studio_asked(check), methods=["POST"]),
    Route("/v1/rules/file", studio_asked(file), methods=["GET"]),
    Route("/v1/rules/file", studio_asked(save), methods=["PUT"]),
    Route("/v1/rules/file", studio_asked(create), methods=["POST"]),
    Route("/v1/rules/file", studio_asked(delete), methods=["DELETE"]),
    Route("/v1/rules/local", studio_asked(local), methods=["POST"]),
    Route("/v1/rules/mode", studio_asked(mode), methods=["POST"]),
    Route("/v1/rules/history", studio_asked(history)),
    Route("/v1/rules/history/{id:int}", studio_asked(past)),
    Route("/v1/rules/rollback", studio_asked(rollback), methods=["POST"]),
    Route("/v1/rules/form/read", studio_asked(read_form), methods=["POST"]),
    Route("/v1/rules/form/write", studio_asked(write_form), methods=["POST"]),
]
