"""Recognise the numbers that must not be stored, and mask them before anything is logged.

What is masked, each digit as one ``*`` (a spoken English digit as one a letter), so that every
offset into the text still holds:

- 13 digits and more in a run: bank cards, resident ids (with their final X), accounts;
- 11 digits beginning 13-19 (mobile phones), 10-12 beginning with 0 (landlines), 3-3-4 groups
  (North American phones), 7-8 after a word such as 电话;
- 4-8 digits close to a word such as 验证码, 密码, passcode: codes and passwords;
- in a hypothesis that is not final, 5 digits and more at its end, whatever they may become.

Digits are written (of any script, full-width too) or spoken (幺二三, 壹贰, "four double two"),
alone or in groups that spaces, hyphens, pauses or hesitations part. What stays: amounts, dates,
times, order numbers of up to 12 digits, hotlines (12378, 95588, 400-810-8888) and the last four
of a card, which agents need. A bare number of 13 digits or more is masked even if it is an amount
or an order: better a number too few on the screen than a card in the log.

Masking twice changes nothing. Names are not touched here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from assist.core.events import CallEnd, CallStart, Context, Event, Feedback, Fragment, Word

LONG = 13
"""Digits from which a run is masked whatever it is: the shortest card number (ISO/IEC 7812)."""
TRAILING = 5
"""Digits at the end of a hypothesis that are masked until it is final (PROTOCOL.md)."""

_HAN: Final = {
    char: str(n)
    for n, chars in enumerate(
        (
            "零〇○",
            "一幺壹",
            "二两兩贰貳",
            "三叁參",
            "四肆",
            "五伍",
            "六陆陸",
            "七柒",
            "八捌",
            "九玖",
        )
    )
    for char in chars
}
_WORDS: Final = {
    word: str(n)
    for n, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    )
} | {"oh": "0", "double": "0", "triple": "00"}
"""``double`` and ``triple`` stand for the digits that they add; only how many counts."""
_DIGIT = (
    rf"(?:\d|一(?![下个個起些样樣直定般边邊共])|两(?![个张笔次百千万])"
    rf"|[{''.join(char for char in _HAN if char not in '一两')}]"
    rf"|(?<![a-z])(?:{'|'.join(_WORDS)})(?![a-z]))"
)
_GAP = r"[ \u00a0\u3000.·()（）\-‐‑–—－]{0,2}"
_RUN = re.compile(rf"{_DIGIT}(?:{_GAP}{_DIGIT})*", re.IGNORECASE)
_ONE = re.compile(_DIGIT, re.IGNORECASE)
_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d([-./])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?!\d)")
_PAUSE = re.compile(
    r"(?:[\s，、,;；。.…：:\-]|嗯|呃|额|啊|哦|唔|诶|那个|然后|就是|再|um+|uh+|er+|and|then)+",
    re.IGNORECASE,
)
_MAX_PAUSE = 12
"""Characters between two groups of one number."""

_CODE_WORD = (
    r"验证码|驗證碼|动态码|動態碼|校验码|校驗碼|短信码|识别码|授权码|安全码|动态口令|密码|密碼|口令"
    r"|\botp\b|\bpin\b|\bcvv2?\b|\b(?:verification|security|one[- ]time|access) ?code\b"
    r"|\bpass ?(?:code|word)\b|\bone[- ]time pass"
)
_CODE_BEFORE = re.compile(_CODE_WORD, re.IGNORECASE)
_CODE_AFTER = re.compile(
    rf"[\s，,]{{0,2}}(?:是|就是|这是|is|'s|was)?[\s，,]?(?:我的|那个|这个|the|my|your)?\s?(?:{_CODE_WORD})",
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
_UNIT_AFTER = re.compile(
    r"\s?(?:多|几)?(?:元|块|塊|圆|角|万|萬|千|百|十|亿|億|年|月|日|号楼|号|个|個|点|點|分|秒|天|次|位"
    r"|笔|%|％|yuan|rmb|dollars?|pounds?|euros?|percent)",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(r"[¥￥$€£]\s?$")
_SERVICE = re.compile(r"123\d\d|95\d{3}|96\d{3,4}|100\d\d|[48]00\d{7}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_FOUR_DIGITS = re.compile(rf"{_DIGIT}(?:{_GAP}{_DIGIT}){{3}}", re.IGNORECASE)
_STARS = re.compile(r"[^\W_]|○")


@dataclass(frozen=True, slots=True)
class _Run:
    """Digits with at most a space or hyphen between: ``groups`` are what those part."""

    start: int
    end: int
    digits: str
    groups: tuple[str, ...]


def mask(text: str, *, settled: bool) -> str:
    """``text`` with every number of the kinds above masked; as long as it was.

    ``settled``: the text will not grow, so its last digits are all that there are.
    """
    if len(_ONE.findall(text)) < 4:
        return text
    while (masked := _mask_once(text, settled)) != text:
        text = masked  # what was one run may be two by now, and each is looked at afresh
    return text


def mask_event(event: Event) -> Event:
    """``event`` with its free text masked; the same object when there was nothing to mask."""
    if type(event) is Fragment:
        text = mask(event.text, settled=event.final)
        words = _mask_words(event, text) if event.words else event.words
        if text is event.text and words is event.words:
            return event
        return event.model_copy(update={"text": text, "words": words})
    if isinstance(event, CallStart):
        return _changed(event, "context", _mask_json(event.context))
    if isinstance(event, Context):
        return _changed(event, "set", _mask_json(event.set))
    if isinstance(event, Feedback) and event.comment is not None:
        return _changed(event, "comment", mask(event.comment, settled=True))
    if isinstance(event, CallEnd) and event.reason is not None:
        return _changed(event, "reason", mask(event.reason, settled=True))
    return event


def _changed(event: Event, field: str, value: Any) -> Event:
    return event if value == getattr(event, field) else event.model_copy(update={field: value})


def _mask_words(event: Fragment, masked: str) -> tuple[Word, ...]:
    """A number cut across words is recognised in the text, and in the words read in a row
    (a recogniser may spell them otherwise); what either masks is masked."""
    row = " ".join(word.text for word in event.words)
    masked_row = mask(row, settled=event.final)
    words, at, row_at = [], 0, 0
    for word in event.words:
        size = len(word.text)
        text = masked_row[row_at : row_at + size]
        row_at += size + 1
        place = event.text.find(word.text, at)
        if place >= 0:
            at = place + size
            text = "".join(
                "*" if star == "*" else char
                for char, star in zip(text, masked[place:at], strict=True)
            )
        words.append(word if text == word.text else word.model_copy(update={"text": text}))
    same = all(new is old for new, old in zip(words, event.words, strict=True))
    return event.words if same else tuple(words)


def _mask_json(value: Any, key: str = "") -> Any:
    """Masked strings and whole numbers (as strings) anywhere within; ``key`` gives them context:
    what is called 验证码 is one."""
    if isinstance(value, dict):
        return {name: _mask_json(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_mask_json(inner, key) for inner in value]
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        said = f"{key}: "
        text = str(value)
        masked = mask(said + text, settled=True)[len(said) :]
        return value if masked == text else masked
    return value


def _mask_once(text: str, settled: bool) -> str:
    spans = [
        (run.start, run.end) for number in _numbers(text) for run in _to_mask(text, number, settled)
    ]
    if not spans:
        return text
    out: list[str] = []
    at = 0
    for start, end in spans:
        out += (text[at:start], _STARS.sub("*", text[start:end]))
        at = end
    out.append(text[at:])
    return "".join(out)


def _runs(text: str) -> Iterator[_Run]:
    dates = [found.span() for found in _DATE.finditer(text)]
    at = 0
    for start, end in [*dates, (len(text), len(text))]:
        for found in _RUN.finditer(text, at, start):
            yield _run(text, found.start(), found.end())
        at = end


def _run(text: str, start: int, end: int) -> _Run:
    groups: list[str] = []
    last = -1
    for found in _ONE.finditer(text, start, end):
        said = found.group().lower()
        digit = _HAN.get(said) or _WORDS.get(said) or str(int(said))
        if found.start() == last:
            groups[-1] += digit
        else:
            groups.append(digit)
        last = found.end()
    if len("".join(groups)) == 17 and re.match(r"\s?[xXｘＸ](?![a-zA-Z])", text[end : end + 3]):
        end += 1 if text[end] in "xXｘＸ" else 2
    return _Run(start, end, "".join(groups), tuple(groups))


def _numbers(text: str) -> Iterator[list[_Run]]:
    """Runs that only a pause or a hesitation parts, together: one number read out in groups."""
    number: list[_Run] = []
    for run in _runs(text):
        if number:
            between = text[number[-1].end : run.start]
            if len(between) > _MAX_PAUSE or not _PAUSE.fullmatch(between):
                yield number
                number = []
        number.append(run)
    if number:
        yield number


def _to_mask(text: str, number: list[_Run], settled: bool) -> list[_Run]:
    digits = "".join(run.digits for run in number)
    if len(digits) < 4:
        return []
    whole = _Run(number[0].start, number[-1].end, digits, tuple(run.digits for run in number))
    last = not settled and _is_last(text, whole.end)
    if last and len(digits) >= TRAILING and not _SERVICE.fullmatch(digits):
        return number
    if len(number) > 1 and not _is_list(text, number) and _is_private(text, whole):
        return number
    return [run for run in number if _is_private(text, run)]


def _is_last(text: str, end: int) -> bool:
    return end == len(text) or _PAUSE.fullmatch(text, end) is not None


def _is_list(text: str, number: list[_Run]) -> bool:
    """Years or amounts told one after the other, not the groups of one number."""
    years = all(_YEAR.fullmatch(run.digits) for run in number)
    round_ones = sum(run.digits.endswith("00") for run in number)
    return years or round_ones >= 2 or any(_UNIT_AFTER.match(text, run.end) for run in number)


def _is_private(text: str, run: _Run) -> bool:
    digits, count = run.digits, len(run.digits)
    if count >= LONG:
        return True
    if _SERVICE.fullmatch(digits):
        return False
    amount = _UNIT_AFTER.match(text, run.end) or _MONEY_BEFORE.search(text[: run.start][-3:])
    if amount:
        return False
    return _is_phone(text, run) or (4 <= count <= 8 and _is_code(text, run))


def _is_phone(text: str, run: _Run) -> bool:
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


def _is_code(text: str, run: _Run) -> bool:
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
    return len(between) <= reach and not _FOUR_DIGITS.search(between)
