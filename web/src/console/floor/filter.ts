/** Which calls are wanted, as the address says it. */

import type { Level } from "../../client/wire.ts";
import type { Row } from "./wire.ts";

export const LEVELS: readonly Level[] = ["severe", "high", "mild", "calm"];

/** From here on a complaint is likelier than not, as the server reckons it. */
export const RISKY = 0.5;

export interface Filter {
  readonly queue: string;
  readonly group: string;
  /** Part of the agent's name or number. */
  readonly agent: string;
  readonly mood: Level | "";
  /** Only calls with an alert that nobody has taken on. */
  readonly alerts: boolean;
  /** Only calls after which a complaint is to be feared. */
  readonly risky: boolean;
}

export function filterOf(query: URLSearchParams): Filter {
  const mood = query.get("mood");
  return {
    queue: query.get("queue") ?? "",
    group: query.get("group") ?? "",
    agent: query.get("agent") ?? "",
    mood: LEVELS.find((level) => level === mood) ?? "",
    alerts: query.get("alerts") === "1",
    risky: query.get("risky") === "1",
  };
}

/** Parameters of an address; what is not asked for is `undefined`. */
export function parametersOf(filter: Filter): Record<string, string | undefined> {
  const { queue, group, agent, mood, alerts, risky } = filter;
  return { queue, group, agent, mood, alerts: alerts ? "1" : undefined, risky: risky ? "1" : undefined };
}

export function isOn(filter: Filter): boolean {
  return Object.values(parametersOf(filter)).some((value) => value !== undefined && value !== "");
}

/** Whether a row is where and whose one looks at: the part of the filter that totals go by. */
export function isAmong(row: Row, { queue, group, agent }: Filter): boolean {
  return (
    (queue === "" || row.queue === queue) &&
    (group === "" || row.group === group) &&
    (agent === "" || row.agent.toLowerCase().includes(agent.toLowerCase()))
  );
}

export function passes(row: Row, filter: Filter): boolean {
  return (
    isAmong(row, filter) &&
    (filter.mood === "" || row.emotion.level === filter.mood) &&
    (!filter.alerts || row.alerts > 0) &&
    (!filter.risky || row.complaint_risk >= RISKY)
  );
}

export interface Totals {
  readonly calls: number;
  readonly moods: Readonly<Record<Level, number>>;
  readonly alerts: number;
  readonly risky: number;
  readonly held: number;
}

export function totals(rows: Iterable<Row>): Totals {
  const moods = { calm: 0, mild: 0, high: 0, severe: 0 };
  let [calls, alerts, risky, held] = [0, 0, 0, 0];
  for (const row of rows) {
    calls += 1;
    moods[row.emotion.level] += 1;
    if (row.alerts > 0) alerts += 1;
    if (row.complaint_risk >= RISKY) risky += 1;
    if (row.held) held += 1;
  }
  return { calls, moods, alerts, risky, held };
}
