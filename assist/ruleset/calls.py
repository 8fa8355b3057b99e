"""What a pack says of calls as such: who is who in them, and what they are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assist.core.rules import Roles, Subject

from .model import RolesModel, SubjectModel
from .pack import Entry, folder_of
from .scope import Scope


def compile_roles(scope: Scope) -> Roles:
    """The signals that tell who is an agent and who a customer, of all files."""
    found: dict[str, dict[str, None]] = {"agent": {}, "customer": {}}
    for entry in scope.pack.roles:
        for role, names in (entry.model.model_dump() if entry.model is not None else {}).items():
            found[role] |= dict.fromkeys(_tells_who(scope, entry, role, names or []))
    return Roles(tuple(found["agent"]), tuple(found["customer"]))


def compile_subjects(scope: Scope) -> dict[str, Subject]:
    """What the calls of each pack are about."""
    found: dict[str, Subject] = {}
    for entry in scope.pack.subjects:
        home = folder_of(entry.place.file)
        if entry.model is None:
            continue
        if home in found:
            scope.report.error(
                "R414",
                entry.place,
                "another file of the pack has a `subject` already",
                "keep one, with all its words",
            )
            continue
        if home not in scope.pack.lessons:
            scope.report.error(
                "R511",
                entry.key("familiar"),
                "there are no lessons that could tell familiar talk",
                "give examples of the pack's calls and run `assist rules learn`, or remove "
                "`subject`",
            )
        found[home] = Subject(tuple(_words(scope, entry, entry.model)), entry.model.familiar)
    return found


def _words(scope: Scope, entry: Entry[SubjectModel], model: SubjectModel) -> Iterator[str]:
    for phrase in scope.phrases(entry, model.words, "words"):
        if len(phrase.pieces) > 1:
            scope.report.error(
                "R414",
                entry.key("words"),
                "a word of the subject has no gap",
                "write what is said in one piece",
            )
        yield from phrase.pieces[0]


def _tells_who(
    scope: Scope, entry: Entry[RolesModel], role: str, names: Sequence[str]
) -> Iterator[str]:
    """The signals of those names; one that is not heard of either speaker is reported."""
    for index, name in enumerate(names):
        place = entry.at(role, index)
        if not scope.known("signal", name, place):
            continue
        signal = scope.pack.signals[name].model
        if signal is not None and signal.speaker != "any":
            scope.report.error(
                "R411",
                place,
                f"`{name}` is heard of the {signal.speaker} only, and so cannot tell who it is",
                "give it `speaker: any`",
            )
        yield name
