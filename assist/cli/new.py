"""``assist rules new``: a rule to begin with, and its tests.

Exit codes: 0 made, 2 it cannot be made like that.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer

from assist.core.names import meant
from assist.ruleset.packs import catalogued, local_pack
from assist.ruleset.scaffold import BEGIN, Draft, rule_file, test_file
from assist.ruleset.scalars import NAME_PATTERN, Ability

from .rules_given import BAD_INPUT, Language, language_of

_MADE = {
    "zh": "写好了 {rule} 和 {tests}。接下来：\n  1. 把说法换成大家真正会说的\n"
    "  2. assist rules check{folder}\n  3. assist rules test{folder} -k {title}",
    "en": "{rule} and {tests} are there. Now:\n  1. write phrases as people really say them\n"
    "  2. assist rules check{folder}\n  3. assist rules test{folder} -k {title}",
}
_IN_FORCE = {
    "zh": "在这个文件夹里运行的服务，几秒之内就会把它和自带的规则一起跑起来。"
    "现在是影子模式：只记录，坐席看不见；看准了，再删掉规则里的 mode: shadow",
    "en": "A server that runs in this folder runs it within seconds, beside the rules shipped: in "
    "shadow, recorded and shown to nobody. Once it does what it should, take mode: shadow out",
}
_NOT_IN_FORCE = {
    "zh": "这个文件夹不是您自己的规则包：写好以后放进 {local}，就会和自带的规则一起用上",
    "en": "This folder is not your own pack: put the files into {local} to have them run beside "
    "the rules shipped",
}

_REFUSED = {
    "zh": {
        "name": "“{name}”不能做规则的名字：请用小写英文字母、数字和连字符，比如 late-fee",
        "need": "没有叫“{need}”的需要：所有需要的名字都写在 rules/needs.yaml 里",
        "near": "（您是不是想写“{near}”？）",
        "list": "“{phrase}”：请先写普通的说法，带 $ 的词表以后再加",
        "there": "{path} 已经有了，没有覆盖它：请换个名字，或者先把它移走",
    },
    "en": {
        "name": "{name!r} is no name: small letters, digits and hyphens, such as late-fee",
        "need": "there is no need {need!r}: all of them stand in rules/needs.yaml",
        "near": " (did you mean {near!r}?)",
        "list": "{phrase!r}: begin with plain phrases; put $lists in afterwards",
        "there": "{path} is there already, and was left as it is: take another name, or move it",
    },
}


def new_rule(
    name: Annotated[str, typer.Argument(help="The rule's name, such as late-fee.")],
    need: Annotated[str, typer.Option(help="The need behind it, an id of needs.yaml.")],
    into: Annotated[
        Path | None,
        typer.Option(
            "--in",
            help="The pack to put it in; made if it is not there. Default: your own, which the "
            "server runs beside those shipped (ASSIST_RULES_LOCAL, else var/rules).",
        ),
    ] = None,
    speaker: Annotated[
        Literal["customer", "agent"], typer.Option(help="Whose words bring it up.")
    ] = "customer",
    ability: Annotated[Ability, typer.Option(help="The ability that it coaches.")] = "empathy",
    when: Annotated[
        list[str] | None, typer.Option(help="A phrase that brings it up; repeatable.")
    ] = None,
    done: Annotated[
        list[str] | None, typer.Option(help="What the agent says that makes it needless.")
    ] = None,
    text: Annotated[str | None, typer.Option(help="The headline.")] = None,
    say: Annotated[str | None, typer.Option(help="A sentence to read out.")] = None,
    lang: Language = None,
) -> None:
    """Write NAME.yaml and NAME.test.yaml: signals, a rule and four tests to begin with."""
    words = language_of(lang)
    if not re.match(NAME_PATTERN, name):
        _refuse(_REFUSED[words]["name"].format(name=name))
    needs = catalogued()
    if need not in needs:
        near = meant(need, needs)
        said = _REFUSED[words]
        _refuse(said["need"].format(need=need) + (said["near"].format(near=near) if near else ""))
    for phrase in (*(when or ()), *(done or ())):
        if "$" in phrase:
            _refuse(_REFUSED[words]["list"].format(phrase=phrase))
    cue, answer, headline, sentence = BEGIN[words]
    draft = Draft(
        name=name,
        need=need,
        ability=ability,
        speaker=speaker,
        when=when or [cue],
        done=done or [answer],
        text=text or headline,
        say=say or sentence,
        lang=words,
    )
    folder = into or local_pack()
    rule, tests = folder / f"{name}.yaml", folder / f"{name}.test.yaml"
    for path in (rule, tests):
        if path.exists():
            _refuse(_REFUSED[words]["there"].format(path=path))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        rule.write_text(rule_file(draft, needs[need]), encoding="utf-8")
        tests.write_text(test_file(draft), encoding="utf-8")
    except OSError as error:
        _refuse(f"{error.filename}: {error.strerror}")
    in_force = folder.resolve() == local_pack().resolve()
    typer.echo(
        _MADE[words].format(
            rule=rule,
            tests=tests.name,
            folder="" if in_force else f" {folder}",
            title=shlex.quote(draft.text),
        )
    )
    typer.echo((_IN_FORCE if in_force else _NOT_IN_FORCE)[words].format(local=local_pack()))


def _refuse(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(BAD_INPUT)
