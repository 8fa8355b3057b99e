"""What a mapping may say: the grammar of the files."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from assist.core.events import Speaker

from .path import Path

ALWAYS = "always"
"""In place of a path: of every message."""


def _path(value: object) -> Path:
    if not isinstance(value, str):
        raise PydanticCustomError("context", "write where it stands in a message: $.result.text")
    try:
        return Path.parse(value)
    except ValueError as fault:
        raise PydanticCustomError("context", "{why}", {"why": str(fault)}) from None


def _path_or_always(value: object) -> Path:
    return Path(ALWAYS, ()) if value == ALWAYS else _path(value)


def _several(value: object) -> object:
    """One value, or several."""
    values = value if isinstance(value, list) else [value]
    if any(isinstance(each, (dict, list)) for each in values):
        raise PydanticCustomError("context", "write a value, or several: [one, two]")
    return tuple(values)


def _truth(value: object) -> object:
    return {"path": value} if isinstance(value, str) else value


Where = Annotated[Path, BeforeValidator(_path)]
Values = Annotated[tuple[Any, ...], BeforeValidator(_several)]


class _Strict(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, populate_by_name=True
    )


class Truth(_Strict):
    """Whether something is so: what stands there is true, is one of these values, or is there and
    none of them."""

    path: Annotated[Path, BeforeValidator(_path_or_always)]
    is_: Values | None = Field(None, alias="is")
    not_: Values | None = Field(None, alias="not")

    def holds(self, message: Any, member: Any = None) -> bool:
        """Whether it is so in a message."""
        if self.path.text == ALWAYS:
            return True
        found = self.path.of(message, member)
        if self.is_ is not None:
            return among(found, self.is_)
        if self.not_ is not None:
            return found is not None and not among(found, self.not_)
        return found is True or found == 1 or (isinstance(found, str) and found.lower() == "true")


def among(found: object, values: tuple[Any, ...]) -> bool:
    """Whether it is one of the values; a number is the same in quotes."""
    for value in values:
        if found is value or (type(found) is type(value) and found == value):
            return True
        plain = not isinstance(found, bool) and not isinstance(value, bool)
        if plain and found is not None and value is not None and str(found) == str(value):
            return True
    return False


If = Annotated[Truth, BeforeValidator(_truth)]


class Messages(_Strict):
    """What kinds of messages there are, by a field of theirs. ``read``: those with words;
    ``settle``: an utterance is over, no words; ``ignore``; ``errors``: the recogniser's own."""

    kind: Where
    read: Values
    settle: Values = ()
    ignore: Values = ()
    errors: Values = ()


class Words(_Strict):
    """The words of a final and their times: a list, and the names of the fields of its members."""

    path: Where
    text: str = "word"
    start: str = "start"
    end: str = "end"


class MappingModel(_Strict):
    """One file: a format."""

    format: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$", max_length=40)]
    title: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    source: str = ""
    messages: Messages | None = None
    error: If | None = None
    text: Where
    text_is: Literal["cumulative", "incremental"] = "cumulative"
    join: Annotated[str, Field(max_length=4)] = ""
    final: If
    end_of_turn: If | None = None
    channel: Where | None = None
    channels: dict[str, Speaker] = Field(default_factory=dict)
    utterance: Where | None = None
    order: Where | None = None
    session: Where | None = None
    times: Literal["s", "ms", "ticks", "iso", "clock"] | None = None
    start: Where | None = None
    end: Where | None = None
    duration: Where | None = None
    words: Words | None = None
    confidence: Where | None = None
    call: Where | None = None
    pushed: bool = False
