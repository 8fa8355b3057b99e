"""Whatever becomes of a valid file, it loads or tells where it cannot be read; nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assist.ruleset import Loaded, load
from assist.ruleset.codes import CODES
from assist.text import default_folder, default_tokenizer

Load = Callable[..., Loaded]

VALID = """\
lists:
  spouse: [老伴, 爱人]
vetoes:
  others: {phrases: [听说, 邻居], before: 6}
signals:
  loss:
    speaker: customer
    phrases: [去世, "$spouse…{0,6}走了"]
    except: [去世博会]
    veto: [others]
  product: {speaker: customer, phrases: {loan: [贷款], card: [信用卡]}, as: product}
  amount: {speaker: any, patterns: ['(?P<n>[0-9]+)块钱'], negated: ignore, on: final}
  calm: {speaker: agent, phrases: [节哀, 慢慢说]}
  closing: {speaker: agent, phrases: [感谢来电]}
emotions:
  grief:
    speaker: customer
    half_life: 60s
    levels: {mild: 0.3, high: 0.6}
    hysteresis: 0.05
    spike: {rise: 0.3, within: 10s}
    weights: {loss: 0.5, calm: -0.2}
rules:
  acknowledge:
    need: bereaved
    ability: empathy
    when: {all: [loss, {absent: calm, since: 20s}], within: 30s}
    met_by: calm
    patience: {turns: 1, time: 15s}
    hint:
      priority: critical
      text: {zh: [先安慰, 放慢语速], en: "Slow down"}
      say: 慢慢说。
    escalate: {after: 20s}
    applies_to: {language: zh}
  wrap-up:
    need: no-empathy
    ability: communication
    when: {sequence: [product, {need: customer-*}], same: product, within: 2m}
    steps:
      - {name: one, met_by: calm, text: 甲}
      - {name: two, met_by: {any: [closing, {emotion: grief, level: high}]}, text: 乙}
    hint: {priority: advice}
tests:
  - name: a loss
    call: |
      0.0-4.2 客户: 我{老板=>老伴}走了
      7.5 坐席: 您报一下身份证号
    expect: [{rule: acknowledge, by: 30.5}]
    others: ignore
"""
LINES = VALID.splitlines(keepends=True)
PIECES = [
    "",
    ":",
    "- ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "&a ",
    "*a",
    "!x ",
    '"',
    "'",
    "|",
    ">",
    "#",
    "\t",
    "  ",
    "\n",
    "…",
    "$",
    "$x",
    "…{9,1}",
    "null",
    "~",
    "true",
    "-1",
    "1e9",
    ".5",
    "9" * 30,
    "60",
    "60s",
    "call",
    "loss",
    "spouse",
    "need",
    "when",
    "(?=",
    "(",
    "<<",
    "---\n",
    "<list>: ",
    "'[key]': ",
    "<all>: ",
    "...",
    "%",
    "@",
    "\\",
    "\0",
    "\x1b",
    "\ud800",
    "\ufeff",
    "\u2028",
    "😀",
    "去世",
    "0.0 客户: 喂",
    "{all: []}",
    "{absent: loss}",
]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["delete", "double", "swap", "insert", "replace", "indent"])):
            case "delete":
                lines[at] = ""
            case "double":
                lines[at] *= 2
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], lines[at]
            case "indent":
                lines[at] = " " * draw(st.integers(0, 6)) + lines[at].lstrip(" ")
            case what:
                begin = draw(st.integers(0, len(lines[at])))
                end = begin if what == "insert" else draw(st.integers(begin, len(lines[at])))
                lines[at] = lines[at][:begin] + draw(st.sampled_from(PIECES)) + lines[at][end:]
    return "".join(lines)


def is_sound(loaded: Loaded, text: str) -> None:
    assert (loaded.program is None) == bool(loaded.errors)
    count = text.count("\n") + 1
    for problem in loaded.problems:
        assert problem.file.endswith("loss.yaml")
        assert 1 <= problem.line <= count + 1
        assert problem.column >= 1
        assert problem.code in CODES
        assert problem.message


def test_the_file_that_mutations_start_from_is_valid(load_text: Load) -> None:
    assert load_text(VALID).errors == ()


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=mutated())
def test_a_changed_file_loads_or_tells_where_it_cannot(load_text: Load, text: str) -> None:
    is_sound(load_text(text), text)


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    flips=st.lists(
        st.tuples(st.integers(0, len(VALID.encode()) - 1), st.integers(0, 255)),
        min_size=1,
        max_size=4,
    )
)
def test_flipped_bytes_load_or_tell_where_they_cannot(
    tmp_path: Path, flips: list[tuple[int, int]]
) -> None:
    raw = bytearray(VALID.encode())
    for at, value in flips:
        raw[at] = value
    file = tmp_path / "loss.yaml"
    file.write_bytes(raw)

    loaded = load([file], folder=default_folder(), tokenizer=default_tokenizer())

    is_sound(loaded, raw.decode("utf-8", "replace").replace("\r", "\n"))


@settings(max_examples=150, deadline=None)
@given(text=st.text(st.sampled_from("ab: -[]{},'\"|>#&*!%@`?\n…$~"), max_size=60))
def test_any_text_at_all_loads_or_tells_where_it_cannot(load_text: Load, text: str) -> None:
    loaded = load_text(loss_yaml=text)

    assert (loaded.program is None) == bool(loaded.errors)


@pytest.mark.parametrize("key", ["<list>", "<all>", "[key]", "<<x", "…", "0", "~"])
@pytest.mark.parametrize(
    "was", ["  grief:", "    need:", "    when:", "{phrases:", "      text: {zh:", "  - name:"]
)
def test_keys_that_look_like_ours_are_only_unknown(load_text: Load, was: str, key: str) -> None:
    text = VALID.replace(was, was.replace(was.strip(" -{:"), f"'{key}'"), 1)
    assert text != VALID

    is_sound(load_text(text), text)
    assert load_text(text).errors


@pytest.mark.parametrize("cut", range(0, len(VALID), 53))
def test_a_half_written_file_is_no_crash(load_text: Load, cut: int) -> None:
    is_sound(load_text(VALID[:cut] or "\n"), VALID[:cut])
