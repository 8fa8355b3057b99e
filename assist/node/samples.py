"""The sample calls of the demo: ``samples/*.yaml``, in the language of rule tests."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from assist.core.events import EventIn
from assist.core.tongues import Language
from assist.ruleset.script import ScriptError, events, parse_script

_ASSIST = Path(__file__).resolve().parent.parent
HOMES = (_ASSIST / "samples", _ASSIST.parent / "samples")
"""Where samples lie: in an installed wheel, and in a checkout."""


class Titled(BaseModel):
    """A text in both languages of the page."""

    zh: str
    en: str


class Sample(BaseModel):
    """One sample call. ``call`` is its script (:mod:`assist.ruleset.script`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: Titled
    about: Titled
    language: Language = "zh"
    context: Mapping[str, JsonValue] = {}
    call: str

    def events(self, call: str, agent: str) -> list[EventIn]:
        """The events a recogniser would send, in order, from ``call.start`` to ``call.end``."""
        lines = parse_script(self.call)
        context: dict[str, Any] = dict(self.context)
        return events(lines, call=call, agent=agent, language=self.language, context=context)

    @cached_property
    def duration_ms(self) -> int:
        """How long the call takes at speed 1."""
        return self.events("-", "-")[-1].at


def load_samples() -> dict[str, Sample]:
    """All sample calls by id (the file's name), in the order of their files.

    Raises :class:`FileNotFoundError` when the installation is incomplete, and
    :class:`ValueError`, which names the file, for a sample that cannot be read.
    """
    home = next((folder for folder in HOMES if any(folder.glob("*.yaml"))), None)
    if home is None:
        raise FileNotFoundError(f"no sample calls in {' or '.join(map(str, HOMES))}")
    yaml = YAML(typ="safe")
    samples = {}
    for path in sorted(home.glob("*.yaml")):
        try:
            raw = yaml.load(path.read_text(encoding="utf-8"))
            sample = Sample.model_validate({"id": path.stem, **raw})
            parse_script(sample.call)
        except (YAMLError, ValidationError, ScriptError) as fault:
            raise ValueError(f"{path}: {fault}") from fault
        samples[path.stem] = sample
    return samples
