"""Which numbers are nobody's business: cards and ids, phones, codes and passwords."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .digits import FOUR_DIGITS, PAUSE, Run

LONG = 13
"""Digits from which a run is masked whatever it is: the shortest card number (ISO/IEC 7812)."""
TRAILING = 5
"""Digits at the end of a hypothesis that are masked until it is final (PROTOCOL.md)."""

CODE_WORD = (
    r"验证码|驗證碼|动态码|動態碼|校验码|校驗碼|短信码|识别码|授权码|安全码|动态口令|密码|密碼|口令"
    r"|\botp\b|\bpin\b|\bcvv2?\b|\b(?:verification|security|one[- ]time|access) ?code\b"
    r"|\bpass ?(?:code|word)\b|\bone[- ]time pass"
)
_CODE_BEFORE = re.compile(CODE_WORD, re.IGNORECASE)
_CODE_AFTER = re.compile(
    rf"[\s，,]{{0,2}}(?:是|就是|这是|is|'s|was)?[\s，,]?(?:我的|那个|这个|the|my|your)?\s?(?:{CODE_WORD})",
    re.IGNORECASE,
)
_CODE_REACH = 24
"""Characters between the word and its code: room for "是，嗯，等一下啊，我看看"."""
_PHONE_BEFORE = re.compile(r"电话|電話|座机|手机号|手機號|\bphone\b|\bmobile\b", re.IGNORECASE)
_PHONE_REACH = 10
_LAST_FOUR_BEFORE = re.compile(
    r"(?:尾号|尾號|末四位|后四位|後四位|last (?:four|4)(?: digits)?|end(?:s|ing)(?: in| with)?)"
    r"\s?(?:数字|号码)?[\s，,：:]{0,2}(?:就是|是|为|is|are|of)?[\s，,：:]{0,2}$",
    re.IGNORECASE,
)
_MONEY_AFTER = re.compile(
    r"\s?多?(?:元|块|塊|圆|角|万|萬|千|百|亿|億|yuan|rmb|dollars?|pounds?|euros?)", re.IGNORECASE
)
_UNIT_AFTER = re.compile(
    r"\s?[多几]?(?:年|月|日|号|个|個|点|點|分|秒|天|次|位|笔|%|％|percent)", re.IGNORECASE
)
_MONEY_BEFORE = re.compile(r"[¥￥$€£]\s?$")
_SERVICE = re.compile(r"123\d\d|95\d{3}|96\d{3,4}|100\d\d|[48]00\d{7}")
_EMERGENCY = re.compile(r"1(?:10|14|19|20|22)|911|999")
_YEAR = re.compile(r"(?:19|20)\d\d")


def to_mask(text: str, number: Sequence[Run], settled: bool) -> Sequence[Run]:
    """The runs of ``number`` to be masked. ``settled``: the text will not grow."""
    digits = "".join(run.digits for run in number)
    whole = Run(number[0].start, number[-1].end, digits, tuple(run.digits for run in number))
    last = not settled and _is_last(text, whole.end)
    if last and len(digits) >= TRAILING and not _SERVICE.fullmatch(digits):
        return number
    if len(number) > 1 and not _is_list(text, number) and _is_private(text, whole):
        return number
    return [run for run in number if _is_private(text, run)]


def _is_last(text: str, end: int) -> bool:
    return end == len(text) or PAUSE.fullmatch(text, end) is not None


def _is_list(text: str, number: Sequence[Run]) -> bool:
    """Years or amounts told one after the other, not the groups of one number."""
    years = all(_YEAR.fullmatch(run.digits) for run in number)
    round_ones = sum(run.digits.endswith("00") for run in number)
    return years or round_ones >= 2 or any(_is_money(text, run) for run in number)


def _is_private(text: str, run: Run) -> bool:
    if len(run.digits) >= LONG:
        return True
    if _SERVICE.fullmatch(run.digits) or _is_money(text, run):
        return False
    return _is_phone(text, run) or _is_code(text, run)


def is_told_openly(text: str, run: Run) -> bool:
    """Whether a number is one that may be heard whatever was asked: an amount, a count or a time,
    or a number that anybody calls."""
    return (
        _is_money(text, run)
        or _UNIT_AFTER.match(text, run.end) is not None
        or _SERVICE.fullmatch(run.digits) is not None
        or _EMERGENCY.fullmatch(run.digits) is not None
    )


def _is_money(text: str, run: Run) -> bool:
    before = text[max(0, run.start - 2) : run.start]
    return bool(_MONEY_AFTER.match(text, run.end) or _MONEY_BEFORE.search(before))


def _is_phone(text: str, run: Run) -> bool:
    digits, count = run.digits, len(run.digits)
    sizes = tuple(len(group) for group in run.groups)
    if any(len(group) == 11 and _is_mobile(group) for group in run.groups):
        return True
    if count == 11 and _is_mobile(digits):
        return sizes[0] in (1, 3, 7) or len(sizes) > 4
    if digits[0] == "0" and 10 <= count <= 12:
        return True
    if sizes == (3, 3, 4) and digits[0] not in "01":
        return True
    return count in (7, 8) and _follows(text, run.start, _PHONE_BEFORE, _PHONE_REACH)


def _is_mobile(digits: str) -> bool:
    return digits[0] == "1" and digits[1] in "3456789"


def _is_code(text: str, run: Run) -> bool:
    if not 4 <= len(run.digits) <= 8 or _UNIT_AFTER.match(text, run.end):
        return False
    if _LAST_FOUR_BEFORE.search(text[max(0, run.start - 32) : run.start]):
        return False
    if _follows(text, run.start, _CODE_BEFORE, _CODE_REACH):
        return True
    return _CODE_AFTER.match(text, run.end) is not None


def _follows(text: str, start: int, words: re.Pattern[str], reach: int) -> bool:
    """One of ``words`` ends at most ``reach`` characters before, and no other number between."""
    before = text[max(0, start - reach - 20) : start].rpartition("*")[2]
    last = None
    for last in words.finditer(before):  # noqa: B007 -- the last one is meant
        pass
    if last is None:
        return False
    between = before[last.end() :]
    return len(between) <= reach and not FOUR_DIGITS.search(between)
