"""Tokens for one agent's overlay, until a time: whoever has the secret can make them, and this
server keeps no list of them.

``ot.EXPIRES.SIGNATURE``: ``EXPIRES`` in seconds since 1970; ``SIGNATURE`` the HMAC-SHA256
(RFC 2104), in hexadecimal, of ``ot.EXPIRES.AGENT`` under the secret. The agent is not in the token:
who shows it names its own.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable

LONGEST_S = 7 * 86_400
"""How long one may hold: a week. A desktop that is open longer is given another."""
SKEW_S = 300
"""By how much the clock of whoever made it may be ahead of ours."""
_SHAPE = re.compile(r"ot\.([0-9]{1,12})\.([0-9a-f]{64})")


def mint(secret: str, agent: str, expires: int) -> str:
    """A token for the overlay of this agent; ``expires`` in seconds since 1970."""
    return f"ot.{expires}.{_signed(secret, agent, expires)}"


def valid_until(secrets: Iterable[str], token: str, agent: str, now: float) -> float | None:
    """When a token ceases to open this agent's overlay, in seconds since 1970; None where it does
    not open it now. Takes as long for a wrong signature as for a right one."""
    found = _SHAPE.fullmatch(token)
    if found is None:
        return None
    expires = int(found[1])
    right = [hmac.compare_digest(found[2], _signed(each, agent, expires)) for each in secrets]
    return float(expires) if any(right) and now < expires <= now + LONGEST_S + SKEW_S else None


def looks_like_one(token: str) -> bool:
    """Whether somebody holds it for such a token, be it good or not."""
    return _SHAPE.fullmatch(token) is not None


def _signed(secret: str, agent: str, expires: int) -> str:
    said = f"ot.{expires}.{agent}".encode(errors="surrogatepass")
    return hmac.new(secret.encode(), said, "sha256").hexdigest()
