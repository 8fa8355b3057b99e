"""What was asked for is private where it is answered: the word is in one utterance, the digits are
in the next, and a recogniser makes several of a number that is read out in groups."""

from __future__ import annotations

import re
from typing import Final

from assist.core.events import Fragment

from .digits import ONE
from .kinds import CODE_WORD
from .masking import mask, starred

ANSWER_MS: Final = 20_000
"""How long after a question, or a group of digits, the next one still answers it."""
GROUP: Final = 3
"""Digits from which an utterance of nothing else is a group of the number that was asked for."""
_CODE: Final = re.compile(CODE_WORD, re.IGNORECASE)
_NUMBER: Final = re.compile(
    r"卡号|卡號|账号|帳號|身份证|身分證|证件号|手机号|手機號|电话|電話"
    r"|\bcard number|\baccount number|\bphone|\bmobile|\bid number|\blong number",
    re.IGNORECASE,
)
_LAST_FOUR: Final = re.compile(
    r"尾号|尾號|[末后後](?:四|4|三|3|六|6)位|last (?:four|4|three|3)", re.IGNORECASE
)
_AROUND: Final = re.compile(
    r"[\W_]|嗯|啊|呃|哦|噢|诶|哎|是|的|好|对|那个|就是|然后|\b(?:um|uh|er|it's|its|is|and|then|yes|yeah|okay|ok)\b",
    re.IGNORECASE,
)


class Asked:
    """What the last words of one call asked for. Kept in memory only: after a restart a question
    that was open is forgotten."""

    __slots__ = ("_by", "_is_code", "_until")

    def __init__(self) -> None:
        self._until = -1
        self._is_code = False
        self._by: tuple[str | int | None, str] | None = None

    def mask(self, said: Fragment, masked: str) -> str:
        """``masked``, the text as it is masked by itself, with what answers a question masked as
        well; as long as it was. To be asked of every hypothesis in turn."""
        by, text = (said.speaker or said.channel, said.utterance), said.text
        if said.at <= self._until and by != self._by:
            digits = [found.span() for found in ONE.finditer(text)]
            if len(digits) >= GROUP and not _AROUND.sub("", ONE.sub("", text)):
                masked = starred(text, digits)
                self._until = said.at + ANSWER_MS
            elif self._is_code:
                masked = _either(masked, mask(f"otp: {text}", settled=said.final)[5:])
        if said.final:
            self._hear(said, by)
        return masked

    def _hear(self, said: Fragment, by: tuple[str | int | None, str]) -> None:
        code = _CODE.search(said.text) is not None
        if not code and _NUMBER.search(said.text) is None:
            return
        asks = _LAST_FOUR.search(said.text) is None
        self._until = said.at + ANSWER_MS if asks else -1
        self._by, self._is_code = by, code


def _either(one: str, other: str) -> str:
    """What either masks is masked. Both are of one length."""
    return "".join("*" if b == "*" else a for a, b in zip(one, other, strict=True))
