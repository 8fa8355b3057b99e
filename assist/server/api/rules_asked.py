"""What the endpoints of the rules studio are asked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from assist.studio.fields import Fields, FirstTest
from assist.studio.studio import Who

Path = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Revision = Annotated[str, StringConstraints(max_length=64)]
Rule = Annotated[str, StringConstraints(min_length=1, max_length=64)]
MOST_ID = 2**53
EntryId = Annotated[int, Field(ge=0, le=MOST_ID)]
"""Of the history; what a browser can count to (RFC 8259, section 6)."""
Time = Annotated[
    AwareDatetime, Field(ge=datetime(1970, 1, 1, tzinfo=UTC), lt=datetime(3000, 1, 1, tzinfo=UTC))
]
"""What a time zone does not carry out of the calendar."""
Mode = Literal["live", "shadow", "off"]


class Asked(BaseModel):
    """Unknown fields are refused, so that a slip is noticed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class OneFile(Asked):
    path: Path


class Sought(Asked):
    text: Annotated[str, StringConstraints(max_length=200)]


class Edit(Asked):
    path: Path
    text: str


class Check(Edit):
    session: Annotated[str, StringConstraints(max_length=64)] | None = None
    all: bool = False


class Signed(Asked):
    """A change says who makes it, and why."""

    author: Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]
    reason: Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]

    @property
    def who(self) -> Who:
        return Who(self.author, self.reason)


class NewFile(Signed):
    path: Path
    text: str


class Save(NewFile):
    revision: Revision


class Delete(Signed):
    path: Path
    revision: Revision


class Rollback(Signed):
    path: Path
    id: EntryId
    revision: Revision


class SetMode(Signed):
    rule: Rule
    mode: Mode
    revision: Revision


class Local(Signed):
    pass


class ReadForm(Edit):
    rule: Rule


class WriteForm(Edit):
    rule: Rule | None = None
    fields: Fields
    test: FirstTest | None = None


class Past(Asked):
    path: Path | None = None
    rule: Rule | None = None
    before: EntryId | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class Span(Asked):
    """Calls that ended in [from, to)."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    since: Annotated[Time | None, Field(alias="from")] = None
    to: Time | None = None


class Backtest(Edit, Span):
    most: Annotated[int, Field(ge=1, le=2_000)] = 200
    labelled: bool = True
