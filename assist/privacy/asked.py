"""What was asked for is private where it is answered: the word is in one utterance, the digits are
in the next, and a recogniser makes several of a number that is read out in groups."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assist.core.events import Fragment

from .digits import ONE, Run, runs
from .kinds import CODE_WORD, is_told_openly
from .masking import mask, starred

ANSWER_MS: Final = 20_000
"""How long after a question, or a group of digits, the next one still answers it."""
GROUP: Final = 3
"""Digits from which they are a group of what was asked for, among other words; two are one where
they stand alone."""
OPEN: Final = 8
"""So many utterances that go on are remembered; a call has one or two at a time."""
_CODE: Final = re.compile(
    CODE_WORD + r"|[四六4-6]位(?:数|數|码|碼)|[那这這]串数|"
    r"\b(?:the|your|that) code\b|\b(?:four|six|4|6)[- ]digit",
    re.IGNORECASE,
)
"""What asks for a code; by itself it makes no number in the same breath one."""
_NUMBER: Final = re.compile(
    r"卡号|卡號|账号|帳號|身份证|身分證|证件号|手机号|手機號|电话|電話"
    r"|\bcard number|\baccount number|\bphone|\bmobile|\bid number|\blong number",
    re.IGNORECASE,
)
_ANOTHER: Final = re.compile(
    r"数目|數目|数额|數額|订单|訂單|单号|單號|楼层|樓層|哪一?[层層楼]|几[层層楼]|工资|工資|收入|月薪"
    r"|金额|金額|余额|餘額|额度|額度|限额|限額|利率|利息|多少[钱錢块塊万萬]|多大|日期|生日|年龄|地址|门牌|房间"
    r"|[转轉存取还還付交汇匯打借贷貸提]多少|几[年月号號点點天个個笔万萬千百次岁歲]|哪一?[年月天日个個]|什么时候|什麼時候"
    r"|\bhow (?:much|many|old)|\bamount|\bbalance|\blimit|\bwhen\b|\bdate\b|\bbirthday|\baddress"
    r"|\bsum\b|\border\b|\bsalary"
    r"|\b(?:which|what) (?:year|month|day|time)|\bpost ?code|\bzip",
    re.IGNORECASE,
)
"""Asks for numbers that the agent has to see."""
_LAST_FOUR: Final = re.compile(
    r"尾号|尾號|[末后後](?:四|4|三|3|六|6)位|last (?:four|4|three|3)", re.IGNORECASE
)
_AROUND: Final = re.compile(
    r"[\W_]|嗯|啊|呃|哦|噢|诶|哎|是|的|好|对|那个|就是|然后|\b(?:um|uh|er|it's|its|is|and|then|yes|yeah|okay|ok)\b",
    re.IGNORECASE,
)

_Said = tuple[str | int | None, str]
"""Who says it, and the utterance's id."""


class Asked:
    """What the last words of one call asked for: a fold over its fragments, to which a masked one
    is what it was before, so that the log's give it again after a restart."""

    __slots__ = ("_by", "_is_code", "_open", "_until")

    def __init__(self) -> None:
        self._until = -1
        self._is_code = False
        self._by: _Said | None = None
        self._open: dict[_Said, bool] = {}
        """Utterances that answer and go on: what was hidden in them stays so, however long they
        take and whatever is asked meanwhile. With each, whether it answers with a code."""

    def mask(self, said: Fragment, masked: str) -> str:
        """``masked``, the text as it is masked by itself, with what answers a question masked as
        well; as long as it was. To be asked of every hypothesis in turn."""
        by = said.speaker or said.channel, said.utterance
        is_code = self._open.get(by)
        if is_code is None and said.at <= self._until and by != self._by:
            is_code = self._is_code
        if is_code is not None:
            answer = [(run.start, run.end) for run in _answers(said.text)]
            masked = _either(masked, starred(said.text, answer))
            if "*" in masked and self._until >= 0:
                self._until = max(self._until, said.at + ANSWER_MS)
            if is_code:
                masked = _either(masked, mask(f"otp: {said.text}", settled=said.final)[5:])
            if not said.final:
                self._open.setdefault(by, is_code)
                if len(self._open) > OPEN:
                    del self._open[next(iter(self._open))]
        if said.final:
            self._open.pop(by, None)
            self._hear(said.text, said.at, by)
        return masked

    def recall(self, kept: Fragment) -> None:
        """Take a fragment that was masked already, as the log has it."""
        self.mask(kept, kept.text)

    def _hear(self, text: str, at: int, by: _Said) -> None:
        """Take note of a question; the last one in an utterance counts."""
        code, number, another = _last(_CODE, text), _last(_NUMBER, text), _last(_ANOTHER, text)
        if max(code, number) > another:
            asks = _LAST_FOUR.search(text) is None
            self._until = at + ANSWER_MS if asks else -1
            self._by, self._is_code = by, code >= 0
        elif another >= 0:
            self._until = -1


def _last(words: re.Pattern[str], text: str) -> int:
    """Where the last of the words stands; -1 for nowhere."""
    return max((found.start() for found in words.finditer(text)), default=-1)


def _answers(text: str) -> Iterator[Run]:
    """The digits that may answer: all of them where there is nothing else, or else groups that are
    no amount, time or number of a service."""
    said = list(runs(text))
    count = sum(len(run.digits) for run in said)
    if count >= GROUP - 1 and not _AROUND.sub("", ONE.sub("", text)):
        yield from said
        return
    for run in said:
        if len(run.digits) >= GROUP and not is_told_openly(text, run):
            yield run


def _either(one: str, other: str) -> str:
    """What either masks is masked. Both are of one length."""
    return "".join("*" if b == "*" else a for a, b in zip(one, other, strict=True))
