"""Addresses in settings, as browsers and vendors will compare them."""

from __future__ import annotations

from typing import Final
from urllib.parse import SplitResult, urlsplit

OPAQUE: Final = "null"
"""The origin of pages that have none, as of a file (RFC 6454)."""
DEFAULT_PORTS: Final = {"http": 80, "https": 443}


def origin_fault(origin: str) -> str | None:
    """What keeps every page from having this origin (RFC 6454), with how it is written; None for
    one that a browser may send. A ``/`` at its end is not looked at."""
    given = origin.removesuffix("/")
    if given == OPAQUE:
        return None
    parts = _split(given)
    if parts is None or not parts.scheme or not parts.hostname or "*" in parts.netloc:
        return f"{origin!r} is no origin: write https://desktop.bank.example, one for each page"
    port = "" if parts.port in (None, DEFAULT_PORTS.get(parts.scheme)) else f":{parts.port}"
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    sent = f"{parts.scheme}://{host}{port}"
    return None if given == sent else f"{origin!r}: browsers send {sent}; write it like that"


def url_fault(url: str) -> str | None:
    """What keeps this from being an address that pages are served at; None when nothing does."""
    parts = _split(url)
    if parts is None or parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        return f"{url!r} is no address: write https://host or https://host/path"
    if parts.query or parts.fragment or parts.username is not None:
        return f"{url!r}: write https://host or https://host/path, and nothing else"
    return None


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises for one that is no number
    except ValueError:
        return None
    return None if any(each.isspace() for each in url) else parts
