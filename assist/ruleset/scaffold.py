"""A new rule to begin with: a file with its signals and its tests beside it, both of which hold."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .saying import Lang

BEGIN: Mapping[Lang, tuple[str, str, str, str]] = {
    "zh": ("客户会说的话", "坐席该说的话", "提示的标题", "坐席可以照着念的一句话。"),
    "en": ("what the customer says", "what the agent should say", "The headline",
           "A sentence to read out."),
}  # fmt: skip
"""What stands where nothing is known yet: the cue, the answer, the headline and the sentence."""
PLACEHOLDERS = frozenset(text for _, _, *shown in BEGIN.values() for text in shown)
"""Those that agents would read."""

_GAP = re.compile(r"…(\{[0-9, ]*\})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is known of the rule so far. ``when``: what brings it up, in ``speaker``'s words;
    ``done``: what the agent says that makes the hint needless."""

    name: str
    need: str
    ability: str
    speaker: str
    when: Sequence[str]
    done: Sequence[str]
    text: str
    say: str
    lang: Lang


_SAYS = {
    "zh": {
        "customer": "客户", "agent": "坐席", "about": "{need}：{meaning}",
        "fires": "该提示：{text}", "again": "该提示：前面还说着别的",
        "done": "坐席自己做到了", "quiet": "听着像，其实不是",
        "lead": "你好我想问一下，", "tail": "，你帮我看看", "other": "好的，请您稍等",
        "alike": "你好，我想查一下余额",
        "todo": "换成一句听着像、但不该提示的话",
        "phrases": "大家真正会说的说法；… 代表至多八个字",
        "more": "再补几句别的说法",
        "shadow": "先只记录，不给坐席看；满意了就删掉这一行，测试里的 state: shadow 也一起删",
    },
    "en": {
        "customer": "customer", "agent": "agent", "about": "{need}: {meaning}",
        "fires": "it helps: {text}", "again": "it helps in the midst of other talk",
        "done": "the agent does it unprompted", "quiet": "sounds like it, and is not",
        "lead": "hello I would like to ask ", "tail": " could you look into it",
        "other": "all right one moment please", "alike": "hello I would like to check my balance",
        "todo": "put something here that sounds like it and must stay silent",
        "phrases": "as people really say it; … stands for up to eight characters",
        "more": "add other ways to say it",
        "shadow": "not shown yet; once content, take this out, and state: shadow of the tests",
    },
}  # fmt: skip


def rule_file(draft: Draft, meaning: str) -> str:
    """The rule and its signals. ``meaning`` is the need's, from the catalogue."""
    says = _SAYS[draft.lang]
    about = says["about"].format(need=draft.need, meaning=meaning)
    return f"""\
# {about}
signals:
  {draft.name}-cue:
    speaker: {draft.speaker}
    phrases:                       # {says["phrases"]}
{_list(draft.when)}
      # {says["more"]}
  {draft.name}-done:
    speaker: agent
    phrases:
{_list(draft.done)}
      # {says["more"]}

rules:
  {draft.name}:
    need: {draft.need}
    ability: {draft.ability}
    when: {draft.name}-cue
    met_by: {draft.name}-done
    mode: shadow                   # {says["shadow"]}
    hint:
      text: {_quoted(draft.text)}
      say: {_quoted(draft.say)}
"""


def test_file(draft: Draft) -> str:
    """Four calls: two in which the rule helps, one in which the agent did it, one look-alike."""
    says = _SAYS[draft.lang]
    who, agent = says[draft.speaker], says["agent"]
    first, last = _spoken(draft.when[0]), _spoken(draft.when[-1])
    done, other = _spoken(draft.done[0]), says["other"]
    expect = f"[{{rule: {draft.name}, by: 12, state: shadow}}]"
    longer = f"{says['lead']}{last}{says['tail']}"
    return f"""\
tests:
  - name: {_quoted(says["fires"].format(text=draft.text))}
    call: |
      0.0-4.0 {who}: {first}
      9.0-11.0 {agent}: {other}
    expect: {expect}
    others: ignore
  - name: {_quoted(says["again"])}
    call: |
      0.0-8.0 {who}: {longer}
      9.0-11.0 {agent}: {other}
    expect: {expect}
    others: ignore
  - name: {_quoted(says["done"])}
    call: |
      0.0-4.0 {agent}: {done}
      5.0-9.0 {who}: {first}
    expect: []
  # {says["todo"]}
  - name: {_quoted(says["quiet"])}
    call: |
      0.0-4.0 {who}: {says["alike"]}
    expect: []
"""


def _list(texts: Sequence[str]) -> str:
    return "\n".join(f"      - {_quoted(text)}" for text in texts)


def _spoken(phrase: str) -> str:
    """A phrase as somebody would say it: its gap left empty."""
    return _GAP.sub("", phrase)


def _quoted(text: str) -> str:
    # a JSON text is a YAML text, whatever is in it
    return json.dumps(text, ensure_ascii=False)
