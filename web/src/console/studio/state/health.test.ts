import { expect, test } from "vitest";
import type { RuleHealth } from "../wire.ts";
import { callsBehind, ordered } from "./health.ts";

const rule = (name: string, more: Partial<RuleHealth> = {}): RuleHealth => ({
  rule: name, need: null, mode: "live", path: "a.yaml", line: 1, shown: 0, calls: 0, per_100: 0, met: 0,
  used: 0, helpful: 0, wrong: 0, dismissed: 0, later: 0, expired: 0, shadow: 0, last: null, verdicts: [],
  ...more,
});
const RULES = [
  rule("fine", { shown: 9, per_100: 2 }),
  rule("idle", { verdicts: ["never"] }),
  rule("noisy", { shown: 90, per_100: 40, verdicts: ["too_often"] }),
  rule("mistaken", { shown: 3, per_100: 1, verdicts: ["too_often", "often_wrong"] }),
];
const names = (rules: readonly RuleHealth[]): string[] => rules.map((each) => each.rule);

test("what wants a look comes first", () => {
  expect(names(ordered(RULES, "look", true))).toEqual(["mistaken", "noisy", "idle", "fine"]);
});

test("a column sorts both ways, equals by name", () => {
  expect(names(ordered(RULES, "shown", true))).toEqual(["noisy", "fine", "mistaken", "idle"]);
  expect(names(ordered(RULES, "rule", false))).toEqual(["fine", "idle", "mistaken", "noisy"]);
  expect(names(ordered(RULES, "wrong", false))).toEqual(["fine", "idle", "mistaken", "noisy"]);
});

test("a number leads to the calls behind it, over the same days", () => {
  const now = new Date(2026, 2, 3, 9);
  expect(callsBehind("calm", "shadow", 7, now)).toEqual({ rule: "calm", from: "2026-02-24" });
  expect(callsBehind("calm", "wrong", 0, now)).toEqual({ rule: "calm", verdict: "wrong" });
  expect(callsBehind("calm", "met", 7, now)).toBeNull();
});
