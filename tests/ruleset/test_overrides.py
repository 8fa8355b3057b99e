"""Site overrides: a local pack changes another one without editing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from assist.core.program import Program
from assist.ruleset import Loaded, load_sources
from assist.ruleset.script import events, parse_script
from assist.ruleset.telling import muted_told
from assist.ruleset.testing import run
from assist.text import default_folder, default_tokenizer

NEEDS = (Path(__file__).parents[2] / "rules" / "needs.yaml").read_text(encoding="utf-8")
BANK = """
lists:
  spouse: [老伴, 爱人]
signals:
  loss: {speaker: customer, phrases: ["$spouse…走了", 去世]}
  product: {speaker: customer, phrases: {贷款: [借钱], 信用卡: [办卡]}, as: product}
  elder: {context: {age: ">=60"}}
  condolence: {speaker: agent, phrases: [节哀]}
rules:
  comfort:
    need: bereaved
    ability: empathy
    when: loss
    met_by: condolence
    hint: {priority: critical, text: 先安慰, say: 您节哀。}
  offer:
    need: bare-refusal
    ability: negotiation
    when: {any: [product, {all: [elder, loss]}]}
    hint: {text: "说{product}", say: 好的。}
"""
STEPPED = (
    BANK
    + """
  soften:
    need: bare-refusal
    ability: negotiation
    when: loss
    steps:
      - {name: soothe, met_by: condolence, text: 先认同, say: 我理解。}
      - {name: other-way, met_by: condolence, text: 给办法, say: 可以分笔。}
    hint: {text: 先软后办}
"""
)

LOAD_BOTH = (
    "the pack that has it must be loaded with this one: `assist rules check` without a folder "
    "takes the packs shipped and your own"
)

Errors = Callable[[str], list[str]]


def loaded(local: str, bank: str = BANK) -> Loaded:
    texts: Mapping[str, str] = {
        "bank/bank.yaml": bank,
        "local/site.yaml": local,
        "needs.yaml": NEEDS,
    }
    return load_sources(texts, folder=default_folder(), tokenizer=default_tokenizer())


def program(local: str) -> Program:
    found = loaded(local)
    assert found.program is not None, found.errors
    return found.program


def errors(local: str, bank: str = BANK) -> list[str]:
    return [str(problem) for problem in loaded(local, bank).errors]


def said_of_steps(local: str, bank: str = STEPPED) -> list[str]:
    """What is told of words that no hint shows."""
    return [str(one) for one in loaded(local, bank).problems if one.code == "R119"]


def shown(program: Program, said: str) -> list[str]:
    from assist.core.engine import Engine  # noqa: PLC0415
    from assist.core.hints import HintShow  # noqa: PLC0415

    engine = Engine(program, call="c")
    lines = parse_script(f"0.0-3.0 客户: {said}")
    for event in events(lines, call="c", agent="a", language="zh", context={}):
        engine.receive(event, event.at)
    return [out.text for out in engine.hints_to_send() if isinstance(out, HintShow)]


def test_phrases_are_added_and_dropped() -> None:
    changed = program("overrides: {signals: {loss: {add: [没能救回来], drop: [去世]}}}")

    assert shown(changed, "我爱人没能救回来") == ["先安慰"]
    assert shown(changed, "他去世了") == []
    assert shown(program(""), "他去世了") == ["先安慰"]


def test_a_list_grows_for_every_phrase_that_names_it() -> None:
    changed = program("overrides: {lists: {spouse: {add: [当家的], drop: [老伴]}}}")

    assert shown(changed, "我当家的上月走了") == ["先安慰"]
    assert shown(changed, "我老伴上月走了") == []


def test_variants_grow_and_new_ones_come() -> None:
    changed = program("overrides: {signals: {product: {add: {贷款: [周转], 理财: [买理财]}}}}")

    assert shown(changed, "我想周转一下") == ["说贷款"]
    assert shown(changed, "我想买理财") == ["说理财"]
    assert shown(changed, "我想办卡") == ["说信用卡"]


def test_wordings_and_modes_are_replaced_key_by_key() -> None:
    changed = program("""
        overrides:
          rules:
            comfort: {hint: {text: 先慰问}, cooldown: 5m}
            offer: {mode: off}
        """)
    comfort = changed.rules.rules["comfort"]

    assert shown(changed, "他去世了") == ["先慰问"]
    assert (comfort.priority, comfort.cooldown) == ("critical", 300_000)
    assert comfort.say["zh"] == ("您节哀。",)
    assert shown(changed, "我想办卡") == []


def test_an_override_changes_the_digest_of_the_rule_and_of_the_set() -> None:
    plain, changed = program(""), program("overrides: {rules: {comfort: {hint: {text: 先慰问}}}}")

    assert plain.rules.digest != changed.rules.digest
    assert plain.rules.rules["comfort"].digest != changed.rules.rules["comfort"].digest
    assert plain.rules.rules["offer"].digest == changed.rules.rules["offer"].digest


def test_the_words_of_a_step_are_replaced_by_its_name_and_key_by_key() -> None:
    found = loaded("overrides: {rules: {soften: {steps: {soothe: {say: 您别急。}}}}}", STEPPED)
    assert found.program is not None, found.errors
    first, second = found.program.rules.rules["soften"].steps

    assert (first.text["zh"], first.say["zh"]) == (("先认同",), ("您别急。",))
    assert second.say["zh"] == ("可以分笔。",)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            "{say: 您别急。}",
            (
                "local/site.yaml:1:37: `say` never shows: each step has its own (override it in "
                "`steps:`, by the step's name: soothe, other-way)"
            ),
        ),
        (
            "{text: 别急}",
            (
                "local/site.yaml:1:37: the hint shows the texts of its steps: this one stands on "
                "the checklist only (override it in `steps:`, by the step's name: soothe, "
                "other-way)"
            ),
        ),
    ],
)
def test_an_override_of_words_that_steps_keep_from_the_hint_is_told(
    changed: str, said: str
) -> None:
    local = f"overrides: {{rules: {{soften: {{hint: {changed}}}}}}}"

    assert said_of_steps(local) == [said]
    assert said_of_steps(local, STEPPED.replace(", text: 先认同, say: 我理解。", "")) == []


def test_a_sentence_beside_steps_that_have_theirs_is_told_in_the_pack_itself() -> None:
    assert said_of_steps("", STEPPED.replace("先软后办", "先软后办, say: 好的。")) == [
        (
            "bank/bank.yaml:29:24: `say` never shows: each step has its own "
            "(put it in a step: soothe, other-way)"
        )
    ]
    assert said_of_steps("") == []  # the headline is the checklist's


@pytest.mark.parametrize(
    ("local", "said"),
    [
        (
            "overrides: {rules: {soften: {steps: {sooth: {say: 您别急。}}}}}",
            "local/site.yaml:1:38: there is no step `sooth` to override (did you mean `soothe`?)",
        ),
        (
            "overrides: {rules: {comfort: {steps: {soothe: {say: 您别急。}}}}}",
            "local/site.yaml:1:31: `comfort` has no steps (override its `hint:`)",
        ),
        (
            "overrides: {rules: {soften: {steps: {soothe: {met_by: loss}}}}}",
            "local/site.yaml:1:47: `met_by` is not known here (possible here: text, say)",
        ),
    ],
)
def test_steps_that_cannot_be_overridden_are_told(local: str, said: str) -> None:
    assert errors(local, STEPPED) == [said]


def test_several_files_may_add_to_one_signal() -> None:
    texts = {
        "bank/bank.yaml": BANK,
        "local/a.yaml": "overrides: {signals: {loss: {add: [没了]}}}",
        "local/b.yaml": "overrides: {signals: {loss: {add: [不在了]}}}",
        "needs.yaml": NEEDS,
    }
    found = load_sources(texts, folder=default_folder(), tokenizer=default_tokenizer())

    assert found.program is not None
    sources = [phrase.source for phrase in found.program.rules.signals["loss"].phrases]
    assert sources[-2:] == ["没了", "不在了"]


@pytest.mark.parametrize(
    ("local", "said"),
    [
        (
            "overrides: {signals: {los: {add: [没了]}}}",
            (
                "local/site.yaml:1:23: there is no signal `los` to override "
                f"(did you mean `loss`? If not, {LOAD_BOTH})"
            ),
        ),
        (
            "overrides: {rules: {comfrt: {mode: off}}}",
            (
                "local/site.yaml:1:21: there is no rule `comfrt` to override "
                f"(did you mean `comfort`? If not, {LOAD_BOTH})"
            ),
        ),
        (
            "overrides: {rules: {another-way: {mode: off}}}",
            f"local/site.yaml:1:21: there is no rule `another-way` to override ({LOAD_BOTH})",
        ),
        (
            "overrides: {signals: {loss: {drop: [去逝]}}}",
            "local/site.yaml:1:37: `去逝` is not there to be dropped (did you mean `去世`?)",
        ),
        (
            "overrides: {lists: {spouse: {drop: [老伴, 爱人]}}}",
            "local/site.yaml:1:36: nothing would be left (override a rule's `mode: off`)",
        ),
        (
            "overrides: {signals: {product: {add: [周转]}}}",
            "local/site.yaml:1:38: the phrases of this signal are {VARIANT: [texts]} (add as much)",
        ),
        (
            "overrides: {signals: {elder: {add: [老人]}}}",
            "local/site.yaml:1:30: this signal has no phrases to add to (override a rule)",
        ),
        (
            "overrides: {signal: {loss: {add: [没了]}}}",
            "local/site.yaml:1:13: `signal` cannot be overridden (did you mean `signals`?)",
        ),
        (
            "overrides: {rules: {comfort: {need: bereaved}}}",
            (
                "local/site.yaml:1:31: `need` is not known here (possible here: mode, examples, "
                "hint, steps, escalate, patience, cooldown, max_per_call, applies_to, valid, card)"
            ),
        ),
        (
            "overrides: {rules: {comfort: {mode: offf}}}",
            "local/site.yaml:1:37: `offf` is not possible for `mode` (did you mean `off`?)",
        ),
        (
            'overrides: {signals: {loss: {add: ["$spose走了"]}}}',
            "local/site.yaml:1:36: there is no list `spose` (did you mean `$spouse`?)",
        ),
    ],
)
def test_what_cannot_be_is_told_where_it_is_written(local: str, said: str) -> None:
    assert errors(local) == [said]


def test_two_overrides_of_one_thing_are_refused() -> None:
    texts = {
        "bank/bank.yaml": BANK,
        "local/a.yaml": "overrides: {rules: {comfort: {mode: shadow}}}",
        "local/b.yaml": "overrides: {rules: {comfort: {mode: off}}}",
        "needs.yaml": NEEDS,
    }
    found = load_sources(texts, folder=default_folder(), tokenizer=default_tokenizer())

    assert [str(problem) for problem in found.errors] == [
        (
            "local/b.yaml:1:31: `mode` of `comfort` is already overridden at local/a.yaml:1:31 "
            "(keep one of the two)"
        )
    ]


TESTED = """
tests:
  - name: a loss
    call: "0.0-3.0 客户: 他去世了"
    expect: [{rule: comfort, by: 4}]
  - name: no loss at all
    call: "0.0-3.0 客户: 他去世了"
    expect: []
    others: ignore
  - name: heard too late
    call: "0.0-3.0 客户: 他去世了"
    expect: [{rule: comfort, by: 1}]
"""


@pytest.mark.parametrize("mode", ["shadow", "off"])
def test_the_tests_of_a_rule_that_a_site_has_muted_are_told_apart(mode: str) -> None:
    found = loaded(f"overrides: {{rules: {{comfort: {{mode: {mode}}}}}}}", BANK + TESTED)
    assert found.program is not None
    outcomes = {test.name: run(test, found.program, found.muted) for test in found.tests}

    assert {name: one.status for name, one in outcomes.items()} == {
        "a loss": "muted",
        "no loss at all": "passed",
        "heard too late": "failed",  # in its own mode, too
    }
    assert outcomes["a loss"].ok
    assert outcomes["a loss"].muted == (("comfort", mode),)
    assert muted_told(outcomes["a loss"], "zh") == (
        f"规则 comfort 被本地覆盖改成了 {mode}；按它原来的模式，这个测试是通过的",
    )


def test_a_rule_that_its_own_pack_keeps_quiet_fails_its_test() -> None:
    quiet = BANK.replace("    met_by: condolence\n", "    met_by: condolence\n    mode: off\n")
    found = loaded("", quiet + TESTED)
    assert found.program is not None

    assert run(found.tests[0], found.program, found.muted).status == "failed"
