import { expect, test } from "vitest";
import { clock, dayOf, daysFrom, seconds, turned } from "./time.ts";

test("a long call has hours", () => {
  expect([0, 42_900, 723_000, 3_723_000].map(clock)).toEqual(["0:00", "0:42", "12:03", "1:02:03"]);
});

test("days are counted over the ends of months and of summer time", () => {
  expect(daysFrom("2026-03-01", -1)).toBe("2026-02-28");
  expect(daysFrom("2026-12-31", 1)).toBe("2027-01-01");
  expect(daysFrom("2026-10-24", 3)).toBe("2026-10-27");
  expect(dayOf(new Date(2026, 10, 2, 23, 59).getTime())).toBe("2026-11-02");
});

test("days are turned where the last is before the first, and both are days", () => {
  expect(turned("2026-11-24", "2026-11-20")).toBe(true);
  expect(turned("2026-11-20", "2026-11-20")).toBe(false);
  expect([turned("soon", "2026-11-20"), turned("2026-11-20", "")]).toEqual([false, false]);
});

test("a moment has one address", () => {
  expect([42_000, 42_049, 42_050].map(seconds)).toEqual(["42", "42", "42.1"]);
});
