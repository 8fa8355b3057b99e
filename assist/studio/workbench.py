"""What is asked of rule files while somebody edits them, answered from what the packs hold on disk
and the text that is not saved yet. One workbench is used by one process, which keeps it warm."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from assist.core.listens import mentions
from assist.core.rules import RuleSet
from assist.ruleset import Compiled, Problem, RuleTest, compile_sources
from assist.ruleset.bounds import MAX_FILE_BYTES
from assist.ruleset.conditions import conditions_of
from assist.ruleset.memory import Memory
from assist.ruleset.problems import Place, Report
from assist.ruleset.syntax import Unreadable
from assist.text import default_folder, default_tokenizer

from .cataloguing import names_told, tree_told
from .fields import Fields, FirstTest
from .forms import Surroundings, read_form
from .roundtrip import with_value
from .seeking import Seeker
from .sentences import LANGUAGES, rule_sentence
from .shelf import Contents, Shelf
from .telling import changes_told, problems_told, test_told
from .trying import Trier
from .writing import ORDER, NoForm, out_of_shadow, write_form, write_new

CHECK_S = 0.35
"""How long the tests of one check may run: with compiling, an answer comes in well under a second.
What was not run is told, and run when asked for by itself."""
SAVE_S = 3.0
"""The same when saving, where nobody waits for the next keystroke."""
ALL_S = 45.0
"""The same when somebody asks for all tests."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """An edit looked at for saving. ``rules`` is None when the set cannot be used; ``refused``: the
    errors that the edit brings, which keep it from being saved."""

    rules: RuleSet | None
    refused: Sequence[Mapping[str, Any]]
    problems: Sequence[Mapping[str, Any]]
    changes: Sequence[Mapping[str, Any]]
    failing: Sequence[Mapping[str, Any]]


class Workbench:
    """``paths``: the packs, as the server was given them."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._shelf = Shelf(paths)
        self._folder = default_folder()
        self._memory = Memory()
        self._trier = Trier(self._folder, default_tokenizer())
        self._disk: tuple[dict[str, str], Compiled] | None = None
        self._seeker: tuple[Compiled, Seeker] | None = None

    def warm(self) -> None:
        """Compile everything once, so that the first who asks need not wait for it."""
        disk = self._on_disk(self._shelf.contents())
        if disk.rules is not None:
            default_tokenizer().borders("词")
            for test in disk.tests:
                self._trier.words(test)

    def tree(self) -> dict[str, Any]:
        """The packs and what is in each of their files."""
        contents = self._shelf.contents()
        disk = self._on_disk(contents)
        problems = (*contents.problems, *disk.problems)
        told = problems_told(problems, contents.texts)
        return {"packs": tree_told(contents, disk, self._memory, told), "problems": told}

    def names(self) -> dict[str, Any]:
        """Every name, with a sentence of each. Of packs with errors: as far as they can be read."""
        disk = self._on_disk(self._shelf.contents())
        return names_told(disk)

    def find(self, text: str) -> list[dict[str, Any]]:
        """The rules that a text is of: none while the packs have errors."""
        disk = self._on_disk(self._shelf.contents())
        if disk.rules is None or disk.pack is None:
            return []
        if self._seeker is None or self._seeker[0] is not disk:
            needs = {
                name: need.model for name, need in disk.pack.needs.items() if need.model is not None
            }
            self._seeker = disk, Seeker(disk.rules, needs)
        return self._seeker[1].find(text)

    def rules(self) -> tuple[RuleSet | None, Sequence[Problem]]:
        """What the files hold now, compiled; and all that is wrong with them."""
        contents = self._shelf.contents()
        disk = self._on_disk(contents)
        broken = [one for one in contents.problems if one.severity == "error"]
        return (None if broken else disk.rules), (*contents.problems, *disk.problems)

    def check(
        self, path: str, text: str, *, everything: bool, check: Callable[[], None]
    ) -> dict[str, Any]:
        """What is wrong with an edit, what it means, and how the tests go that it can touch.
        ``check`` is called between steps; it may raise :class:`~.trying.Superseded`."""
        began = perf_counter()
        contents = self._shelf.contents()
        disk = self._on_disk(contents)
        check()
        edited, texts = self._edited(contents, path, text)
        check()
        seconds = ALL_S if everything else CHECK_S
        tests, touched = self._tests(path, disk, edited, everything, seconds, check)
        return {
            "problems": problems_told((*contents.problems, *edited.problems), texts, path),
            "valid": edited.rules is not None,
            "tests": tests,
            "run": len(tests),
            "of": len(edited.tests),
            "skipped": touched - len(tests),
            "sentences": _sentences(path, edited),
            "changes": changes_told(disk.rules, edited.rules),
            "took_ms": round((perf_counter() - began) * 1000),
        }

    def judge(self, edits: Mapping[str, str | None]) -> Verdict:
        """An edit of files looked at for saving; None deletes one. Errors that were there before
        it, in files that it does not touch, do not keep it from being saved: else two broken files
        could never be mended."""
        contents = self._shelf.contents()
        disk = self._on_disk(contents)
        texts = {**contents.texts, **edits}
        kept = {key: text for key, text in texts.items() if text is not None}
        edited = self._compiled(kept)
        before = {_essence(one) for one in disk.problems}
        brought = [one for one in edited.errors if one.file in edits or _essence(one) not in before]
        first = next(iter(edits))
        failing: list[dict[str, Any]] = []
        if edited.rules is not None:
            tests, _ = self._tests(first, disk, edited, False, SAVE_S, lambda: None)
            failing = [test for test in tests if test["status"] in {"failed", "fixed"}]
        return Verdict(
            rules=edited.rules,
            refused=problems_told(brought, kept, first),
            problems=problems_told([p for p in edited.problems if p.file in edits], kept),
            changes=changes_told(disk.rules, edited.rules),
            failing=failing,
        )

    def compared(self, edits: Mapping[str, str | None]) -> Sequence[Mapping[str, Any]]:
        """What changed against the packs as they were with these texts in them."""
        contents = self._shelf.contents()
        texts = {**contents.texts, **edits}
        before = self._compiled({key: text for key, text in texts.items() if text is not None})
        return changes_told(before.rules, self._on_disk(contents).rules)

    def read_form(self, path: str, text: str, rule: str) -> dict[str, Any]:
        """A rule as a form. Raises :class:`~.writing.NoForm`."""
        said, around = self._said(path, text), self._around()
        _rule_of(said, rule)
        fields, rich = read_form(said, path, rule, around)
        return {
            "fields": None if fields is None else fields.model_dump(mode="json"),
            "why": [one.model_dump() for one in rich],
        }

    def write_form(
        self, path: str, text: str, rule: str | None, fields: Fields, test: FirstTest | None
    ) -> dict[str, Any]:
        """The text with the form in it, as a new rule where ``rule`` is None. Raises
        :class:`~.writing.NoForm`."""
        said = self._said(path, text)
        if rule is None:
            written = write_new(text, said, fields, test)
        else:
            _rule_of(said, rule)
            written = write_form(text, said, path, rule, fields, self._around())
        root = self._memory.tree(path, written)
        assert root is not None
        name = rule or fields.name
        before, now = (len(one.get("tests") or ()) for one in (said, root.plain()))
        return {
            "text": written,
            "rule": name,
            "line": root.key_at(("rules", name)).line,
            "test": None if now == before else {"line": root.at(("tests", before)).line},
        }

    def where(self, rule: str) -> str | None:
        """The file in which a rule stands."""
        pack = self._on_disk(self._shelf.contents()).pack
        entry = pack.rules.get(rule) if pack is not None else None
        return None if entry is None else entry.place.file

    def with_mode(self, path: str, text: str, rule: str, mode: str) -> str:
        """The text with a rule in another mode: in its own file, else as an override."""
        rules = self._said(path, text).get("rules")
        if isinstance(rules, dict) and rule in rules:
            if mode == "live" and "mode" not in rules[rule]:
                return text
            edited = with_value(text, ("rules", rule, "mode"), mode, ORDER)
            return out_of_shadow(edited, rule) if mode == "live" else edited
        return with_value(text, ("overrides", "rules", rule, "mode"), mode)

    def _said(self, path: str, text: str) -> dict[str, Any]:
        """What a text says. Raises :class:`~.writing.NoForm` where it cannot be read."""
        try:
            root = self._memory.tree(path, text)
        except Unreadable as bad:
            place = f"{bad.place.line}:{bad.place.column}"
            zh, en = f"先改好第 {bad.place.line} 行的错误", f"mend the error at {place} first"
            raise NoForm([("text", zh, en)]) from None
        plain = root.plain() if root is not None else {}
        return plain if isinstance(plain, dict) else {}

    def _around(self) -> Surroundings:
        """The signals on disk, and who listens to them."""
        disk = self._on_disk(self._shelf.contents())
        signals = disk.pack.signals if disk.pack is not None else {}
        rules = disk.rules.rules.values() if disk.rules is not None else ()
        return Surroundings(
            {name: (one.place.file, one.node.plain()) for name, one in signals.items()},
            lambda name: [
                r.name for r in rules if any(name in mentions(c) for c in conditions_of(r))
            ],
        )

    def _tests(
        self,
        path: str,
        disk: Compiled,
        edited: Compiled,
        everything: bool,
        seconds: float,
        check: Callable[[], None],
    ) -> tuple[list[dict[str, Any]], int]:
        """The tests that were run, as told, and how many should have been."""
        if edited.rules is None:
            return [], 0
        before: Sequence[RuleTest] = () if everything else disk.tests
        old = None if everything else disk.rules
        found = self._trier.touched(path, old, edited.rules, edited.tests, before)
        check()
        tried = self._trier.run(
            found,
            edited.rules,
            disk.rules,
            path=path,
            seconds=seconds,
            check=check,
            muted=edited.muted,
            muted_before=disk.muted,
        )
        return [test_told(outcome, was) for outcome, was in tried.outcomes], tried.touched

    def _on_disk(self, contents: Contents) -> Compiled:
        if self._disk is None or self._disk[0] != contents.texts:
            self._disk = (contents.texts, self._compiled(contents.texts))
        return self._disk[1]

    def _edited(self, contents: Contents, path: str, text: str) -> tuple[Compiled, dict[str, str]]:
        texts = {**contents.texts, path: text}
        if len(text.encode("utf-8", "surrogatepass")) > MAX_FILE_BYTES:
            report = Report()
            report.error("R003", Place(path), f"larger than {MAX_FILE_BYTES // 1024:,} KiB")
            return Compiled(None, None, report.sorted()), texts
        return self._compiled(texts), texts

    def _compiled(self, texts: Mapping[str, str]) -> Compiled:
        return compile_sources(texts, folder=self._folder, memory=self._memory)


def _essence(problem: Problem) -> tuple[str, str, str]:
    """A problem wherever an edit above it has moved it to."""
    return problem.file, problem.code, problem.message


def _rule_of(said: Mapping[str, Any], rule: str) -> None:
    rules = said.get("rules")
    if not isinstance(rules, dict) or rule not in rules:
        raise NoForm([("rule", f"这个文件里没有规则 {rule}", f"this file has no rule `{rule}`")])


def _sentences(path: str, edited: Compiled) -> dict[str, dict[str, str]]:
    """The rules of a file, each in a sentence."""
    if edited.rules is None or edited.pack is None:
        return {}
    return {
        name: {lang: rule_sentence(edited.rules.rules[name], edited.rules, lang)
               for lang in LANGUAGES}
        for name, entry in edited.pack.rules.items()
        if entry.place.file == path
    }  # fmt: skip
