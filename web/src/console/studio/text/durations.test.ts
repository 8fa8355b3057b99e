import { expect, test } from "vitest";
import { duration, seconds } from "./durations.ts";

test("durations are told in seconds, and written back", () => {
  expect(["500ms", "12s", "2m", "1h", "soon", "", null].map(seconds)).toEqual([0.5, 12, 120, 3600, null, null, null]);
  expect([0.5, 12, 120, null, -1, Number.NaN].map(duration)).toEqual(["500ms", "12s", "120s", null, null, null]);
});
