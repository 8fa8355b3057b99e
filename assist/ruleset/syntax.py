"""What keeps a file from being read at all, in a supervisor's words."""

from __future__ import annotations

import re

from ruamel.yaml.error import MarkedYAMLError

from .bounds import MAX_LINE
from .problems import Place
from .slips import slip_in_layout, slip_near

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_TAB_INDENT = re.compile(r"^ *\t", re.MULTILINE)
_LONG_LINE = re.compile(rf"^[^\n]{{{MAX_LINE + 1}}}", re.MULTILINE)
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)


class Unreadable(Exception):  # noqa: N818 it is a finding, not a failure of ours
    """The file cannot be read beyond ``place``."""

    def __init__(self, code: str, place: Place, message: str, advice: str | None = None) -> None:
        super().__init__(f"{place}: {message}")
        self.code = code
        self.place = place
        self.message = message
        self.advice = advice


def precheck(file: str, text: str) -> None:
    """Refuse what the parser would stumble over with a message that helps nobody."""
    if found := _FORBIDDEN.search(text):
        place = place_of(file, text, found.start())
        raise Unreadable(
            "R002",
            place,
            f"a control character (U+{ord(found[0]):04X}) stands here",
            "delete it; it often comes with text copied from another program",
        )
    if found := _LONG_LINE.search(text):
        place = place_of(file, text, found.start())
        raise Unreadable("R003", place, f"a line longer than {MAX_LINE:,} characters")
    if found := _TAB_INDENT.search(text):
        raise Unreadable(
            "R006",
            place_of(file, text, found.end() - 1),
            "a tab in the indentation",
            "indent with spaces, two a level",
        )
    if found := _DIRECTIVE.search(text):
        raise Unreadable(
            "R007",
            place_of(file, text, found.start()),
            "a line cannot begin with %",
            "put a text that begins with % in quotes",
        )


def place_of(file: str, text: str, offset: int) -> Place:
    """Line and column of a character offset."""
    before = text[:offset]
    return Place(file, before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)


_QUOTES = 'a text with : # , [ ] { } & * ! | > % @ or ` in it must stand in "quotes"'
_PLAINLY: tuple[tuple[str, str, str], ...] = (
    ("mapping values are not allowed", "a `:` stands where no key can be", _QUOTES),
    (
        "could not find expected ':'",
        "this key has no `:` after it",
        "write `key: value`, the colon followed by a space",
    ),
    (
        "found unexpected end of stream",
        "a quote opened here is never closed",
        "close it, or put the whole text in the other kind of quotes",
    ),
    (
        "expected <block end>",
        "this does not line up with what stands above it",
        "the keys of one block begin in the same column",
    ),
    ("expected ',' or ']'", "a `,` or `]` is missing before this", _QUOTES),
    ("expected ',' or '}'", "a `,` or `}` is missing before this", _QUOTES),
    ("cannot start any token", "nothing can begin with this character", _QUOTES),
    ("undefined alias", "an alias of YAML", "put a text that begins with * in quotes"),
    ("unknown escape character", "no such escape", "in double quotes write \\\\ for a backslash"),
    ("did not find expected", "something is missing before this", _QUOTES),
    ("expected the node content", "a value is missing before this", _QUOTES),
)


def put_plainly(file: str, error: MarkedYAMLError, text: str) -> Unreadable:
    """The parser's complaint, at its place and with what was probably meant."""
    problem = str(error.problem or error.context or "cannot be read")
    unclosed = "unexpected end of stream" in problem
    mark = (error.context_mark if unclosed else None) or error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    if slip := slip_near(text, line) or slip_in_layout(text, line, column):
        return Unreadable("R006", Place(file, slip.line, slip.column), slip.message, slip.advice)
    place = Place(file, line, column)
    for found, message, advice in _PLAINLY:
        if found in problem:
            opened, since = error.context_mark, ""
            if "missing before" in message and opened is not None and opened.line + 1 != line:
                since = f" (opened at line {opened.line + 1}, column {opened.column + 1})"
            return Unreadable("R006", place, message + since, advice)
    return Unreadable("R006", place, f"cannot be read: {problem}", _near_line(text, line))


def _near_line(text: str, line: int) -> str | None:
    lines = text.splitlines()
    shown = lines[line - 1].strip()[:60] if 0 < line <= len(lines) else ""
    return f"near: {shown}" if shown else None
