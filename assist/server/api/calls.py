"""``/v1/calls``, ``/v1/cases``, ``/v1/trends``: ended calls, found, reviewed and counted.

Everything comes from the archive (:mod:`assist.archive`); calls that still live are told of too.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import quote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import orjson
import structlog
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assist.archive.archive import Unplayable
from assist.archive.finding import Outcome, Wanted
from assist.archive.player import PlayerFailed
from assist.archive.testcase import Wish
from assist.archive.trends import MOST_DAYS, Team, borders
from assist.core.events import Millis, Verdict
from assist.node.call import LiveCall
from assist.proto.codes import BAD_PARAMETER, CALL_LIVE, NOT_FOUND, OVERLOADED
from assist.report.case import MEDIA, Form
from assist.report.words import words_for
from assist.server.service import Service

from .access import ApiError, body_of, kept, parameters_of, supervised
from .addresses import RouteAsSent

_logger = structlog.get_logger("assist.server")
MOST = 200
"""Calls on one page."""

Name = Annotated[str, Field(min_length=1, max_length=256)]
Lang = Literal["zh", "en"]
Day = Annotated[date, Field(ge=date(1970, 1, 1), le=date(2999, 12, 31))]
"""What a time zone or a day more does not carry out of the calendar."""
Told = TypeVar("Told")


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise ValueError("no time zone of this server; write one such as Asia/Shanghai") from fault
    return name


Zone = Annotated[str, AfterValidator(_known_zone)]
"""Where days begin: an IANA name."""


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    zone: Zone = "UTC"

    def span(self, first: date, last: date) -> list[tuple[date, int, int]]:
        """The days from first to last. Raises :class:`ApiError` when they are too many."""
        if not 0 <= (last - first).days < MOST_DAYS:
            raise ApiError(422, BAD_PARAMETER, f"from … to: 1 to {MOST_DAYS} days, in order")
        return borders(first, last, ZoneInfo(self.zone))

    def since(self, day: date | None) -> int | None:
        """When a day begins, ms since 1970."""
        return None if day is None else borders(day, day, ZoneInfo(self.zone))[0][1]

    def before(self, day: date | None) -> int | None:
        """When a day is over."""
        return None if day is None else self.since(day + timedelta(days=1))


class _Search(_Asked):
    q: Annotated[str, Field(max_length=200)] = ""
    agent: Name | None = None
    queue: Name | None = None
    group: Name | None = None
    product: Name | None = None
    need: Name | None = None
    rule: Name | None = None
    ability: Name | None = None
    outcome: Outcome | None = None
    verdict: Verdict | None = None
    level: Literal["mild", "high", "severe"] | None = None
    first: Day | None = Field(None, alias="from")
    last: Day | None = Field(None, alias="to")
    after: Annotated[str, Field(pattern=r"^[0-9]{1,15}\.(?s:.{1,128})$")] | None = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50

    def wanted(self) -> Wanted:
        return Wanted(
            text=self.q, agent=self.agent, queue=self.queue, group=self.group,
            product=self.product, need=self.need, rule=self.rule, ability=self.ability,
            outcome=self.outcome, verdict=self.verdict, level=self.level,
            since=self.since(self.first), before=self.before(self.last),
        )  # fmt: skip


class _Moment(_Asked):
    at: Millis
    rule: tuple[Name, ...] | Name = ()
    lang: Lang = "zh"


class _Case(_Asked):
    lang: Lang | None = None


class _Day(_Asked):
    day: Day
    form: Form | None = None
    lang: Lang = "zh"


class _Span(_Asked):
    first: Day = Field(alias="from")
    last: Day = Field(alias="to")
    agent: Name | None = None
    queue: Name | None = None
    group: Name | None = None


class _Testcase(BaseModel):
    model_config = ConfigDict(extra="forbid")

    since: Millis
    until: Millis
    at: Millis
    fires: bool
    rule: Name | None = None
    need: Name | None = None
    name: Annotated[str, Field(min_length=1, max_length=200)] | None = None


async def calls(request: Request, service: Service) -> dict[str, Any]:
    """A page of calls that ended, the newest first; with the first page also how many there are,
    what may be filtered by, and the calls that live now."""
    asked = parameters_of(request, _Search)
    archive, wanted, after = service.archive, asked.wanted(), None
    if asked.after is not None:
        ended, _, name = asked.after.partition(".")
        after = (int(ended), name)
    rows = await archive.find(wanted, asked.limit, after)
    more = rows[-1] if len(rows) == asked.limit else None
    told: dict[str, Any] = {
        "calls": rows,
        "next": None if more is None else f"{more.ended}.{more.call}",
        "reading": archive.reading,
    }
    if after is None:
        told["total"] = await archive.count(wanted)
        told["facets"] = await archive.facets()
        told["need_texts"] = await archive.need_texts()
        told["live"] = [_live(call, service) for call in service.node.calls.values()]
    return told


async def report(request: Request, service: Service) -> Response:
    """The whole review of a call; of one that lives, as far as the log goes."""
    call = request.path_params["call"]
    text = await _done(service.archive.report(call))
    row = await service.archive.row(call)
    live = service.node.calls.get(call)
    head = {"began": _began(live, service) if live else None, "ended": None}
    if row is not None:
        head = {"began": row.began, "ended": row.ended}
    # The report is half a megabyte of JSON that nobody here need read.
    whole = orjson.dumps(head)[:-1] + b',"report":' + text + b"}"
    return Response(whole, headers={"Cache-Control": "no-store"}, media_type="application/json")


async def erase(request: Request, service: Service) -> dict[str, Any]:
    """Delete a call that has ended, from the log and the archive."""
    call = request.path_params["call"]
    try:
        gone = await kept(service.log.forget(call))
    except ValueError:
        raise ApiError(409, CALL_LIVE, f"{call} has not ended") from None
    if not gone:
        raise ApiError(404, NOT_FOUND, f"there is no call {call}")
    await service.archive.settled()
    _logger.info("calls_erased", calls=1, live=0)
    return {"erased": [call], "live": []}


async def case(request: Request, service: Service) -> Response:
    """The case file of a call: a page that prints, Markdown, or JSON Lines."""
    call, form = request.path_params["call"], _form(request)
    asked = parameters_of(request, _Case)
    told = await _done(service.archive.case(call, form, asked.lang, asked.zone))
    return _file(told, form, call)


async def explain(request: Request, service: Service) -> Any:
    """Why rules show at a moment of a call, and why the others do not."""
    asked = parameters_of(request, _Moment)
    rules = (asked.rule,) if isinstance(asked.rule, str) else asked.rule
    call = request.path_params["call"]
    return await _done(service.archive.explain(call, asked.at, rules, asked.lang))


async def testcase(request: Request, service: Service) -> Any:
    """A moment of a call as a test of a rule, and how that goes now."""
    asked = await body_of(request, _Testcase)
    if (asked.rule is None) == (asked.need is None):
        raise ApiError(422, BAD_PARAMETER, "name a rule or a need")
    wish = Wish(**asked.model_dump())
    told = await _done(service.archive.testcase(request.path_params["call"], wish))
    if told["fault"] is not None:
        raise ApiError(422, BAD_PARAMETER, told["fault"])
    return told


async def cases(request: Request, service: Service) -> Any:
    """The calls of a day that are worth looking at, or their case files as one."""
    asked = parameters_of(request, _Day)
    ((_, since, before),) = asked.span(asked.day, asked.day)
    found = await service.archive.morning(since, before)
    if asked.form is None:
        return {"day": asked.day.isoformat(), **asdict(found)}
    title = f"{words_for(asked.lang).morning} {asked.day.isoformat()}"
    text = await _done(service.archive.cases(found, asked.form, title, asked.lang, asked.zone))
    return _file(text.encode(), asked.form, asked.day.isoformat())


async def trends(request: Request, service: Service) -> Any:
    """Days in numbers, and what agents had to bear in them."""
    asked = parameters_of(request, _Span)
    team = Team(agent=asked.agent, queue=asked.queue, group=asked.group)
    found = await service.archive.trends(asked.span(asked.first, asked.last), team)
    return {
        **asdict(found),
        "facets": await service.archive.facets(),
        "need_texts": await service.archive.need_texts(),
    }


async def _done(work: Any) -> Any:
    """What the archive found; else why not, as the API says it."""
    try:
        return await work
    except Unplayable as fault:
        raise ApiError(404, NOT_FOUND, str(fault)) from None
    except PlayerFailed:
        detail = "the process that plays calls has stopped; ask again"
        raise ApiError(503, OVERLOADED, detail) from None


def _form(request: Request) -> Form:
    form = request.path_params["form"]
    if form not in MEDIA:
        raise ApiError(404, NOT_FOUND, f"no case file is called {form!r}: {', '.join(MEDIA)}")
    return form  # type: ignore[no-any-return]


def _file(text: bytes, form: Form, name: str) -> Response:
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}.{form}",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(text, headers=headers, media_type=MEDIA[form])


def _live(call: LiveCall, service: Service) -> dict[str, Any]:
    state = call.engine.state
    return {
        "call": call.id,
        "began": _began(call, service),
        "agent": call.agent,
        "queue": state.queue or "",
        "group": state.group or "",
    }


def _began(call: LiveCall, service: Service) -> int:
    """When a live call began, ms since 1970."""
    return service.now_ms() - service.node.floor.time(call)


_PREFIX = "/v1/calls/{call}"
routes = [
    Route("/v1/calls", supervised(calls)),
    Route("/v1/cases", supervised(cases)),
    Route("/v1/trends", supervised(trends)),
    RouteAsSent(_PREFIX, supervised(report)),
    RouteAsSent(_PREFIX, supervised(erase), methods=["DELETE"]),
    RouteAsSent(_PREFIX + "/case.{form}", supervised(case)),
    RouteAsSent(_PREFIX + "/explain", supervised(explain)),
    RouteAsSent(_PREFIX + "/testcase", supervised(testcase), methods=["POST"]),
]
