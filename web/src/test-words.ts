/** What a sidecar says of one call, for tests. */

import type { CallSnapshot, CloseReason, HintClose, HintShow, NeedChange, Snapshot } from "./client/wire.ts";

export const CALL = "c-1";

export function hint(id: string, more: Partial<HintShow> = {}): HintShow {
  return {
    type: "hint.show",
    call: CALL,
    at: 5_000,
    id,
    rule: `rule-${id}`,
    need: `need-${id}`,
    ability: "empathy",
    priority: "advice",
    text: `做 ${id}`,
    because: [],
    tentative: false,
    count: 1,
    escalated: false,
    expires: 30_000,
    ...more,
  };
}

export function need(id: string, state: NeedChange["state"] = "open"): NeedChange {
  return { type: "need", call: CALL, at: 6_000, id, state, rule: `rule-${id}`, text: `要 ${id}` };
}

export function close(id: string, reason: CloseReason): HintClose {
  return { type: "hint.close", call: CALL, at: 8_000, id, need: `need-${id}`, reason };
}

export function call(more: Partial<CallSnapshot> = {}): CallSnapshot {
  return {
    call: CALL,
    agent: "7001",
    language: "zh",
    context: {},
    at: 5_000,
    needs: [],
    hints: [],
    queued: 0,
    emotion: [],
    held: false,
    ended: false,
    ...more,
  };
}

export function snapshot(...calls: readonly CallSnapshot[]): Snapshot {
  return { type: "snapshot", seq: 1, dial: "balanced", calls };
}
