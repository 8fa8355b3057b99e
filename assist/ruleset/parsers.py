"""The two parsers of YAML: one that is quick, and one that says well what is wrong.

libyaml takes a thirtieth of the time of ruamel's scanner. Where both read a text they read the
same, but for a few signs that one of them takes otherwise; a text that has any of these is left to
ruamel. So is one that cannot be read: complaints and their places are ruamel's, but where bounds
end the reading, which takes no parser's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

from ruamel.yaml import YAML, events
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from yaml import events as quick_events
from yaml.error import YAMLError as QuickError

from .problems import Place
from .syntax import Unreadable, put_plainly

try:
    from yaml.cyaml import CParser
except ImportError:  # built without libyaml: everything is read, only slowly
    CParser = None

Kind = Literal["document", "scalar", "list", "mapping", "end", "alias", "other"]

_NAMES: dict[str, Kind] = {
    "DocumentStartEvent": "document",
    "ScalarEvent": "scalar",
    "SequenceStartEvent": "list",
    "MappingStartEvent": "mapping",
    "SequenceEndEvent": "end",
    "MappingEndEvent": "end",
    "AliasEvent": "alias",
}
_KINDS: dict[type, Kind] = {
    getattr(module, name): kind
    for module in (events, quick_events)
    for name, kind in _NAMES.items()
}
_READ_OTHERWISE = re.compile(
    "[\t\x85\u2028\u2029\ufeff]"  # blanks, line ends and the mark of byte order
    r"""|["'\]}]:\S"""  # {"a":b}, where the space is missing
    r"|^(?:---|\.\.\.)"  # borders of documents
    r"|[|>][-+0-9]*(?:#| *(?:#[^\n]*)?\n *\n)",  # what follows the sign of a block
    re.MULTILINE,
)
_QUOTES = frozenset("'\"")


class Otherwise(Exception):  # noqa: N818 it is a way out, not a failure
    """The quick parser cannot be asked about this text."""


def quickly(text: str) -> Iterator[tuple[Kind, Any]]:
    """The text's events, with their kinds. Raises :class:`Otherwise`, at any of them."""
    if CParser is None or _READ_OTHERWISE.search(text):
        raise Otherwise
    try:
        parser = CParser(text)
        while (event := parser.get_event()) is not None:
            kind = _KINDS.get(type(event), "other")
            if kind == "scalar" and not event.value and event.style not in _QUOTES:
                raise Otherwise  # where nothing stands, and how much, is a matter of opinion
            yield kind, event
    except (QuickError, ValueError) as error:
        raise Otherwise from error


def carefully(file: str, text: str) -> Iterator[tuple[Kind, Any]]:
    """The text's events, with their kinds. Raises :class:`~.syntax.Unreadable`."""
    last = Place(file)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            last = place_of_event(file, event)
            yield _KINDS.get(type(event), "other"), event
    except MarkedYAMLError as error:
        raise put_plainly(file, error, text) from None
    except (YAMLError, ValueError, OverflowError) as error:
        # ruamel lets errors of chr() and int() through for impossible escapes
        raise Unreadable("R006", last, f"cannot be read from here on: {error}") from None


def place_of_event(file: str, event: Any) -> Place:
    """Where an event begins."""
    mark = event.start_mark
    return Place(file, mark.line + 1, mark.column + 1)
