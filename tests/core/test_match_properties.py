"""Whatever a recogniser rewrites, and whatever the rules: laws of the matcher."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from assist.core.match import Matcher, UtteranceText
from assist.core.match_literals import compile_pattern, demands, required_literals
from assist.core.match_scan import Hit
from assist.core.match_sheet import whole
from assist.core.rules import Near, Pattern, Phrase, Scope, Signal, Veto
from assist.text import default_folder, default_tokenizer

from .reference import Reference

T = TypeVar("T")

FOLDER = default_folder()
TOKENIZER = default_tokenizer()

# Few characters, so that phrases are heard often, cut in two, nested and overlapping.
LITERALS = ["转", "转账", "账了", "去世", "我", "a", "a b", "12", "了"]
SPOKEN = [*LITERALS, *LITERALS, "账", "世", "不", "b", "3", "2345", "三四五", "，", "嗯", "隨身碟"]
SPOKEN += ["没有", "吗", "？", "。", "有人说", "“", "”", "特别", "死了", "赚", "帐去世"]
SPOKEN += ["佢", "咗", ".", "5"]
PATTERNS = [
    r"转.?账",
    r"(?P<n>[0-9]+)了",
    r"去.*世",
    r"(?:我|不)转",
    r"[ab]+",
    r"我.{0,4}(?:了|转账?)",
    r"转.*12$",
    r"(?:去|我).?(?:世|a b|a)",
    r"世$",
]

literals = st.sampled_from(LITERALS)
spoken = st.lists(st.sampled_from(SPOKEN), min_size=1, max_size=3).map("".join)
pieces = st.lists(literals, min_size=1, max_size=2, unique=True).map(tuple)


short_pieces = st.lists(st.sampled_from(["转", "账", "a", "12"]), min_size=1, max_size=2).map(tuple)


@st.composite
def phrase_of(draw: st.DrawFn, pieces: st.SearchStrategy[tuple[str, ...]] = pieces) -> Phrase:
    parts = tuple(draw(st.lists(pieces, min_size=1, max_size=3)))
    gap = st.tuples(st.integers(0, 2), st.integers(2, 6))
    gaps = tuple(draw(gap) for _ in parts[1:])
    return Phrase("…".join("/".join(p) for p in parts), parts, gaps, draw(st.sampled_from("xy")))


some_phrases = st.lists(phrase_of(), min_size=1, max_size=3).map(tuple)
scopes = st.sampled_from(("utterance", "sentence", "clause"))
nears = st.builds(Near, some_phrases, st.integers(0, 4), scopes)


def rarely(strategy: st.SearchStrategy[T], otherwise: T) -> st.SearchStrategy[T]:
    """Guards on everything would leave nothing to match."""
    return st.integers(0, 3).flatmap(lambda n: strategy if n == 3 else st.just(otherwise))


vetoes = st.builds(Veto, st.just("v"), some_phrases, st.integers(0, 3), st.integers(0, 3), scopes)


@st.composite
def signal_of(draw: st.DrawFn, name: str) -> Signal:
    sources = draw(st.lists(st.sampled_from(PATTERNS), max_size=1))
    return Signal(
        name=name,
        speaker="customer",
        phrases=draw(some_phrases),
        patterns=tuple(Pattern(source, required_literals(source)) for source in sources),
        capture=draw(st.none() | st.just("kind")),
        exceptions=draw(rarely(some_phrases, ())),
        near=draw(rarely(nears, None)),
        not_near=draw(rarely(nears, None)),
        negated=draw(rarely(st.sampled_from(("ignore", "only")), "any")),
        asked=draw(rarely(st.sampled_from(("ignore", "only")), "any")),
        quoted=draw(rarely(st.sampled_from(("ignore", "only")), "any")),
        degree=draw(rarely(st.just(True), otherwise=False)),
        sounds_like=draw(rarely(st.just(True), otherwise=False)),
        dialect=draw(rarely(rarely(st.just("yue"), None), None)),
        word=draw(rarely(st.just(True), otherwise=False)),
        on=draw(st.sampled_from(("partial", "settled", "settled", "final"))),
        original=draw(rarely(st.just(True), otherwise=False)),
        vetoes=draw(rarely(st.just(("v",)), ())),
    )


@st.composite
def matchers(draw: st.DrawFn) -> Matcher:
    signals = [draw(signal_of(name)) for name in "pqr"[: draw(st.integers(1, 3))]]
    return matcher({s.name: s for s in signals}, draw(vetoes))


def matcher(signals: Mapping[str, Signal], veto: Veto) -> Matcher:
    return Matcher(signals, {veto.name: veto}, FOLDER, TOKENIZER)


@st.composite
def hypotheses(draw: st.DrawFn) -> list[tuple[str, int]]:
    """Growing, rewritten and cut hypotheses, each with how much of it is stable."""
    text, given_out = "", []
    for _ in range(draw(st.integers(2, 8))):
        kept = draw(st.integers(max(0, len(text) - 4), len(text)))
        text = text[:kept] + draw(spoken)
        given_out.append((text, draw(st.sampled_from((0, 0, len(text) // 2)))))
    return given_out


@given(matchers(), hypotheses())
@settings(max_examples=400, deadline=None)
def test_incremental_hits_are_those_of_a_full_scan(
    matcher: Matcher, given_out: list[tuple[str, int]]
) -> None:
    utterance = matcher.open("customer")
    for text, stable in given_out:
        utterance.revise(text, stable=stable)
        fresh = matcher.open("customer")
        fresh.revise(text, stable=stable)
        if utterance.text == text:
            ours, afresh = utterance._listener, fresh._listener
            assert ours is not None
            assert afresh is not None
            for sheet, scanned in zip(ours.sheets, afresh.sheets, strict=True):
                if sheet is None or scanned is None:
                    continue
                assert sorted(map(told, sheet.hits)) == sorted(map(told, scanned.hits))
                assert sheet.found == scanned.found
            assert ours.places == afresh.places


def told(hit: Hit) -> tuple[int, int, int]:
    """A hit in terms that can be compared."""
    literal, start, end = hit
    return literal.number, start, end


@given(matchers(), hypotheses())
@settings(max_examples=150, deadline=None)
def test_final_is_growing(matcher: Matcher, given_out: list[tuple[str, int]]) -> None:
    growing, alone = matcher.open("customer"), matcher.open("customer")
    for text, stable in given_out:
        growing.revise(text, stable=stable)
    final = given_out[-1][0]
    growing.revise(final, final=True)
    alone.revise(final, final=True)
    assert growing.matches == alone.matches
    assert all(match.firm for match in alone.matches)


SIDE_WORDS = ["不", "没有", "，", "。", "吗", "？", "是不是", "有人说", "“", "”"]


@given(st.data(), some_phrases, some_phrases, vetoes, scopes)
@settings(max_examples=200, deadline=None)
def test_the_matcher_hears_what_the_plainest_search_does(
    data: st.DataObject,
    phrases: tuple[Phrase, ...],
    others: tuple[Phrase, ...],
    veto: Veto,
    scope: Scope,
) -> None:
    """One guard at a time, in texts made of its words and the signal's."""
    source = data.draw(st.sampled_from(PATTERNS))
    pattern = Pattern(source, required_literals(source))
    cue = Signal(name="p", speaker="customer", phrases=phrases, patterns=(pattern,))
    guarded = data.draw(
        st.sampled_from(
            [
                cue,
                replace(cue, exceptions=others),
                replace(cue, near=Near(others, 3, scope)),
                replace(cue, not_near=Near(others, 3, scope)),
                replace(cue, negated="ignore"),
                replace(cue, asked="ignore"),
                replace(cue, quoted="ignore"),
                replace(cue, vetoes=("v",)),
            ]
        )
    )
    own = [t for phrase in (*phrases, *others, *veto.phrases) for p in phrase.pieces for t in p]
    words = st.lists(st.sampled_from([*own, *own, *SIDE_WORDS]), max_size=8).map("".join)
    utterance = matcher({"p": guarded}, veto).open("customer")
    text = ""
    for _ in range(data.draw(st.integers(1, 3))):
        text = text[: data.draw(st.integers(0, len(text)))] + data.draw(words)
        utterance.revise(text)
    utterance.revise(text, final=True)
    plain = Reference(text, FOLDER, {veto.name: veto})
    assert [(m.start, m.end) for m in utterance.matches] == plain.heard(guarded)


@given(matchers(), hypotheses(), st.sets(st.integers(0, 8)))
@settings(max_examples=150, deadline=None)
def test_restoring_changes_nothing_after_it(
    matcher: Matcher, given_out: list[tuple[str, int]], restarts: set[int]
) -> None:
    running = restarted = matcher.open("customer")
    for turn, (text, stable) in enumerate(given_out):
        if turn in restarts or turn == 0:
            restarted = again(matcher, restarted)
        assert running.revise(text, stable=stable) == restarted.revise(text, stable=stable)
        assert restarted.matches == running.matches
        assert again(matcher, running).matches == running.matches
    final = given_out[-1][0]
    assert running.revise(final, final=True) == restarted.revise(final, final=True)
    assert restarted.matches == again(matcher, restarted).matches == running.matches


def again(matcher: Matcher, utterance: UtteranceText) -> UtteranceText:
    """Saved, sent as JSON and restored."""
    saved = utterance.save()
    restored = UtteranceText.restore(matcher, json.loads(json.dumps(saved)))
    assert restored.save() == saved
    return restored


@given(matchers(), hypotheses())
@settings(max_examples=150, deadline=None)
def test_matches_are_in_order_apart_and_within_the_text(
    matcher: Matcher, given_out: list[tuple[str, int]]
) -> None:
    utterance = matcher.open("customer")
    for text, stable in given_out:
        before = utterance.matches
        changed = utterance.revise(text, stable=stable)
        matches = utterance.matches
        assert changed == (matches != before)
        assert list(matches) == sorted(matches, key=lambda m: (m.start, m.end, m.signal))
        for m in matches:
            assert 0 <= m.start <= m.end <= len(utterance.folded)
            assert 0 <= m.quote_start < m.quote_end <= len(text)
        for name in {m.signal for m in matches}:
            own = sorted((m.quote_start, m.quote_end) for m in matches if m.signal == name)
            assert all(one[1] <= two[0] for one, two in pairwise(own))


@given(hypotheses())
@settings(max_examples=150, deadline=None)
def test_settled_stays_until_withdrawn(given_out: list[tuple[str, int]]) -> None:
    """A settled match goes only with its words."""
    cue = Signal(name="p", speaker="customer", phrases=(Phrase("转账", (("转账",),)),))
    utterance = matcher({"p": cue}, Veto("v", (), 0, 0)).open("customer")
    before = 0
    for text, stable in given_out:
        utterance.revise(text, stable=stable)
        heard = utterance.folded.count("转账")
        assert len(utterance.matches) >= min(before, heard)
        assert len(utterance.matches) <= heard
        before = len(utterance.matches)


@given(phrase_of(short_pieces), st.data())
@settings(max_examples=150, deadline=None)
def test_a_phrase_is_heard_where_a_plain_search_finds_it(
    phrase: Phrase, data: st.DataObject
) -> None:
    """Against trying every split of every span."""
    cue = Signal(name="p", speaker="customer", phrases=(phrase,), on="partial")
    utterance = matcher({"p": cue}, Veto("v", (), 0, 0)).open("customer")
    own = [literal for piece in phrase.pieces for literal in piece]
    words = st.sampled_from([*own, *own, "我", "我我", "，", " ", "a", "三三三三", "6789"])
    utterance.revise("".join(data.draw(st.lists(words, min_size=4, max_size=14))))
    folded = utterance.folded

    def heard(piece: int, at: int) -> set[int]:
        """Ends of the phrase from ``piece`` on, when that piece begins at ``at``."""
        ends = set()
        for literal in phrase.pieces[piece]:
            end = at + len(literal)
            if not folded.startswith(literal, at) or not whole(folded, at, end):
                continue
            if piece == len(phrase.pieces) - 1:
                ends.add(end)
                continue
            least, most = phrase.gaps[piece]
            for following in range(end, len(folded)):
                between = folded[end:following]
                if least <= len(_long_runs_as_one(between, folded, end)) <= most:
                    ends |= heard(piece + 1, following)
        return ends

    expected, reached = [], 0
    for start in range(len(folded)):
        ends = heard(0, start)
        if ends and start >= reached:
            reached = max(ends)
            expected.append((start, reached))
    assert [(m.start, m.end) for m in utterance.matches] == expected


def _long_runs_as_one(between: str, folded: str, at: int) -> str:
    """``between`` with each run of four digits or more as one character."""
    kept = ""
    for offset, character in enumerate(between, start=at):
        before = folded[:offset]
        run_start = len(before.rstrip("0123456789"))
        after = folded[offset:]
        run_end = offset + len(after) - len(after.lstrip("0123456789"))
        inside = character.isdigit() and run_end - run_start >= 4
        if not (inside and run_start < offset):
            kept += character
    return kept


# -- patterns and their literals --------------------------------------------------------------

atoms = st.sampled_from(
    ["转", "账", "ab", "1", ".", r"\d", "[转账]", "[a-c]", "[^转]", r"\b", "^", "$", "去世", "(?:)"]
)


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(
            inner, st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{0,2}", "*?", "{,2}"])
        ).map(lambda two: f"(?:{two[0]}){two[1]}"),
        inner.map(lambda one: f"(?P<n>{one})" if "<n>" not in one else one),
        inner.map(lambda one: f"(?i:{one})"),
    )


regexes = st.recursive(atoms, _grown, max_leaves=8)


@given(regexes, st.lists(st.text(st.sampled_from("转账去世ab1AB{,2}"), max_size=12), max_size=6))
@settings(max_examples=150, deadline=None)
def test_every_match_of_a_pattern_contains_one_of_its_literals(
    source: str, texts: list[str]
) -> None:
    try:
        compiled = compile_pattern(source)
    except ValueError:
        return
    required = required_literals(source)
    for text in texts:
        for match in compiled.finditer(text):
            assert not required or any(literal in match[0] for literal in required)


@given(regexes, st.lists(st.text(st.sampled_from("转账去世ab1AB{,2}"), max_size=12), max_size=6))
@settings(max_examples=300, deadline=None)
def test_every_match_of_a_pattern_holds_what_it_demands_in_order(
    source: str, texts: list[str]
) -> None:
    try:
        compiled = compile_pattern(source)
    except ValueError:
        return
    demanded = demands(source)
    for text in texts:
        for match in compiled.finditer(text):
            reached = 0
            for literals in demanded.sets:
                ends = [
                    at + len(literal)
                    for literal in literals
                    if (at := match[0].find(literal, reached)) >= 0
                ]
                assert ends
                reached = min(ends)
            assert not demanded.endings or match[0].endswith(demanded.endings)
