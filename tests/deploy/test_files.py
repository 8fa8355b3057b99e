"""What is shipped to put it on a server with: each file is what its program takes."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from assist.server.run import Server
from assist.server.settings import Settings
from tests.server.conftest import http, server

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
METRICS = ROOT / "docs" / "operators" / "metrics.md"
SYSTEMD, PROMTOOL = shutil.which("systemd-analyze"), shutil.which("promtool")

__all__ = ["server"]


def rules(text: str) -> list[dict[str, Any]]:
    loaded = YAML(typ="safe").load(text)
    found: list[dict[str, Any]] = loaded["groups"][0]["rules"] if "groups" in loaded else loaded
    return found


def alerts() -> list[dict[str, Any]]:
    return rules((DEPLOY / "alerts.yml").read_text(encoding="utf-8"))


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit, with a program that is there in the place of the installed one."""
    text = (DEPLOY / "assist.service").read_text(encoding="utf-8")
    assert text.count("/opt/assist/bin/assist") == 1
    file = tmp_path / "assist.service"
    file.write_text(text.replace("/opt/assist/bin/assist", sys.executable), encoding="utf-8")
    return file


@pytest.mark.skipif(SYSTEMD is None, reason="no systemd-analyze here")
def test_systemd_takes_the_unit_and_finds_it_closed(unit: Path) -> None:
    assert SYSTEMD is not None
    verified = subprocess.run(
        [SYSTEMD, "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False
    )
    ours = [line for line in verified.stderr.splitlines() if "assist.service" in line]
    assert (verified.returncode, ours) == (0, [])
    judged = [SYSTEMD, "security", "--offline=true", "--threshold=25", "--no-pager", str(unit)]
    done = subprocess.run(judged, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_unit_and_the_image_name_settings_that_there_are() -> None:
    for name in ("assist.service", "assist.env", "Containerfile"):
        text = (DEPLOY / name).read_text(encoding="utf-8")
        named = set(re.findall(r"\bASSIST_([A-Z_]+)=", text))
        assert named <= {field.upper() for field in Settings.model_fields}
        assert named


def test_compose_does_what_the_command_beside_it_does() -> None:
    command = (DEPLOY / "README.md").read_text(encoding="utf-8").partition("podman run ")[2]
    words = shlex.split(command.partition("```")[0].replace("\\\n", " "))
    composed = YAML(typ="safe").load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    (service,) = composed["services"].values()
    said = [
        *("-d", "--name", "assist", "-v", *service["volumes"], "--env-file", service["env_file"]),
        *("-p", *service["ports"], "--read-only", "--tmpfs", *service["tmpfs"]),
        *("--cap-drop", *service["cap_drop"], "--stop-timeout"),
        *(service["stop_grace_period"].removesuffix("s"), service["image"]),
    ]
    assert words == said
    assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
    assert set(composed["volumes"]) == {service["volumes"][0].partition(":")[0]}


def test_the_operators_page_shows_the_alerts_that_are_shipped() -> None:
    (shown,) = re.findall(r"```yaml\n(.*?)```", METRICS.read_text(encoding="utf-8"), re.DOTALL)
    told = ("alert", "expr", "for")
    assert rules(shown) == [{k: a[k] for k in told if k in a} for a in alerts()]


async def test_every_metric_of_an_alert_is_there(server: Server) -> None:
    async with http(server) as client:
        told = (await client.get("/metrics")).text
    families = set(re.findall(r"^# TYPE (\w+) ", told, re.MULTILINE))
    for each in alerts():
        for metric in re.findall(r"\bassist_\w+", each["expr"]):
            assert families & {metric, metric.removesuffix("_bucket")}, metric


def panels() -> list[dict[str, Any]]:
    text = (DEPLOY / "grafana" / "overtone.json").read_text(encoding="utf-8")
    held: list[dict[str, Any]] = json.loads(text)["panels"]
    return held


async def test_every_metric_of_the_dashboard_is_there(server: Server) -> None:
    async with http(server) as client:
        told = (await client.get("/metrics")).text
    families = set(re.findall(r"^# TYPE (\w+) ", told, re.MULTILINE))
    named = {
        metric
        for panel in panels()
        for target in panel["targets"]
        for metric in re.findall(r"\b(?:assist|process)_\w+", target["expr"])
    }
    for metric in named:
        assert families & {metric, metric.removesuffix("_bucket")}, metric


def test_no_panel_lies_on_another_and_each_has_a_name() -> None:
    seen: set[tuple[int, int]] = set()
    for panel in panels():
        at = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(at["x"], at["x"] + at["w"])
            for y in range(at["y"], at["y"] + at["h"])
        }
        assert not cells & seen, panel["title"]
        assert at["x"] + at["w"] <= 24
        seen |= cells
    assert len({panel["title"] for panel in panels()}) == len({panel["id"] for panel in panels()})


@pytest.mark.skipif(PROMTOOL is None, reason="no promtool here")
def test_prometheus_takes_the_alerts() -> None:
    assert PROMTOOL is not None
    command = [PROMTOOL, "check", "rules", str(DEPLOY / "alerts.yml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
