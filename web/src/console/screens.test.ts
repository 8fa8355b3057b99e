import { expect, test } from "vitest";
import type { Screen } from "./screen.ts";
import { type Entry, SCREENS, entryOf } from "./screens.ts";

const entry = (path: string, below: boolean): Entry => ({
  path,
  below,
  supervisors: true,
  load: () => Promise.reject<new () => Screen>(new Error("is not loaded here")),
});
const screens = [entry("console", false), entry("console/rules", false), entry("calls", true)];

test("an address is answered by the longest path that fits", () => {
  const path = (address: string) => entryOf(address, screens)?.path;
  expect(path("console")).toBe("console");
  expect(path("console/rules")).toBe("console/rules");
  expect(path("calls/c-17")).toBe("calls");
  expect(path("callsign")).toBeUndefined();
  expect(path("console/elsewhere")).toBeUndefined();
});

test("a call may be called as a screen is", () => {
  const review = entryOf("calls/c-17", SCREENS);
  expect(review).toBeDefined();
  for (const call of ["trends", "morning", "calls", "rules"]) {
    expect(entryOf(`calls/${call}`, SCREENS)).toBe(review);
  }
});
