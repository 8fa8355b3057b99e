"""The supervisors' connection, sans I/O: what they may say, and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from assist.core.events import MAX_NOTE, CallId, ShortText

from .codes import SUPERVISORS_ONLY_CLOSE, CloseCode
from .messages import Greeting, Incoming, Pong
from .session import MAX_REF, Session

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
NoteText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_NOTE)
]
AlertId = Annotated[str, Field(min_length=1, max_length=64)]
MOST_MINUTES = 24 * 60


class _Asked(Incoming):
    ref: Annotated[str, Field(max_length=MAX_REF)] | None = None
    """Yours: it comes back in the answer, or in the error."""


class SuperviseHello(Greeting):
    """First message of a supervisor; ``name`` is what agents and other supervisors are shown."""

    type: Literal["hello"]
    name: Name


class Watch(_Asked):
    """Show all that comes out of one call; null: of none."""

    type: Literal["watch"]
    call: CallId | None


class Whisper(_Asked):
    """A note to the agent of a call."""

    type: Literal["whisper"]
    call: CallId
    text: NoteText


class Acknowledge(_Asked):
    """Somebody has taken this alert on."""

    type: Literal["acknowledge"]
    alert: AlertId


class SilenceIn(_Asked):
    """One alert, or all, now and later, that fit whatever of ``rule``, ``queue`` and ``call`` is
    given, are silent for so many minutes."""

    type: Literal["silence"]
    alert: AlertId | None = None
    rule: ShortText | None = None
    queue: ShortText | None = None
    call: CallId | None = None
    minutes: Annotated[int, Field(ge=1, le=MOST_MINUTES)]
    reason: Annotated[str, Field(max_length=200)] | None = None

    @model_validator(mode="after")
    def _names_something(self) -> SilenceIn:
        wide = (self.rule, self.queue, self.call)
        if (self.alert is None) == all(each is None for each in wide):
            raise ValueError("either alert, or any of rule, queue and call must be given")
        return self


class Unsilence(_Asked):
    """End a silence before its time."""

    type: Literal["unsilence"]
    silence: AlertId


SupervisorSaid = SuperviseHello | Watch | Whisper | Acknowledge | SilenceIn | Unsilence | Pong


_MODELS: Mapping[str, type[SupervisorSaid]] = {
    "hello": SuperviseHello,
    "watch": Watch,
    "whisper": Whisper,
    "acknowledge": Acknowledge,
    "silence": SilenceIn,
    "unsilence": Unsilence,
    "pong": Pong,
}


class SuperviseSession(Session[SupervisorSaid]):
    """One supervisor's side of the conversation."""

    def __init__(
        self,
        *,
        check: Callable[[str], bool],
        is_agents: Callable[[str], bool],
        authorised: bool = False,
    ) -> None:
        """``check`` says whether a token is the supervisors', ``is_agents`` whether it is another
        that this server knows; ``authorised``: a header showed the right one already."""
        super().__init__(_MODELS, check=check, authorised=authorised)
        self._is_agents = is_agents

    def refusal(self, token: str) -> CloseCode | None:
        """As ever; the agents' token does not open the console."""
        refused = super().refusal(token)
        return SUPERVISORS_ONLY_CLOSE if refused and self._is_agents(token) else refused
