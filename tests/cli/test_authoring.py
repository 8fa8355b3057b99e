"""``assist rules explain | suggest | diff | new`` as a supervisor runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assist.cli import app
from assist.ruleset import compile_paths
from assist.ruleset.packs import home, shipped_packs
from assist.server.settings import Settings
from assist.text import default_folder
from tests.backtest.calls import RULES, loss_call, needs


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "loss.json").write_text(json.dumps(loss_call()), "utf-8")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "rules.yaml").write_text(RULES, "utf-8")
    (tmp_path / "needs.yaml").write_text(needs(), "utf-8")
    return tmp_path


def assist(*words: object) -> Result:
    return CliRunner().invoke(app, ["rules", *map(str, words)], env={"LC_ALL": "C.UTF-8"})


def explain(place: Path, *words: object) -> Result:
    return assist("explain", place / "loss.json", "--rules", place / "mine", *words)


def test_explain_tells_all_rules_that_heard_anything(place: Path) -> None:
    done = explain(place, "--at", "13s")

    assert done.exit_code == 0
    assert "comfort (mine/rules.yaml:8:3): on the screen" in done.stdout
    assert "on the screen: 1; cued, waiting for the agent to do it unprompted: 1" in done.stdout


def test_explain_one_rule_in_chinese_or_as_json(place: Path) -> None:
    assert "正在显示" in explain(place, "--at", "13", "--rule", "comfort", "--lang", "zh").stdout
    told = json.loads(explain(place, "--at", "13", "--json").stdout)
    assert next((one["rule"], one["standing"]) for one in told["rules"]) == ("comfort", "visible")


@pytest.mark.parametrize("at", ["0:13", "00:13.0", "0:00:13", "0：13", "13秒", "13.0"])
def test_explain_takes_a_moment_as_the_screens_write_it(place: Path, at: str) -> None:
    assert explain(place, "--at", at).stdout == explain(place, "--at", "13s").stdout != ""


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--at", "0:75"), "write 0:42, 1:05 or 42s"),
        (("--at", "13", "--rule", "comfrt"), "there is no rule 'comfrt' (did you mean 'comfort'?)"),
        (("--at", "13", "--call", "other"), "no call 'other'"),
        (("--at", "noon"), "is no moment"),
        (("--at", "noon", "--lang", "zh"), "“noon”不是通话里的时刻"),
        (("--at", "13", "--rule", "comfrt", "--lang", "zh"), "您是不是想写“comfort”"),
    ],
)
def test_explain_says_what_is_not_there(place: Path, words: tuple[str, ...], why: str) -> None:
    done = explain(place, *words)

    assert done.exit_code == 2
    assert why in " ".join(done.stderr.split())


def test_explain_says_in_chinese_which_call_it_cannot_find(place: Path) -> None:
    calls, none, log = place / "both.jsonl", place / "none.json", place / "calls.db"
    one = json.loads((place / "loss.json").read_text("utf-8"))
    both = [json.dumps({**one, "id": name}) for name in ("first", "second")]
    calls.write_text("\n".join(both), "utf-8")
    log.write_bytes(b"")
    (place / "empty").mkdir()

    def told(source: Path, *words: str) -> list[str]:
        asked = ("--at", "13s", "--rules", place / "mine", "--lang", "zh", *words)
        done = assist("explain", source, *asked)
        assert done.exit_code == 2
        return done.stderr.splitlines()

    assert told(calls) == [f"{calls}：里面有 2 通电话，请用 --call 写明哪一通：first、second"]
    assert told(calls, "--call", "third") == [f"{calls}：里面没有叫“third”的通话"]
    assert told(none) == [f"{none}：没有这个文件或文件夹"]
    assert told(place / "empty") == [f"{place}/empty：里面没有通话"]
    assert told(log) == [f"{log}：请用 --call 写明日志里的哪一通"]


def test_diff_says_in_the_language_asked_for_what_it_cannot_read(place: Path) -> None:
    done = assist("diff", place / "none", place / "mine", "--lang", "zh")
    assert (done.exit_code, done.stderr) == (2, f"{place}/none:1:1: 没有这个文件或文件夹\n")


def test_a_moment_after_the_end_is_explained_as_the_end(place: Path) -> None:
    told = explain(place, "--at", "9999s").stdout
    assert told.startswith("The call ended at 31.3 s; this is how it stood then.\n")
    assert "comfort (mine/rules.yaml:8:3): was shown, and has gone" in told
    assert "这通电话在 31.3秒 已经结束" in explain(place, "--at", "9999", "--lang", "zh").stdout
    assert "ended" not in explain(place, "--at", "13").stdout.splitlines()[0]

    found = json.loads(explain(place, "--at", "9999", "--json").stdout)
    assert (found["at"], found["ended"]) == (31_300, 31_300)
    assert json.loads(explain(place, "--at", "13", "--json").stdout)["ended"] is None


def test_suggest_prints_a_patch_or_writes_it(place: Path) -> None:
    deaf = RULES.replace("走了, 去世", "去世")
    (place / "mine" / "rules.yaml").write_text(deaf, "utf-8")

    printed = assist("suggest", place / "loss.json", "--rules", place / "mine")
    out = place / "local" / "more.yaml"
    written = assist("suggest", place / "loss.json", "--rules", place / "mine", "--out", out)

    assert (printed.exit_code, written.exit_code) == (0, 0)
    assert "overrides:\n  signals:\n    loss:" in printed.stdout
    assert "0 of 1 labelled needs were met" in printed.stdout
    assert "  never fired: comfort\n" in printed.stdout
    assert out.read_text("utf-8") in printed.stdout
    assert "overrides" not in written.stdout


def test_diff_tells_and_exits_with_1(place: Path) -> None:
    other = place / "other.yaml"
    other.write_text(RULES.replace("走了, 去世", "去世"), "utf-8")

    same = assist("diff", place / "mine", place / "mine")
    done = assist("diff", place / "mine", other)

    assert (same.exit_code, same.stdout) == (0, "nothing changed\n")
    assert done.exit_code == 1
    assert "changed signal `loss`\n  no longer hears “走了”\n  used by comfort" in done.stdout
    told = json.loads(assist("diff", place / "mine", other, "--json").stdout)
    assert told["changes"][0]["name"] == "loss"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_new_rule_loads_and_its_tests_pass(tmp_path: Path, lang: str) -> None:
    words = ("--in", tmp_path / "local", "--lang", lang)
    made = assist("new", "late-fee", "--need", "overdue-care", *words)
    checked = assist("check", tmp_path / "local")
    tested = assist("test", tmp_path / "local")

    assert (made.exit_code, checked.exit_code, tested.exit_code) == (0, 0, 0)
    assert "0 errors, 0 warnings" in checked.stdout
    assert "4 tests: 4 passed" in tested.stdout


@pytest.mark.parametrize(
    ("lang", "seen"),
    [
        ("zh", "坐席可以照着念的一句话。”是新建规则时的占位文字"),
        ("en", "“A sentence to read out.”"),
    ],
)
def test_a_new_rule_put_live_as_it_is_is_warned_of(tmp_path: Path, lang: str, seen: str) -> None:
    assist("new", "late-fee", "--need", "overdue-care", "--in", tmp_path, "--lang", lang)
    rule = tmp_path / "late-fee.yaml"
    kept = [line for line in rule.read_text("utf-8").splitlines() if "mode: shadow" not in line]
    rule.write_text("\n".join(kept), "utf-8")

    checked = assist("check", tmp_path, "--lang", lang).stdout

    assert "2 warnings" in checked or "2 个警告" in checked
    assert "R120" in checked
    assert seen in checked


def test_a_new_rule_takes_what_is_known(tmp_path: Path) -> None:
    known = (
        "--when",
        "滞纳金",
        "--when",
        "怎么…罚我",
        "--done",
        "帮您申请减免",
        "--text",
        "先补救",
    )
    assist("new", "late-fee", "--need", "overdue-care", "--in", tmp_path, "--lang", "zh", *known)

    assert '- "怎么…罚我"' in (tmp_path / "late-fee.yaml").read_text("utf-8")
    assert "4 passed" in assist("test", tmp_path).stdout


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("Late Fee", "--need", "overdue-care"), "is no name"),
        (("逾期费", "--need", "overdue-care", "--lang", "zh"), "请用小写英文字母"),
        (("late-fee", "--need", "逾期", "--lang", "zh"), "没有叫“逾期”的需要"),
        (("late-fee", "--need", "overdue-car"), "did you mean 'overdue-care'?"),
        (("late-fee", "--need", "overdue-care", "--when", "$spouse走了"), "plain phrases"),
    ],
)
def test_what_cannot_be_made(tmp_path: Path, words: tuple[str, ...], why: str) -> None:
    done = assist("new", *words, "--in", tmp_path)

    assert done.exit_code == 2
    assert why in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "late-fee.test.yaml").write_text("mine", "utf-8")

    done = assist("new", "late-fee", "--need", "overdue-care", "--in", tmp_path)

    assert done.exit_code == 2
    assert "late-fee.test.yaml is there already" in done.stderr
    assert not (tmp_path / "late-fee.yaml").exists()


@pytest.fixture
def local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site's own pack, where the server would have it by default; not made yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ASSIST_RULES_LOCAL")
    return Path("var/rules")


def test_a_new_rule_goes_into_the_pack_that_the_server_runs(local: Path) -> None:
    assert Settings().rules_local == local
    made = assist("new", "late-fee", "--need", "overdue-care", "--lang", "en")

    assert made.exit_code == 0
    assert (local / "late-fee.yaml").exists()
    assert "assist rules check\n" in made.stdout  # with those shipped: no name may clash
    assert "mode: shadow" in made.stdout
    checked, tested = assist("check", "--json"), assist("test", "-k", "The headline")
    assert json.loads(checked.stdout)["ok"]
    assert "1 passed" in tested.stdout
    for told in (checked, tested):
        assert told.stderr.splitlines() == [
            "with your own pack var/rules (named by ASSIST_RULES_LOCAL, else var/rules)"
        ]


def test_the_commands_take_the_pack_that_the_setting_names(
    local: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSIST_RULES_LOCAL", str(tmp_path / "site"))
    assist("new", "late-fee", "--need", "overdue-care")

    assert not local.exists()
    assert (tmp_path / "site" / "late-fee.yaml").exists()
    assert "连同您自己的规则包" in assist("check", "--lang", "zh").stderr


def test_a_new_rule_elsewhere_is_told_not_to_run(local: Path) -> None:
    made = assist("new", "late-fee", "--need", "overdue-care", "--in", "mine", "--lang", "en")

    assert "assist rules check mine\n" in made.stdout
    assert "put the files into var/rules" in made.stdout


def test_what_the_commands_say_is_what_the_server_runs(local: Path, place: Path) -> None:
    local.mkdir(parents=True)
    override = "overrides: {rules: {another-way: {mode: off}}}\n"
    (local / "site.yaml").write_text(override, "utf-8")

    alone, together = assist("check", local), assist("check")
    assert (alone.exit_code, together.exit_code) == (1, 0)
    assert "`assist rules check` without a folder takes the packs shipped and your own" in (
        alone.stdout
    )
    loss = place / "loss.json"
    told = assist("explain", loss, "--at", "13s", "--rule", "another-way", "--json")
    assert "var/rules" in told.stderr
    backtested = assist("backtest", loss, "--json", "--jobs", "1")
    without = assist("backtest", loss, "--json", "--jobs", "1", "--rules", home())
    digests = [json.loads(done.stdout)["rules_digest"] for done in (backtested, without)]
    packs = [*shipped_packs(), Settings().rules_local]
    running = compile_paths(packs, folder=default_folder())
    assert running.rules is not None
    assert digests[0] == running.rules.digest != digests[1]


def test_rules_that_cannot_be_read_are_told_of_in_chinese(place: Path) -> None:
    (place / "mine" / "broken.yaml").write_text("rules:\n\tx: 1\n", "utf-8")

    done = explain(place, "--at", "13s", "--lang", "zh")

    assert done.exit_code == 2
    assert "缩进" in done.stderr
