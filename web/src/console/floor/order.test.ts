import { expect, test } from "vitest";
import { byHelp, placed } from "./order.ts";
import { chance, row } from "./pretend.ts";

const call = (id: string, help: number, started = 0, told = 0) => ({ row: row(id, { help, started }), told });

test("who needs help most comes first; ties go by the longest call, whenever its row was told", () => {
  const calls = [call("a", 10), call("b", 90), call("c", 10, 50_000), call("d", 10, 40_000, -20_000)];
  expect(byHelp(calls)).toEqual(["b", "d", "c", "a"]);
});

test("under a hand nobody moves: those that are over keep their place, and new ones come last", () => {
  const { ids, moves } = placed(["a", "b", "c"], ["c", "new", "a"], true);
  expect(ids).toEqual(["a", "b", "c", "new"]);
  expect(moves).toBe(1);
});

test("without a hand the order is the wanted one", () => {
  expect(placed(["a", "b"], ["b", "a"], false)).toEqual({ ids: ["b", "a"], moves: 0 });
});

test("how many move is the least that must", () => {
  expect(placed(["a", "b", "c", "d"], ["d", "a", "b", "c"], true).moves).toBe(1);
  expect(placed(["a", "b", "c"], ["c", "b", "a"], true).moves).toBe(2);
});

test("held orders: nobody who was there moves, nobody is lost, nobody is there twice", () => {
  for (let seed = 0; seed < 200; seed++) {
    const random = chance(seed);
    let order: readonly string[] = [];
    for (let step = 0; step < 12; step++) {
      const wanted = [...new Set(Array.from({ length: random(10) }, () => `c${random(9)}`))];
      const held = random(3) > 0;
      const { ids, moves } = placed(order, wanted, held);
      if (held) expect(ids.slice(0, order.length)).toEqual(order);
      expect(new Set(ids).size).toBe(ids.length);
      expect(wanted.every((id) => ids.includes(id))).toBe(true);
      const kept = ids.filter((id) => wanted.includes(id));
      expect(moves === 0).toBe(kept.every((id, index) => id === wanted[index]));
      order = ids;
    }
  }
});
