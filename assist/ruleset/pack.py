"""The files of all packs, merged: every entry by name, with its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, RootModel

from assist.core.lessons import Lessons
from assist.core.names import meant
from assist.core.rules import Mode

from .check import check, wrong_name
from .model import (
    EmotionModel,
    NeedModel,
    RolesModel,
    RuleModel,
    SignalModel,
    SubjectModel,
    TestModel,
    VetoModel,
    rule_model,
)
from .model_file import PackFile
from .problems import Place, Report
from .scalars import Texts
from .tree import Node

M_co = TypeVar("M_co", bound=BaseModel, covariant=True)
B = TypeVar("B", bound=BaseModel)

CATALOGUE = "needs.yaml"
"""The file that is nothing but the catalogue of needs."""
TESTS_SUFFIX = ".test.yaml"
"""Files that hold only ``tests:``."""

SECTIONS = tuple(PackFile.model_fields)


class ListModel(RootModel[Texts]):
    """The texts of a list."""

    model_config = ConfigDict(strict=True, frozen=True)


@dataclass(frozen=True, slots=True)
class Entry(Generic[M_co]):
    """One named thing. ``model`` is None when its problems are already reported."""

    name: str
    model: M_co | None
    node: Node
    place: Place

    def at(self, *path: str | int) -> Place:
        """The place of a value within the entry, as near as the file has it."""
        return self.node.at(path)

    def key(self, *path: str | int) -> Place:
        """The place of the key that ends ``path``."""
        return self.node.key_at(path) if path else self.place


@dataclass(slots=True)
class Pack:
    """Everything that the files say, by section and name."""

    lists: dict[str, Entry[ListModel]] = field(default_factory=dict)
    signals: dict[str, Entry[SignalModel]] = field(default_factory=dict)
    vetoes: dict[str, Entry[VetoModel]] = field(default_factory=dict)
    emotions: dict[str, Entry[EmotionModel]] = field(default_factory=dict)
    rules: dict[str, Entry[RuleModel]] = field(default_factory=dict)
    needs: dict[str, Entry[NeedModel]] = field(default_factory=dict)
    tests: list[Entry[TestModel]] = field(default_factory=list)
    roles: list[Entry[RolesModel]] = field(default_factory=list)
    subjects: list[Entry[SubjectModel]] = field(default_factory=list)
    lessons: dict[str, Mapping[str, Lessons]] = field(default_factory=dict)
    """What examples taught: folder -> speaker -> lessons."""
    overrides: list[Node] = field(default_factory=list)
    """What each file says under ``overrides:``, in the order of the files."""
    muted: dict[str, Mode] = field(default_factory=dict)
    """The rules that an override keeps quiet, and the mode that they have without it."""

    def named(self) -> Iterator[tuple[str, Mapping[str, object]]]:
        """What there is by kind of name, to say what a misplaced name is."""
        yield "a list", self.lists
        yield "a signal", self.signals
        yield "a veto", self.vetoes
        yield "an emotion", self.emotions
        yield "a rule", self.rules
        yield "a need", self.needs


def folder_of(file: str) -> str:
    """The folder that a file lies in, by its key; the pack's own, for most."""
    return file.rpartition("/")[0]


def merge(trees: Mapping[str, Node | None], report: Report) -> Pack:
    """Merge the files, reporting what is misplaced, misspelt or there twice."""
    pack = Pack()
    for file, root in trees.items():
        if root is None:
            continue
        if not isinstance(root.value, dict):
            report.error(
                "R203",
                root.place,
                "a rule file is sections of named things",
                f"begin with one of {', '.join(SECTIONS)}",
            )
        elif file.rsplit("/", 1)[-1] == CATALOGUE:
            _entries(NeedModel, root, pack.needs, "need", report)
        else:
            _sections(file, root, pack, report)
    return pack


def _sections(file: str, root: Node, pack: Pack, report: Report) -> None:
    assert isinstance(root.value, dict)
    for key, node in root.value.items():
        place = root.keys[key]
        if key not in SECTIONS:
            near = meant(key, SECTIONS)
            advice = f"did you mean `{near}`?" if near else f"possible here: {', '.join(SECTIONS)}"
            report.error("R201", place, f"`{key}` is no section of a rule file", advice)
        elif file.endswith(TESTS_SUFFIX) and key != "tests":
            report.error(
                "R208",
                place,
                f"`{key}` stands in a file of tests",
                f"move it to a file not named *{TESTS_SUFFIX}",
            )
        elif node.value is not None:
            _section(key, node, pack, report)


def _section(key: str, node: Node, pack: Pack, report: Report) -> None:
    match key:
        case "lists":
            _entries(ListModel, node, pack.lists, "list", report)
        case "signals":
            _entries(SignalModel, node, pack.signals, "signal", report)
        case "vetoes":
            _entries(VetoModel, node, pack.vetoes, "veto", report)
        case "emotions":
            _entries(EmotionModel, node, pack.emotions, "emotion", report)
        case "rules":
            _entries(rule_model, node, pack.rules, "rule", report)
        case "needs":
            _entries(NeedModel, node, pack.needs, "need", report)
        case "roles":
            found = check(RolesModel, node, node.place, report)
            pack.roles.append(Entry("roles", found, node, node.place))
        case "subject":
            about = check(SubjectModel, node, node.place, report)
            pack.subjects.append(Entry("subject", about, node, node.place))
        case "overrides":
            pack.overrides.append(node)
        case _:
            _tests(node, pack, report)


def _entries(
    model: type[B] | Callable[[Any], type[B]],
    node: Node,
    into: dict[str, Entry[B]],
    kind: str,
    report: Report,
) -> None:
    if not isinstance(node.value, dict):
        report.error("R203", node.place, f"each {kind} begins with its name and a colon")
        return
    for name, value in node.value.items():
        place = node.keys[name]
        wrong_name(name, place, report)
        if name in into:
            report.error(
                "R209",
                place,
                f"the {kind} `{name}` is already at {into[name].place}",
                "rename one, or put both together",
            )
            continue
        its = model if isinstance(model, type) else model(value.plain())
        into[name] = Entry(name, check(its, value, place, report), value, place)


def _tests(node: Node, pack: Pack, report: Report) -> None:
    if not isinstance(node.value, list):
        report.error("R203", node.place, "tests are a list", "begin each with `- name:`")
        return
    for value in node.value:
        name = value.value.get("name") if isinstance(value.value, dict) else None
        shown = str(name.value) if name is not None else ""
        pack.tests.append(
            Entry(shown, check(TestModel, value, value.place, report), value, value.place)
        )
