"""A floor folded from its changes is the floor itself, whatever happens and whoever looks."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from assist.node.node import Limits
from assist.node.rows import row_of, same
from tests.node.supervised import Console, Hall, passes
from tests.virtual import play

CALLS = ("c1", "c2", "c3", "c4")
SAID = (
    *(("customer", text) for text in ("太过分", "我老伴走了", "我要投诉", "气死我了", "嗯")),
    *(("agent", text) for text in ("对不起", "您好")),
)
QUIET_S = 15 * 60 - 100
"""Long enough for every curve to be flat."""
NEVER_GIVEN_UP = Limits(idle_timeout=4 * 3600)
"""However long nobody speaks in a script, no call is given up as abandoned."""

calls = st.sampled_from(CALLS)
steps = st.one_of(
    st.tuples(st.just("start"), calls),
    st.tuples(st.just("say"), calls, st.sampled_from(SAID)),
    st.tuples(st.just("say"), calls, st.sampled_from(SAID)),
    st.tuples(st.just("say"), calls, st.sampled_from(SAID)),
    st.tuples(st.sampled_from(["hold", "resume", "end", "lose", "transfer", "whisper"]), calls),
    st.tuples(st.sampled_from(["join", "leave", "stall", "read"]), st.integers(0, 2)),
    st.tuples(st.just("pass"), st.sampled_from([0.0, 0.1, 0.5, 3.0, 40.0])),
)


class Floor:
    """Random things that happen on a floor; what makes no sense just then does not happen."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.numbers = dict.fromkeys(CALLS, 0)
        self.live: dict[str, str] = {}
        self.lines = {name: object() for name in CALLS}
        self.here: list[tuple[Any, Console]] = []

    async def do(self, what: str, about: Any, more: Any = None) -> None:
        name = self.live.get(about, "") if isinstance(about, str) else ""
        if what == "start" and not name:
            self.numbers[about] += 1
            name = self.live[about] = f"{about}-{self.numbers[about]}"
            self.hall.start(name, self.lines[about], queue=about)
        elif what == "pass":
            await passes(about)
        elif what == "join":
            self.here.append(self.hall.join(f"s{len(self.here)}"))
        elif what in ("leave", "stall", "read") and self.here:
            self.look(what, about % len(self.here))
        elif name:
            self.happens(what, about, name, more)

    def happens(self, what: str, about: str, name: str, more: Any) -> None:
        hall, line = self.hall, self.lines[about]
        if what == "say":
            hall.says(name, more[1], more[0], source=line)
        elif what in ("hold", "resume"):
            hall.send(name, f"call.{what}", line)
        elif what == "transfer":
            hall.send(name, "call.transfer", line, agent="another", queue="other")
        elif what == "whisper":
            assert hall.node.desk.whisper(name, "s", "慢慢来") is not None
        elif what == "lose":
            hall.node.source_lost(line)
        elif what == "end":
            hall.send(name, "call.end", line)
            del self.live[about]

    def look(self, what: str, index: int) -> None:
        supervisor, console = self.here[index]
        if what == "leave":
            self.hall.node.supervision.leave(supervisor)
            del self.here[index]
        else:
            console.reads = what == "read"
            if console.reads:
                console.drain()


@given(st.lists(steps, max_size=40))
@settings(max_examples=60, deadline=None)
def test_a_floor_folded_from_changes_is_a_fresh_one(script: list[Any]) -> None:
    async def main() -> None:
        hall = await Hall(limits=NEVER_GIVEN_UP).open()
        floor = Floor(hall)
        for step in script:
            await floor.do(*step)
        _, witness = hall.join("last")
        await passes(QUIET_S)
        for _, console in floor.here:
            console.reads = True
            console.drain()
        await passes(3)
        node = hall.node
        now = {
            name: row_of(call, node.floor.time(call), node.supervision.alerts.raised(name))[0]
            for name, call in node.calls.items()
        }
        assert set(now) == set(floor.live.values())
        for console in (witness, *(console for _, console in floor.here)):
            told = console.floor()
            assert told.keys() == now.keys()
            for name, row in told.items():
                assert same(row, now[name]), name
        hall.node.stop()

    play(main())
