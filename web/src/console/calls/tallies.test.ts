import { expect, test } from "vitest";
import type { Day } from "./data.ts";
import { abilityShares, begun, counted, foremost, sorted } from "./tallies.ts";

const days = [
  { needs: { grief: 3, fees: 1 }, missed: { grief: 1 }, abilities: { empathy: { unprompted: 1, after_hint: 1, missed: 2 } } },
  { needs: { fees: 1, limits: 2 }, missed: {}, abilities: { empathy: { undetermined: 4 } } },
] as unknown as readonly Day[];

test("what came up most stands first, with each day and what was missed", () => {
  const rows = foremost(sorted(counted(days, "needs", "missed")), 2);
  expect(rows.map(({ name, total, days, missed }) => [name, total, days, missed])).toEqual([
    ["grief", 3, [3, 0], [1, 0]],
    ["fees", 2, [1, 1], [0, 0]],
  ]);
});

test("what was missed is never left out, however seldom it came up", () => {
  const seldom = [
    { needs: { fees: 9, limits: 8, grief: 1, forms: 1 }, missed: { grief: 1 } },
  ] as unknown as readonly Day[];
  const rows = sorted(counted(seldom, "needs", "missed"));
  expect(foremost(rows, 1).map(({ name }) => name)).toEqual(["fees", "grief"]);
  expect(foremost(rows, 9)).toHaveLength(4);
});

test("an ability's share counts only what is known", () => {
  const empathy = abilityShares({ days }).find(({ ability }) => ability === "empathy");
  expect(empathy?.shares).toEqual([0.5, null]);
});

test("days before the first call are left out, days between calls are not", () => {
  const on = (...calls: number[]): readonly Day[] => calls.map((n) => ({ calls: n })) as unknown as readonly Day[];
  expect(begun(on(0, 0, 2, 0, 1, 0)).map(({ calls }) => calls)).toEqual([2, 0, 1, 0]);
  expect(begun(on(0, 0))).toEqual([]);
});
