"""Rule files → a program the engine can run, or all that is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path

from assist.core.lessons import Lessons
from assist.core.program import Program, build
from assist.core.protocols import Folder, Tokenizer
from assist.core.rules import Mode, RuleSet

from .calls import compile_roles, compile_subjects
from .files import Found, find, largest
from .lessons import SUFFIX as LESSONS
from .lessons import lessons_of
from .lint import lint
from .memory import Memory
from .overrides import override
from .pack import CATALOGUE, TESTS_SUFFIX, ListModel, Pack, folder_of, merge
from .packs import catalogue
from .phrases import Expander, PhraseError, parse
from .problems import Place, Problem, Report
from .rules import compile_rules
from .scope import Scope
from .signals import compile_meters, compile_signals, compile_vetoes
from .syntax import Unreadable
from .testcase import RuleTest, compile_tests
from .tree import Node, read
from .uncollected import uncollected


@dataclass(frozen=True, slots=True)
class Loaded:
    """``program`` is None when any problem is an error; ``tests`` are those that could be read;
    ``muted``: as in :class:`.pack.Pack`."""

    program: Program | None
    problems: tuple[Problem, ...]
    tests: tuple[RuleTest, ...] = ()
    muted: Mapping[str, Mode] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rule set that is not yet made ready to run; ``rules`` is None when any problem is an error,
    ``pack`` (what the files say, overrides applied) when a file was too large to look at."""

    rules: RuleSet | None
    pack: Pack | None
    problems: tuple[Problem, ...]
    tests: tuple[RuleTest, ...] = ()

    @property
    def muted(self) -> Mapping[str, Mode]:
        """As in :class:`.pack.Pack`."""
        return self.pack.muted if self.pack is not None else {}

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")


@uncollected()
def load(
    paths: Sequence[Path], *, folder: Folder, tokenizer: Tokenizer, memory: Memory | None = None
) -> Loaded:
    """Load packs: folders (searched recursively) or files. Never raises for what they hold. With a
    ``memory`` only what changed is read and compiled.

    The needs catalogue is the ``needs.yaml`` among them, else the one beside a pack, else the one
    shipped.
    """
    return _ready(compile_paths(paths, folder=folder, memory=memory), folder, tokenizer)


@uncollected()
def compile_paths(
    paths: Sequence[Path], *, folder: Folder, memory: Memory | None = None
) -> Compiled:
    """What packs say, found as by :func:`load`, but not made ready to run, which takes a fifth of
    the time."""
    report = Report()
    found = gather(paths, report)
    made = _compiled(found.texts, report, folder, memory)
    shown = found.shown
    return replace(
        made,
        problems=tuple(replace(one, file=shown.get(one.file, one.file)) for one in made.problems),
        tests=tuple(replace(test, file=shown.get(test.file, test.file)) for test in made.tests),
    )


def gather(paths: Sequence[Path], report: Report) -> Found:
    """The texts of packs, the catalogue among them as :func:`load` takes it."""
    found = find(paths, report)
    if any(_is_catalogue(key) for key in found.texts):
        return found
    beside = [path.absolute().parent / CATALOGUE for path in paths]
    nearest = next((path for path in beside if path.is_file()), catalogue())
    needs = find([nearest], report)
    return Found({**needs.texts, **found.texts}, {**needs.shown, **found.shown})


@uncollected()
def load_sources(sources: Mapping[str, str], *, folder: Folder, tokenizer: Tokenizer) -> Loaded:
    """Load texts by path, such as ``RuleSet.sources`` kept in the log by digest."""
    report = Report()
    for path, text in sources.items():
        if len(text) > largest(path):
            report.error("R003", Place(path), f"larger than {largest(path) // 1024:,} KiB")
            return Loaded(None, report.sorted())
    return _ready(_compiled(sources, report, folder, None), folder, tokenizer)


@uncollected()
def compile_sources(
    sources: Mapping[str, str], *, folder: Folder, memory: Memory | None = None
) -> Compiled:
    """What texts by path say, not yet made ready to run, which takes a second; tests' files among
    them. With a ``memory`` only what changed is compiled."""
    report = Report()
    for path, text in sources.items():
        if len(text) > largest(path):
            report.error("R003", Place(path), f"larger than {largest(path) // 1024:,} KiB")
            return Compiled(None, None, report.sorted())
    return _compiled(sources, report, folder, memory)


def digest_of(sources: Mapping[str, str]) -> str:
    """Identifies a rule set by its texts and their paths, whatever machine they lie on."""
    hashed = blake2b(digest_size=16)
    for path in sorted(sources):
        for part in (path, sources[path]):
            raw = part.encode("utf-8", "surrogatepass")
            hashed.update(len(raw).to_bytes(8, "big"))
            hashed.update(raw)
    return hashed.hexdigest()


def _is_catalogue(key: str) -> bool:
    return key.rsplit("/", 1)[-1] == CATALOGUE


def _ready(made: Compiled, folder: Folder, tokenizer: Tokenizer) -> Loaded:
    program = None if made.rules is None else build(made.rules, folder, tokenizer)
    return Loaded(program, made.problems, made.tests, made.muted)


def _compiled(
    texts: Mapping[str, str], report: Report, folder: Folder, memory: Memory | None
) -> Compiled:
    pack = merge(_trees(texts, report, memory), report)
    override(pack, report)
    sources = {key: texts[key] for key in sorted(texts) if not key.endswith(TESTS_SUFFIX)}
    pack.lessons.update(_lessons(texts, report))
    rules, scope = _compile(pack, sources, report, folder, memory)
    tests = compile_tests(scope)
    if not report.errors:
        lint(scope, rules, tests, memory)
    return Compiled(None if report.errors else rules, pack, report.sorted(), tests)


def _trees(
    texts: Mapping[str, str], report: Report, memory: Memory | None
) -> dict[str, Node | None]:
    trees: dict[str, Node | None] = {}
    for key in sorted(texts, key=lambda key: (not _is_catalogue(key), key)):
        if key.endswith(LESSONS):
            continue
        try:
            text = texts[key]
            trees[key] = memory.tree(key, text) if memory is not None else read(key, text)
        except Unreadable as bad:
            report.error(bad.code, bad.place, bad.message, bad.advice)
        else:
            if trees[key] is None:
                report.warning("R118", Place(key), "nothing stands in this file")
    return trees


def _lessons(texts: Mapping[str, str], report: Report) -> dict[str, Mapping[str, Lessons]]:
    """What examples taught, by the folder of the pack that they are for."""
    found: dict[str, Mapping[str, Lessons]] = {}
    for key in sorted(texts):
        if not key.endswith(LESSONS):
            continue
        home = folder_of(key)
        if home in found:
            report.error("R008", Place(key), "the folder has lessons already", "keep one file")
            continue
        try:
            found[home] = lessons_of(key, texts[key])
        except Unreadable as bad:
            report.error(bad.code, bad.place, bad.message, bad.advice)
    return found


def _compile(
    pack: Pack,
    sources: Mapping[str, str],
    report: Report,
    folder: Folder,
    memory: Memory | None,
) -> tuple[RuleSet, Scope]:
    scope = Scope(pack, folder, report, Expander(_lists(pack, report), folder))
    signals = compile_signals(scope, memory)
    compiled = compile_rules(scope)
    rules = RuleSet(
        digest=digest_of(sources),
        signals={**signals, **scope.taught},
        vetoes=compile_vetoes(scope),
        meters=compile_meters(scope),
        rules=compiled,
        roles=compile_roles(scope),
        subjects=compile_subjects(scope),
        lessons={
            (home, speaker): lessons
            for home, speakers in pack.lessons.items()
            for speaker, lessons in speakers.items()
        },
        need_names=_need_names(pack),
        sources=dict(sources),
    )
    return rules, scope


def _need_names(pack: Pack) -> dict[str, dict[str, str]]:
    models = {need: entry.model for need, entry in pack.needs.items()}
    return {need: model.name.first for need, model in models.items() if model is not None}


def _lists(pack: Pack, report: Report) -> dict[str, Sequence[str]]:
    """The texts of all lists; one that is more than a plain text is reported."""
    lists: dict[str, Sequence[str]] = {}
    for name, entry in pack.lists.items():
        model: ListModel | None = entry.model
        lists[name] = model.root if model is not None else [name]
        for index, text in enumerate(model.root if model is not None else ()):
            try:
                parsed = parse(text)
            except PhraseError as bad:
                report.error(bad.code, entry.at(index), bad.message, bad.advice)
                continue
            if parsed.gaps or parsed.lists:
                report.error(
                    "R306",
                    entry.at(index),
                    "a list holds plain texts, without … or $",
                    "write the gap or the list in the phrase",
                )
    return lists
