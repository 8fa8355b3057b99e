"""Talk to measure with: what two people say, as a recogniser sends it.

Made up from a seed, the same every time. Cues come as often as on an ordinary call (one
utterance in eight), and a third of the interim hypotheses end in a character that the next one
puts right.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from assist.core.events import CallStart, Fragment, Speaker

CHARACTERS_PER_SECOND = 4.6
"""Mandarin in conversation, as the recordings' tool speaks it."""
INTERIM_MS = 400
LAG_MS = 300

CUES: tuple[tuple[Speaker, str], ...] = (
    ("customer", "我老伴上个月走了他卡里那点钱怎么取啊"),
    ("customer", "你们再不处理我就打电话去投诉到银保监会"),
    ("customer", "我的卡被取款机吞了人还在外地出差呢"),
    ("customer", "有人让我把钱转到安全账户说是公安局的"),
)
ANSWERS: tuple[tuple[Speaker, str], ...] = (
    ("agent", "您节哀这事不急咱们慢慢说我来帮您看看怎么办"),
    ("agent", "给您添麻烦了非常抱歉我马上帮您登记处理"),
)
PLAIN: tuple[tuple[Speaker, str], ...] = (
    ("customer", "喂你好我想问一下我那个信用卡的账单是什么时候出"),
    ("agent", "您好请问您的信用卡是在哪个城市办理的呢"),
    ("customer", "在杭州办的大概是前年的时候在支行柜台办的"),
    ("agent", "好的我这边帮您查询一下请您稍等不要挂机"),
    ("customer", "行那你查吧我这边还有一笔分期也想顺便问一下"),
    ("agent", "查到了您的账单日是每个月的八号还款日是二十六号"),
    ("customer", "那我分期还剩几期没有还每个月是多少钱来着"),
    ("agent", "您还有五期没有还每期金额在手机银行里也可以看到"),
    ("customer", "手机银行我不太会用上次登录还要什么验证我就没弄"),
    ("agent", "没关系我可以一步一步告诉您怎么操作您看可以吗"),
    ("customer", "可以可以那你慢一点说我拿笔记一下"),
    ("agent", "首先打开手机银行点右下角我的再点信用卡就能看到"),
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """One utterance as it will be sent: (ms since it began, text, final)."""

    speaker: Speaker
    hypotheses: tuple[tuple[int, str, bool], ...]

    @property
    def duration(self) -> int:
        """Ms from its first sound to its last."""
        return self.hypotheses[-1][0] - LAG_MS


def speak(speaker: Speaker, text: str, rng: random.Random, every: int = INTERIM_MS) -> Spoken:
    """The growing, sometimes mistaken hypotheses of one utterance, ``every`` so many ms."""
    duration = int(1000 * len(text) / CHARACTERS_PER_SECOND)
    growing: list[tuple[int, str, bool]] = []
    for at in range(every, duration, every):
        heard = text[: max(1, len(text) * at // duration)]
        if rng.random() < 1 / 3:
            heard = heard[:-1] + rng.choice("是的在有和这")
        growing.append((at, heard, False))
    return Spoken(speaker, (*growing, (duration + LAG_MS, text, True)))


def conversation(seed: int) -> Iterator[Spoken]:
    """Endless talk."""
    rng = random.Random(seed)
    while True:
        for speaker, text in rng.sample(PLAIN, len(PLAIN)):
            yield speak(speaker, text, rng)
            if rng.random() < 1 / 8:
                yield speak(*rng.choice(CUES), rng)
                yield speak(*rng.choice(ANSWERS), rng)


class Call:
    """Numbers one call's events and keeps its clock."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.at = 0
        self._seq = 0
        self._utterances = 0

    def start(self, agent: str) -> CallStart:
        """The event that opens the call."""
        return CallStart(
            type="call.start", call=self.name, seq=self._next(), at=0, agent=agent, language="zh"
        )

    def say(self, spoken: Spoken) -> list[Fragment]:
        """The events of the next utterance; half a second passes after it."""
        self._utterances += 1
        began = self.at
        self.at += spoken.duration + LAG_MS + 500
        return [
            Fragment(
                type="fragment",
                call=self.name,
                seq=self._next(),
                at=began + after,
                speaker=spoken.speaker,
                utterance=str(self._utterances),
                revision=revision,
                text=text,
                final=final,
                start=began,
                end=began + min(after, spoken.duration),
            )
            for revision, (after, text, final) in enumerate(spoken.hypotheses)
        ]

    def _next(self) -> int:
        self._seq += 1
        return self._seq
