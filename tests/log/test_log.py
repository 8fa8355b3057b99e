"""What every back end promises: one suite, run against each."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assist.core.events import (
    CallEnd,
    CallStart,
    Context,
    Dial,
    Event,
    Feedback,
    Fragment,
    RulesInForce,
    Tick,
    Word,
)
from assist.log.base import EndedCall, Log, LogError
from assist.log.erasing import Erased, erase_calls
from assist.log.memory import MemoryLog
from assist.log.sqlite import SqliteLog

Open = Callable[[Path], Awaitable[Log]]


async def _memory(path: Path) -> Log:
    return MemoryLog()


async def _sqlite(path: Path) -> Log:
    return await SqliteLog.open(path / "log.sqlite", linger=0.001)


@pytest.fixture(params=[_memory, _sqlite], ids=["memory", "sqlite"])
async def log(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Log]:
    log = await request.param(tmp_path)
    yield log
    await log.close()


def start(call: str = "c1", customer: str | None = None) -> CallStart:
    return CallStart(
        type="call.start",
        call=call,
        seq=1,
        at=0,
        agent="a1",
        customer=customer,
        context={"age": 71, "tags": ["vip"]},
    )


def says(text: str, call: str = "c1", seq: int = 2) -> Fragment:
    return Fragment(
        type="fragment", call=call, seq=seq, at=900, speaker="customer", utterance="u1",
        revision=0, text=text, final=True, words=(Word(text=text, start=100),),
    )  # fmt: skip


def end(call: str = "c1") -> CallEnd:
    return CallEnd(type="call.end", call=call, seq=99, at=9_000)


async def test_a_call_comes_back_as_it_was_appended(log: Log) -> None:
    events: list[Event] = [
        start(),
        says("我老伴上个月走了"),
        Context(type="context", call="c1", seq=3, at=950, set={"stage": None, "amount": 1.5}),
        RulesInForce(type="rules", call="c1", at=960, digest="d1"),
        Feedback(type="feedback", call="c1", at=970, hint="h", verdict="used", comment="好"),
        Dial(type="dial", call="c1", at=980, level="minimal"),
        Tick(type="tick", call="c1", at=1_000),
        end(),
    ]
    for received, event in enumerate(events):
        log.append(received, event)
    await log.wait(len(events))
    entries = await log.read("c1")
    assert [entry.event for entry in entries] == events
    assert [entry.received for entry in entries] == list(range(len(events)))
    assert [entry.offset for entry in entries] == list(range(1, len(events) + 1))


async def test_calls_do_not_see_each_other(log: Log) -> None:
    for text in "一二三":
        log.append(0, says(text, call="left"))
        last = log.append(0, says(text + text, call="right"))
    await log.wait(last)
    assert [e.event.text for e in await log.read("left")] == ["一", "二", "三"]  # type: ignore[union-attr]
    assert [e.event.text for e in await log.read("right")] == ["一一", "二二", "三三"]  # type: ignore[union-attr]
    assert await log.read("nobody") == []


async def test_nothing_is_durable_before_the_loop_turns(log: Log) -> None:
    offset = log.append(0, start())
    assert (log.durable, log.pending()) == (0, 1)
    await log.wait(offset)
    assert (log.durable, log.pending()) == (offset, 0)
    await log.wait(offset)  # long since durable: returns at once


async def test_a_commit_is_told_once_and_not_an_entry_at_a_time(log: Log) -> None:
    heard: list[int] = []
    stop = log.listen(lambda: heard.append(log.durable))
    for _ in range(100):
        last = log.append(0, says("喂"))
    await log.wait(last)
    await asyncio.sleep(0)
    assert heard[-1] == last
    assert heard == sorted(set(heard))
    assert len(heard) <= 2
    stop()
    stop()
    await log.wait(log.append(0, says("喂")))
    assert heard[-1] == last


async def test_waiting_wakes_each_at_its_own_offset(log: Log) -> None:
    first = log.append(0, start())
    early = asyncio.create_task(log.wait(first))
    late = asyncio.create_task(log.wait(first + 1))
    await early
    await asyncio.sleep(0.05)
    assert not late.done()
    log.append(1, says("喂"))
    await late


async def test_unfinished_calls_are_those_without_an_end_oldest_first(log: Log) -> None:
    for call in ("zeta", "beta", "alpha"):
        log.append(0, start(call))
    log.append(1, end("beta"))
    await log.wait(4)
    assert await log.unfinished() == ["zeta", "alpha"]


async def test_feedback_after_the_end_is_kept_and_reopens_nothing(log: Log) -> None:
    log.append(0, start())
    log.append(1, end())
    await log.wait(2)
    late = Feedback(type="feedback", call="c1", at=9_500, hint="h", verdict="helpful")
    await log.wait(log.append(2, late))
    assert [e.event.type for e in await log.read("c1")] == ["call.start", "call.end", "feedback"]
    assert await log.unfinished() == []


async def test_rules_are_kept_by_digest_in_the_order_given(log: Log) -> None:
    sources = {"b.yaml": "rules: {}\n", "a.yaml": "信号: 老伴"}
    await log.keep_rules("d1", sources)
    await log.keep_rules("d1", {"b.yaml": "something else"})
    kept = await log.rules("d1")
    assert kept is not None
    assert list(kept.items()) == list(sources.items())
    assert await log.rules("d2") is None


async def test_a_closed_log_takes_nothing_more_but_loses_nothing(log: Log) -> None:
    offset = log.append(0, start())
    await log.close()
    assert log.durable == offset
    assert log.pending() == 0
    assert log.failed is None
    with pytest.raises(LogError, match="closed"):
        log.append(1, end())
    with pytest.raises(LogError, match="closed"):
        await log.wait(offset + 1)
    await log.close()


async def test_closing_wakes_who_waits_for_what_never_came(log: Log) -> None:
    waiting = asyncio.create_task(log.wait(7))
    await asyncio.sleep(0)
    await log.close()
    with pytest.raises(LogError, match="closed"):
        await waiting


async def test_an_ended_call_can_be_forgotten_and_its_neighbours_stay(log: Log) -> None:
    for call in ("gone", "stays"):
        log.append(0, start(call))
        log.append(1, says("喂", call))
        log.append(2, end(call))
    await log.wait(6)
    assert await log.forget("gone")
    assert await log.read("gone") == []
    assert len(await log.read("stays")) == 3
    assert not await log.forget("gone")
    assert await log.unfinished() == []


async def test_a_live_call_cannot_be_forgotten(log: Log) -> None:
    await log.wait(log.append(0, start()))
    with pytest.raises(ValueError, match="has not ended"):
        await log.forget("c1")
    assert len(await log.read("c1")) == 1


async def test_pruning_takes_calls_that_ended_before_and_no_live_one(log: Log) -> None:
    for n in range(120):
        log.append(0, start(f"old-{n}"))
        log.append(1, end(f"old-{n}"))
    await log.wait(log.append(0, start("live")))
    now = datetime.now(UTC)
    assert await log.prune(now - timedelta(hours=1)) == 0
    assert await log.prune(now + timedelta(hours=1)) == 120
    assert await log.read("old-7") == []
    assert len(await log.read("live")) == 1


async def test_a_forgotten_call_id_may_come_back(log: Log) -> None:
    log.append(0, start())
    await log.wait(log.append(1, end()))
    await log.forget("c1")
    offset = log.append(0, start())
    await log.wait(offset)
    assert [e.offset for e in await log.read("c1")] == [offset]
    assert offset == 3
    assert await log.unfinished() == ["c1"]


async def ends(log: Log, *calls: str, received: int = 9_000) -> None:
    for call in calls:
        log.append(0, start(call))
        await log.wait(log.append(received, end(call)))


async def test_ended_calls_are_listed_newest_first_with_their_times(log: Log) -> None:
    before = datetime.now(UTC) - timedelta(milliseconds=1)
    await ends(log, "one", "two", received=60_000)
    log.append(0, start("live"))
    await log.wait(log.append(1, says("喂", "live")))
    listed = await log.ended()
    assert {call.call for call in listed} == {"one", "two"}
    assert [call.ended for call in listed] == sorted((c.ended for c in listed), reverse=True)
    for call in listed:
        assert before <= call.ended <= datetime.now(UTC)
        assert call.ended - call.began == timedelta(minutes=1)


async def test_feedback_after_the_end_makes_a_call_no_longer(log: Log) -> None:
    await ends(log, "c1", received=60_000)
    (was,) = await log.ended()
    for received in (70_000, 80_000):
        late = Feedback(type="feedback", call="c1", at=received, hint="h", verdict="helpful")
        await log.wait(log.append(received, late))
    assert await log.ended() == [was]


async def test_the_end_of_a_call_counts_once_it_is_durable(log: Log) -> None:
    log.append(0, start())
    last = log.append(1, end())
    assert await log.ended() == []
    await log.wait(last)
    assert len(await log.ended()) == 1


async def test_pages_of_ended_calls_neither_repeat_nor_skip(log: Log) -> None:
    names = [f"c{n:02}" for n in range(23)]
    for name in names:  # many ends share a millisecond
        log.append(0, start(name))
        last = log.append(9_000, end(name))
    await log.wait(last)
    whole = list(await log.ended())
    assert sorted(call.call for call in whole) == names
    paged: list[EndedCall] = []
    while page := await log.ended(most=5, after=paged[-1] if paged else None):
        assert len(page) <= 5
        paged += page
        if len(paged) == 10:
            await ends(log, "newcomer")
            await log.forget(paged[-1].call)  # the place in the list outlives the call
    assert paged == whole


async def test_ended_calls_can_be_asked_for_by_time(log: Log) -> None:
    await ends(log, "one")
    (one,) = await log.ended()
    middle = one.ended + timedelta(milliseconds=1)
    while datetime.now(UTC) < middle:
        await asyncio.sleep(0)
    await ends(log, "two")
    assert [call.call for call in await log.ended(before=middle)] == ["one"]
    assert [call.call for call in await log.ended(since=middle)] == ["two"]
    (two,) = await log.ended(since=middle)
    assert await log.ended(since=two.ended) == [two]
    assert two not in await log.ended(before=two.ended)
    assert await log.ended(since=middle, before=middle) == []


async def test_who_listens_hears_which_calls_were_forgotten(log: Log) -> None:
    heard: list[str] = []
    stop = log.listen_forgotten(heard.extend)
    await ends(log, *(f"c{n}" for n in range(60)))
    await log.forget("c7")
    assert heard == ["c7"]
    assert not await log.forget("c7")
    await log.prune(datetime.now(UTC) + timedelta(hours=1))
    assert sorted(heard) == sorted(f"c{n}" for n in range(60))
    stop()
    stop()
    await ends(log, "again")
    await log.forget("again")
    assert "again" not in heard


async def test_the_tail_of_a_live_call_is_its_last_durable_entries(log: Log) -> None:
    log.append(0, start())
    log.append(0, start("other"))
    for seq in range(2, 9):
        log.append(seq, says(f"第{seq}句", seq=seq))
    await log.wait(log.append(9, says("别的", "other")))
    tail = await log.tail("c1", 3)
    assert [entry.received for entry in tail] == [6, 7, 8]
    assert list(tail) == list((await log.read("c1"))[-3:])
    assert await log.tail("c1", 100) == await log.read("c1")
    assert await log.tail("c1", 0) == await log.tail("nobody", 3) == []
    await log.wait(log.append(10, end()))
    assert await log.tail("c1", 3) == []


async def test_the_rules_kept_last_are_known(log: Log) -> None:
    assert await log.last_rules() is None
    await log.keep_rules("d1", {"bank/a.yaml": "one"})
    await log.keep_rules("d2", {"bank/a.yaml": "two"})
    await log.keep_rules("d1", {"bank/a.yaml": "one"})  # taken back

    assert await log.last_rules() == {"bank/a.yaml": "one"}


KEYS = ["k1", "张三·8817", 'a"b\\c', "%_", "k1 "]


@pytest.mark.parametrize("key", KEYS)
async def test_a_customers_calls_are_found_by_the_key_as_it_was_given(log: Log, key: str) -> None:
    others = [each for each in KEYS if each != key]
    log.append(0, start("live", customer=key))
    for number, other in enumerate(others):
        log.append(0, start(f"other-{number}", customer=other))
    log.append(0, start("nobodys"))
    log.append(1, says(f'"customer":"{key}"', call="nobodys"))
    log.append(1, says("我是他", call="late"))
    log.append(2, start("late", customer=key))
    await log.wait(log.append(3, end("late")))

    assert list(await log.of_customer(key)) == ["live", "late"]
    assert list(await log.of_customer("nobody")) == []


async def test_a_customers_calls_are_deleted_but_those_that_are_live(log: Log) -> None:
    async def erased() -> Erased:
        return await erase_calls(log, await log.of_customer("k1"))

    gone: list[str] = []
    log.listen_forgotten(gone.extend)
    for call in ("first", "second", "live"):
        log.append(0, start(call, customer="k1"))
        log.append(1, says("我老伴走了", call=call))
    log.append(0, start("other", customer="k2"))
    for call in ("first", "second", "other"):
        last = log.append(2, end(call))
    await log.wait(last)

    assert await erased() == Erased(("first", "second"), ("live",))
    assert gone == ["first", "second"]
    assert await log.read("first") == []
    assert len(await log.read("live")) == 2
    assert len(await log.read("other")) == 2

    await log.wait(log.append(3, end("live")))
    assert await erased() == Erased(("live",), ())
    assert await erased() == Erased((), ())
