"""What the pages for integrators tell to run is run: each example carries its call."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from assist.core.events import Fragment
from assist.doctor.call import SAYINGS
from assist.doctor.checks import examine
from assist.doctor.web import Address
from assist.server.run import Server, opened
from tests.server.conftest import TOKEN, settings

DOCS = Path(__file__).parents[2] / "docs" / "integrators"


def blocks(page: str, language: str, holding: str) -> list[str]:
    text = (DOCS / page).read_text(encoding="utf-8")
    found = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    return [block for block in found if holding in block]


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with opened(settings()) as server:
        yield server


async def run(server: Server, *command: str, example: str) -> str:
    """Run an example against a server: only the address, the token and long waits are changed."""
    changed = example.replace("127.0.0.1:8713", f"127.0.0.1:{server.port}")
    changed = changed.replace("choose-a-long-token", TOKEN)
    changed = re.sub(r"sleep\((1|20)\)", "sleep(0.1)", changed)
    done = await asyncio.to_thread(
        subprocess.run, [*command, changed], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


async def finals(server: Server, call: str) -> list[str]:
    entries = await server.service.log.read(call)
    return [e.event.text for e in entries if isinstance(e.event, Fragment) and e.event.final]


@pytest.mark.parametrize(
    "example",
    blocks("quickstart.md", "python", "AssistClient")
    + blocks("clients.md", "python", "Client(")
)  # fmt: skip
async def test_python(server: Server, example: str) -> None:
    await run(server, sys.executable, "-c", example=example)
    call = re.search(r'"(c-\d)"', example)
    assert call is not None
    assert await finals(server, call[1])
    assert server.service.node.counts.calls_ended == 1


async def test_hooks(server: Server) -> None:
    (hooks,) = blocks("clients.md", "python", "class Metrics")
    (plain,) = blocks("clients.md", "python", "BlockingClient(")
    example = hooks + plain.replace('-token")', '-token", hooks=Metrics())')
    assert "acknowledged" in await run(server, sys.executable, "-c", example=example)


async def test_curl(server: Server) -> None:
    native, vendor = blocks("quickstart.md", "sh", "curl")
    told = await run(server, "sh", "-c", example=native)
    assert '"type":"ack"' in told
    assert await finals(server, "c-3") == ["我老伴上个月走了"]
    assert await run(server, "sh", "-c", example=vendor) == "[]"
    assert await finals(server, "c-9") == ["我老伴上个月走了"]


async def test_the_doctor_s_words_raise_a_hint_under_the_shipped_rules() -> None:
    """With the words that the page suggests, and with those that it says of itself."""
    page = (DOCS / "trying.md").read_text(encoding="utf-8")
    (suggested,) = re.findall(r'--say "([^"]+)"', page)
    rules = DOCS.parents[1] / "rules"
    shipped = (rules / "bank-zh", rules / "bank-en")
    async with opened(settings(rules=shipped)) as server:
        for language, sayings in (("zh", (suggested,)), *SAYINGS.items()):
            address = Address.parse(server.url, TOKEN, None)
            checked = examine(address, language=language, sayings=sayings)
            assert "hint" in {finding.code async for finding in checked}, sayings


def test_no_two_examples_share_a_call_that_one_of_them_ends() -> None:
    pages = "quickstart.md", "clients.md"
    examples = [
        block
        for page in pages
        for block in re.findall(r"```\w+\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)
    ]
    calls = [set(re.findall(r"\bc-\d+", example)) for example in examples]
    assert len(set().union(*calls)) == sum(map(len, calls))


def test_typescript() -> None:
    """The same as in the package's own page but for a pause, and that is run by its test."""
    (here,) = blocks("quickstart.md", "ts", "IngestClient")
    (there,) = blocks("../../web/packages/client/README.md", "ts", "IngestClient")
    pause = "await new Promise((settle) => setTimeout(settle, 20_000));\n"
    assert here.replace(pause, "") == there
