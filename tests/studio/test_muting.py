"""Rules that are not live, and their tests in the studio."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assist.studio.workbench import Workbench

from .packs import RULES, put

OVERRIDES = "overrides: {rules: {acknowledge: {mode: shadow}}}\n"


def bench(folder: Path) -> Workbench:
    local = folder / "local"
    local.mkdir()
    (local / "site.yaml").write_text(OVERRIDES, encoding="utf-8")
    return Workbench([put(folder), local])


def statuses(told: dict[str, Any]) -> dict[str, tuple[str, str | None]]:
    return {test["name"]: (test["status"], test["was"]) for test in told["tests"]}


def test_a_test_of_a_rule_that_the_site_mutes_does_not_count_as_failing(tmp_path: Path) -> None:
    studio = bench(tmp_path)
    live = OVERRIDES.replace("shadow", "live")
    off = OVERRIDES.replace("shadow", "off")

    def check(text: str) -> dict[str, Any]:
        return studio.check("local/site.yaml", text, everything=True, check=lambda: None)

    assert statuses(check(live))["a loss"] == ("passed", "passed")
    told = check(off)
    assert statuses(told)["a loss"] == ("muted", "muted")
    (muted,) = (test for test in told["tests"] if test["status"] == "muted")
    assert muted["failures"] == {"zh": (), "en": ()}
    assert muted["muted"]["en"] == (
        "an override sets rule acknowledge to off; in its own mode this test passes",
    )
    assert studio.judge({"local/site.yaml": off}).failing == []


def test_what_a_rule_s_own_pack_mutes_fails_as_ever(tmp_path: Path) -> None:
    quiet = RULES.replace("    met_by: kind\n", "    met_by: kind\n    mode: off\n")

    (failing,) = Workbench([put(tmp_path)]).judge({"bank/rules.yaml": quiet}).failing
    assert failing["name"] == "a loss"


def test_a_first_test_written_in_shadow_expects_the_hint_once_the_rule_is_live(
    tmp_path: Path,
) -> None:
    new = RULES.replace("    met_by: kind\n", "    met_by: kind\n    mode: shadow\n") + (
        "tests:\n  - name: first\n    call: '0.5 客户: 他去世了'\n"
        "    expect: [{rule: acknowledge, state: shadow, by: 4.8}]\n    others: ignore\n"
    )
    live = bench(tmp_path).with_mode("bank/rules.yaml", new, "acknowledge", "live")

    assert "expect: [{rule: acknowledge, by: 4.8}]" in live
    assert "shadow" not in live
