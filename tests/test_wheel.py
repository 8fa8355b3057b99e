"""What `pip install .` installs: everything that runs, built from a clean copy of the source."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOT_SOURCE = (".git", ".venv", ".make", "node_modules", "static", "dist", ".*_cache", "__pycache__")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel of a source archive of a clean copy: no front end was built there before."""
    clone = tmp_path_factory.mktemp("a clone") / "overtone"
    shutil.copytree(ROOT, clone, ignore=shutil.ignore_patterns(*NOT_SOURCE))
    built = clone / "dist"
    # Not isolated: the build requirements are in the environment, at the versions pinned.
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(built), str(clone)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = built.glob("*.whl")
    return zipfile.ZipFile(path)


def source_files(folder: str) -> set[str]:
    return {
        path.relative_to(ROOT / folder).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def shipped(wheel: zipfile.ZipFile, folder: str) -> set[str]:
    return {name.removeprefix(folder) for name in wheel.namelist() if name.startswith(folder)}


def test_the_front_end_is_in_it(wheel: zipfile.ZipFile) -> None:
    static = shipped(wheel, "assist/server/static/")
    assert {"overlay.html", "demo.html", "assets/assist-overlay.js"} <= static


def test_the_rule_packs_and_the_sample_calls_are_in_it(wheel: zipfile.ZipFile) -> None:
    assert shipped(wheel, "assist/packs/") == source_files("rules") != set()
    assert shipped(wheel, "assist/samples/") == source_files("samples") != set()


def test_every_module_is_in_it_and_its_types(wheel: zipfile.ZipFile) -> None:
    ours = {name for name in source_files("assist") if name.endswith(".py")}
    names = shipped(wheel, "assist/")
    assert ours <= names
    assert "py.typed" in names


def test_nothing_else_is(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"assist"}


def test_it_installs_the_command(wheel: zipfile.ZipFile) -> None:
    (entry_points,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert "assist = assist.cli:app" in wheel.read(entry_points).decode()
