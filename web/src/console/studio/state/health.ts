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

/**
 * What the list of calls is asked for the calls behind a number, over the last so many days (0: all); null where
 * it cannot say. A rule's calls are those in which its hint was shown, or would have been: it was in shadow.
 */
export function callsBehind(
  rule: string,
  column: Exclude<Column, "look" | "rule" | "per_100">,
  days: number,
  now = new Date(),
): Readonly<Record<string, string>> | null {
  const first = new Date(now.getFullYear(), now.getMonth(), now.getDate() - days);
  const two = (part: number): string => String(part).padStart(2, "0");
  const day = `${first.getFullYear()}-${two(first.getMonth() + 1)}-${two(first.getDate())}`;
  const from: Readonly<Record<string, string>> = days === 0 ? {} : { from: day };
  switch (column) {
    case "shown":
    case "shadow":
      return { rule, ...from };
    case "helpful":
    case "wrong":
    case "dismissed":
      return { rule, verdict: column, ...from };
    case "met":
      return null; // of hints; the list knows how needs ended
  }
}

function urgency({ verdicts }: RuleHealth): number {
  return Math.max(0, ...verdicts.map((verdict) => URGENCY[verdict]));
}

function named(a: RuleHealth, b: RuleHealth): number {
  return a.rule < b.rule ? -1 : Number(a.rule > b.rule);
}
