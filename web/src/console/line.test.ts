import { describe, expect, test } from "vitest";
import type { Standing } from "../client/lifeline.ts";
import { type Deed, Line } from "./line.ts";

const HELLO = { type: "hello", token: "t", name: "林主管" };
const WELCOME = '{"type":"welcome","name":"林主管"}';
const PING = '{"type":"ping"}';

function line(): Line {
  return new Line(
    () => HELLO,
    () => 0,
  );
}

/** A line that has been let in at time 0. */
function live(): Line {
  const one = line();
  one.start(0);
  one.opened(0);
  one.received(WELCOME, 0);
  return one;
}

const does = (deeds: readonly Deed[]): string[] => deeds.map((deed) => deed.kind);
const stands = (deeds: readonly Deed[]): Standing[] =>
  deeds.flatMap((deed) => (deed.kind === "stand" ? [deed.standing] : []));
const hears = (deeds: readonly Deed[]): string[] =>
  deeds.flatMap((deed) => (deed.kind === "hear" ? [deed.message.type] : []));

test("it says hello, is let in, and answers pings", () => {
  const one = line();
  expect(does(one.start(0))).toEqual(["connect"]);
  expect(one.open).toBe(false);
  expect(one.opened(5)).toEqual([{ kind: "send", text: JSON.stringify(HELLO) }]);
  const let_in = one.received(WELCOME, 10);
  expect([hears(let_in), stands(let_in), one.open]).toEqual([["welcome"], ["live"], true]);
  expect(one.received(PING, 20)).toEqual([{ kind: "send", text: '{"type":"pong"}' }]);
});

test("a frame may hold several messages; what cannot be read is passed over", () => {
  expect(hears(live().received('[{"type":"a"},{"type":"b"},{"no":1},7]', 1))).toEqual(["a", "b"]);
  expect(live().received("<html>", 1)).toEqual([]);
});

test("silence is said to be a delay, then a loss; what comes after is recovered", () => {
  const one = live();
  expect(one.deadline()).toBe(8_000);
  expect(stands(one.tick(8_000))).toEqual(["delayed"]);
  expect(stands(one.received(PING, 9_000))).toEqual(["live"]);
  one.tick(17_000);
  const lost = one.tick(25_000);
  expect([does(lost), stands(lost), one.open]).toEqual([["close", "stand"], ["lost"], false]);
  expect(does(one.tick(one.deadline() ?? 0))).toEqual(["connect"]);
  one.opened(26_000);
  expect(stands(one.received(WELCOME, 26_000))).toEqual(["recovered"]);
  expect(stands(one.tick(30_000))).toEqual(["live"]);
});

test("a hole in the numbers asks for everything anew", () => {
  const one = live();
  expect(hears(one.received('{"type":"floor","seq":1}', 1))).toEqual(["floor"]);
  expect(hears(one.received('{"type":"floor.change","seq":2}', 2))).toEqual(["floor.change"]);
  const hole = one.received('{"type":"floor.change","seq":4}', 3);
  expect([hears(hole), does(hole)]).toEqual([[], ["close", "stand"]]);
});

test("numbers begin anew with every connection", () => {
  const one = live();
  one.received('{"type":"floor","seq":7}', 1);
  one.closed(1006, 2);
  one.tick(one.deadline() ?? 0);
  one.opened(10);
  expect(hears(one.received(`[${WELCOME},{"type":"floor","seq":1}]`, 11))).toEqual(["welcome", "floor"]);
});

test("a refused token is not tried again", () => {
  const one = live();
  expect(stands(one.closed(4500, 1))).toEqual(["refused"]);
  expect(one.deadline()).toBeNull();
  expect(one.hurry(2)).toEqual([]);
});

describe("waking up", () => {
  test("a machine that slept does not wait for the next turn", () => {
    const one = live();
    const woken = one.hurry(3_600_000);
    expect([does(woken), stands(woken)]).toEqual([["close", "stand", "connect"], ["lost"]]);
  });

  test("a tab that was only looked away from goes on", () => {
    expect(live().hurry(4_000)).toEqual([]);
  });

  test("one that waits tries at once", () => {
    const one = live();
    one.closed(1006, 1);
    expect(does(one.hurry(2))).toEqual(["connect"]);
  });
});

test("a server that greets and drops is not hammered", () => {
  const one = live();
  const waits: number[] = [];
  for (let now = 0, turn = 0; turn < 6; turn++) {
    one.closed(1006, now);
    const due = one.deadline() ?? 0;
    waits.push(due - now);
    now = due;
    one.tick(now);
    one.opened(now);
    one.received(WELCOME, now);
  }
  expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 7_500]);
});
