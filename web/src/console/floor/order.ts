/** Who stands where: the calls whose agents need help most first, and nothing jumps under a hand. */

import type { LiveCall } from "./store.ts";

/** The server's `help` first; ties: the longest call first, then by name, so that all screens agree. */
export function byHelp(calls: Iterable<LiveCall>): string[] {
  return [...calls]
    .sort(
      ({ row: a, told: ta }, { row: b, told: tb }) =>
        b.help - a.help || ta - a.started - (tb - b.started) || (a.call < b.call ? -1 : 1),
    )
    .map(({ row }) => row.call);
}

export interface Placed {
  readonly ids: readonly string[];
  /** How many calls will change their place once the order is no longer held. */
  readonly moves: number;
}

/**
 * The order to show. Held: everybody keeps the place they had, calls that are over too, and new ones come
 * last. Else: as wanted.
 */
export function placed(before: readonly string[], wanted: readonly string[], held: boolean): Placed {
  if (!held) return { ids: wanted, moves: 0 };
  const there = new Set(before);
  const ids = [...before, ...wanted.filter((id) => !there.has(id))];
  const rank = new Map(wanted.map((id, index) => [id, index]));
  const ranks = ids.flatMap((id) => rank.get(id) ?? []);
  return { ids, moves: ranks.length - longestRise(ranks) };
}

/** The length of the longest rising subsequence: what may stay where it is (patience sorting). */
function longestRise(numbers: readonly number[]): number {
  const tops: number[] = [];
  for (const number of numbers) {
    let [low, high] = [0, tops.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tops[middle] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    tops[low] = number;
  }
  return tops.length;
}
