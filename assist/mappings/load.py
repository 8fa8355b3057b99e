"""A mapping's file → a format, or all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as File

from pydantic import BaseModel

from assist.formats import Format
from assist.ruleset.check import check
from assist.ruleset.problems import Place, Problem, Report
from assist.ruleset.syntax import Unreadable
from assist.ruleset.tree import Node, read

from .model import ALWAYS, MappingModel, Truth, Words
from .path import Path
from .reading import format_of

SUFFIXES = (".yaml", ".yml")
MAX_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class Mapped:
    """A format, and where its name stands; or None, and why."""

    format: Format | None
    problems: tuple[Problem, ...]
    place: Place


def read_mapping(file: File) -> Mapped:
    """Read one file."""
    report, top = Report(), Place(str(file))
    node, model = _tree(file, top, report), None
    if node is not None:
        model = check(MappingModel, node, node.place, report)
        if model is not None:
            _sense(model, node, report)
    made = None if model is None or report.errors else format_of(model, note=f"mapped by {file}")
    place = top if node is None else node.at(("format",))
    return Mapped(made, report.sorted(), place)


def files_of(folder: File) -> list[File]:
    """The mappings of a folder. Raises :class:`OSError`."""
    return sorted(f for f in folder.iterdir() if f.suffix in SUFFIXES and f.name[:1] != ".")


def _tree(file: File, top: Place, report: Report) -> Node | None:
    try:
        if file.stat().st_size > MAX_BYTES:
            report.error("R003", top, f"a mapping of more than {MAX_BYTES:,} bytes")
            return None
        node = read(str(file), file.read_text(encoding="utf-8-sig").replace("\r\n", "\n"))
    except OSError as fault:
        report.error("R001", top, f"cannot be read: {fault.strerror}")
        return None
    except UnicodeDecodeError:
        report.error("R002", top, "this is not UTF-8", "save it as UTF-8")
        return None
    except Unreadable as bad:
        report.error(bad.code, bad.place, bad.message, bad.advice)
        return None
    if node is None or not isinstance(node.value, dict):
        report.error("R202", top, "no mapping in here", "begin with `format: NAME`")
        return None
    return node


def _sense(model: MappingModel, node: Node, report: Report) -> None:
    """What each key is allowed to say, but not all of them together."""
    lists = model.text.lists
    for keys, path in _paths(model, ()):
        if path.lists is None:
            continue
        if keys[0] in ("messages", "error", "call"):
            told = f"`{keys[0]}` is of the whole message: no * can stand here"
            report.error("R203", node.at(keys), told)
        elif path.lists != lists:
            told = f"this * is of another list than that of `text`, {model.text.text}"
            report.error("R203", node.at(keys), told, "results are members of one list")
    timed = [key for key in ("start", "end", "duration", "words") if getattr(model, key)]
    if timed and model.times is None:
        advice = "add `times: s` or `times: ms` (also: ticks, iso, clock)"
        report.error("R202", node.key_at((timed[0],)), "`times` is missing: of which unit?", advice)
    if model.duration and model.start is None:
        report.error("R202", node.key_at(("duration",)), "`duration` needs `start`")
    if model.channels and model.channel is None:
        advice = "add `channel:`, where a message says on which channel it is"
        report.error("R202", node.key_at(("channels",)), "`channels` needs `channel`", advice)
    if model.text_is == "incremental" and model.utterance:
        told = "incremental text is put together by channel: `utterance` cannot be used"
        report.error("R203", node.key_at(("utterance",)), told, "leave it out")
    if model.join and model.text_is != "incremental":
        told = "`join` is for incremental text"
        report.error("R203", node.key_at(("join",)), told, "add `text_is: incremental`")
    for key, truth in _truths(model):
        if truth.is_ is not None and truth.not_ is not None:
            report.error("R203", node.at((key,)), f"`{key}`: write `is` or `not`, not both")
        if truth.path.text == ALWAYS and (key != "final" or truth.is_ or truth.not_):
            told = "`always` stands alone, and for `final` only"
            report.error("R203", node.at((key,)), told)


def _truths(model: MappingModel) -> Iterator[tuple[str, Truth]]:
    for key in ("error", "final", "end_of_turn"):
        if (truth := getattr(model, key)) is not None:
            yield key, truth


def _paths(model: BaseModel, above: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Path]]:
    """Every path of a mapping, with the keys that lead to it."""
    for key in type(model).model_fields:
        value = getattr(model, key)
        if isinstance(value, Path):
            yield (*above, key), value
        elif isinstance(value, (Truth, Words)) or (not above and isinstance(value, BaseModel)):
            yield from _paths(value, (*above, key))
