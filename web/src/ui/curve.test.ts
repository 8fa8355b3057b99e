import { expect, test } from "vitest";
import type { Reading } from "../state/view.ts";
import { curvePath, trend } from "./curve.ts";

function readings(...points: readonly (readonly [number, number])[]): Reading[] {
  return points.map(([at, value]) => ({
    at,
    value,
    meter: "anger",
    meters: { anger: value },
    level: "mild",
    spike: false,
  }));
}

/** A widow who is comforted: her mood is worse and worse by what she says, and she grieves less and less. */
function comforted(named: "mood" | "grief" = "grief"): Reading[] {
  const told = [
    { at: 10_000, meters: { mood: 0.5, grief: 0.7 } },
    { at: 20_000, meters: { mood: 0.95, grief: 0.5 } },
  ];
  return told.map(({ at, meters }) => ({
    at,
    value: meters[named],
    meter: named,
    meters,
    level: "high",
    spike: false,
  }));
}

/** The y coordinates of a path's ends and control points. */
function heights(path: string | null): number[] {
  const numbers = (path ?? "").match(/-?[\d.]+/g) ?? [];
  return numbers.filter((_, index) => index % 2 === 1).map(Number);
}

test("nothing is drawn before the first reading", () => {
  expect(curvePath([], 10_000)).toBeNull();
  expect(trend([], 10_000)).toBe("steady");
});

test("the line spans the minute, and holds the last reading to its end", () => {
  const path = curvePath(readings([10_000, 0.5]), 60_000) ?? "";
  expect(path.startsWith("M0 ")).toBe(true);
  expect(path.endsWith("160 12")).toBe(true);
});

test("it never leaves the box, and rises with the value", () => {
  const path = curvePath(readings([0, 0], [20_000, 7], [40_000, 1], [59_000, 0.1]), 60_000);
  for (const y of heights(path)) {
    expect(y).toBeGreaterThanOrEqual(2);
    expect(y).toBeLessThanOrEqual(22);
  }
  const [low, high] = [0.2, 0.8].map((value) => heights(curvePath(readings([0, value]), 60_000)).at(-1) ?? NaN);
  expect(high).toBeLessThan(low ?? NaN);
});

test("the trend is against six seconds ago, and ignores a tremor", () => {
  expect(trend(readings([0, 0.2], [10_000, 0.6]), 10_000)).toBe("rising");
  expect(trend(readings([0, 0.6], [10_000, 0.2]), 10_000)).toBe("falling");
  expect(trend(readings([0, 0.55], [10_000, 0.6]), 10_000)).toBe("steady");
});

test("the line and the arrow are those of the feeling that is named", () => {
  expect([trend(comforted(), 20_000), trend(comforted("mood"), 20_000)]).toEqual(["falling", "rising"]);
  // Named only now: where it came from is its own way, not that of what was named before.
  const late = [...comforted("mood").slice(0, 1), ...comforted().slice(1)];
  expect(trend(late, 20_000)).toBe("falling");
  expect(curvePath(late, 60_000)).toBe(curvePath(comforted(), 60_000));
});

test("a spike is said for six seconds", () => {
  const spiked = readings([0, 0.2], [10_000, 0.9]).map((each) => ({ ...each, spike: each.at > 0 }));
  expect(trend(spiked, 12_000)).toBe("spike");
  expect(trend(spiked, 17_000)).toBe("steady");
});
