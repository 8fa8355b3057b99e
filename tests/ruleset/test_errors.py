"""Golden messages: every error is file:line:column, what is wrong, what was probably meant."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Errors = Callable[..., list[str]]

PACK = """\
lists:
  spouse: [老伴, 爱人]
signals:
  bereavement: {speaker: customer, phrases: ["$spouse…走了", 去世]}
  condolence: {speaker: agent, phrases: [节哀]}
rules:
  acknowledge-loss:
    need: bereaved
    ability: empathy
    when: bereavement
    met_by: condolence
    hint: {priority: critical, text: 先安慰, say: 慢慢说。}
"""


def test_the_pack_that_the_errors_start_from_has_none(errors_of: Errors) -> None:
    assert errors_of(PACK) == []


@pytest.mark.parametrize(
    ("was", "is_now", "said"),
    [
        # misspelt keys, in block and in flow mappings
        (
            "signals:",
            "signal:",
            "3:1: `signal` is no section of a rule file (did you mean `signals`?)",
        ),
        ("met_by:", "met-by:", "11:5: `met-by` is not known here (did you mean `met_by`?)"),
        (
            "phrases: [节",
            "phrase: [节",
            "5:32: `phrase` is not known here (did you mean `phrases`?)",
        ),
        ("priority:", "prio:", "12:12: `prio` is not known here (did you mean `priority`?)"),
        (
            "when: bereavement",
            "when: {al: [bereavement]}",
            "10:12: `al` is not known here (did you mean `all`?)",
        ),
        (
            "when: bereavement",
            "when: {all: [bereavement], withn: 5s}",
            "10:32: `withn` is not known here (did you mean `within`?)",
        ),
        # phrases by their sound
        (
            "phrases: [节哀]",
            "phrases: [节哀], sounds_like: true",
            "5:47: `节哀` is too short: much else sounds like it (give it a signal of its own, or",
        ),
        (
            "phrases: [节哀]",
            "phrases: [别哭, 哭], sounds_like: short",
            "5:50: `哭` is too short: much else sounds like it (give it a signal of its own)",
        ),
        (
            "phrases: [节哀]",
            "phrases: [app登录], sounds_like: true",
            "5:50: `app登录` is not Chinese throughout: how it sounds is not known (give it",
        ),
        (
            "phrases: [节哀]",
            "phrases: [请您节哀], sounds_like: true, text: original",
            "5:49: text as received is compared by its characters, not by their sound (leave",
        ),
        # misspelt names
        (
            "when: bereavement",
            "when: bereavment",
            "10:11: there is no signal `bereavment` (did you mean `bereavement`?)",
        ),
        (
            "when: bereavement",
            "when: {any: [condolence, {count: bereavment, at_least: 2}]}",
            "10:38: there is no signal `bereavment` (did you mean `bereavement`?)",
        ),
        (
            "when: bereavement",
            "when: {all: [bereavement, {need: customer-anxius}]}",
            "10:38: there is no need `customer-anxius` (did you mean `customer-anxious`?)",
        ),
        (
            "when: bereavement",
            "when: {all: [bereavement, {need: [bereaved-*]}]}",
            "10:39: no need matches `bereaved-*`",
        ),
        (
            "when: bereavement",
            "when: acknowledge-loss",
            "10:11: there is no signal `acknowledge-loss` (`acknowledge-loss` is a rule)",
        ),
        (
            "need: bereaved",
            "need: bereavd",
            "8:11: there is no need `bereavd` (did you mean `bereaved`?)",
        ),
        ('"$spouse', '"$spose', "4:46: there is no list `spose` (did you mean `$spouse`?)"),
        (
            "met_by: condolence",
            "met_by: condolence\n    supersedes: [acknowledge-los]",
            "12:18: there is no rule `acknowledge-los` (did you mean `acknowledge-loss`?)",
        ),
        # misspelt values
        (
            "empathy",
            "emphaty",
            "9:14: `emphaty` is not possible for `ability` (did you mean `empathy`?)",
        ),
        ("empathy", "共情", "9:14: `共情` is not possible for `ability` (did you mean `empathy`?)"),
        (
            "priority: critical",
            "priority: high",
            "12:22: `high` is not possible for `priority` (did you mean `urgent`?)",
        ),
        (
            "speaker: agent",
            "speaker: agnet",
            "5:25: `agnet` is not possible for `speaker` (did you mean `agent`?)",
        ),
        (
            "acknowledge-loss:",
            "Acknowledge Loss:",
            (
                "7:3: `Acknowledge Loss` is no name (names are small letters, digits and hyphens: "
                "`acknowledge-loss`)"
            ),
        ),
        # values of the wrong kind
        (
            "when: bereavement",
            "when: {all: [bereavement, condolence], within: 60}",
            "10:52: 60 what? Write the unit: 60s, or 500ms, 2m",
        ),
        (
            "when: bereavement",
            "when: {all: [bereavement], within: 0s}",
            "10:40: a window must be longer than nothing",
        ),
        (
            "when: bereavement",
            "when: [bereavement]",
            "10:11: this is no condition (write the name of a signal, or one of all, any, ",
        ),
        (
            "phrases: [节哀]",
            "phrases: [节哀, [慢慢说]]",
            "5:46: `phrases`: a text is expected here, not a list",
        ),
        (
            "phrases: [节哀]",
            "phrases: 节哀",
            "5:41: `phrases`: a list is expected here: [one, two], not a text",
        ),
        ("need: bereaved", "need: [bereaved]", "8:11: `need`: a text is expected here, not a list"),
        # what is missing
        ("    need: bereaved\n", "", "7:3: `need` is missing (add `need:`)"),
        (
            "text: 先安慰, ",
            "",
            "12:11: the hint has no text (add `text:`, the headline agents see)",
        ),
        (
            "speaker: agent, ",
            "",
            "5:3: `speaker` is missing (add `speaker: customer` or `speaker: agent`)",
        ),
        # what is for supervisors, the calendar, the past
        (
            "met_by: condolence",
            "alert: superviser",
            "11:12: `superviser` is not possible for `alert` (did you mean `supervisor`?)",
        ),
        (
            "met_by: condolence",
            "valid: {from: 2026-13-01}",
            "11:19: not a day of the calendar; write 2026-10-01",
        ),
        (
            "met_by: condolence",
            "valid: {from: 2026-10-02, until: 2026-10-01}",
            "11:12: it ends before it begins (exchange the two)",
        ),
        (
            "met_by: condolence",
            'card: {title: 材料, link: "javascript:alert(1)"}',
            "11:29: not an address that a browser opens; write https://...",
        ),
        (
            "    need: bereaved\n    ability: empathy\n",
            "    sets: {scene: complaint}\n",
            "10:5: `met_by` is for the agent, but no need is named",
        ),
        (
            "phrases: [节哀]",
            "history: {bereaved: 180d}",
            "5:52: write how far back, such as `within",
        ),
        (
            "phrases: [节哀]",
            "history: {bereavd: within 180d}",
            "5:42: there is no need or signal `bereavd` (did you mean `bereaved`?)",
        ),
        # texts and patterns
        (
            "phrases: [节哀]",
            'patterns: ["节(?!哀)"]',
            "5:43: `(?!` looks ahead or behind, which patterns cannot: it can",
        ),
        (
            "phrases: [节哀]",
            "patterns: ['(节|哀)\\1']",
            "5:43: a pattern cannot refer back to what a group found",
        ),
        ("phrases: [节哀]", "patterns: ['节(哀']", "5:43: not a pattern: missing ): "),
        ("phrases: [节哀]", "patterns: ['(x{500}){500}']", "5:43: not a pattern: "),
        (
            "phrases: [节哀]",
            "phrases: [，]",
            "5:42: nothing is left of `，` once punctuation and fillers are gone",
        ),
        # what cannot be
        (
            "when: bereavement",
            "when: {absent: condolence, since: 20s}",
            "10:11: nothing happens here: a state or an absence alone never begins",
        ),
        (
            "when: bereavement",
            "when: {any: [bereavement, {during: opening}]}",
            "10:11: nothing happens here",
        ),
        (
            "when: bereavement",
            "when: {all: [bereavement, {during: closing}]}",
            "10:40: no signal is named `closing`, so no call ever closes",
        ),
        (
            "when: bereavement",
            "when: {at_least: 3, of: [bereavement, condolence]}",
            "10:22: 3 of 2 can never be",
        ),
        (
            "when: bereavement",
            "when: {sequence: [bereavement, condolence], same: who}",
            "10:55: no signal of this sequence captures `who`",
        ),
        (
            "when: bereavement",
            "when: {all: [bereavement, {need: bere*, state: open}]}",
            "10:11: `acknowledge-loss` waits on the need that it raises itself",
        ),
        (
            "met_by: condolence",
            "met_by: condolence\n    steps: [{name: a, met_by: condolence, text: b}]",
            "11:5: a rule has met_by or steps, not both",
        ),
        (
            "met_by: condolence",
            "supersedes: acknowledge-loss",
            "11:17: a rule cannot supersede itself",
        ),
        ("met_by: condolence", "patience: {}", "11:15: patience needs turns or time"),
        (
            "phrases: [节哀]",
            "phrases: {a: [节哀]}",
            "5:32: phrases by variant need a name for the variant heard",
        ),
        (
            "phrases: [节哀]",
            "phrases: [节哀], as: who",
            "5:47: `as` names the variant heard, but phrases has no",
        ),
        ("phrases: [节哀]", "emotion: {angr: high}", "5:42: there is no emotion `angr`"),
        (
            "speaker: agent, phrases: [节哀]",
            "context: {age: '>=60'}, word: true",
            "5:40: `word` says nothing about a signal by context (remove it)",
        ),
    ],
)
def test_each_slip_is_named_at_its_place(
    errors_of: Errors, was: str, is_now: str, said: str
) -> None:
    assert was in PACK

    found = errors_of(PACK.replace(was, is_now))

    assert any(error.startswith(f"loss.yaml:{said}") for error in found), found


def test_many_errors_are_reported_at_once(errors_of: Errors) -> None:
    found = errors_of("""\
        signals:
          loss: {speaker: custmer, phrases: [去世]}
          calm:
            speaker: agent
            phrases:
              - 慢慢说
              - "…着急"
        rules:
          acknowledge:
            need: bereavd
            ability: empathy
            when:
              all:
                - loss
                - {count: clam, at_least: 2}
              within: 3
            hint: {text: a}
          second:
            need: bereaved
            abilty: empathy
            when: calmm
            hint: {text: a}
    """)

    assert found == [
        "loss.yaml:2:19: `custmer` is not possible for `speaker` (did you mean `customer`?)",
        "loss.yaml:7:9: nothing stands before or after this … (a gap joins two texts: 不…着急)",
        "loss.yaml:10:11: there is no need `bereavd` (did you mean `bereaved`?)",
        "loss.yaml:16:15: 3 what? Write the unit: 3s, or 500ms, 2m",
        "loss.yaml:18:3: `ability` is missing (add `ability:`)",
        "loss.yaml:20:5: `abilty` is not known here (did you mean `ability`?)",
        "loss.yaml:21:11: there is no signal `calmm` (did you mean `calm`?)",
    ]


def test_the_same_name_in_two_files_names_both_places(errors_of: Errors) -> None:
    found = errors_of(
        a_yaml="lists:\n  spouse: [老伴]\n",
        b_yaml="lists:\n  other: [甲]\n  spouse: [爱人]\n",
    )

    assert found == [
        "b.yaml:3:3: the list `spouse` is already at a.yaml:2:3 (rename one, or put both together)"
    ]


def test_one_bad_file_does_not_hide_the_errors_of_others(errors_of: Errors) -> None:
    found = errors_of(
        a_yaml="rules: [", b_yaml="signals:\n  x: {speaker: agent, phrases: [1]}\nz: 1"
    )

    assert [error.split(": ")[0] for error in found] == ["a.yaml:1:9", "b.yaml:3:1"]


def test_rules_that_wait_on_each_other_are_refused(errors_of: Errors) -> None:
    rule = "need: {0}, ability: empathy, when: {{need: {1}}}, hint: {{text: a}}"
    found = errors_of(
        "rules:\n"
        f"  one: {{{rule.format('bereaved', 'customer-anxious')}}}\n"
        f"  two: {{{rule.format('customer-anxious', 'customer-angry')}}}\n"
        f"  three: {{{rule.format('customer-angry', 'bereaved')}}}\n"
    )

    assert len(found) == 1
    assert "rules wait on each other's needs: " in found[0]
    assert found[0].count("waits on") == 3


def test_a_test_file_holds_only_tests(errors_of: Errors) -> None:
    found = errors_of(loss_test_yaml="lists:\n  a: [b]\n")

    assert found == [
        (
            "loss.test.yaml:1:1: `lists` stands in a file of tests "
            "(move it to a file not named *.test.yaml)"
        )
    ]


def test_errors_in_tests_are_errors(errors_of: Errors) -> None:
    found = errors_of(
        PACK,
        loss_test_yaml="""\
            tests:
              - name: one
                call: |
                  0.0 客户: 我老伴走了
                  3.0 坐希: 您节哀
                expect: []
              - name: two
                call: "0.0 客户: 我老伴走了"
                expect: [{rule: acknowledge-los, by: 5}, {by: 5}]
        """,
    )

    assert found == [
        "loss.test.yaml:5:11: line 2 of the call: nobody is called '坐希' here: write 坐席",
        (
            "loss.test.yaml:9:21: there is no rule `acknowledge-los` "
            "(did you mean `acknowledge-loss`?)"
        ),
        "loss.test.yaml:9:46: expect one of rule, need, context and fact",
    ]
