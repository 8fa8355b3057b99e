"""Compiling again after an edit: what is remembered changes nothing but the time it takes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.ruleset import compile_sources
from assist.ruleset.memory import Memory
from assist.ruleset.packs import catalogue
from assist.text import default_folder

NEEDS = catalogue().read_text(encoding="utf-8")
FILES = {
    "bank/lists.yaml": "lists:\n  spouse: [老伴, 爱人]\n  unused: [某某]\n",
    "bank/signals.yaml": """\
signals:
  loss: {speaker: customer, phrases: ["$spouse…走了", 去世, 刚去世], veto: told}
  kind: {speaker: agent, phrases: [节哀], patterns: ["节哀.{0,3}顺变", ".*"]}
vetoes:
  told: {phrases: [听说], before: 6}
emotions:
  grief: {speaker: customer, half_life: 60s, levels: {high: 0.6}, weights: {loss: 0.5}}
""",
    "bank/rules.yaml": """\
rules:
  acknowledge:
    need: bereaved
    ability: empathy
    when: loss
    met_by: kind
    hint: {text: 先安慰}
""",
    "needs.yaml": NEEDS,
}
EDITS = [
    ("bank/lists.yaml", "爱人", "先生"),
    ("bank/lists.yaml", "spouse", "kin"),
    ("bank/signals.yaml", "去世, ", ""),
    ("bank/signals.yaml", "told: {", "heard: {"),
    ("bank/signals.yaml", "weights: {loss", "weights: {kind"),
    ("bank/signals.yaml", "signals:", "# moved\nsignals:"),
    ("bank/signals.yaml", "speaker: customer, phrases", "speaker: custmer, phrases"),
    ("bank/rules.yaml", "when: loss", "when: los"),
    ("bank/rules.yaml", "need: bereaved", "need: bereavd"),
]


@given(st.lists(st.sampled_from(EDITS), max_size=4), st.lists(st.sampled_from(EDITS), max_size=4))
@settings(max_examples=60, deadline=None)
def test_it_is_as_if_compiled_for_the_first_time(
    first: list[tuple[str, str, str]], then: list[tuple[str, str, str]]
) -> None:
    memory, folder = Memory(), default_folder()
    for edits in (first, then, first):
        sources = dict(FILES)
        for file, old, new in edits:
            sources[file] = sources[file].replace(old, new, 1)
        again = compile_sources(sources, folder=folder, memory=memory)
        anew = compile_sources(sources, folder=folder)
        assert again.rules == anew.rules
        assert again.problems == anew.problems
        assert again.tests == anew.tests


def test_what_did_not_change_is_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    memory, folder = Memory(), default_folder()
    before = compile_sources(FILES, folder=folder, memory=memory).rules
    edited = FILES | {"bank/rules.yaml": FILES["bank/rules.yaml"] + "    cooldown: 20s\n"}
    after = compile_sources(edited, folder=folder, memory=memory).rules
    assert before is not None
    assert after is not None
    assert before.signals["loss"] is after.signals["loss"]
    assert before.rules["acknowledge"].cooldown != after.rules["acknowledge"].cooldown


def test_bounds_count_what_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    memory, folder = Memory(), default_folder()
    assert compile_sources(FILES, folder=folder, memory=memory).rules is not None
    monkeypatch.setattr("assist.ruleset.phrases.MAX_LITERALS", 6)
    more = FILES | {"bank/z.yaml": "signals:\n  z: {speaker: agent, phrases: [一二, 三四, 五六]}\n"}
    told = compile_sources(more, folder=folder, memory=memory).problems
    assert "R304" in {problem.code for problem in told}
