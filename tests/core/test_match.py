"""What is heard in an utterance, hypothesis by hypothesis."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from assist.core.match import Match, Matcher, UtteranceText
from assist.core.match_literals import PatternError, required_literals
from assist.core.rules import Near, Pattern, Phrase, Signal, Veto
from assist.text import default_folder, default_tokenizer

FOLDER = default_folder()
TOKENIZER = default_tokenizer()


def phrase(source: str, *, gap: tuple[int, int] = (0, 8), variant: str | None = None) -> Phrase:
    """``老伴/爱人…走了``: pieces between …, alternatives between /."""
    pieces = tuple(tuple(piece.split("/")) for piece in source.split("…"))
    return Phrase(source, pieces, (gap,) * (len(pieces) - 1), variant)


def phrases(*sources: str) -> tuple[Phrase, ...]:
    return tuple(map(phrase, sources))


def patterns(*sources: str) -> tuple[Pattern, ...]:
    return tuple(Pattern(source, required_literals(source)) for source in sources)


def signal(*sources: str, name: str = "cue", **fields: Any) -> Signal:
    """A customer's signal, on partial hypotheses unless said otherwise."""
    fields = {"speaker": "customer", "on": "partial", **fields}
    return Signal(name=name, phrases=fields.pop("phrases", phrases(*sources)), **fields)


def matcher(*signals: Signal, vetoes: Iterable[Veto] = ()) -> Matcher:
    return Matcher({s.name: s for s in signals}, {v.name: v for v in vetoes}, FOLDER, TOKENIZER)


def quotes(utterance: UtteranceText) -> list[str]:
    return [utterance.text[m.quote_start : m.quote_end] for m in utterance.matches]


def hear(
    signals: Signal | Sequence[Signal],
    *hypotheses: str,
    speaker: str = "customer",
    vetoes: Iterable[Veto] = (),
    final: bool = False,
) -> list[list[str]]:
    """What is quoted after each hypothesis; ``final``: the last one is."""
    given = [signals] if isinstance(signals, Signal) else signals
    utterance = matcher(*given, vetoes=vetoes).open(speaker)
    heard = []
    for index, text in enumerate(hypotheses):
        utterance.revise(text, final=final and index == len(hypotheses) - 1)
        heard.append(quotes(utterance))
    return heard


def last(signals: Signal | Sequence[Signal], text: str, **fields: Any) -> list[str]:
    return hear(signals, text, **fields)[-1]


# -- phrases -------------------------------------------------------------------------------


def test_a_phrase_is_quoted_as_it_was_received() -> None:
    assert last(signal("卡里的钱"), "我老伴走了，他卡裡，的錢怎麼取") == ["卡裡，的錢"]


def test_a_match_knows_its_place_in_both_texts() -> None:
    utterance = matcher(signal("去世")).open("customer")
    assert utterance.revise("嗯，他去世了", stable=5)
    assert utterance.matches == (Match("cue", 1, 3, 3, 5, (), firm=True),)
    assert utterance.folded == "他去世了"


def test_only_the_speaker_named_is_heard() -> None:
    cue = signal("投诉")
    both = signal("投诉", speaker="any")
    assert last(cue, "我要投诉") == ["投诉"]
    assert last(cue, "我要投诉", speaker="agent") == []
    assert last(both, "我要投诉", speaker="agent") == ["投诉"]
    assert last([cue, both], "我要投诉", speaker="unknown") == []
    assert last([cue, both], "投诉请按一", speaker="ivr") == []


def test_pieces_with_a_gap_between_them() -> None:
    cue = signal("老伴/爱人…走了")
    assert last(cue, "我老伴上个月走了") == ["老伴上个月走了"]
    assert last(cue, "我爱人走了") == ["爱人走了"]
    assert last(cue, "我老伴一二月说着说着就那么走了") == []
    assert last(cue, "走了，我老伴") == []


def test_a_gap_as_wide_as_the_phrase_says() -> None:
    cue = signal(phrases=(phrase("转…元", gap=(1, 3)),))
    assert last(cue, "转元") == []
    assert last(cue, "转三千元") == ["转三千元"]
    assert last(cue, "转三千多块元") == []


def test_a_long_number_is_one_character_of_a_gap() -> None:
    cue = signal(phrases=(phrase("卡号…挂失", gap=(0, 3)),))
    assert last(cue, "卡号6222021234567890的要挂失") == ["卡号6222021234567890的要挂失"]


def test_overlapping_matches_of_one_signal_are_one() -> None:
    assert last(signal("去世", "去世了", "世了两年"), "他去世了两年") == ["去世了"]
    assert last(signal("投诉"), "投诉投诉") == ["投诉", "投诉"]


def test_signals_do_not_hide_each_other() -> None:
    given = [signal("去世", name="loss"), signal("去世了", name="loss-now")]
    assert last(given, "他去世了") == ["去世", "去世了"]


def test_english_phrases_match_whole_words() -> None:
    cue = signal("passed away", "ill")
    assert last(cue, "My husband passed away, I was ill") == ["passed away", "ill"]
    assert last(cue, "he surpassed awaying still illness") == []
    assert last(signal("atm"), "那个ATM机吞卡") == ["ATM"]
    assert last(signal("usd"), "转500USD过去") == ["USD"]


def test_a_number_is_heard_whole_or_not_at_all() -> None:
    cue = signal("12378", "打110")
    assert last(cue, "我要打一二三七八") == ["一二三七八"]
    assert last(cue, "卡号六二二二一二三七八零零") == []
    assert last(cue, "2025-12378-091") == []
    assert last(cue, "打1101") == []
    assert last(signal("3次"), "转了13次") == []


def test_the_variant_heard_is_captured() -> None:
    kinds = (phrase("美元/刀", variant="usd"), phrase("欧元", variant="eur"))
    cue = signal(phrases=kinds, capture="currency")
    utterance = matcher(cue).open("customer")
    utterance.revise("换点欧元")
    assert utterance.matches[0].captures == (("currency", "eur"),)


# -- patterns ------------------------------------------------------------------------------


def test_a_pattern_captures_its_named_groups() -> None:
    cue = signal(patterns=patterns(r"(?P<amount>\d+)(万|元)", "没有字面"))
    utterance = matcher(cue).open("customer")
    utterance.revise("转了 500 元，还有30万")
    assert quotes(utterance) == ["500 元", "30万"]
    assert [m.captures for m in utterance.matches] == [(("amount", "500"),), (("amount", "30"),)]


@pytest.mark.parametrize("source", ["办.?没$", "办.?没", "办.?没了?", "办.*[^法]"])
def test_a_pattern_hears_what_is_rewritten_and_what_goes_on(source: str) -> None:
    cue = signal(patterns=patterns(source))
    hypotheses = ["卡办没", "卡办法", "卡办没", "卡办没了", "卡办", "卡办好没"]
    heard = hear(cue, *hypotheses)
    assert heard == [last(cue, text) for text in hypotheses]
    assert heard[0] == heard[2] == ["办没"]
    assert heard[4] == []


def test_a_pattern_that_matches_nothing_at_all_is_not_heard() -> None:
    assert last(signal(patterns=(Pattern("急*", ()),)), "我急急忙忙") == ["急急"]


def test_a_pattern_without_a_literal_runs_on_every_hypothesis() -> None:
    assert required_literals("[^0-9]{6,}") == ()
    assert last(signal(patterns=patterns("[^0-9]{3,}")), "尾号一二三四呢") == []
    assert last(signal(patterns=patterns("[^0-9]{3,}")), "尾号一二三四就是了") == ["就是了"]


@pytest.mark.parametrize("source", ["(?=a)", "(a", r"(.)\1", "(a{1000}){1000}", "x" * 2_000])
def test_a_pattern_that_re2_refuses_says_why(source: str) -> None:
    with pytest.raises(PatternError) as refused:
        matcher(signal(patterns=(Pattern(source, ()),)))
    assert refused.value.reason


def test_text_as_received() -> None:
    cue = signal("吗？", original=True, patterns=patterns("[?？]{2}"))
    assert last(cue, "嗯，真的吗？真的？？") == ["吗？", "？？"]
    utterance = matcher(cue).open("customer")
    utterance.revise("嗯，真的吗？真的？？")
    assert [(m.start, m.end) for m in utterance.matches] == [(2, 3), (5, 5)]


# -- guards --------------------------------------------------------------------------------


def test_an_exception_voids_what_lies_within_it() -> None:
    cue = signal("去世", exceptions=phrases("去世博会"))
    assert last(cue, "我想去世博会玩") == []
    assert last(cue, "他去世前没去世博会") == ["去世"]


def test_an_exception_may_begin_or_end_with_the_match() -> None:
    cue = signal("去世", exceptions=phrases("没去世", "去世界"))
    assert last(cue, "他没去世，想去世界看看") == []


def test_a_match_that_an_exception_may_yet_cover_waits() -> None:
    cue = signal("去世", exceptions=phrases("去世博会"))
    assert hear(cue, "他去", "他去世", "他去世博", "他去世博会") == [[], [], [], []]
    assert hear(cue, "他去世", "他去世了") == [[], ["去世"]]
    assert hear(cue, "他去世", "他去世", final=True) == [[], ["去世"]]


def test_an_exception_with_a_gap_is_waited_for_as_long_as_it_may_go_on() -> None:
    cue = signal("着急", exceptions=(phrase("着急…笔", gap=(0, 2)),))
    assert hear(cue, "我着急", "我着急用这", "我着急用这笔") == [[], [], []]
    assert hear(cue, "我着急", "我着急用这个") == [[], ["着急"]]


def test_near_wants_company_and_not_near_wants_none() -> None:
    company = Near(phrases("卡/折子"), 4)
    near, alone = signal("丢了", near=company), signal("丢了", not_near=company)
    for text, expected in [
        ("我的卡昨天丢了", True),
        ("丢了张卡", True),
        ("卡是前天下午丢了", False),
    ]:
        assert bool(last(near, text)) == expected
        assert bool(last(alone, text)) != expected


def test_company_within_the_match_counts() -> None:
    cue = signal(phrases=phrases("卡…丢了"), near=Near(phrases("昨天"), 1))
    assert last(cue, "卡昨天才丢了") == ["卡昨天才丢了"]
    assert last(cue, "卡前天才丢了") == []


def test_a_veto_before_or_after() -> None:
    reported = Veto("reported", phrases("他说"), before=3, after=0)
    past = Veto("past", phrases("解决了"), before=0, after=2)
    cue = signal("投诉", vetoes=("reported", "past"))
    given = {"vetoes": (reported, past)}
    assert last(cue, "他说要投诉", **given) == []
    assert last(cue, "他说他们一起投诉", **given) == ["投诉"]
    assert last(cue, "投诉他说", **given) == ["投诉"]
    assert last(cue, "投诉都解决了", **given) == []
    assert last(cue, "解决了投诉", **given) == ["投诉"]


def test_a_veto_that_comes_later_withdraws_the_match() -> None:
    past = Veto("past", phrases("解决了"), before=0, after=2)
    cue = signal("投诉", vetoes=("past",))
    heard = hear(cue, "上次投诉都", "上次投诉都解决了", vetoes=(past,))
    assert heard == [["投诉"], []]


def test_vetoes_and_negation_of_a_signal_on_text_as_received_are_folded() -> None:
    reported = Veto("reported", phrases("他说"), before=2, after=0)
    cue = signal("投诉！", original=True, vetoes=("reported",), negated="ignore")
    assert last(cue, "他說，投诉！", vetoes=(reported,)) == []
    assert last(cue, "沒投诉！", vetoes=(reported,)) == []
    assert last(cue, "没，投诉！", vetoes=(reported,)) == ["投诉！"]
    assert last(cue, "我投诉！", vetoes=(reported,)) == ["投诉！"]


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("我没转账", True),
        ("不是我转账", True),
        ("没有给我转账", True),
        ("并非转账", True),
        ("我要转账", False),
        ("特别想转账", False),
        ("别人转账", False),
        ("要不要转账", False),
        ("我不得不转账", False),
        ("不好意思转账", False),
        ("不行我要转账", False),
        ("I did not transfer", True),
        ("I didn't really transfer", True),
        ("I never asked to transfer", False),
        ("not only transfer", False),
        ("transfer", False),
    ],
)
def test_negated_matches(text: str, negated: bool) -> None:
    assert bool(last(signal("转账", "transfer", negated="ignore"), text)) != negated
    assert bool(last(signal("转账", "transfer", negated="only"), text)) == negated
    assert last(signal("转账", "transfer"), text)


def test_word_borders_are_verified_where_asked() -> None:
    cue = signal("用卡", word=True)
    assert last(signal("用卡"), "我的信用卡丢了怎么办") == ["用卡"]
    assert last(cue, "我的信用卡丢了怎么办") == []
    assert last(signal("转账", word=True), "我要转账给老家") == ["转账"]


def test_word_borders_are_not_decided_at_the_end_of_a_hypothesis() -> None:
    cue = signal("转账", word=True)
    assert hear(cue, "我要转账", "我要转账给老", "我要转账给老家") == [[], [], ["转账"]]
    assert last(cue, "我要转账", final=True) == ["转账"]


# -- settled -------------------------------------------------------------------------------


def test_settled_when_two_hypotheses_agree() -> None:
    assert hear(signal("去世", on="settled"), "他去世", "他去世了") == [[], ["去世"]]


def test_agreement_follows_a_match_that_moved() -> None:
    assert hear(signal("去世", on="settled"), "他去世", "我老伴去世了") == [[], ["去世"]]


def test_settled_when_three_characters_follow() -> None:
    assert hear(signal("去世", on="settled"), "他去世上月", "他已去世快三年") == [[], ["去世"]]
    assert last(signal("去世", on="settled"), "他去世三年了") == ["去世"]


def test_settled_when_stable() -> None:
    utterance = matcher(signal("去世", on="settled")).open("customer")
    assert not utterance.revise("嗯，他去世", stable=4)
    other = matcher(signal("去世", on="settled")).open("customer")
    assert other.revise("嗯，他去世", stable=5)
    assert other.matches[0].firm


def test_settled_when_final() -> None:
    assert last(signal("去世", on="settled"), "他去世", final=True) == ["去世"]


def test_withdrawn_when_rewritten_and_settled_anew() -> None:
    cue = signal("去世", on="settled")
    heard = hear(cue, "他去世三年了", "他去是三年了", "他去世", "他去世了")
    assert heard == [["去世"], [], [], ["去世"]]


def test_a_match_that_grows_stays_settled() -> None:
    cue = signal("去世", "去世了", on="settled")
    assert hear(cue, "他去世", "他去世。", "他去世了") == [[], ["去世"], ["去世了"]]


def test_a_second_one_settles_by_itself() -> None:
    cue = signal("投诉", on="settled")
    heard = hear(cue, "我要投诉你们投诉", "我要投诉你们投诉到底")
    assert heard == [["投诉"], ["投诉", "投诉"]]


def test_partial_at_once_and_final_at_the_end() -> None:
    given = [signal("去世", name="a"), signal("去世", name="b", on="final")]
    assert hear(given, "他去世", "他去世了", final=True) == [["去世"], ["去世", "去世"]]


def test_a_repeat_or_a_late_hypothesis_has_no_effect() -> None:
    utterance = matcher(signal("去世", on="settled")).open("customer")
    assert not utterance.revise("他去世")
    assert not utterance.revise("他去世")
    assert utterance.matches == ()
    assert utterance.revise("他去世", final=True)
    assert not utterance.revise("他走了")
    assert utterance.text == "他去世"
    assert utterance.final


def test_firmness_is_a_change() -> None:
    utterance = matcher(signal("去世")).open("customer")
    assert utterance.revise("他去世")
    assert not utterance.matches[0].firm
    assert not utterance.revise("他去世了")
    assert utterance.revise("他去世了", stable=3)
    assert utterance.matches[0].firm


# -- saving, and rules that cannot be -------------------------------------------------------


def test_another_rule_set_makes_of_the_same_words_what_it_makes() -> None:
    utterance = matcher(signal("去世")).open("customer")
    utterance.revise("他去世三年了，要投诉")
    saved = utterance.save()
    other = UtteranceText.restore(matcher(signal("投诉"), signal("三年", name="long")), saved)
    assert quotes(other) == ["三年", "投诉"]


@pytest.mark.parametrize(
    "bad",
    [Phrase("", ()), Phrase("…", (("",),)), Phrase("a…b", (("a",), ("b",))), Phrase("", ((),))],
)
def test_a_phrase_with_nothing_to_hear_is_refused(bad: Phrase) -> None:
    with pytest.raises(ValueError, match="phrase"):
        matcher(signal(phrases=(bad,)))


def test_no_rules_at_all() -> None:
    assert last([], "我要投诉") == []
    assert last([Signal(name="age", speaker="customer")], "我要投诉") == []
