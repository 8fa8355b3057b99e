"""Rule sets of any size around the same dozen rules: what is added never matches the talk."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Literal

from assist.core.program import Program, build
from assist.core.rules import AllOf, Escalate, Heard, Meter, Patience, Phrase, Rule, RuleSet, Signal
from assist.text import default_folder, default_tokenizer

FOLDER = default_folder()

HEARD = {
    "bereavement": ["老伴上个月走了", "去世", "过世", "料理后事"],
    "regulator-threat": ["投诉到银保监会", "银保监会", "曝光", "打12378"],
    "card-swallowed": ["卡被取款机吞了", "吞卡", "卡被吞了"],
    "safe-account": ["安全账户", "转到安全账户", "公安局的"],
    "travelling": ["人还在外地", "出差"],
    "cannot-use-phone": ["不太会用", "看不清屏幕"],
}
ANSWERED = {
    "condolence": ["节哀", "这事不急", "慢慢说"],
    "apology": ["非常抱歉", "添麻烦了"],
    "step-by-step": ["一步一步", "首先打开"],
}
RARE = "鑫淼焱垚犇骉羴猋麤鱻瞾喆赟晟翀颢曦婧嬿姝媛"
"""Characters nobody in the talk says, so that what is added cannot match."""


def signal(name: str, speaker: Literal["customer", "agent"], texts: Iterable[str]) -> Signal:
    """A signal over literal phrases."""
    folded = [(text, FOLDER.fold_phrase(text)) for text in texts]
    phrases = tuple(Phrase(source=text, pieces=((literal,),)) for text, literal in folded)
    return Signal(name=name, speaker=speaker, phrases=phrases)


def rule(name: str, cue: str, also: str, answer: str, *, eager: bool) -> Rule:
    """A rule with all the trimmings; an eager one neither waits nor escalates.

    The other kind wants ``also`` within a minute of its cue.
    """
    return Rule(
        name=name,
        where="bench:1:1",
        digest=name,
        need=name,
        ability="empathy",
        when=Heard(cue) if eager else AllOf((Heard(cue), Heard(also)), within=60_000),
        met_by=Heard(answer),
        priority="critical" if eager else "advice",
        text={"zh": ("放慢语速，先安慰",)},
        say={"zh": ("我知道您心里不好受，这事不急。",)},
        patience=None if eager else Patience(turns=1, ms=6_000),
        escalate=None if eager else Escalate(after=20_000),
    )


def words(count: int, rng: random.Random) -> list[str]:
    """Different literals of two to six characters."""
    found: set[str] = set()
    while len(found) < count:
        found.add("".join(rng.choices(RARE, k=rng.randint(3, 6))))
    return sorted(found)


def program(*, phrases: int = 100, rules: int = 12) -> Program:
    """A program with this many phrases and rules, a dozen of which the talk can touch."""
    rng = random.Random(f"{phrases}/{rules}")
    signals = {name: signal(name, "customer", texts) for name, texts in HEARD.items()}
    signals |= {name: signal(name, "agent", texts) for name, texts in ANSWERED.items()}
    cues, answers = list(HEARD), list(ANSWERED)
    live = {
        f"rule-{n}": rule(f"rule-{n}", cues[n % 6], "travelling", answers[n % 3], eager=n < 6)
        for n in range(12)
    }
    for n in range(rules - 12):
        cue, answer = f"unheard-{n}", f"unanswered-{n}"
        signals[cue] = signal(cue, "customer", words(2, rng))
        signals[answer] = signal(answer, "agent", words(2, rng))
        other = f"unheard-{(n + 1) % (rules - 12)}"
        live[f"idle-{n}"] = rule(f"idle-{n}", cue, other, answer, eager=n % 2 == 0)
    have = sum(len(known.phrases) for known in signals.values())
    if phrases > have:
        added = words(phrases - have, rng)
        for n in range(0, len(added), 10):
            signals[f"filler-{n}"] = signal(f"filler-{n}", "customer", added[n : n + 10])
    anger = Meter(
        name="anger",
        speaker="customer",
        half_life=60_000,
        levels=(("mild", 0.3), ("high", 0.6), ("severe", 0.85)),
        hysteresis=0.1,
        spike=(0.4, 10_000),
        weights={"regulator-threat": 0.5, "card-swallowed": 0.2, "apology": -0.2},
    )
    made = RuleSet(digest="bench", signals=signals, meters={"anger": anger}, rules=live)
    return build(made, FOLDER, default_tokenizer())
