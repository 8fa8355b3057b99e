"""What the address of a vendor's stream says of it: ``/v1/ingest/deepgram?call=c-1&agent=7001``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from assist.core.events import CallId, Millis, SenderId, ShortText, Speaker
from assist.core.names import meant
from assist.core.tongues import understood

from .format import Adapter, Format

CONTEXT = "context."
PARAMETERS = frozenset(
    (
        *("call", "agent", "speaker", "channels", "sender", "language", "queue", "customer"),
        *("direction", "offset", "acks", "token"),
    )
)
"""What an address may say, beside ``context.NAME``."""
ALIKE = 0.8
"""How like one of ours a parameter has to be for a slip of the pen: ``sepaker`` is, a recogniser's
own ``language-code``, ``multichannel`` and ``callback`` are not."""

_SEVERAL = re.compile(r":(?:customer|agent|ivr|unknown)[\s;|/]")
"""What was meant to be several channels: the names of some hold colons, and ``;``, but not this."""


def misspelt(name: str) -> str | None:
    """Which of our parameters a name was probably meant to be; None for one of them, and for what
    is like none of them."""
    if name in PARAMETERS or name.startswith(CONTEXT) or name in Leg.model_fields:
        return None
    head, dot, rest = name.partition(".")
    if dot:
        return CONTEXT + rest if meant(head, ["context"], alike=ALIKE) else None
    return meant(re.sub("[-_]?id$", "", name, flags=re.IGNORECASE), PARAMETERS, alike=ALIKE)


class BadParameter(ValueError):  # noqa: N818 - says what is wrong
    """A parameter that is not what it may be; the text names it."""


class Leg(BaseModel):
    """One stream of a vendor's messages: a recogniser's leg of one call, or all that a webhook is
    told. Where a message says something else of its call, what the address says counts.

    ``sender``: what tells this stream from the call's others; ``speakers``: channel → speaker;
    ``offset``: ms between the call's beginning and the stream's; ``acks``: whether the peer counts
    its messages, to resume exactly.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    call: CallId | None = None
    sender: Annotated[SenderId, Field(min_length=1)]
    agent: CallId | None = None
    speaker: Speaker | None = None
    speakers: dict[str, Speaker] = Field(default_factory=dict)
    queue: ShortText | None = None
    customer: ShortText | None = None
    language: ShortText | None = None
    direction: Annotated[str, Field(pattern="^(inbound|outbound)$")] | None = None
    offset: Millis | None = None
    acks: bool = False
    context: dict[str, str] = Field(default_factory=dict)

    @field_validator("speakers", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """``0:customer,1:agent``."""
        if not isinstance(value, str):
            return value
        pairs = [pair.strip().rpartition(":") for pair in value.split(",") if pair.strip()]
        if not all(channel for channel, _, _ in pairs):
            raise ValueError("write it as channel:speaker, separated by commas")
        for channel, _, _ in pairs:
            if _SEVERAL.search(channel):
                raise ValueError(f"{channel[:40]!r} is no channel: separate them by commas")
        return {channel: speaker for channel, _, speaker in pairs}

    @field_validator("language")
    @classmethod
    def _is_ours(cls, value: str | None) -> str | None:
        if value is not None and understood(value) is None:
            raise ValueError("write zh or en, or a tag that begins so, such as en-US")
        return value

    @model_validator(mode="after")
    def _counts_one_call(self) -> Self:
        if self.acks and self.call is None:
            raise ValueError("acks=1 needs call=, for each call's messages are counted")
        return self

    @classmethod
    def read(cls, format_: Format, parameters: Iterable[tuple[str, str]]) -> Leg:
        """Out of an address's query; what is not known there is the vendor's own, and passed over,
        unless it is one of ours but for a slip.

        Raises :class:`BadParameter`.
        """
        given: dict[str, Any] = {"context": {}}
        for name, value in parameters:
            near = misspelt(name)
            if near is not None:
                raise BadParameter(f"no parameter {name[:40]!r}; {near} was probably meant")
            if name.startswith(CONTEXT):
                given["context"][name.removeprefix(CONTEXT)] = value
            elif value and name != "context":
                given["speakers" if name == "channels" else name] = value
        speaker = given.get("speaker")
        given.setdefault("sender", f"{format_.name}/{speaker}" if speaker else format_.name)
        try:
            return cls.model_validate(given)
        except ValidationError as fault:
            first = fault.errors(include_url=False, include_context=False, include_input=False)[0]
            name = str(first["loc"][0]) if first["loc"] else "acks"
            name = "channels" if name == "speakers" else name
            raise BadParameter(f"{name}: {first['msg']}") from None

    def adapter(self, format_: Format) -> Adapter:
        """What reads this leg's messages of one call."""
        return format_.adapter(self.sender, speaker=self.speaker, speakers=self.speakers)
