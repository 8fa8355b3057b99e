"""What the console asks by HTTP: who may, and how a refusal is told."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, SecretStr
from starlette.requests import Request
from starlette.routing import Route

from assist.server.api.access import answer, body_of, parameters_of, supervised
from assist.server.run import Server, opened
from assist.server.service import Service

from .conftest import SUPERVISORS, TOKEN, http, settings


class Asked(BaseModel):
    name: str
    most: int = 10
    queue: tuple[str, ...] = ()


async def _echo(request: Request, _service: Service) -> object:
    if request.method == "POST":
        return (await body_of(request, Asked)).model_dump()
    return answer(parameters_of(request, Asked).model_dump(), 202)


def _routes(_service: Service) -> list[Route]:
    return [Route("/v1/echo", supervised(_echo), methods=["GET", "POST"])]


async def test_a_page_learns_what_its_token_opens() -> None:
    async with opened(settings(supervisor_token=SecretStr(SUPERVISORS))) as server:
        async with http(server) as agent:
            assert (await agent.get("/v1/session")).json()["supervisor"] is False
        async with http(server, bearer=SUPERVISORS) as supervisor:
            told = await supervisor.get("/v1/session")
            assert told.json()["supervisor"] is True
            assert told.json()["needs"]["bereaved"] == {"zh": "丧亲", "en": "bereaved"}
            assert told.headers["cache-control"] == "no-store"
        async with http(server, bearer=False) as nobody:
            refused = await nobody.get("/v1/session")
            assert (refused.status_code, refused.json()["code"]) == (401, "unauthorized")


async def test_the_agents_token_does_not_open_the_console() -> None:
    given = settings(supervisor_token=SecretStr(SUPERVISORS))
    async with opened(given, routes=_routes) as server:
        async with http(server) as agent:
            refused = await agent.get("/v1/echo?name=x")
            assert (refused.status_code, refused.json()["code"]) == (403, "supervisors_only")
        async with http(server, bearer=SUPERVISORS) as supervisor:
            assert (await supervisor.get("/v1/echo?name=x")).status_code == 202


async def test_without_a_supervisors_token_others_cannot_reach_the_console() -> None:
    open_to_all = settings(host="0.0.0.0")
    async with opened(open_to_all, routes=_routes) as server, http(server) as agent:
        refused = await agent.get("/v1/echo?name=x")
        assert "ASSIST_SUPERVISOR_TOKEN" in refused.json()["detail"]


async def test_on_loopback_a_supervisors_token_is_made(server: Server) -> None:
    made = server.service.gate.supervisors
    assert made is not None
    assert made != TOKEN
    async with http(server, bearer=made) as supervisor:
        assert (await supervisor.get("/v1/session")).json()["supervisor"] is True


@pytest.fixture
def given() -> dict[str, object]:
    return {"name": "x", "most": 3, "queue": ["a", "b"]}


async def test_what_is_asked_is_held_to_its_model(given: dict[str, object]) -> None:
    async with opened(settings(), routes=_routes) as server:
        made = server.service.gate.supervisors
        assert made is not None
        async with http(server, bearer=made) as supervisor:
            told = await supervisor.post("/v1/echo", json=given)
            assert told.json() == given
            told = await supervisor.get("/v1/echo?name=x&most=3&queue=a&queue=b")
            assert told.json() == given
            refused = await supervisor.get("/v1/echo?name=x&most=many")
            assert refused.status_code == 422
            assert refused.json()["code"] == "bad_parameter"
            assert refused.json()["detail"].startswith("most: ")
            refused = await supervisor.post("/v1/echo", content=b"{")
            assert refused.status_code == 422
            refused = await supervisor.post("/v1/echo", content=b" " * (3 * 1024 * 1024 + 1))
            assert (refused.status_code, refused.json()["code"]) == (413, "body_too_large")
