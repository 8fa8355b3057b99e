"""The page for integrators tells every setting, and its examples are addresses."""

from __future__ import annotations

import re
from pathlib import Path

from assist.client import Counting
from assist.tap.address import read
from assist.tap.counts import Counts, TapCollector
from assist.tap.settings import ENV, TapSettings

PAGE = Path(__file__).parents[2] / "docs" / "integrators" / "tap.md"
TEXT = PAGE.read_text(encoding="utf-8")


def table() -> str:
    rows = []
    for name, field in TapSettings.model_fields.items():
        default = field.get_default()
        shown = "" if default is None or field.is_required() or default == {} else f"`{default}`"
        shown = "" if "Secret" in str(field.annotation) else shown
        variable = "" if name == "defaults" else f"`{ENV}{name.upper()}`"
        rows.append(f"| {variable} | `{name}` | {shown} | {field.description} |")
    return "\n".join(rows)


def test_every_setting_is_told() -> None:
    assert table() in TEXT, f"put this into {PAGE.name}:\n{table()}"


def test_every_metric_is_told() -> None:
    for metric in TapCollector(Counts(), Counting(), lambda: True).collect():
        assert f"`{metric.name}" in TEXT.replace(", `", "`").replace("_total", ""), metric.name


def test_every_address_is_one() -> None:
    found = re.findall(r"ws://(?:TAP|tap\.internal):8714(/t/[^\s`]+)", TEXT)
    assert len(found) >= 4
    for target in found:
        address = read(target, lambda _name: "given")
        assert address.rest.startswith("/")
        assert address.rest in TEXT
