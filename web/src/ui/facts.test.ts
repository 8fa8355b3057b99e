import { expect, test } from "vitest";
import type { Fact } from "../client/wire.ts";
import { inOneLine } from "./facts.ts";

function facts(...told: readonly (readonly [string, string])[]): Fact[] {
  return told.map(([label, value]) => ({
    type: "fact",
    call: "c-1",
    at: 0,
    name: label,
    state: "given",
    label,
    value,
    quote_at: 0,
  }));
}

const labels = (found: readonly Fact[]): string[] => found.map(({ label }) => label);

test("one line holds the last told, as many as fit, in the order in which they were told", () => {
  const told = facts(["姓", "林"], ["金额", "十二万"], ["卡尾号", "3827"], ["人在", "成都"]);
  expect(labels(inOneLine(told))).toEqual(["金额", "卡尾号", "人在"]);
  expect(labels(inOneLine(facts(["family", "husband"], ["card ending", "3827"])))).toHaveLength(2);
});

test("one that is too long for the line is shown all the same", () => {
  expect(inOneLine(facts(["姓", "林"], ["金额", "一".repeat(32)]))).toHaveLength(1);
  expect(inOneLine([])).toEqual([]);
});
