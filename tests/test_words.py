"""One thing has one name on every page, in every command and in the docs for supervisors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OTHERS = {
    "需求": "需要 is what a rule's `need` is called; 听懂需求 is the name of a layer",
    "技巧组": "技能组 is an agent's skill group",
    "影子规则": "影子模式 is a mode of a rule",
}
"""What is called otherwise here, and how."""
_MEANT = re.compile("听懂需求")


def pages() -> Iterator[Path]:
    yield ROOT / "README.zh.md"
    yield from (ROOT / "docs").glob("**/*.zh.md")
    for folder, pattern in (("web/src", "**/*.ts"), ("assist", "**/*.py")):
        for path in (ROOT / folder).glob(pattern):
            if "static" not in path.parts and not path.name.endswith(".test.ts"):
                yield path


@pytest.mark.parametrize("name", OTHERS)
def test_no_other_name_is_used(name: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {OTHERS[name]}"
        for path in pages()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if name in _MEANT.sub("", line)
    ]
    assert found == []
