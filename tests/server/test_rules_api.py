"""The rules studio over a real server: what supervisors save is in force, and nothing is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
import pytest_asyncio
from pydantic import SecretStr

from assist.server.run import Server, opened
from assist.studio import child
from tests.studio.packs import RULES, put

from .conftest import Caller, http, screen, settings, trunk

SUPERVISORS = "a-supervisors-token-0123"
WHO: dict[str, Any] = {"author": "王组长", "reason": "客户换了说法"}
FILE = "bank/rules.yaml"


class Desk:
    """A supervisor at the studio."""

    def __init__(self, server: Server, client: httpx.AsyncClient, pack: Path) -> None:
        self.server = server
        self.client = client
        self.pack = pack

    async def get(self, path: str, /, **asked: Any) -> Any:
        told = await self.client.get(f"/v1/rules{path}", params=asked)
        assert told.status_code == 200, told.text
        return told.json()

    async def post(
        self, path: str, /, status: int = 200, method: str = "POST", **asked: Any
    ) -> Any:
        told = await self.client.request(method, f"/v1/rules{path}", json=asked)
        assert told.status_code == status, told.text
        assert told.headers["cache-control"] == "no-store"
        return told.json()

    async def save(self, text: str, revision: str, status: int = 200, path: str = FILE) -> Any:
        asked = {"path": path, "text": text, "revision": revision, **WHO}
        return await self.post("/file", status, "PUT", **asked)


@asynccontextmanager
async def studio(tmp_path: Path, **changed: Any) -> AsyncIterator[Desk]:
    pack = put(tmp_path) if not (tmp_path / "bank").exists() else tmp_path / "bank"
    given = {
        "rules": (pack,),
        "log": str(tmp_path / "assist.db"),
        "rules_local": tmp_path / "site",
        **changed,
    }
    given["supervisor_token"] = SecretStr(SUPERVISORS)
    async with opened(settings(**given)) as server, http(server, bearer=SUPERVISORS) as client:
        client.timeout = httpx.Timeout(60)
        yield Desk(server, client, pack)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    """One studio for all that change nothing."""
    async with studio(tmp_path_factory.mktemp("shared")) as desk:
        yield desk


async def test_what_is_saved_is_heard_in_running_calls(tmp_path: Path) -> None:
    async with studio(tmp_path) as desk, trunk(desk.server) as leg, screen(desk.server) as overlay:
        call = Caller("c1")
        await leg.say(call.start())
        await overlay.until("call.start", within=30)
        tree = await desk.get("")
        names = [file["path"] for pack in tree["packs"] for file in pack["files"]]
        assert names == ["bank/lists.yaml", "bank/rules.test.yaml", FILE, "needs.yaml"]
        rules = tree["packs"][0]["files"][2]
        assert [(r["name"], r["mode"], r["line"]) for r in rules["rules"]] == [
            ("acknowledge", "live", 14), ("be-quick", "live", 20)
        ]  # fmt: skip
        held = await desk.get("/file", path=FILE)
        assert (held["text"], held["writable"]) == (RULES, True)

        edited = RULES.replace("[赶时间]", "[赶时间, 来不及]")
        saved = await desk.save(edited, held["revision"])
        assert saved["in_force"]
        assert saved["digest"] == desk.server.service.node.program.rules.digest != tree["digest"]
        assert saved["changes"][0]["name"] == "hurry"
        assert "来不及" in saved["changes"][0]["lines"]["zh"][0]
        assert (desk.pack / "rules.yaml").read_text(encoding="utf-8") == edited
        await leg.say(call.says("真的来不及了", 3000))
        hint = await overlay.until("hint.show", within=30)
        assert hint["rule"] == "be-quick"

        told = await desk.get("/history", path=FILE)
        assert [entry["kind"] for entry in told["entries"]] == ["saved", "found"]
        newest = told["entries"][0]
        assert (newest["author"], newest["reason"]) == ("王组长", "客户换了说法")
        assert newest["rules"] == ["be-quick"]
        assert newest["summary"]["zh"] == "改动信号 hurry"
        past = await desk.get(f"/history/{newest['id']}")
        assert (past["before"], past["text"]) == (RULES, edited)


async def test_two_supervisors_saving_one_file_lose_nothing(tmp_path: Path) -> None:
    async with studio(tmp_path) as desk:
        revision = (await desk.get("/file", path=FILE))["revision"]
        mine = RULES.replace("[赶时间]", "[赶时间, 来不及]")
        await desk.save(mine, revision)
        refused = await desk.save(RULES.replace("先安慰", "先听完"), revision, 409)
        assert (refused["code"], refused["text"]) == ("changed_underneath", mine)
        assert refused["by"] == "王组长"
        saved = await desk.save(refused["text"].replace("先安慰", "先听完"), refused["revision"])
        assert saved["in_force"]
        both = (await desk.get("/file", path=FILE))["text"]
        assert both == mine.replace("先安慰", "先听完")


async def test_an_edit_that_would_break_the_rules_is_refused_with_its_place(
    tmp_path: Path,
) -> None:
    async with studio(tmp_path) as desk:
        held = await desk.get("/file", path=FILE)
        digest = desk.server.service.node.program.rules.digest
        refused = await desk.save(RULES.replace("when: hurry", "when: hury"), held["revision"], 422)
        assert refused["code"] == "rules_invalid"
        (problem,) = [one for one in refused["problems"] if one["severity"] == "error"]
        assert (problem["path"], problem["line"], problem["column"]) == (FILE, 23, 11)
        assert (problem["end_column"], problem["hint"]) == (15, "did you mean `hurry`?")
        assert (desk.pack / "rules.yaml").read_text(encoding="utf-8") == RULES
        assert desk.server.service.node.program.rules.digest == digest
        gone = await desk.post(
            "/file", 422, "DELETE", path="bank/lists.yaml",
            revision=(await desk.get("/file", path="bank/lists.yaml"))["revision"], **WHO,
        )  # fmt: skip
        assert gone["code"] == "rules_invalid"
        # a failing test is told, and does not keep it from being saved
        saved = await desk.save(RULES.replace("[赶时间]", "[来不及]"), held["revision"])
        assert [(test["name"], test["was"]) for test in saved["tests"]] == [("a hurry", "passed")]


@pytest.mark.asyncio(loop_scope="module")
async def test_a_check_tells_problems_tests_and_sentences(shared: Desk) -> None:
    edited = RULES.replace("[赶时间]", "[来不及]")
    told = await shared.post("/check", path=FILE, text=edited, session="s")
    assert told["valid"]
    (test,) = told["tests"]
    assert (test["name"], test["status"], test["was"]) == ("a hurry", "failed", "passed")
    assert test["failures"]["en"] == ["rule be-quick shown by 5s: never"]
    assert test["failures"]["zh"] == ["规则 be-quick 应在 5 秒之前显示，实际一直没有"]
    assert any("customer: 我赶时间" in line for line in test["story"]["en"])
    assert any("客户：我赶时间" in line for line in test["story"]["zh"])
    assert not any(word in line for word in (" at ", "heard") for line in test["story"]["zh"])
    assert (told["run"], told["of"], told["skipped"]) == (1, 3, 0)
    assert told["sentences"]["be-quick"]["zh"].startswith("当客户说到“来不及”")
    assert told["changes"][0]["used_by"] == ["be-quick"]
    everything = await shared.post("/check", path=FILE, text=RULES, all=True)
    assert [test["status"] for test in everything["tests"]] == ["passed"] * 3
    first, second = await asyncio.gather(
        *(shared.client.post("/v1/rules/check", json={"path": FILE, "text": RULES + extra,
          "session": "s"}) for extra in ("# a\n", "# b\n"))
    )  # fmt: skip
    assert {first.status_code, second.status_code} <= {200, 409}
    assert 200 in {first.status_code, second.status_code}


RUBBISH = ["a: &a [*a, *a]\n", "x" * (1024 * 1024 + 1), "[" * 10_000, "\t- a", "rules: [1, 2"]


@pytest.mark.asyncio(loop_scope="module")
async def test_rubbish_is_told_not_swallowed(shared: Desk) -> None:
    revision = (await shared.get("/file", path=FILE))["revision"]
    for text in RUBBISH:
        told = await shared.post("/check", path=FILE, text=text)
        assert not told["valid"]
        assert told["problems"][0]["path"] == FILE
        assert (await shared.save(text, revision, 422))["code"] == "rules_invalid"
    huge = await shared.client.post("/v1/rules/check", content=b" " * (10 * 1024 * 1024))
    assert (huge.status_code, huge.json()["code"]) == (413, "body_too_large")
    assert (shared.pack / "rules.yaml").read_text(encoding="utf-8") == RULES


async def test_a_rule_goes_to_shadow_and_back_and_to_any_earlier_text(tmp_path: Path) -> None:
    async with studio(tmp_path) as desk:
        held = await desk.get("/file", path=FILE)
        shadowed = await desk.post(
            "/mode", rule="be-quick", mode="shadow", revision=held["revision"], **WHO
        )
        assert shadowed["text"] == RULES + "    mode: shadow\n"
        assert desk.server.service.node.program.rules.rules["be-quick"].mode == "shadow"
        stale = await desk.post(
            "/mode", 409, rule="be-quick", mode="off", revision=held["revision"], **WHO
        )
        assert stale["code"] == "changed_underneath"
        (found,) = [e for e in (await desk.get("/history", path=FILE))["entries"]
                    if e["kind"] == "found"]  # fmt: skip
        back = await desk.post(
            "/rollback", path=FILE, id=found["id"], revision=shadowed["revision"], **WHO
        )
        assert back["revision"] == held["revision"]
        assert (await desk.get("/history", rule="be-quick"))["entries"][0]["kind"] == "rollback"


@pytest.mark.asyncio(loop_scope="module")
async def test_numbers_and_times_beyond_all_bounds_are_refused_in_words(shared: Desk) -> None:
    beyond = 10**30
    told = await shared.client.get(f"/v1/rules/history/{beyond}")
    assert (told.status_code, told.json()["code"]) == (404, "not_found")
    for path, query in (
        ("/history", {"before": str(beyond)}),
        ("/health", {"from": "0001-01-01T00:00:00+14:00"}),
        ("/health", {"to": "9999-12-31T23:59:59-14:00"}),
    ):
        told = await shared.client.get(f"/v1/rules{path}", params=query)
        assert (told.status_code, told.json()["code"]) == (422, "bad_parameter"), path
    rollback = {"path": FILE, "id": 2**60, "revision": "x", **WHO}
    await shared.post("/rollback", 422, **rollback)


async def test_what_others_did_to_the_files_is_noticed(tmp_path: Path) -> None:
    async with studio(tmp_path) as desk:
        await desk.get("/history")
    (tmp_path / "bank" / "rules.yaml").write_text(
        RULES.replace("[赶时间]", "[赶时间, 赶火车]"), encoding="utf-8"
    )
    async with studio(tmp_path) as desk:
        newest = (await desk.get("/history"))["entries"][0]
        assert (newest["kind"], newest["author"], newest["path"]) == ("outside", None, FILE)
        assert newest["rules"] == ["be-quick"]


async def test_files_come_and_go(tmp_path: Path) -> None:
    async with studio(tmp_path) as desk:
        text = "lists:\n  kin: [女儿, 儿子]\n"
        made = await desk.post("/file", 201, path="bank/kin.yaml", text=text, **WHO)
        again = await desk.post("/file", 409, path="bank/kin.yaml", text=text, **WHO)
        assert again["code"] == "exists"
        refused = await desk.post("/file", 422, path="bank/../x.yaml", text=text, **WHO)
        assert refused["code"] == "rules_invalid"
        gone = await desk.post(
            "/file", 200, "DELETE", path="bank/kin.yaml", revision=made["revision"], **WHO
        )
        assert not (desk.pack / "kin.yaml").exists()
        entry = await desk.get(f"/history/{gone['history']}")
        assert (entry["kind"], entry["text"], entry["before"]) == ("deleted", None, text)
        missing = await desk.client.get("/v1/rules/file", params={"path": "bank/kin.yaml"})
        assert (missing.status_code, missing.json()["code"]) == (404, "not_found")


async def test_a_file_that_is_deleted_fires_no_more_and_can_be_put_back(tmp_path: Path) -> None:
    async with studio(tmp_path) as desk, trunk(desk.server) as leg, screen(desk.server) as overlay:
        text = RULES.replace("acknowledge", "acknowledge-kin").replace("be-quick", "hurry-up")
        text = text.partition("rules:")[2].replace("when: loss", "when: kin-loss")
        kin = "signals:\n  kin-loss: {speaker: customer, phrases: [老伴走了]}\nrules:" + text
        kin = kin.partition("  hurry-up:")[0].replace("    met_by: kind\n", "")
        made = await desk.post("/file", 201, path="bank/kin.yaml", text=kin, **WHO)
        revision = made["revision"]
        gone = await desk.post(
            "/file", 200, "DELETE", path="bank/kin.yaml", revision=revision, **WHO
        )
        assert [(c["what"], c["name"]) for c in gone["changes"]] == [
            ("gone", "acknowledge-kin"),
            ("gone", "kin-loss"),
        ]
        assert "acknowledge-kin" not in desk.server.service.node.program.rules.rules
        told = await desk.get("/history", path="bank/kin.yaml")
        assert [entry["kind"] for entry in told["entries"]] == ["deleted", "created"]
        assert [entry["revision"] for entry in told["entries"]] == [None, revision]
        back = {"path": "bank/kin.yaml", "id": told["entries"][1]["id"], "revision": revision}
        await desk.post("/rollback", 200, **back, **WHO)
        assert (desk.pack / "kin.yaml").read_text(encoding="utf-8") == kin
        call = Caller("c1")
        await leg.say(call.start(), call.says("我老伴走了", 1000))
        await overlay.until(
            lambda m: m["type"] == "hint.show" and m["rule"] == "acknowledge-kin", within=30
        )


async def test_a_file_that_others_need_and_the_last_one_stay(tmp_path: Path) -> None:
    async with studio(tmp_path) as desk:

        async def refused(path: str, status: int) -> Any:
            revision = (await desk.get("/file", path=path))["revision"]
            return await desk.post("/file", status, "DELETE", path=path, revision=revision, **WHO)

        needed = await refused("bank/lists.yaml", 422)
        assert needed["code"] == "rules_invalid"
        assert {problem["path"] for problem in needed["problems"]} == {FILE}
        await refused("bank/rules.test.yaml", 200)
        last = await refused(FILE, 409)
        assert (last["code"], last["detail"]) == ("last_rules", "no rule would be left")
        assert (desk.pack / "rules.yaml").read_text(encoding="utf-8") == RULES


async def test_what_may_not_be_written_is_changed_by_an_override(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "assist.studio.shelf.installed", lambda path: path.is_relative_to(tmp_path / "bank")
    )
    async with studio(tmp_path) as desk:
        held = await desk.get("/file", path=FILE)
        assert (held["writable"], held["why_not"]) == (False, "wheel")
        refused = await desk.save(RULES, held["revision"], 403)
        assert refused["code"] == "read_only"
        asked = {"rule": "be-quick", "mode": "off", "revision": held["revision"], **WHO}
        assert (await desk.post("/mode", 403, **asked))["code"] == "no_place"
        made = await desk.post("/local", 201, **WHO)
        assert made["path"] == "site/overrides.yaml"
        off = await desk.post("/mode", **asked)
        assert off["path"] == "site/overrides.yaml"
        assert "be-quick" in desk.server.service.node.program.rules.rules
        assert desk.server.service.node.program.rules.rules["be-quick"].mode == "off"
        tree = await desk.get("")
        rules = next(f for p in tree["packs"] for f in p["files"] if f["path"] == FILE)["rules"]
        assert rules[1]["overridden"] == {"path": "site/overrides.yaml", "mode": "off"}
        assert [one["keys"] for one in rules[1]["overrides"]] == [["mode"]]
        told = await desk.get("/history", path=FILE, rule="be-quick")
        kinds = [(entry["path"], entry["kind"], entry["author"]) for entry in told["entries"]]
        assert kinds[0] == ("site/overrides.yaml", "mode", WHO["author"])
        assert kinds[1] == (FILE, "found", None)
        assert (await desk.post("/local", 409, **WHO))["code"] == "exists"


@pytest.mark.asyncio(loop_scope="module")
async def test_a_rule_is_read_and_written_as_a_form(shared: Desk) -> None:
    read = await shared.post("/form/read", path=FILE, text=RULES, rule="acknowledge")
    fields = read["fields"]
    assert fields["when"]["signals"][0]["phrases"] == ["$spouse…走了", "去世"]
    fields["cooldown"] = "45s"
    written = await shared.post(
        "/form/write", path=FILE, text=RULES, rule="acknowledge", fields=fields
    )
    head, tail = RULES.split("  be-quick:")
    assert written["text"] == f"{head}    cooldown: 45s\n  be-quick:{tail}"
    assert written["line"] == 14
    fields |= {"name": "kin-lost", "text": {"zh": ["先别急"], "en": []}}
    new = await shared.post(
        "/form/write", path=FILE, text=RULES, rule=None, fields=fields,
        test={"customer": "我老伴走了", "agent": None},
    )  # fmt: skip
    told = await shared.post("/check", path=FILE, text=new["text"])
    assert told["valid"]
    assert "先别急" in [test["name"] for test in told["tests"]]
    refused = await shared.post("/form/read", 422, path=FILE, text=RULES, rule="none")
    assert refused["code"] == "form_invalid"
    assert refused["problems"][0]["zh"] == "这个文件里没有规则 none"


@pytest.mark.asyncio(loop_scope="module")
async def test_what_cannot_be_played_is_told(shared: Desk) -> None:
    for text, code in ((RULES, "no_recordings"), ("rules: [", "rules_invalid")):
        assert (await _backtest(shared, text))[-1]["error"]["code"] == code


@pytest.mark.asyncio(loop_scope="module")
async def test_the_agents_token_opens_none_of_it(shared: Desk) -> None:
    async with http(shared.server) as agent:
        for path in ("", "/names", "/schema", "/history", f"/file?path={FILE}"):
            assert (await agent.get(f"/v1/rules{path}")).status_code == 403
        asked = {"path": FILE, "text": "", "revision": "", **WHO}
        assert (await agent.put("/v1/rules/file", json=asked)).status_code == 403


@pytest.mark.asyncio(loop_scope="module")
async def test_a_rule_is_found_by_what_people_know_of_it(shared: Desk) -> None:
    (found,) = (await shared.get("/find", text="去世"))["rules"]
    assert (found["name"], found["part"], found["speaker"]) == ("acknowledge", "need", None)
    assert "去世" in found["text"]
    found = await shared.get("/find", text="节哀")
    said = {"name": "acknowledge", "part": "phrase", "text": "节哀", "speaker": "agent"}
    assert found == {"rules": [said]}
    told = await shared.client.get("/v1/rules/find", params={"text": "久" * 201})
    assert told.status_code == 422


async def _calls(desk: Desk, *texts: str) -> None:
    """Calls in which the customer says this, ended."""
    async with trunk(desk.server) as leg:
        for number, text in enumerate(texts):
            call = Caller(f"past-{number}")
            await leg.say(call.start(), call.says(text, 1000), call.says("请讲。", 3000))
            await leg.say(call.end(20_000))
        await desk.server.service.log.wait(desk.server.service.node.appended)
    async with asyncio.timeout(30):
        while (await desk.get("/recordings"))["calls"] < len(texts):
            await asyncio.sleep(0.1)


async def _backtest(desk: Desk, text: str, **asked: Any) -> list[dict[str, Any]]:
    told = await desk.client.post(
        "/v1/rules/backtest", json={"path": FILE, "text": text, **asked}, timeout=60
    )
    assert told.status_code == 200
    return [orjson.loads(line) for line in told.text.splitlines()]


async def test_an_edit_is_played_against_recorded_calls_before_it_is_saved(
    tmp_path: Path,
) -> None:
    async with studio(tmp_path) as desk:
        await _calls(desk, "我赶时间", "真的来不及了", "我想问一下利率", "我要来不及了")
        edited = RULES.replace("[赶时间]", "[赶时间, 来不及]")
        *progress, last = await _backtest(desk, edited)
        assert progress[0]["progress"]["stage"] == "starting"
        result = last["result"]
        assert (result["calls"], result["affected"], result["complete"]) == (4, 2, True)
        (rule,) = result["rules"]
        assert (rule["rule"], rule["before"], rule["after"]) == ("be-quick", 25.0, 75.0)
        assert (rule["new"], rule["gone"]) == (2, 0)
        assert {change["call"] for change in result["changes"]} == {"past-1", "past-3"}
        moment = result["changes"][0]["new"][0]
        assert moment["because"]
        assert moment["t"] == round(moment["at"] / 1000, 1)
        assert desk.server.service.node.program.rules.sources[FILE] == RULES
        shadow = edited.replace("say: 两分钟就好}", "say: 两分钟就好}\n    mode: shadow")
        told = (await _backtest(desk, shadow, most=2))[-1]["result"]
        assert told["calls"] == 2
        assert {m["shadow"] for change in told["changes"] for m in change["new"]} == {True}

        health = await desk.get("/health")
        of_hurry = next(one for one in health["rules"] if one["rule"] == "be-quick")
        assert (health["calls"], of_hurry["shown"], of_hurry["per_100"]) == (4, 1, 25.0)
        assert of_hurry["last"]["call"] == "past-0"
        assert of_hurry["verdicts"] == []  # four calls say nothing


async def test_a_rule_in_shadow_is_counted_as_such(tmp_path: Path) -> None:
    async with studio(tmp_path) as desk:
        revision = (await desk.get("/file", path=FILE))["revision"]
        await desk.post("/mode", rule="be-quick", mode="shadow", revision=revision, **WHO)
        await _calls(desk, "我赶时间", "我想问一下利率")
        health = await desk.get("/health")
        (of_hurry,) = [one for one in health["rules"] if one["rule"] == "be-quick"]
        assert (of_hurry["shown"], of_hurry["shadow"], of_hurry["calls"]) == (0, 1, 1)
        assert of_hurry["last"]["call"] == "past-0"
        found = (await desk.client.get("/v1/calls", params={"rule": "be-quick"})).json()
        assert [row["call"] for row in found["calls"]] == ["past-0"]
        assert "be-quick" in found["facets"]["rules"]
        report = (await desk.client.get("/v1/calls/past-0")).json()["report"]
        (shadow,) = report["shadows"]
        assert (shadow["rule"], shadow["text"], report["hints"]) == ("be-quick", "先说多久", [])
        assert [quote[2] for quote in shadow["because"]] == ["我赶时间"]


async def test_who_goes_away_stops_the_backtest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Any] = []
    begin = child.start

    def noted(module: str, asked: Any) -> Any:
        process, pipe = begin(module, asked)
        started.append(process)
        return process, pipe

    monkeypatch.setattr(child, "start", noted)
    async with studio(tmp_path) as desk:
        await _calls(desk, "我赶时间")
        asked = {"path": FILE, "text": RULES}
        async with desk.client.stream("POST", "/v1/rules/backtest", json=asked) as told:
            assert told.status_code == 200
            async with asyncio.timeout(20):
                while not started:
                    await asyncio.sleep(0.05)
        (process,) = started
        async with asyncio.timeout(20):
            while process.poll() is None:
                await asyncio.sleep(0.05)
        assert process.returncode == -9
