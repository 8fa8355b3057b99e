"""The tap's own part of an address, which is cut off before anything goes upstream::

    ws://tap:8714/t/funasr;call=c-17;agent=7001;speaker=customer/v1/asr?voice_id=9
                  └───────────────── ours ─────────────────────┘└─── verbatim ───┘

The parameters are those of ``/v1/ingest/{format}`` (:class:`~assist.formats.leg.Leg`), and ``to``:
which upstream; ``key``: the tap's, if it wants one. A value ``$query.NAME`` or ``$header.NAME`` is
taken from the request, for systems whose URL is one for all calls.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

from assist.core.names import meant
from assist.formats import FORMATS, Format
from assist.formats.leg import CONTEXT, PARAMETERS, BadParameter, Leg, misspelt

PREFIX = "/t/"
_OURS = frozenset({"to", "key"})


class BadAddress(ValueError):  # noqa: N818 - says what is wrong
    """An address that the tap can do nothing with; the text says why, for whoever set it up."""


@dataclass(frozen=True, slots=True)
class Address:
    """``rest``: path and query for upstream, as they came; ``to``: the upstream's name; ``stray``:
    parameters of ours that seem to have been written behind the ``?``, where they go upstream."""

    format: Format
    leg: Leg
    call: str
    to: str | None
    key: str
    rest: str
    stray: tuple[str, ...] = ()


def read(
    target: str,
    header: Callable[[bytes], str | None],
    defaults: Mapping[str, str] | None = None,
    formats: Mapping[str, Format] = FORMATS,
) -> Address:
    """Take an address apart. ``header`` gives a header of the request; ``defaults``: parameters for
    what the address does not say; ``formats``: which there are. Raises :class:`BadAddress`."""
    if not target.startswith(PREFIX):
        raise BadAddress(f"the path must begin with {PREFIX}FORMAT")
    ours, rest = _split(target.removeprefix(PREFIX))
    name, *pairs = ours.split(";")
    format_ = formats.get(name)
    if format_ is None or not format_.websocket:
        known = ", ".join(sorted(each.name for each in formats.values() if each.websocket))
        raise BadAddress(f"no websocket format is called {name[:40]!r}; there are {known}")
    given = dict(defaults or {})
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise BadAddress(f"{pair[:40]!r}: write it as name=value")
        given[unquote(key)] = unquote(value)
    for key, value in given.items():
        _known(key)
        given[key] = _filled(key, value, rest, header)
    try:
        leg = Leg.read(format_, [(k, v) for k, v in given.items() if k not in _OURS])
    except BadParameter as fault:
        raise BadAddress(str(fault)) from fault
    stray = () if leg.call or leg.agent else _stray(rest)
    call = leg.call or f"tap-{secrets.token_hex(8)}"
    return Address(format_, leg, call, given.get("to"), given.get("key", ""), rest, stray)


def _known(key: str) -> None:
    """All that is said here is ours: whatever is no parameter was meant to be one."""
    if key not in _OURS | PARAMETERS and not key.startswith(CONTEXT):
        near = misspelt(key) or meant(key, _OURS | PARAMETERS)
        told = f"; {near} was probably meant" if near else ""
        raise BadAddress(f"no parameter {key[:40]!r}{told}")


def _stray(rest: str) -> tuple[str, ...]:
    """Names in the query that no recogniser asks for and every call needs: nothing is known of the
    call, so its words would come to nobody's screen."""
    asked = {name for name, _ in parse_qsl(rest.partition("?")[2], keep_blank_values=True)}
    return tuple(name for name in ("call", "agent", "speaker") if name in asked)


def _split(target: str) -> tuple[str, str]:
    """Our part, and the rest with the character that it begins with."""
    cut = min((at for at in map(target.find, "/?") if at >= 0), default=len(target))
    rest = target[cut:]
    return target[:cut], rest if rest.startswith("/") else f"/{rest}"


def _filled(key: str, value: str, rest: str, header: Callable[[bytes], str | None]) -> str:
    """A value that the request is to fill in."""
    if value.startswith("$query."):
        wanted = value.removeprefix("$query.")
        query = parse_qsl(rest.partition("?")[2], keep_blank_values=True)
        found = next((held for name, held in query if name == wanted), None)
    elif value.startswith("$header."):
        wanted = value.removeprefix("$header.")
        found = header(wanted.lower().encode())
    else:
        return value
    if not found:
        raise BadAddress(f"{key}: the request has no {value.removeprefix('$')}")
    return found
