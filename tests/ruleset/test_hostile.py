"""No rule file can stall, crash or grow the process."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Iterator

import pytest

from assist.ruleset import Loaded

Load = Callable[..., Loaded]

MIB = 1024 * 1024
SIGNAL = "signals:\n  a:\n    speaker: customer\n"
RULE = "rules:\n  r:\n    need: bereaved\n    ability: empathy\n    hint: {text: a}\n"

SECONDS = 20
"""A bound that a stall breaks and a slow, busy machine does not; most take under one."""
BYTES = 60_000_000


def lines(count: int, line: str) -> str:
    return "".join(line.format(i=i) for i in range(count))


def cases() -> Iterator[tuple[str, str, str]]:
    """(what, text, what its first error must say)."""
    yield "10 MB", "a: b\n" * (10 * MIB // 5), "1:1: larger than 1,024 KiB"
    yield "alias bomb", "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "1:4: &a is a YAML anchor"
    yield "deep list", "[\n" * 300_000, "25:1: nested more than 24 deep"
    yield "deep mapping", lines(200_000, "{{a:\n"), "nested more than 24 deep"
    yield "deep keys", "".join(" " * i + "a:\n" for i in range(1_000)), "nested more than 24 deep"
    yield "one long line", "!" * (MIB - 10), "1:1: a line longer than 20,000 characters"
    yield "a long text", "a: |\n" + "  x\n" * 60_000, "1:4: a text longer than"
    yield "many keys", lines(40_000, "k{i}: v\n"), "more than 30,000 keys and texts"
    yield "many items", "a: [\n" + "[],\n" * 200_000, "more than 30,000 keys and texts"
    yield "duplicate keys", "a: 1\n" * 100_000, "2:1: `a` stands here twice"
    yield "many comments", "#\n" * 100_000 + "a: 1", "`a` is no section of a rule file"
    yield (
        "many errors",
        "rules:\n" + lines(5_000, "  k{i}: {{need: x}}\n"),
        "2:3: `ability` is missing",
    )
    yield (
        "many misspelt names",
        (
            "signals:\n"
            + lines(900, "  k{i}: {{speaker: agent, phrases: [去世], veto: [nope{i}]}}\n")
        ),
        "2:46: there is no veto `nope0`",
    )
    yield (
        "lists times lists",
        ("lists:\n  l:\n" + lines(1_000, "    - 词{i}\n") + SIGNAL + "    phrases: ['$l$l']\n"),
        "$l $l expand to 1,000,000 texts; 2,000 at most",
    )
    yield (
        "many big phrases",
        (
            "lists:\n  l:\n"
            + lines(1_900, "    - 词{i}\n")
            + SIGNAL
            + "    phrases:\n"
            + lines(2_000, "      - '{i}$l…$l…$l…$l'\n")
        ),
        "all phrases expand to more than 100,000 texts",
    )
    yield "a huge gap", f"{SIGNAL}    phrases: ['不…{{0,999999}}着急']\n", "a gap is at most 60"
    yield "lookahead", f"{SIGNAL}    patterns: ['(?=x)a']\n", "4:16: `(?=` looks ahead or behind"
    yield (
        "backreference",
        f"{SIGNAL}    patterns: ['(a)\\1']\n",
        "4:16: a pattern cannot refer back",
    )
    yield (
        "nested repeats",
        f"{SIGNAL}    patterns: ['((a{{0,99}}){{0,99}}){{0,99}}']\n",
        "not a pattern",
    )
    yield "a large pattern", f"{SIGNAL}    patterns: ['\\pL{{1,300}}']\n", "4:16: "
    yield (
        "many large patterns",
        (SIGNAL + "    patterns:\n" + lines(3_000, "      - '{i}(\\pL{{1,900}})'\n")),
        "not a pattern",
    )
    yield (
        "deep condition",
        (RULE + "    when: " + "{absent: " * 18 + "x" + "}" * 18),
        "6:11: nothing happens here",
    )
    yield (
        "wide condition",
        (RULE + "    when:\n      any:\n" + lines(4_000, "        - {{any: [x, x]}}\n")),
        "there is no signal `x`",
    )
    yield (
        "a long call",
        (
            "tests:\n  - name: a\n    expect: []\n    call: |\n"
            + lines(900, "      {i}.0 客户: 喂\n")
            + "      x"
        ),
        "905:7: line 901 of the call",
    )


@pytest.mark.parametrize(
    ("text", "said"), [pytest.param(text, said, id=what) for what, text, said in cases()]
)
def test_hostile_text_is_refused_at_its_place_before_long(
    load_text: Load, text: str, said: str
) -> None:
    load_text()  # whatever is loaded once only
    began = time.process_time()
    loaded = load_text(text)
    took = time.process_time() - began

    assert loaded.program is None
    assert len(loaded.problems) <= 201
    first = loaded.errors[0]
    assert said in str(first)
    assert (first.file, first.line >= 1, first.column >= 1) == ("loss.yaml", True, True)
    assert took < SECONDS


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, id=what)
        for what, text, _ in cases()
        if what in {"10 MB", "alias bomb", "deep list", "many items", "lists times lists"}
    ],
)
def test_hostile_text_is_refused_in_bounded_memory(load_text: Load, text: str) -> None:
    load_text()
    tracemalloc.start()
    load_text(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < BYTES


def test_a_catastrophic_pattern_is_harmless(load_text: Load) -> None:
    loaded = load_text(f"{SIGNAL}    patterns: ['(好+)+吗$']\n")
    assert loaded.program is not None
    heard = loaded.program.matcher.open("customer")

    began = time.process_time()
    heard.revise("好" * 3_000 + "吗，不", final=True)

    assert time.process_time() - began < 2
