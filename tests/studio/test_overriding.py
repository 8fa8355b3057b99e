"""What a site changes of a rule is told with the rule, and where it is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assist.studio.workbench import Workbench

from .packs import put

OVERRIDES = """\
# Of this site.
overrides:
  rules:
    acknowledge:
      mode: shadow
      hint: {text: 先陪一陪, say: 您慢慢说}
    be-quick: {cooldown: 45s}
  signals:
    loss: {add: [过世了]}
  lists:
    spouse: {add: [老头子]}
"""


def _rules(folder: Path, **files: str) -> dict[str, Any]:
    site = folder / "site"
    site.mkdir()
    for name, text in files.items():
        (site / f"{name}.yaml").write_text(text, encoding="utf-8")
    tree = Workbench([put(folder), site]).tree()
    files_told = [file for pack in tree["packs"] for file in pack["files"]]
    return {rule["name"]: rule for file in files_told for rule in file["rules"]}


def test_everything_that_is_overridden_is_told_with_its_place(tmp_path: Path) -> None:
    rules = _rules(tmp_path, overrides=OVERRIDES)
    path = "site/overrides.yaml"
    assert rules["acknowledge"]["overrides"] == [
        {"path": path, "line": 4, "of": "rule", "name": "acknowledge",
         "keys": ["mode", "hint.text", "hint.say"]},
        {"path": path, "line": 9, "of": "signal", "name": "loss", "keys": ["add"]},
        {"path": path, "line": 11, "of": "list", "name": "spouse", "keys": ["add"]},
    ]  # fmt: skip
    assert rules["acknowledge"]["overridden"] == {"path": path, "mode": "shadow"}
    assert rules["acknowledge"]["headline"]["zh"] == "先陪一陪"
    assert [one["keys"] for one in rules["be-quick"]["overrides"]] == [["cooldown"]]


def test_a_rule_that_nobody_overrides_has_none(tmp_path: Path) -> None:
    rules = _rules(tmp_path, overrides="overrides:\n  lists:\n    spouse: {add: [老头子]}\n")
    assert rules["be-quick"]["overrides"] == []
    assert [one["of"] for one in rules["acknowledge"]["overrides"]] == ["list"]


def test_overrides_of_rules_are_told_while_other_files_have_errors(tmp_path: Path) -> None:
    rules = _rules(tmp_path, overrides=OVERRIDES, broken="rules: {oops: 1}\n")
    assert [one["of"] for one in rules["acknowledge"]["overrides"]] == ["rule"]
