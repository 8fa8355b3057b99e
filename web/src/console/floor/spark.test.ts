import { expect, test } from "vitest";
import { minute, sparkPath, way } from "./spark.ts";

const reading = (at: number, value: number) => ({ at, value, meter: "anger", meters: { anger: value }, level: "mild", spike: false }) as const;

test("thirty heights become a line across; out of bounds is the bound", () => {
  const path = sparkPath([0, 2, -1]) ?? "";
  expect(path).toBe("M0 14.5L44 1.5L88 14.5");
  expect(sparkPath([])).toBeNull();
});

test("where it goes is the change over ten seconds; a sudden rise is said before all", () => {
  const flat = new Array<number>(25).fill(0.2);
  expect(way([...flat, 0.2, 0.2, 0.3, 0.4, 0.5], false)).toBe("rising");
  expect(way([...flat, 0.2, 0.1, 0.1, 0.1, 0.05], false)).toBe("falling");
  expect(way(flat, false)).toBe("steady");
  expect(way(flat, true)).toBe("spike");
  expect(way([], false)).toBe("steady");
});

test("readings become the same thirty heights that rows have", () => {
  const curve = minute([reading(10_000, 0.4), reading(59_000, 0.9)], 60_000);
  expect([curve.length, curve[0], curve[6], curve.at(-2), curve.at(-1)]).toEqual([30, 0, 0.4, 0.4, 0.9]);
});
