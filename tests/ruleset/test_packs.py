"""The shipped packs, and a copy of them that may be edited."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from assist.core.hints import Alert, HintShadow, HintShow
from assist.ruleset import digest_of, load
from assist.ruleset.load import gather
from assist.ruleset.packs import catalogue, copied_packs, shipped_packs
from assist.ruleset.problems import Report
from assist.ruleset.testing import run
from assist.studio.shelf import Shelf
from assist.text import default_folder, default_tokenizer

SCENES = "scene-"
"""Rules of that name set what a call is about, and show nothing."""


def test_a_copy_says_the_same_and_may_be_written(tmp_path: Path) -> None:
    copied = copied_packs(tmp_path / "rules")
    assert [path.name for path in copied] == [path.name for path in shipped_packs()]
    texts = gather(copied, Report()).texts
    assert digest_of(texts) == digest_of(gather([*shipped_packs(), catalogue()], Report()).texts)
    files = Shelf(copied).contents().files.values()
    assert {file.why_not for file in files} == {None}
    assert all(os.access(file.path, os.W_OK) for file in files)


def test_each_rule_comes_up_in_two_calls_of_its_pack_at_least() -> None:
    loaded = load(shipped_packs(), folder=default_folder(), tokenizer=default_tokenizer())
    assert loaded.program is not None
    calls: Counter[str] = Counter()
    for test in loaded.tests:
        out = run(test, loaded.program).events
        calls.update({each.rule for each in out if isinstance(each, Alert | HintShadow | HintShow)})
    rules = [name for name in loaded.program.rules.rules if not name.startswith(SCENES)]
    assert len(rules) > 100
    assert {name: calls[name] for name in rules if calls[name] < 2} == {}
