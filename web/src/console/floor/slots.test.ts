import { expect, test } from "vitest";
import { chance } from "./pretend.ts";
import { Slots } from "./slots.ts";

test("who stays keeps the line, wherever they move; who comes takes that of one who went", () => {
  const slots = new Slots();
  const first = slots.take([["a", 0], ["b", 1], ["c", 2]]);
  expect(first.map(({ slot }) => slot)).toEqual([0, 1, 2]);
  expect(slots.take([["c", 0], ["d", 1], ["a", 2]])).toEqual([
    { slot: 2, index: 0 },
    { slot: 1, index: 1 },
    { slot: 0, index: 2 },
  ]);
});

test("whatever is drawn, every line shows one call and no line is made that need not be", () => {
  for (let seed = 0; seed < 50; seed++) {
    const random = chance(seed);
    const slots = new Slots();
    let most = 0;
    for (let step = 0; step < 20; step++) {
      const calls = [...new Set(Array.from({ length: random(12) }, () => `c${random(30)}`))];
      most = Math.max(most, calls.length);
      const taken = slots.take(calls.map((call, index) => [call, index])).map(({ slot }) => slot);
      expect(new Set(taken).size).toBe(calls.length);
      expect(Math.max(-1, ...taken)).toBeLessThan(most);
    }
  }
});
