"""One need that several rules look after is one, met once or missed once."""

from __future__ import annotations

from assist.report.merging import as_one
from assist.report.model import Met, Need


def need(
    rule: str,
    opened: int | None,
    met: int | None = None,
    *,
    of: str = "no-empathy",
    ended: Met = "missed",
) -> Need:
    return Need(of, rule, "empathy", "先回一句", opened, met, ended)


def told(needs: list[Need]) -> list[tuple[str, int | None, int | None]]:
    return [(one.rule, one.opened, one.met) for one in as_one(needs)]


def test_what_one_act_met_is_one_need_from_when_it_first_opened() -> None:
    assert told([need("a", 36, 62), need("b", 19, 62), need("c", None, 62)]) == [("a", 19, 62)]


def test_met_twice_is_two_needs() -> None:
    assert told([need("a", 19, 62), need("a", 70, 90)]) == [("a", 19, 62), ("a", 70, 90)]


def test_another_need_that_the_act_met_is_another() -> None:
    both = [need("a", 19, 62), need("b", 19, 62, of="customer-angry")]
    assert len(as_one(both)) == 2


def test_what_nobody_cared_for_is_missed_once() -> None:
    assert told([need("a", 40), need("b", 36)]) == [("a", 36, None)]


def test_met_by_one_rule_and_missed_by_another_is_both() -> None:
    assert told([need("a", 40, 50), need("b", 40)]) == [("a", 40, 50), ("b", 40, None)]


def test_what_is_not_known_stays_as_it_was_told() -> None:
    unknown = [need("a", 40, ended="undetermined"), need("b", 40, ended="undetermined")]
    assert len(as_one(unknown)) == 2
