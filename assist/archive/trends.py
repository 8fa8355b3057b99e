"""Days of calls in numbers: needs, products, abilities, and what agents had to bear. Blocks."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from assist.log.store import to_ms

from .rest import Break, Handled, breaks

MOST_DAYS = 92
"""A quarter: what a page shows at a glance."""

OUTCOMES = ("unprompted", "after_hint", "missed", "undetermined")


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Whose calls; None: everybody's."""

    agent: str | None = None
    queue: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """The calls that ended on one day. ``since`` and ``before``: when it began and ended, ms since
    1970. Minutes of talk and of anger borne; calls by need and by product; needs by ability and
    how they ended."""

    day: str
    since: int
    before: int
    calls: int
    talked: float
    strain: float
    severe: int
    needs: dict[str, int]
    missed: dict[str, int]
    """As ``needs``, but only calls that missed it."""
    products: dict[str, int]
    abilities: dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Load:
    """What one agent had to bear in these days; minutes. ``breaks``: those that were due."""

    agent: str
    calls: int
    talked: float
    strain: float
    breaks: tuple[Break, ...]


@dataclass(frozen=True, slots=True)
class Trends:
    """Days in order, and agents by name: nobody is ranked."""

    days: tuple[Day, ...]
    agents: tuple[Load, ...]


def borders(first: date, last: date, zone: tzinfo) -> list[tuple[date, int, int]]:
    """Each day from ``first`` to ``last`` as it is in a time zone: from when to when, ms since
    1970. Days are 23 or 25 hours long where clocks are put forward or back."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]

    def begins(day: date) -> int:
        return to_ms(datetime.combine(day, time(), zone))

    return [(day, begins(day), begins(day + timedelta(days=1))) for day in days]


def trends(
    connection: sqlite3.Connection, days: Sequence[tuple[date, int, int]], team: Team
) -> Trends:
    """The numbers of some days, by :func:`borders`."""
    counted = tuple(_day(connection, *day, team) for day in days)
    return Trends(counted, tuple(_loads(connection, days, team)))


def _of(team: Team) -> tuple[str, list[Any]]:
    """The team as SQL on ``call``."""
    columns = (("agent", team.agent), ("queue", team.queue), ("team", team.group))
    asked = [(column, value) for column, value in columns if value is not None]
    return "".join(f" AND call.{name} = ?" for name, _ in asked), [value for _, value in asked]


def _day(connection: sqlite3.Connection, day: date, since: int, before: int, team: Team) -> Day:
    more, values = _of(team)
    span = [since, before, *values]
    where = f"call.ended >= ? AND call.ended < ?{more}"

    def rows(what: str, tail: str = "") -> list[tuple[Any, ...]]:
        return connection.execute(f"SELECT {what} WHERE {where} {tail}", span).fetchall()

    ((calls, talked, strain, severe),) = rows(
        "count(*), total(duration), total(strain), total(level >= 3) FROM call"
    )
    needs = rows(
        "need, count(DISTINCT id), count(DISTINCT iif(need.ended = 'missed', id, NULL)) "
        "FROM call JOIN need ON need.call = call.id",
        "GROUP BY need ORDER BY 2 DESC, 1",
    )
    products = rows("product, count(*) FROM call", "GROUP BY product ORDER BY 2 DESC, 1")
    abilities: dict[str, dict[str, int]] = {}
    for ability, ended, number in rows(
        "ability, need.ended, count(*) FROM call JOIN need ON need.call = call.id",
        "GROUP BY ability, need.ended ORDER BY ability",
    ):
        abilities.setdefault(ability, dict.fromkeys(OUTCOMES, 0))[ended] = number
    return Day(
        day=day.isoformat(),
        since=since,
        before=before,
        calls=calls,
        talked=talked / 60_000,
        strain=strain,
        severe=int(severe),
        needs={need: number for need, number, _ in needs},
        missed={need: missed for need, _, missed in needs if missed},
        products={product: number for product, number in products if product},
        abilities=abilities,
    )


def _loads(
    connection: sqlite3.Connection, days: Sequence[tuple[date, int, int]], team: Team
) -> list[Load]:
    if not days:
        return []
    more, values = _of(team)
    span = [days[0][1], days[-1][2], *values]
    where = f"WHERE call.ended >= ? AND call.ended < ?{more}"
    handled: dict[str, list[Handled]] = {}
    for agent, began, ended, borne in connection.execute(
        "SELECT agent, began, ended, (SELECT total(borne.ended - borne.began) FROM borne "  # noqa: S608
        f"WHERE borne.call = call.id AND borne.agent = call.agent) FROM call {where}",
        span,
    ):
        handled.setdefault(agent, []).append(Handled(began, ended, int(borne)))
    own = {agent: len(calls) for agent, calls in handled.items()}
    # of calls that were transferred to somebody else
    for agent, began, ended in connection.execute(
        "SELECT borne.agent, borne.began, borne.ended FROM call JOIN borne "  # noqa: S608
        f"ON borne.call = call.id AND borne.agent != call.agent {where}",
        span,
    ):
        handled.setdefault(agent, []).append(Handled(began, ended, ended - began))
    return [
        Load(
            agent=agent,
            calls=own.get(agent, 0),
            talked=sum(call.ended - call.began for call in calls) / 60_000,
            strain=sum(call.borne for call in calls) / 60_000,
            breaks=tuple(breaks(calls)),
        )
        for agent, calls in sorted(handled.items())
        if agent
    ]
