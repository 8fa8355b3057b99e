/** Rows and alerts for tests, and chance that is the same every time. */

import type { Alert, Row } from "./wire.ts";

export function row(call: string, more: Partial<Row> = {}): Row {
  return {
    call,
    agent: `a-${call}`,
    queue: null,
    group: null,
    language: "zh",
    started: 60_000,
    held: false,
    exchanged: false,
    input_lost: false,
    muted: false,
    emotion: { level: "calm", meter: null, value: 0, spike: false, curve: [] },
    needs: [],
    complaint_risk: 0,
    complaint_why: [],
    last_hint: null,
    hints: 0,
    strain: 0,
    alerts: 0,
    screens: 1,
    help: 0,
    ...more,
  };
}

export function alert(id: string, more: Partial<Alert> = {}): Alert {
  return {
    type: "alert",
    id,
    state: "raised",
    call: "c-1",
    agent: "7001",
    queue: null,
    rule: "r",
    need: null,
    priority: "urgent",
    text: "客户情绪持续激烈",
    because: [],
    at: 30_000,
    ago: 1_000,
    ended: false,
    ...more,
  };
}

/** Numbers below `most`, one after the other (mulberry32). */
export function chance(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % most;
  };
}
