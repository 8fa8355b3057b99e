/** Days of calls, counted up. Pure. */

import type { Day, Trends } from "./data.ts";
import type { Filters } from "./filters.ts";

/** One thing over some days: calls in which it was, and those that missed it. */
export interface Counted {
  readonly name: string;
  readonly total: number;
  readonly days: readonly number[];
  readonly missed: readonly number[];
  /** What the list of the calls behind it is filtered by. */
  readonly filters: Filters;
}

/** From the first day with calls on: those before it, of a site that has just begun, would be rows of nothing. */
export function begun(days: readonly Day[]): readonly Day[] {
  const first = days.findIndex(({ calls }) => calls > 0);
  return first < 0 ? [] : days.slice(first);
}

export function counted(
  days: readonly Day[],
  kind: "needs" | "products",
  missed?: "missed",
): readonly Counted[] {
  const names = new Set(days.flatMap((day) => Object.keys(day[kind])));
  return [...names].map((name) => {
    const counts = days.map((day) => day[kind][name] ?? 0);
    return {
      name,
      total: counts.reduce((sum, count) => sum + count, 0),
      days: counts,
      missed: missed === undefined ? [] : days.map((day) => day[missed][name] ?? 0),
      filters: {},
    };
  });
}

/** Those with the most calls first; of equal ones, by name. */
export function sorted(rows: readonly Counted[]): readonly Counted[] {
  return [...rows].sort((one, other) => other.total - one.total || (one.name < other.name ? -1 : 1));
}

/** So many of the first of them, and whatever else a call missed. */
export function foremost(rows: readonly Counted[], howMany: number): readonly Counted[] {
  return rows.filter(({ missed }, at) => at < howMany || missed.some((count) => count > 0));
}

/** Met ÷ known, of each ability on each day; null where nothing asked for it. */
export function abilityShares({
  days,
}: Pick<Trends, "days">): readonly { readonly ability: string; readonly shares: readonly (number | null)[] }[] {
  const order = ["understanding", "expression", "communication", "negotiation", "empathy"];
  return order.map((ability) => ({
    ability,
    shares: days.map((day) => {
      const { unprompted = 0, after_hint = 0, missed = 0 } = day.abilities[ability] ?? {};
      const known = unprompted + after_hint + missed;
      return known === 0 ? null : (unprompted + after_hint) / known;
    }),
  }));
}
