"""Whose a webhook is: the signatures of the vendors that sign."""

from __future__ import annotations

import base64
import hmac
import time
from collections.abc import Callable, Mapping

from assist.formats import Unreadable
from assist.formats.decode import form

TOLERANCE_S = 300
"""How old a signed request may be: what Telnyx's and jambonz's own libraries allow."""

Verify = Callable[[str, str, Mapping[str, str], bytes], bool]
"""(secret, URL as the vendor called it, headers, body) → whether the signature is right."""


def twilio(secret: str, url: str, headers: Mapping[str, str], body: bytes) -> bool:
    """``X-Twilio-Signature``: HMAC-SHA1 by the auth token over the URL and the form's fields, each
    name and value, in the order of the names (twilio.com/docs/usage/security)."""
    try:
        fields = form(body)
    except Unreadable:
        return False
    signed = url + "".join(name + fields[name] for name in sorted(fields))
    made = base64.b64encode(hmac.digest(secret.encode(), signed.encode(), "sha1"))
    return hmac.compare_digest(made, headers.get("x-twilio-signature", "").encode())


def telnyx(secret: str, _url: str, headers: Mapping[str, str], body: bytes) -> bool:
    """``telnyx-signature-ed25519``: over ``timestamp|body``, by the account's public key in base64,
    as the portal shows it."""
    # Imported here: 30 ms and 5 MB that nobody else needs to spend.
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
        Ed25519PublicKey,
    )

    when = headers.get("telnyx-timestamp", "")
    if not _recent(when):
        return False
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(secret))
        signature = base64.b64decode(headers.get("telnyx-signature-ed25519", ""))
        key.verify(signature, when.encode() + b"|" + body)
    except (InvalidSignature, ValueError):
        return False
    return True


def jambonz(secret: str, _url: str, headers: Mapping[str, str], body: bytes) -> bool:
    """``Jambonz-Signature: t=…,v1=…``: HMAC-SHA256 by the webhook secret over ``t.body``, in hex;
    while a secret is being changed there are several."""
    parts = [part.partition("=") for part in headers.get("jambonz-signature", "").split(",")]
    when = next((value for name, _, value in parts if name == "t"), "")
    if not _recent(when):
        return False
    made = hmac.digest(secret.encode(), when.encode() + b"." + body, "sha256").hex()
    return any(
        hmac.compare_digest(made.encode(), value.encode())
        for name, _, value in parts
        if name == "v1"
    )


VERIFIERS: Mapping[str, Verify] = {"twilio": twilio, "telnyx": telnyx, "jambonz": jambonz}
"""By the format's name; there is one for each that says it is signed."""


def verified(name: str, secret: str, url: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether the request was made by the vendor ``name``."""
    return VERIFIERS[name](secret, url, headers, body)


def _recent(when: str) -> bool:
    return when.isdecimal() and len(when) < 16 and abs(time.time() - int(when)) <= TOLERANCE_S
