"""Calls after they ended, as the console asks for them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from pydantic import SecretStr

from assist.server.run import Server, opened

from .conftest import Caller, http, settings, trunk

SUPERVISORS = "a-supervisors-token-0123"
GRIEVING = "我老伴走了"


@pytest.fixture(params=["memory", "file"])
async def bank(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Server]:
    log = "memory" if request.param == "memory" else str(tmp_path / "calls.db")
    async with opened(settings(log=log, supervisor_token=SecretStr(SUPERVISORS))) as server:
        yield server


@asynccontextmanager
async def desk(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    """A supervisor, who has patience: the first call that is played starts a process."""
    async with http(server, bearer=SUPERVISORS) as client:
        client.timeout = httpx.Timeout(60)
        yield client


async def ended(server: Server, *calls: tuple[str, str, dict[str, Any]]) -> None:
    """Calls that come in and end: id, what the customer says, fields of ``call.start``."""
    async with trunk(server) as leg:
        for name, text, fields in calls:
            call = Caller(name, agent=fields.pop("agent", "7001"))
            await leg.say(
                call.start(**fields),
                call.says(text, 2000),
                call.says("您节哀", 3500, speaker="agent"),
                call.end(9000),
            )
            await leg.until(lambda m, name=name: m["type"] == "ack" and m["seq"] == 4)


async def asked(client: httpx.AsyncClient, path: str, **query: Any) -> Any:
    told = await client.get(path, params=query)
    assert told.status_code == 200, told.text
    return told.json()


FAR = ("0001-01-01", "1969-12-31", "3000-01-01", "9999-12-31")


@pytest.mark.parametrize("day", FAR)
async def test_days_that_no_calendar_reaches_are_refused_in_words(bank: Server, day: str) -> None:
    async with desk(bank) as client:
        for path, query in (
            ("/v1/calls", {"from": day}),
            ("/v1/calls", {"to": day, "zone": "Asia/Shanghai"}),
            ("/v1/cases", {"day": day}),
            ("/v1/trends", {"from": day, "to": day, "zone": "Pacific/Kiritimati"}),
        ):
            refused = await client.get(path, params=query)
            assert (refused.status_code, refused.json()["code"]) == (422, "bad_parameter"), path


async def test_pages_go_on_after_a_call_with_an_odd_name(bank: Server) -> None:
    names = ["c\n1", "c\t2", "c.3"]
    await ended(bank, *((name, GRIEVING, {}) for name in names))
    async with desk(bank) as client:
        found, after = list[str](), dict[str, str]()
        async with asyncio.timeout(60):
            while len(found) < 3:
                page = await asked(client, "/v1/calls", limit=1, **after)
                if not page["calls"] or not page["next"]:
                    found = [*found, *(call["call"] for call in page["calls"])]
                    if len(found) < 3:
                        found, after = [], {}
                        await asyncio.sleep(0.2)
                    continue
                found += [call["call"] for call in page["calls"]]
                after = {"after": page["next"]}
    assert sorted(found) == sorted(names)


ODD = ("trends", "morning", "a/explain", "a/b?c#d%2F", "case.html", "张 先生/老伴", "...", "100%")


async def test_a_call_may_be_called_anything(bank: Server) -> None:
    async with desk(bank) as client:
        await ended(bank, ("a", "你好", {}), *((name, GRIEVING, {}) for name in ODD))
        await caught_up(bank, client, 1 + len(ODD))
        for name in ODD:
            address = f"/v1/calls/{quote(name, safe='')}"
            assert (await asked(client, address))["report"]["call"] == name
            explained = await asked(client, f"{address}/explain", at=4000)
            assert [rule["rule"] for rule in explained["rules"] if rule["standing"] != "silent"]
            case = await client.get(f"{address}/case.html")
            assert "老伴走了" in case.text
        plain = await asked(client, "/v1/calls/a/explain", at=4000)
        assert {rule["standing"] for rule in plain["rules"]} == {"silent"}
        assert (await client.get("/v1/calls/a/b")).status_code == 404


async def test_a_call_whose_name_no_address_can_hold_is_refused(bank: Server) -> None:
    async with trunk(bank) as leg:
        await leg.say(Caller("..").start())
        refused = await leg.until(lambda m: m["type"] == "error")
        assert "call" in refused["detail"]


async def caught_up(server: Server, client: httpx.AsyncClient, calls: int) -> Any:
    """The list, once all calls that ended are in it."""
    async with asyncio.timeout(60):
        while True:
            told = await asked(client, "/v1/calls")
            if told["total"] == calls:
                return told
            await asyncio.sleep(0.1)


async def test_a_call_is_found_read_explained_and_exported_after_its_end(bank: Server) -> None:
    grief = ("grief/1", GRIEVING, {"context": {"product": "储蓄卡"}, "queue": "卡"})
    other = ("c-2", "您好我想问一下年费", {"agent": "7002"})
    await ended(bank, grief, other)
    async with desk(bank) as client:
        told = await caught_up(bank, client, 2)
        assert [row["call"] for row in told["calls"]] == ["c-2", "grief/1"]
        assert told["facets"]["agents"] == ["7001", "7002"]
        assert told["facets"]["products"] == ["储蓄卡"]
        for query, found in (
            ({"q": "老伴"}, ["grief/1"]),
            ({"q": "GRIEF"}, ["grief/1"]),
            ({"agent": "7002"}, ["c-2"]),
            ({"queue": "卡", "product": "储蓄卡"}, ["grief/1"]),
            ({"q": "信用证"}, []),
        ):
            rows = (await asked(client, "/v1/calls", **query))["calls"]
            assert [row["call"] for row in rows] == found, query
        first = await asked(client, "/v1/calls", limit=1)
        second = await asked(client, "/v1/calls", limit=1, after=first["next"])
        assert [row["call"] for row in (*first["calls"], *second["calls"])] == ["c-2", "grief/1"]
        assert "total" not in second

        read = await asked(client, "/v1/calls/grief%2F1")
        report = read["report"]
        assert read["ended"] - read["began"] == pytest.approx(9000, abs=1500)
        assert [line["text"] for line in report["lines"]] == [GRIEVING, "您节哀"]
        assert [(m["part"], m["need"]) for m in report["lines"][0]["marks"]] == [
            ("cue", report["needs"][0]["id"])
        ]
        assert report["hints"][0]["reason"] == "met"
        assert report["live"] is False

        why = await asked(client, "/v1/calls/grief%2F1/explain", at=2500, lang="zh")
        seen = {one["rule"]: one["standing"] for one in why["rules"]}
        assert seen[report["hints"][0]["rule"]] == "visible"
        refused = await client.get("/v1/calls/grief%2F1/explain?at=1&rule=no-such-rule")
        assert (refused.status_code, refused.json()["code"]) == (404, "not_found")

        for form, kind in (
            ("html", "text/html"),
            ("md", "text/markdown"),
            ("jsonl", "application"),
        ):
            file = await client.get(f"/v1/calls/grief%2F1/case.{form}")
            assert file.headers["content-type"].startswith(kind)
            assert "节哀" in file.text
            assert "grief%2F1" in file.headers["content-disposition"]
        assert (await client.get("/v1/calls/grief%2F1/case.pdf")).status_code == 404
        assert (await client.get("/v1/calls/none-such")).status_code == 404


async def test_a_moment_becomes_a_test_that_is_run_at_once(bank: Server) -> None:
    await ended(bank, ("c-1", "我家里头老头子没了", {}))
    async with desk(bank) as client:
        wish = {"since": 0, "until": 4000, "at": 2500, "fires": True}
        rule = next(iter(bank.service.node.program.rules.rules))
        told = (await client.post("/v1/calls/c-1/testcase", json={**wish, "rule": rule})).json()
        assert told["status"] == "failed"
        assert told["path"].endswith(".test.yaml")
        assert "老头子没了" in told["yaml"]
        for wrong in ({}, {"rule": rule, "need": "grief"}, {"rule": "no-such-rule"}):
            refused = await client.post("/v1/calls/c-1/testcase", json={**wish, **wrong})
            assert refused.status_code == 422, wrong


async def test_days_are_counted_where_the_team_is(bank: Server) -> None:
    await ended(bank, ("c-1", GRIEVING, {"context": {"product": "储蓄卡"}}))
    today = datetime.now(UTC)
    span = {"from": str((today - timedelta(days=2)).date()), "to": str(today.date())}
    async with desk(bank) as client:
        await caught_up(bank, client, 1)
        told = await asked(client, "/v1/trends", **span)
        assert [day["calls"] for day in told["days"]] == [0, 0, 1]
        assert told["days"][-1]["products"] == {"储蓄卡": 1}
        assert [agent["agent"] for agent in told["agents"]] == ["7001"]
        far = await asked(client, "/v1/trends", **span, zone="Pacific/Kiritimati")  # UTC+14
        assert far["days"][0]["since"] == told["days"][0]["since"] - 14 * 3_600_000
        for wrong in ({"zone": "Mars/Base"}, {"to": "2020-01-01"}, {"from": "2020-01-01"}):
            refused = await client.get("/v1/trends", params={**span, **wrong})
            assert refused.status_code == 422, wrong
        day = await asked(client, "/v1/cases", day=span["to"])
        assert (day["calls"], day["worth"], day["look"], day["well"]) == (1, 0, [], [])
        file = await client.get("/v1/cases", params={"day": span["to"], "form": "html"})
        assert file.text.startswith("<!doctype html>")


async def test_a_live_call_is_listed_and_read_as_it_stands(bank: Server) -> None:
    call = Caller("live-1")
    async with trunk(bank) as leg, desk(bank) as client:
        await leg.say(call.start(), call.says(GRIEVING, 2000))
        await leg.until(lambda m: m["type"] == "ack" and m["seq"] == 2)
        told = await asked(client, "/v1/calls")
        assert [live["call"] for live in told["live"]] == ["live-1"]
        assert told["calls"] == []
        read = await asked(client, "/v1/calls/live-1")
        assert read["report"]["live"] is True
        assert read["report"]["needs"][0]["ended"] == "open"
        assert read["ended"] is None
        assert datetime.now(UTC).timestamp() * 1000 - read["began"] < 60_000


async def test_agents_do_not_read_calls(bank: Server) -> None:
    async with http(bank) as client:
        for path in ("/v1/calls", "/v1/calls/x", "/v1/trends", "/v1/cases?day=2026-01-01"):
            assert (await client.get(path)).status_code == 403
