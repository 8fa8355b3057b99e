"""A token in the page of agent 7001 opens the overlay of 7001, until its time is over, and nothing
else; and a server whose token is being changed knows both."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr, ValidationError
from starlette.routing import Route

from assist.server import api
from assist.server.overlay_tokens import LONGEST_S, mint, valid_until
from assist.server.run import Server, opened

from .conftest import TOKEN, Caller, http, peer, screen, settings, trunk

SECRET = "a-secret-of-the-tests-0123456789-abc"
OLD = "a-token-of-last-month-0123"


def token(agent: str = "7001", seconds: float = 600, secret: str = SECRET) -> str:
    return mint(secret, agent, int(time.time() + seconds))


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    changed = settings(overlay_secret=SecretStr(SECRET), token=SecretStr(f"{TOKEN}, {OLD}"))
    async with opened(changed) as server:
        yield server


async def refused(server: Server, path: str, **hello: object) -> tuple[int, str]:
    async with peer(server, path, bearer=False) as it:
        await it.say({"type": "hello", **hello})
        return await it.close_code(), it.socket.close_reason or ""


async def test_it_opens_the_overlay_of_its_agent(server: Server) -> None:
    call = Caller("c1", agent="7001")
    async with peer(server, "/v1/overlay", bearer=False) as overlay, trunk(server) as leg:
        await overlay.say({"type": "hello", "token": token(), "agent": "7001"})
        await overlay.until("snapshot")
        await leg.say(call.start(), call.says("我老伴走了", 1000))
        hint = (await overlay.until("hint.show"))["id"]
        await overlay.say({"type": "feedback", "hint": hint, "verdict": "used"})
        assert (await overlay.until("hint.close"))["reason"] == "used"


async def test_it_opens_no_other_agent_s(server: Server) -> None:
    told = 4500, "this token is another agent's, or its time is over"
    assert await refused(server, "/v1/overlay", token=token(), agent="7002") == told
    assert await refused(server, "/v1/overlay", token=token(seconds=-1), agent="7001") == told
    forged = token(secret="another-secret-of-the-tests-0123456789")
    assert await refused(server, "/v1/overlay", token=forged, agent="7001") == told
    longest = token(seconds=LONGEST_S + 3600)
    assert await refused(server, "/v1/overlay", token=longest, agent="7001") == told


async def test_it_does_not_open_an_overlay_by_the_call(server: Server) -> None:
    async with trunk(server) as leg:
        await leg.say(Caller("c1", agent="7002").start())
        await leg.until("ack")
        assert (await refused(server, "/v1/overlay", token=token(), call="c1"))[0] == 4500


async def test_it_opens_nothing_else(server: Server) -> None:
    assert (await refused(server, "/v1/ingest/native", token=token()))[0] == 4500
    assert (await refused(server, "/v1/ingest/vosk?call=c1", token=token()))[0] == 4500
    assert (await refused(server, "/v1/supervise", token=token(), name="x"))[0] == 4500
    assert (await refused(server, "/v1/train", token=token(), scenario="x"))[0] == 4500
    async with http(server, bearer=token()) as client:
        for path in ("/v1/calls", "/v1/train/scenarios"):
            assert (await client.get(path)).status_code in {401, 403}, path
        for path in (
            "/v1/ingest/native",
            "/v1/ingest/vosk?call=c",
            f"/v1/ingest/vosk?token={token()}",
        ):
            answered = await client.post(path, json=[])
            assert answered.status_code == 401
            assert "opens /v1/overlay alone" in answered.json()["detail"]


async def test_nor_any_path_of_the_http_api(server: Server) -> None:
    paths = [route for route in api.routes() if isinstance(route, Route)]
    assert len(paths) > 20
    async with http(server, bearer=token()) as client:
        for route in paths:
            path = re.sub(r"{[^}]+}", "1", route.path)
            for method in route.methods or ():
                answered = await client.request(method, path)
                assert answered.status_code == 401, (method, path)
                answered = await client.request(method, f"{path}?token={token()}")
                assert answered.status_code == 401, (method, path)


async def test_a_token_of_letters_that_are_none_is_refused(server: Server) -> None:
    async with peer(server, "/v1/overlay", bearer=False) as it:
        await it.socket.send('{"type":"hello","token":"\\ud800","agent":"7001"}')
        assert await it.close_code() in {4500, 4502}
    assert (await refused(server, "/v1/overlay", token="令牌" * 20, agent="7001"))[0] == 4500


async def test_what_a_token_opens_ends_with_its_agent(server: Server) -> None:
    """It cannot judge the hints of a colleague, nor turn down what she is shown."""
    async with (
        trunk(server) as leg,
        peer(server, "/v1/overlay", bearer=False) as mine,
        screen(server, "7002") as hers,
    ):
        await mine.say({"type": "hello", "token": token(), "agent": "7001", "call": "c2"})
        await mine.until("snapshot")
        call = Caller("c2", agent="7002")
        await leg.say(call.start(), call.says("我老伴走了", 1000))
        hint = (await hers.until("hint.show"))["id"]
        await mine.say({"type": "feedback", "hint": hint, "verdict": "used"})
        assert (await mine.until("error"))["code"] == "unknown_hint"
        assert not [each for each in mine.got if each["type"].startswith("hint")]


async def test_an_overlay_is_closed_when_the_time_of_its_token_is_over(server: Server) -> None:
    async with peer(server, "/v1/overlay", bearer=False) as overlay:
        await overlay.say({"type": "hello", "token": token(seconds=2), "agent": "7001"})
        await overlay.until("snapshot")
        assert await overlay.close_code() == 4500
        assert overlay.socket.close_reason == "the time of this token is over: show a new one"


@pytest.mark.parametrize("shown", [TOKEN, OLD])
async def test_while_the_token_is_changed_both_count(server: Server, shown: str) -> None:
    async with peer(server, "/v1/overlay", bearer=False) as overlay:
        await overlay.say({"type": "hello", "token": shown, "agent": "7001"})
        await overlay.until("snapshot")
    async with http(server, bearer=shown) as client:
        assert (await client.post("/v1/ingest/native", json=[])).status_code == 200


async def test_the_list_itself_is_no_token(server: Server) -> None:
    both = f"{TOKEN}, {OLD}"
    assert (await refused(server, "/v1/overlay", token=both, agent="7001"))[0] == 4500


async def test_without_a_secret_no_such_token_opens_anything() -> None:
    async with opened(settings()) as server:
        forged = token(secret="")
        assert (await refused(server, "/v1/overlay", token=forged, agent="7001"))[0] == 4500
        async with screen(server) as overlay:
            await overlay.until("snapshot")


def test_a_token_is_for_one_agent_and_a_time() -> None:
    now, secrets = 1_000.0, ("new" * 12, "old" * 12)
    for secret in secrets:
        assert valid_until(secrets, mint(secret, "李 7001", 1_100), "李 7001", now) == 1_100
    made = mint(secrets[0], "7001", 1_100)
    assert valid_until(secrets, made, "7001", 1_100) is None
    assert valid_until((), made, "7001", now) is None
    assert valid_until(secrets, made.replace("1100", "1200"), "7001", now) is None
    assert valid_until(secrets, "ot.x.y", "7001", now) is None


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"token": f"{TOKEN},short"}, "token: must have at least 16"),
        ({"token": f"{TOKEN},"}, "token: must have at least 16"),
        ({"overlay_secret": "0123456789abcdef"}, "overlay_secret: must have at least 32"),
        ({"token": SECRET, "overlay_secret": SECRET}, "overlay_secret: must differ"),
        ({"token": f"{TOKEN},{OLD}", "supervisor_token": OLD}, "must differ from the agents'"),
    ],
)
def test_what_cannot_be_is_told_at_the_start(given: dict[str, str], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        settings(**{name: SecretStr(value) for name, value in given.items()})


def test_secrets_are_not_shown() -> None:
    assert SECRET not in repr(settings(overlay_secret=SecretStr(SECRET)))
