"""Files on disk: found, merged, identified; never a crash for what they hold."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from assist.ruleset import Compiled, Loaded, compile_paths, digest_of, load, load_sources
from assist.ruleset.packs import home, shipped_packs
from assist.text import default_folder, default_tokenizer

SIGNAL = "signals:\n  {0}: {{speaker: customer, phrases: [{0}]}}\n"


@cache
def shipped() -> Compiled:
    """All that is shipped, as one folder."""
    return compile_paths([home()], folder=default_folder())


def read(*paths: Path) -> Loaded:
    return load(paths, folder=default_folder(), tokenizer=default_tokenizer())


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "bank"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.yaml").write_text(SIGNAL.format("one"), encoding="utf-8")
    (folder / "sub" / "b.yml").write_text(SIGNAL.format("two"), encoding="utf-8")
    return folder


def test_a_pack_is_read_recursively_and_its_files_merge(pack: Path) -> None:
    loaded = read(pack)

    assert loaded.program is not None
    assert set(loaded.program.rules.signals) == {"one", "two"}
    assert set(loaded.program.rules.sources) == {"bank/a.yaml", "bank/sub/b.yml", "needs.yaml"}


def test_hidden_files_backups_and_other_kinds_are_not_read(pack: Path) -> None:
    for name in (".a.yaml", "a.yaml~", "#a.yaml#", "README.md", ".git/x.yaml"):
        (pack / name).parent.mkdir(exist_ok=True)
        (pack / name).write_text("nonsense: [", encoding="utf-8")

    assert read(pack).errors == ()


def test_the_same_rules_anywhere_have_the_same_digest(pack: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "deep" / "down"
    elsewhere.mkdir(parents=True)
    first = read(pack).program
    second = read(pack.rename(elsewhere / "bank")).program

    assert first is not None
    assert second is not None
    assert first.rules.digest == second.rules.digest
    assert first.rules == second.rules


def test_line_ends_and_a_mark_at_the_beginning_change_nothing(pack: Path) -> None:
    first = read(pack).program
    text = (pack / "a.yaml").read_text(encoding="utf-8")
    (pack / "a.yaml").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    second = read(pack).program

    assert first is not None
    assert second is not None
    assert first.rules.digest == second.rules.digest


def test_tests_are_no_part_of_the_digest(pack: Path) -> None:
    first = read(pack).program
    (pack / "a.test.yaml").write_text(
        "tests:\n  - {name: silence, call: '0.0 客户: 你好', expect: []}\n", encoding="utf-8"
    )
    loaded = read(pack)

    assert first is not None
    assert loaded.program is not None
    assert loaded.program.rules.digest == first.rules.digest
    assert [(test.name, test.file) for test in loaded.tests] == [
        ("silence", str(pack / "a.test.yaml"))
    ]


def test_a_digest_tells_paths_from_texts() -> None:
    assert digest_of({"a": "bc"}) != digest_of({"ab": "c"})
    assert digest_of({"a": "1", "b": "2"}) == digest_of({"b": "2", "a": "1"})


def test_the_sources_of_a_rule_set_load_to_the_same_rule_set(pack: Path) -> None:
    program = read(pack).program
    assert program is not None

    again = load_sources(
        program.rules.sources, folder=default_folder(), tokenizer=default_tokenizer()
    )

    assert again.program is not None
    assert again.program.rules == program.rules


def test_another_process_compiles_the_same_rule_set(tmp_path: Path) -> None:
    script = (
        "import sys, pathlib, assist.ruleset as r, assist.text as t\n"
        "m = r.compile_paths([pathlib.Path(sys.argv[1])], folder=t.default_folder()).rules\n"
        "print(repr((m.rules, m.signals, m.meters, m.digest)))\n"
    )
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, str(home())],
        env={**os.environ, "PYTHONHASHSEED": "4242"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout

    here = shipped().rules
    assert os.environ.get("PYTHONHASHSEED") != "4242"
    assert here is not None
    assert told == repr((here.rules, here.signals, here.meters, here.digest)) + "\n"


def test_a_pack_brings_its_own_catalogue(pack: Path) -> None:
    (pack / "needs.yaml").write_text(
        "own-need: {kind: need, meaning: 自己的, severity: low}\n", encoding="utf-8"
    )
    (pack / "rule.yaml").write_text(
        "rules:\n  r: {need: own-need, ability: empathy, when: one, hint: {text: a}}\n",
        encoding="utf-8",
    )

    assert read(pack).errors == ()


def test_the_catalogue_beside_a_pack_is_used(pack: Path) -> None:
    (pack.parent / "needs.yaml").write_text(
        "own-need: {kind: need, meaning: 自己的, severity: low}\n", encoding="utf-8"
    )
    (pack / "rule.yaml").write_text(
        "rules:\n  r: {need: bereaved, ability: empathy, when: one, hint: {text: a}}\n",
        encoding="utf-8",
    )

    assert [str(p) for p in read(pack).errors] == [
        f"{pack / 'rule.yaml'}:2:13: there is no need `bereaved` (no need has a name like it)"
    ]


def test_what_is_not_there_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    assert [str(p) for p in read(tmp_path / "nowhere").errors] == [
        f"{tmp_path / 'nowhere'}:1:1: no such file or folder"
    ]


def test_links_are_followed_but_not_in_a_circle(pack: Path, tmp_path: Path) -> None:
    mounted = tmp_path / "mounted"
    mounted.mkdir()
    (mounted / "..data").symlink_to(pack)
    (mounted / "a.yaml").symlink_to(mounted / "..data" / "a.yaml")
    assert read(mounted).errors == ()

    (pack / "sub" / "loop").symlink_to(pack)
    (pack / "self.yaml").symlink_to(pack / "self.yaml")
    found = [str(p) for p in read(pack).errors]

    assert found == [
        f"{pack / 'self.yaml'}:1:1: cannot be read: Too many levels of symbolic links",
        f"{pack / 'sub' / 'loop'}:1:1: a link that leads back to a folder above it",
    ]


def test_pipes_and_devices_are_not_opened(pack: Path) -> None:
    os.mkfifo(pack / "pipe.yaml")
    (pack / "zero.yaml").symlink_to("/dev/zero")

    assert [p.message for p in read(pack).errors] == ["not a regular file"] * 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_problem(pack: Path) -> None:
    (pack / "a.yaml").chmod(0)

    assert [p.message for p in read(pack).errors] == ["cannot be read: Permission denied"]


def test_a_file_of_ten_megabytes_is_refused_unread(pack: Path) -> None:
    (pack / "big.yaml").write_bytes(b"a: b\n" * 2_000_000)

    assert [str(p) for p in read(pack).errors] == [
        f"{pack / 'big.yaml'}:1:1: larger than 1,024 KiB (split it into several files)"
    ]


def test_what_is_not_utf8_is_told_by_place(pack: Path) -> None:
    (pack / "gbk.yaml").write_bytes("lists:\n  loss: [去".encode() + "世]\n".encode("gbk"))

    (problem,) = read(pack).errors
    assert (problem.line, problem.column, problem.code) == (2, 11, "R002")
    assert problem.message.startswith("not UTF-8 from here")


def test_the_shipped_packs_load_and_are_the_same_together_or_one_by_one() -> None:
    whole, parts = shipped(), compile_paths(shipped_packs(), folder=default_folder())

    # No warning either: a headline is at most 16 characters long, and every rule has its test.
    assert [str(p) for p in whole.problems] == []
    assert whole.rules is not None
    assert parts.rules is not None
    assert whole.rules.digest == parts.rules.digest
