"""``assist rules learn``: lessons from the examples of a pack.

Exit codes: 0 learned (or up to date), 1 ``--check`` found them older than the examples, 2 bad
input.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from assist.learning import ExampleError, NotInstalledError, digest_of, read_examples, teach
from assist.learning.examples import FOLDER, SUFFIX, files_of
from assist.ruleset.lessons import SUFFIX as LESSONS
from assist.ruleset.lessons import LessonsFile, packed, read_lessons
from assist.ruleset.packs import catalogued
from assist.ruleset.syntax import Unreadable
from assist.text import default_folder

from .rules_given import BAD_INPUT, Language, language_of

LEARNED = f"learned{LESSONS}"
STALE = 1
_WORDS = {
    "zh": {
        "none": "{pack} 里没有例句：放进 {pack}/" + FOLDER + "/*" + SUFFIX,
        "fresh": "{file} 和例句一致",
        "stale": "{file} 比例句旧，请运行 assist rules learn {pack}",
        "busy": "正在从 {count:,} 条例句学习……",
        "done": "{file}：从 {count:,} 条例句学会了 {lessons} 样（需要和坐席的做法），{size:,} kB",
        "need": "例句里的需要 `{need}` 不在目录里",
    },
    "en": {
        "none": "{pack} has no examples: put them into {pack}/" + FOLDER + "/*" + SUFFIX,
        "fresh": "{file} is what the examples teach",
        "stale": "{file} is older than the examples: run assist rules learn {pack}",
        "busy": "learning from {count:,} examples …",
        "done": "{file}: {lessons} lessons (needs, and what agents do) "
        "from {count:,} examples, {size:,} kB",
        "need": "the examples name a need `{need}` that the catalogue does not have",
    },
}


def learn(
    pack: Annotated[Path, typer.Argument(help="The folder of the pack.")],
    check: Annotated[
        bool, typer.Option("--check", help="Only say whether the lessons are up to date.")
    ] = False,
    lang: Language = None,
) -> None:
    """Learn from the pack's examples what its rules with `examples:` go by."""
    words = _WORDS[language_of(lang)]
    files, file = files_of(pack), pack / LEARNED
    if not files:
        _refuse(words["none"].format(pack=pack))
    digest = digest_of(files)
    if check:
        fresh = _learned_from(file) == digest
        typer.echo(words["fresh" if fresh else "stale"].format(file=file, pack=pack))
        raise typer.Exit(0 if fresh else STALE)
    lessons, learned_from = _taught(files, digest, words)
    text = packed(lessons)
    file.write_text(text, encoding="utf-8")
    count = sum(len(each.lessons) for each in lessons.speakers.values())
    typer.echo(
        words["done"].format(
            file=file, count=learned_from, lessons=count, size=len(text.encode()) // 1000
        )
    )


def _taught(files: list[Path], digest: str, words: dict[str, str]) -> tuple[LessonsFile, int]:
    """The lessons, and from how many examples."""
    try:
        examples = read_examples(files)
        known = catalogued()
        for one in examples:
            for need in sorted((one.means | one.maybe) - known.keys()):
                _refuse(words["need"].format(need=need))
        with Console(stderr=True).status(words["busy"].format(count=len(examples))):
            return teach(examples, digest, default_folder()), len(examples)
    except (ExampleError, NotInstalledError, ValueError, OSError) as bad:
        _refuse(str(bad))


def _learned_from(file: Path) -> str | None:
    try:
        return read_lessons(str(file), file.read_text(encoding="utf-8")).examples
    except (OSError, UnicodeDecodeError, Unreadable):
        return None


def _refuse(what: str) -> NoReturn:
    typer.echo(what, err=True)
    raise typer.Exit(BAD_INPUT)
