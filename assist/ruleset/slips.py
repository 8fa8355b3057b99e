"""Slips of the keyboard: what an input method or a word processor types in place of YAML's signs.

The parser stumbles over them only lines later, or not at all; here they are found where they stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from unicodedata import normalize

SPACES = "\u00a0\u2002\u2003\u2009\u202f\u3000"
"""What looks like a space and is none to YAML; the last one is typed by Chinese input methods."""

SIGNS = {
    "：": ":",
    "，": ",",
    "、": ",",
    "【": "[",
    "】": "]",
    "［": "[",
    "］": "]",
    "｛": "{",
    "｝": "}",
    "“": '"',
    "”": '"',
    "－": "-",
}
"""Full-width signs, and what YAML calls by that sign."""

_FENCE = re.compile(r"^\s*(`{3})")
_INDENT = re.compile(rf"^ *([{SPACES}])")
_DASH = re.compile(r"^\s*([－—–−﹣])(?![－—–−﹣])")  # two of them begin what somebody says
_KEY = re.compile(r"^\s*(?:- +)?[\w-]+(：)")
_JOINED = re.compile(r"^\s*(?:- +)?[A-Za-z][\w-]*(:)[^\s:/]")
_OPENING = re.compile(r"(?:^|[:,\[{]) *([｛［【“])")
_BRACED = re.compile(r"^\s*(?:- +)?[\w-]+: +([{\[])[^{}\[\]]*[}\]] *[^\s#,}\]]")
_AS_KEY = re.compile(r"^( *)(?:- +)?[\w-]+(:)(?: |$)")
_UNITS = {
    "ms": ("ms", "毫秒", "msec", "msecs"),
    "s": ("s", "秒", "秒钟", "sec", "secs", "second", "seconds"),
    "m": ("m", "分", "分钟", "min", "mins", "minute", "minutes"),
    "h": ("h", "小时", "钟头", "hr", "hrs", "hour", "hours"),
    "d": ("d", "天", "日", "day", "days"),
}
_AMOUNT = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,3})?) *([^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class Slip:
    """``line`` and ``column`` count from 1."""

    line: int
    column: int
    message: str
    advice: str


def slip_near(text: str, line: int, reach: int = 2) -> Slip | None:
    """What was probably mistyped in a line that cannot be read, or in one of those above it.

    A key without its colon is noticed by the parser where the next key begins: blank lines and
    comments aside, ``reach`` lines are looked at.
    """
    lines = text.split("\n")
    for number in range(min(line, len(lines)), 0, -1):
        said = lines[number - 1]
        if not said.strip() or said.lstrip().startswith("#"):
            continue
        if found := _slip(said):
            column, message, advice = found
            return Slip(number, column, message, advice)
        reach -= 1
        if reach == 0:
            break
    return None


def _slip(said: str) -> tuple[int, str, str] | None:
    if found := _FENCE.match(said):
        return (
            found.start(1) + 1,
            "``` is of the page that this was copied from, not of the file",
            "delete this line",
        )
    if found := _INDENT.match(said):
        return (
            found.start(1) + 1,
            f"a space of another kind (U+{ord(found[1]):04X}) in the indentation",
            "delete it and type plain spaces, with the input method switched to English",
        )
    if found := _DASH.match(said):
        return (
            found.start(1) + 1,
            f"`{found[1]}` is no hyphen, and begins no part of a list",
            "write `- text`: a hyphen, a space, then the text",
        )
    if found := _KEY.match(said):
        return (
            found.start(1) + 1,
            "a full-width colon `：` ends no key",
            "write `:` and a space, with the input method switched to English",
        )
    if found := _JOINED.match(said):
        return (
            found.start(1) + 1,
            "no space follows this colon",
            "write `key: value`, the colon followed by a space",
        )
    if found := _OPENING.search(said):
        sign = found[1]
        return (
            found.start(1) + 1,
            f"a full-width `{sign}` opens nothing",
            f"write `{SIGNS[sign]}`, with the input method switched to English",
        )
    if found := _BRACED.match(said):
        return (
            found.start(1) + 1,
            f"a text that begins with `{found[1]}` needs quotes",
            'put all of it in "quotes"',
        )
    return None


def slip_in_layout(text: str, line: int, column: int) -> Slip | None:
    """What is wrong with where a line begins, when a colon at ``column`` of it, which ends a plain
    key, was not expected; or with a tab that stands there."""
    lines = text.split("\n")
    if not 0 < line <= len(lines):
        return None
    said = lines[line - 1]
    if said[column - 1 : column] == "\t":
        return Slip(line, column, "a tab stands here", "write a plain space")
    if said[column - 2 : column - 1] == "\t" and "[" in said[:column]:  # a row of a spreadsheet
        return Slip(line, column - 1, "a tab stands here", "write `, ` between the parts of a list")
    found = _AS_KEY.match(said)
    if found is None or found.start(2) + 1 != column:
        return None
    for number in range(line - 1, 0, -1):
        above = lines[number - 1]
        if above.strip() and not above.lstrip().startswith("#"):
            if len(found[1]) <= len(above) - len(above.lstrip()):
                return None
            return Slip(
                line,
                len(found[1]) + 1,
                f"this line stands further in than line {number}, which is complete",
                "keys beside each other begin in the same column, those inside one two further in",
            )
    return None


def slip_in_key(key: str) -> tuple[str, str] | None:
    """What was mistyped in a key that nobody knows, and what to write; None if nothing was."""
    name, colon, value = key.partition("：")
    if colon:
        meant = f"{name.strip()}: {value.strip()}".rstrip()
        return f"`{key}` has a full-width colon `：`", f"write `{meant}`"
    stray = next((character for character in key if character in SPACES), None)
    if stray is not None:
        return (
            f"a space of another kind (U+{ord(stray):04X}) stands in this key",
            "delete it and type plain spaces, with the input method switched to English",
        )
    return None


def plain_list(text: str) -> str | None:
    """What to write where a text stands and a list was meant; None if it does not look like one."""
    if text[:1] in "【［":
        return "write [ and ], with the input method switched to English"
    if text.startswith(("-", "－")):
        return "write `- text`: a hyphen, a space, then the text"
    return None


def plain_duration(text: str) -> str | None:
    """``20 秒`` as ``20s``; None if no amount and unit can be read."""
    found = _AMOUNT.fullmatch(normalize("NFKC", text).strip().lower())
    if found is None:
        return None
    for unit, names in _UNITS.items():
        if found[2] in names:
            return f"{found[1]}{unit}"
    return None
