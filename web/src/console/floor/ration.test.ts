import { expect, test } from "vitest";
import { chance, row } from "./pretend.ts";
import { Ration, type Taken } from "./ration.ts";
import type { LiveCall } from "./store.ts";

const told = (id: string, help = 0): LiveCall => ({ row: row(id, { help }), told: 0 });
const anew = (before: Taken, after: Taken): string[] =>
  [...after.drawn].filter(([id, shown]) => before.drawn.get(id) !== shown).map(([id]) => id);

test("rows that come into the window are all drawn at once", () => {
  const calls = ["a", "b", "c"].map((id) => told(id));
  const { drawn, owing } = new Ration().take(calls, 0, 1);
  expect([...drawn.values()].map(({ call }) => call)).toEqual(calls);
  expect(owing).toBe(false);
});

test("where all change at once, so many a frame, until each shows what was told last", () => {
  const ration = new Ration();
  let before = ration.take(["a", "b", "c"].map((id) => told(id)), 0, 2);
  const calls = ["a", "b", "c"].map((id) => told(id, 50));
  let after = ration.take(calls, 10, 2);
  expect(anew(before, after)).toEqual(["a", "b"]);
  expect(after.owing).toBe(true);
  before = after;
  after = ration.take(calls, 26, 2);
  expect(anew(before, after)).toEqual(["c"]);
  expect(after.owing).toBe(false);
});

test("clocks go on once a second, and not in between", () => {
  const ration = new Ration();
  const calls = [told("a")];
  const first = ration.take(calls, 1_000);
  expect(anew(first, ration.take(calls, 1_900))).toEqual([]);
  expect(anew(first, ration.take(calls, 2_000))).toEqual(["a"]);
});

test("however often rows change, none waits behind others that were drawn since", () => {
  const ration = new Ration();
  const random = chance(7);
  const ids = Array.from({ length: 30 }, (_, n) => `c-${n}`);
  let calls = ids.map((id) => told(id));
  let before = ration.take(calls, 0, 10);
  const last = new Map(ids.map((id) => [id, 0]));
  for (let frame = 1; frame < 200; frame++) {
    calls = calls.map((call) => (random(2) === 0 ? told(call.row.call, frame) : call));
    const after = ration.take(calls, frame * 16, 10);
    const drawn = anew(before, after);
    expect(drawn.length).toBeLessThanOrEqual(10);
    for (const id of drawn) last.set(id, frame);
    before = after;
    for (const id of ids) expect(frame - (last.get(id) ?? 0)).toBeLessThanOrEqual(12);
  }
});
