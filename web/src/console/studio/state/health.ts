/** Rules in the order in which they want to be looked at. */

import type { RuleHealth, Verdict } from "../wire.ts";

/** What is wrong with people's work first, then what tires them, then what is idle. */
const URGENCY: Readonly<Record<Verdict, number>> = {
  often_wrong: 4,
  always_dismissed: 3,
  too_often: 2,
  never: 1,
};

export type Column = "look" | "rule" | "per_100" | "shown" | "met" | "helpful" | "wrong" | "dismissed" | "shadow";

/** By `look`: the worst verdict first, among equals the one shown most. Else by the column. */
export function ordered(rules: readonly RuleHealth[], column: Column, down: boolean): RuleHealth[] {
  const by = (a: RuleHealth, b: RuleHealth): number => {
    if (column === "look") return urgency(b) - urgency(a) || b.shown - a.shown || named(a, b);
    if (column === "rule") return down ? named(b, a) : named(a, b);
    const difference = down ? b[column] - a[column] : a[column] - b[column];
    return difference || named(a, b);
  };
  return [...rules].sort(by);
}

function urgency({ verdicts }: RuleHealth): number {
  return Math.max(0, ...verdicts.map((verdict) => URGENCY[verdict]));
}

function named(a: RuleHealth, b: RuleHealth): number {
  return a.rule < b.rule ? -1 : Number(a.rule > b.rule);
}
