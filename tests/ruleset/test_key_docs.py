"""Every key of the rule language is explained in the studio, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assist.ruleset.schema import schema

EDITOR = Path(__file__).parents[2] / "web" / "src" / "console" / "studio" / "editor"


def keys() -> Iterator[tuple[str, str]]:
    """Each mapping of the language with each of its keys."""
    whole = schema()
    for key in whole["properties"]:
        yield "File", key
    for model, each in whole["$defs"].items():
        for key in each.get("properties", {}):
            yield model, key


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_studio_explains_every_key(language: str) -> None:
    told = set(
        re.findall(r'^  "([\w.]+)":', (EDITOR / f"docs-{language}.ts").read_text(), re.MULTILINE)
    )
    missing = [
        f"{model}.{key}"
        for model, key in keys()
        if not {f"{model}.{key}", f".{key}"} & told
        and not (model == "RuleOverride" and f"RuleModel.{key}" in told)
    ]
    assert missing == []
