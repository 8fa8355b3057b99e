"""The shipped packs, and a copy of them that may be edited."""

from __future__ import annotations

import os
from pathlib import Path

from assist.ruleset import digest_of
from assist.ruleset.load import gather
from assist.ruleset.packs import catalogue, copied_packs, shipped_packs
from assist.ruleset.problems import Report
from assist.studio.shelf import Shelf


def test_a_copy_says_the_same_and_may_be_written(tmp_path: Path) -> None:
    copied = copied_packs(tmp_path / "rules")
    assert [path.name for path in copied] == [path.name for path in shipped_packs()]
    texts = gather(copied, Report()).texts
    assert digest_of(texts) == digest_of(gather([*shipped_packs(), catalogue()], Report()).texts)
    files = Shelf(copied).contents().files.values()
    assert {file.why_not for file in files} == {None}
    assert all(os.access(file.path, os.W_OK) for file in files)
