"""The package for npm: what is in it, that its types hold, and that it carries a call."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import front_end
import pytest

from assist.core.events import Fragment
from assist.server.run import Server, opened
from tests.server.conftest import TOKEN, settings

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "web" / "packages" / "client"
README = (PACKAGE / "README.md").read_text(encoding="utf-8")


def run(*command: str, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that has the package installed, as npm builds and packs it."""
    home = tmp_path_factory.mktemp("project")
    (home / "package.json").write_text('{"type":"module"}')
    packed = run(*front_end.npm_command(), "pack", "--pack-destination", str(home), cwd=PACKAGE)
    folder = home / "node_modules" / "@overtone" / "assist-client"
    folder.mkdir(parents=True)
    run("tar", "xf", str(home / packed.split()[-1]), "--strip-components=1", "-C", str(folder),
        cwd=home)  # fmt: skip
    return home


def test_what_is_in_it(home: Path) -> None:
    folder = home / "node_modules" / "@overtone" / "assist-client"
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    source = ROOT / "web" / "src" / "client"
    modules = {path.stem for path in source.glob("*.ts") if not path.name.endswith(".test.ts")}
    built = {f"dist/{name}{end}" for name in modules for end in (".js", ".d.ts")}
    assert files == {"README.md", "package.json"} | built
    package = json.loads((folder / "package.json").read_text())
    assert "dependencies" not in package


def examples(text: str) -> list[str]:
    return re.findall(r"```ts\n(.*?)```", text, re.DOTALL)


def test_its_examples_hold_in_the_strictest_types(home: Path) -> None:
    for number, example in enumerate(examples(README)):
        (home / f"example{number}.ts").write_text(example, encoding="utf-8")
    tsc = ROOT / "web" / "node_modules" / "typescript" / "bin" / "tsc"
    options = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--target", "es2022"]
    options += ["--module", "nodenext", "--lib", "es2023,dom,dom.iterable", "--skipLibCheck"]
    run("node", str(tsc), *options, *(f"example{n}.ts" for n in range(2)), cwd=home)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with opened(settings()) as server:
        yield server


async def test_it_carries_a_call(home: Path, server: Server) -> None:
    example = examples(README)[0]
    example = example.replace("ws://127.0.0.1:8713", server.url.replace("http", "ws"))
    (home / "call.mjs").write_text(example.replace("choose-a-long-token", TOKEN), encoding="utf-8")
    command = ("node", "--experimental-websocket", "call.mjs")
    await asyncio.to_thread(run, *command, cwd=home)
    entries = await server.service.log.read("c-4")
    finals = [e.event for e in entries if isinstance(e.event, Fragment) and e.event.final]
    assert [event.text for event in finals] == ["我老伴上个月走了"]
    assert server.service.node.counts.calls_ended == 1
