"""A rule read as a form and written back."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from assist.ruleset import load_sources
from assist.ruleset.load import gather
from assist.ruleset.packs import catalogue, shipped_packs
from assist.ruleset.problems import Report
from assist.ruleset.testing import run
from assist.ruleset.tree import read
from assist.studio.fields import Escalate, Fields, FirstTest, Heard, Patience, When, Wordings
from assist.studio.forms import Surroundings, read_form
from assist.studio.writing import NoForm, write_form, write_new
from assist.text import default_folder, default_tokenizer

AROUND = Surroundings({}, lambda _name: ())
TEXT = """\
signals:
  gone:   # the card
    speaker: customer
    phrases: [吞卡, 12378]
  found: {speaker: agent, phrases: {a: [补卡]}, as: what}

rules:
  # The train leaves.
  lost-card:
    need: stranded-without-card
    ability: understanding
    when: {any: [gone]}
    met_by: found
    hint: {priority: urgent, text: 查网点, say: {zh: 您别着急, en: "No hurry"}}
    supersedes: [other]   # it is worse
    cooldown: 30s
"""


@cache
def said(text: str) -> Any:
    root = read("a.yaml", text)
    return root.plain() if root is not None else {}


def form(text: str = TEXT, rule: str = "lost-card") -> Fields:
    fields, _ = read_form(said(text), "bank/a.yaml", rule, AROUND)
    assert fields is not None
    return Fields.model_validate(fields.model_dump())


def written(fields: Fields, text: str = TEXT) -> str:
    return write_form(text, said(text), "bank/a.yaml", "lost-card", fields, AROUND)


def test_a_rule_is_read_into_its_fields() -> None:
    fields = form()
    assert fields.when is not None
    (heard,) = fields.when.signals
    assert (heard.signal, heard.phrases, heard.editable) == ("gone", ["吞卡", "12378"], True)
    assert fields.unless is not None
    assert fields.unless[0].editable is False  # its phrases have variants
    assert (fields.text.zh, fields.text.en) == (["查网点"], [])
    assert (fields.say.zh, fields.say.en) == (["您别着急"], ["No hurry"])


def test_what_the_form_cannot_hold_is_named_and_kept() -> None:
    rich = TEXT.replace("when: {any: [gone]}", "when: {all: [gone, found]}")
    fields, why = read_form(said(rich), "bank/a.yaml", "lost-card", AROUND)
    assert fields is not None
    assert fields.when is None
    assert [one.part for one in why] == ["when", "supersedes"]
    edited = written(fields.model_copy(update={"cooldown": "45s"}), rich)
    assert edited == rich.replace("30s", "45s")


def test_a_rule_that_tells_the_agent_nothing_has_no_form() -> None:
    text = "rules:\n  quiet: {when: gone, sets: {seen: true}}\n"
    fields, why = read_form(said(text), "bank/a.yaml", "quiet", AROUND)
    assert fields is None
    assert why[0].part == "rule"


@pytest.mark.parametrize(
    "unfinished", ["escalate: af", "escalate: {text: 先安慰}", "patience: 2", "escalate: [after]"]
)
def test_what_is_still_being_typed_is_left_to_the_text(unfinished: str) -> None:
    text = TEXT.replace("cooldown: 30s", unfinished)
    fields, (why,) = read_form(said(text), "bank/a.yaml", "lost-card", AROUND)
    assert fields is None
    assert why.part == "rule"
    assert f"`{unfinished.partition(':')[0]}` is not finished" in why.en


def test_a_form_does_without_signals_that_are_still_being_typed() -> None:
    text = "signals: spe\n" + TEXT[TEXT.index("rules:") :]
    fields, _ = read_form(said(text), "bank/a.yaml", "lost-card", AROUND)
    assert fields is not None
    assert fields.when is not None
    assert [heard.editable for heard in fields.when.signals] == [False]


@pytest.mark.parametrize(
    ("changed", "old", "new"),
    [
        ({"need": "fraud"}, "need: stranded-without-card", "need: fraud"),
        ({"priority": None}, "priority: urgent, ", ""),
        ({"mode": "shadow"}, "    cooldown: 30s\n", "    cooldown: 30s\n    mode: shadow\n"),
        ({"once": True}, "    cooldown: 30s\n", "    cooldown: 30s\n    once: true\n"),
        ({"text": Wordings(zh=["找网点"])}, "text: 查网点", "text: 找网点"),
        ({"say": Wordings(zh=["您别急"], en=["No hurry"])}, "您别着急", "您别急"),
        (
            {"escalate": Escalate(after="20s", text=Wordings(zh=["快"]))},
            "    supersedes",
            "    escalate: {after: 20s, text: {zh: 快}}\n    supersedes",
        ),
        (
            {"patience": Patience(turns=1)},
            "    hint: {prio",
            "    patience: {turns: 1}\n    hint: {prio",
        ),
        ({"unless": []}, "    met_by: found\n", ""),
    ],
)
def test_one_field_changes_one_place(changed: dict[str, Any], old: str, new: str) -> None:
    assert written(form().model_copy(update=changed)) == TEXT.replace(old, new)


def test_phrases_are_edited_where_they_stand() -> None:
    heard = Heard(signal="gone", speaker="customer", phrases=["吞卡", "12378", "卡没了"])
    edited = written(form().model_copy(update={"when": When(signals=[heard])}))
    assert edited == TEXT.replace("12378]", "12378, 卡没了]")


def test_a_new_signal_is_named_after_the_rule() -> None:
    heard = [*form().when.signals, Heard(phrases=["把卡吃了"])]  # type: ignore[union-attr]
    edited = written(form().model_copy(update={"when": When(signals=heard)}))
    assert "  lost-card-cue:\n    speaker: customer\n    phrases: [把卡吃了]\n" in edited
    assert "when: {any: [gone, lost-card-cue]}" in edited


NEW = Fields(
    name="late-fee",
    need="bare-refusal",
    ability="negotiation",
    when=When(signals=[Heard(phrases=["违约金", "滞纳金…太高"])]),
    unless=[Heard(speaker="agent", phrases=["我帮您核实"])],
    patience=Patience(time="8s"),
    priority="advice",
    text=Wordings(zh=["先核实，再解释"], en=["Check first"]),
    mode="shadow",
)


@pytest.mark.parametrize("text", ["", TEXT, "lists:\n  a: [b]\n"])
def test_a_new_rule_comes_with_its_signals_and_a_test(text: str) -> None:
    edited = write_new(text, said(text), NEW, FirstTest(customer="违约金怎么这么高", agent="好的"))
    assert edited.startswith(text.rstrip("\n").partition("\n  found")[0])
    told = said(edited)
    assert told["rules"]["late-fee"]["when"] == "late-fee-cue"
    assert told["signals"]["late-fee-done"]["speaker"] == "agent"
    (test,) = told["tests"]
    assert test["expect"][0]["rule"] == "late-fee"
    assert form(edited, "late-fee").patience == Patience(time="8s")


def outcomes(text: str) -> list[str]:
    """How the tests of a file go, beside the catalogue of needs."""
    sources = {"site/a.yaml": text, "needs.yaml": catalogue().read_text(encoding="utf-8")}
    found = load_sources(sources, folder=default_folder(), tokenizer=default_tokenizer())
    assert found.program is not None, found.errors
    return [run(test, found.program).status for test in found.tests]


FIRST = FirstTest(customer="违约金怎么这么高", agent="好的")


def test_the_first_test_passes_in_the_mode_of_the_rule_and_when_it_goes_live() -> None:
    shadow = write_new("", {}, NEW, FIRST)
    assert outcomes(shadow) == ["passed"]
    assert outcomes(write_new("", {}, NEW.model_copy(update={"mode": "live"}), FIRST)) == ["passed"]
    assert outcomes(write_new("", {}, NEW.model_copy(update={"mode": "off"}), FIRST)) == []

    live = form(shadow, "late-fee").model_copy(update={"mode": "live"})
    edited = write_form(shadow, said(shadow), "bank/a.yaml", "late-fee", live, AROUND)
    assert "shadow" not in edited
    assert outcomes(edited) == ["passed"]


def test_what_is_missing_is_told_by_field() -> None:
    bad = NEW.model_copy(update={"text": Wordings(), "when": When(signals=[Heard()])})
    with pytest.raises(NoForm) as refused:
        write_new("", {}, bad, None)
    assert [field for field, _, _ in refused.value.problems] == ["text", "when"]
    with pytest.raises(NoForm, match="already"):
        write_new(TEXT, said(TEXT), NEW.model_copy(update={"name": "lost-card"}), None)


def shipped() -> list[tuple[str, str, str]]:
    texts = gather(shipped_packs(), Report()).texts
    return [
        (key, text, rule)
        for key, text in texts.items()
        if not key.endswith((".test.yaml", ".lessons"))
        for rule in said(text).get("rules", {})
    ]


def test_no_rule_shipped_loses_a_character_by_the_form() -> None:
    rules = shipped()
    assert len(rules) > 100
    for key, text, rule in rules:
        fields, why = read_form(said(text), key, rule, AROUND)
        if fields is None:
            assert [one.part for one in why] == ["rule"]
            continue
        fields = Fields.model_validate(fields.model_dump())
        assert write_form(text, said(text), key, rule, fields, AROUND) == text


def test_one_field_of_a_shipped_rule_changes_one_line() -> None:
    for key, text, rule in shipped()[::30]:
        fields, _ = read_form(said(text), key, rule, AROUND)
        if fields is None:
            continue
        edited = write_form(
            text, said(text), key, rule, fields.model_copy(update={"cooldown": "77s"}), AROUND
        )
        before, after = text.splitlines(), edited.splitlines()
        new = [line for line in after if line not in before]
        assert new == [line for line in new if "77s" in line]
        assert abs(len(after) - len(before)) <= 1


STEPPED = TEXT.replace(
    "    met_by: found\n",
    "    steps:\n      - {name: look, met_by: found, text: 先看, say: 我看看。}\n",
)


def test_a_sentence_that_steps_keep_from_the_hint_is_not_edited() -> None:
    _, why = read_form(said(STEPPED), "bank/a.yaml", "lost-card", AROUND)
    assert [one.part for one in why][:2] == ["text", "say"]

    fields = form(STEPPED)
    with pytest.raises(NoForm, match="each step has a sentence of its own"):
        written(fields.model_copy(update={"say": Wordings(zh=["我在"])}), STEPPED)
    shorter = written(fields.model_copy(update={"text": Wordings(zh=["查"])}), STEPPED)
    assert shorter == STEPPED.replace("text: 查网点", "text: 查")
    own = STEPPED.replace(", say: 我看看。", "")
    assert written(fields.model_copy(update={"say": Wordings(zh=["我在"])}), own) != own
