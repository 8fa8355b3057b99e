/** Which alerts stand in which list, and in what order. */

import type { Priority } from "../../client/wire.ts";
import type { LiveAlert } from "./store.ts";

const WEIGHT: Readonly<Record<Priority, number>> = { notice: 0, advice: 1, urgent: 2, critical: 3 };

/** Those nobody has taken on, and those that have just been withdrawn: the most pressing first, then the
 * one that has waited longest, so that a new one moves nothing that is as pressing. */
export function waiting(alerts: Iterable<LiveAlert>): LiveAlert[] {
  return ordered([...alerts].filter(({ alert }) => alert.state === "raised" || alert.state === "withdrawn"));
}

/** Those that somebody has acknowledged or silenced. */
export function acting(alerts: Iterable<LiveAlert>, state: "acknowledged" | "silenced"): LiveAlert[] {
  return ordered([...alerts].filter(({ alert }) => alert.state === state));
}

function ordered(alerts: LiveAlert[]): LiveAlert[] {
  return alerts.sort(
    (a, b) =>
      WEIGHT[b.alert.priority] - WEIGHT[a.alert.priority] ||
      a.raised - b.raised ||
      (a.alert.id < b.alert.id ? -1 : 1),
  );
}
