"""Heads of HTTP requests and responses, as bytes: read a little of, and changed in two places."""

from __future__ import annotations

from dataclasses import dataclass

END = b"\r\n\r\n"
LONGEST = 64 * 1024
"""Bytes; signed URLs are long, but not that long."""


class BadHead(ValueError):  # noqa: N818 - says what is wrong
    """No head of an HTTP/1.1 message."""


@dataclass(frozen=True, slots=True)
class Head:
    """``first``: the request or status line; ``fields``: the header lines, exactly as they came."""

    first: bytes
    fields: tuple[bytes, ...]

    @classmethod
    def parse(cls, raw: bytes) -> Head:
        """``raw``: up to and with the empty line. Raises :class:`BadHead`."""
        first, *fields = raw.removesuffix(END).split(b"\r\n")
        if len(first.split(b" ", 2)) < 3 or any(b":" not in field for field in fields):
            raise BadHead("not the head of an HTTP/1.1 message")
        return cls(first, tuple(fields))

    def field(self, name: bytes) -> str | None:
        """The value of a header; several of one name are joined by commas. Names are in lower
        case here, as they are in no message."""
        found = [
            value.strip()
            for key, _, value in (each.partition(b":") for each in self.fields)
            if key.strip().lower() == name
        ]
        return b", ".join(found).decode("latin-1") if found else None

    @property
    def target(self) -> str:
        """What a request asks for: path and query."""
        return self.first.split(b" ", 2)[1].decode("latin-1")

    @property
    def status(self) -> int:
        """Of a response. Raises :class:`BadHead`."""
        try:
            return int(self.first.split(b" ", 2)[1])
        except ValueError as fault:
            raise BadHead("no status") from fault

    def to(self, target: str, host: str) -> bytes:
        """The request for another target at another host; all else byte for byte."""
        method, _, version = self.first.split(b" ", 2)
        lines = [b" ".join((method, target.encode("latin-1"), version))]
        named = False
        for each in self.fields:
            key, _, _ = each.partition(b":")
            if key.strip().lower() != b"host":
                lines.append(each)
            elif not named:
                lines.append(key + b": " + host.encode("latin-1"))
                named = True
        if not named:
            lines.insert(1, b"Host: " + host.encode("latin-1"))
        return b"\r\n".join(lines) + END


def answer(status: int, reason: str, body: bytes, kind: str = "text/plain; charset=utf-8") -> bytes:
    """A whole response of our own, after which the connection is closed."""
    head = (
        f"HTTP/1.1 {status} {reason}\r\nContent-Type: {kind}\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close"
    )
    return head.encode("latin-1") + END + body
