"""The literals behind which a pattern is run, and the patterns that are refused."""

from __future__ import annotations

import time

import pytest

from assist.core.match_literals import PatternError, compile_pattern, demands, required_literals


@pytest.mark.parametrize(
    ("source", "literals"),
    [
        ("转账", {"转账"}),
        ("转.{0,3}账户", {"账户"}),
        (r"(?P<n>\d+)万元", {"万元"}),
        ("(转|汇)(账|款)", {"转账", "转款", "汇账", "汇款"}),
        ("(?:投诉|举报).*你们?", {"投诉", "举报"}),
        ("(?:投诉|.*)", set()),
        ("你们?好", {"你好", "你们好"}),
        ("(?:投诉)*吗", {"吗"}),
        ("(?:很){2}", {"很很"}),
        ("(?:很好)+", {"很好"}),
        ("[转汇]给", {"转给", "汇给"}),
        ("[^转]给", {"给"}),
        # digits will do, single letters will not
        (r"\d{3,}", set("0123456789")),
        ("[0-9]+", set("0123456789")),
        ("a.*b", set()),
        ("[a-z]+", set()),
        (r"\bcard\b", {"card"}),
        # what is rarely heard is preferred to what is in every sentence
        ("(不|了).*(理财|基金)", {"理财", "基金"}),
        ("(转|汇|打).{0,12}(不|失败)", {"转", "汇", "打"}),
        # without regard to case, letters say nothing about the text
        ("(?i)ATM机", {"机"}),
        ("(?i:atm)机", {"机"}),
        # RE2's own syntax, and what Python reads otherwise
        ("[[:alpha:]]转", set()),
        (r"\Q转账\E", set()),
        (r"\pN转", set()),
        ("转{,2}账", {"账"}),
        ("", set()),
        ("^$", set()),
    ],
)
def test_every_match_contains_one(source: str, literals: set[str]) -> None:
    assert set(required_literals(source)) == literals


@pytest.mark.parametrize(
    ("source", "sets", "endings"),
    [
        ("卡.{0,10}(不退|吞了?)", ("卡", "不退/吞"), "不退/吞/吞了"),
        ("(要不|或者).{0,4}(您|我)(?:能)?", ("或者/要不", "您/我"), "您/我/您能/我能"),
        ("(?:很好)+", ("很好",), "很好"),
        ("信.*用.*卡.?", ("信", "用", "卡"), ""),
        ("(?:信.*用|借.*贷)", ("信/借",), "用/贷"),
        ("去.*(世)?", ("去",), ""),
        # what follows has its say, or RE2 reads it otherwise
        ("去.*世$", ("去", "世"), ""),
        (r"ab.*cd\b", ("ab", "cd"), ""),
        ("去.*世{,1}", ("去",), ""),
        ("去.*[a-c]", ("去",), ""),
        ("", (), ""),
    ],
)
def test_all_that_a_match_must_hold(source: str, sets: tuple[str, ...], endings: str) -> None:
    expected = [set(one.split("/")) for one in sets]
    demanded = demands(source)
    assert [set(one) for one in demanded.sets] == expected
    assert set(demanded.endings) == (set(endings.split("/")) if endings else set())


def test_one_contained_in_another_is_enough() -> None:
    assert required_literals("(?:信用卡|卡)") == ("卡",)


def test_of_two_as_rare_the_first_is_taken_whatever_order_a_set_has() -> None:
    """Two of two characters and ten of three are heard as often as three of two."""
    taken = required_literals("我(上|到|去)?(哪|哪儿|哪里|咋|怎么)(能)?(知道|晓得|清楚)")
    assert taken[:2] == ("我上咋", "我上哪")


def test_many_alternatives_are_not_multiplied_out() -> None:
    assert required_literals("[零一二三四五六七八九]{4}号") == ("号",)
    assert len(required_literals("[甲乙丙丁戊己庚辛壬癸]{8}")) <= 128


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("(?=转)", "perl operator"),
        (r"(.)\1", "escape"),
        ("(转", "missing"),
        ("转{2000}", "repetition"),
        ("(?:(?:转{100}){100}){10}", "repetition"),
        ("转" * 1_001, "longer than"),
    ],
)
def test_what_re2_refuses_is_refused_with_its_reason(source: str, reason: str) -> None:
    for refuse in (compile_pattern, required_literals):
        with pytest.raises(PatternError, match=reason) as refused:
            refuse(source)
        assert isinstance(refused.value, ValueError)
        assert reason in refused.value.reason


def test_deep_nesting_neither_crashes_nor_stalls() -> None:
    deep = "(?:" * 240 + "转" + ")" * 240
    assert required_literals(deep) in (("转",), ())


def test_no_pattern_backtracks() -> None:
    begun = time.process_time()
    assert compile_pattern("(好+)+吗$").search("好" * 4_000) is None
    assert time.process_time() - begun < 1
