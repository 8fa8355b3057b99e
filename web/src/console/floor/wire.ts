/** `WS /v1/supervise` (docs/integrators/protocol.md). Times: ms; `ago` and the like: before the message. */

import type { CallSnapshot, Level, Priority, Quote, Transcript } from "../../client/wire.ts";
import type { Message } from "../line.ts";

export interface RowNeed {
  readonly id: string;
  readonly rule: string;
  readonly text: string;
  readonly state: "open" | "escalated";
  readonly priority: Priority;
  readonly since: number;
}

export interface RowReason {
  /** A need of the catalogue, or `emotion:METER`, which has no text. */
  readonly what: string;
  readonly text: string;
  readonly weight: number;
}

export interface Row {
  readonly call: string;
  readonly agent: string;
  readonly queue: string | null;
  readonly group: string | null;
  readonly language: string;
  readonly started: number;
  readonly held: boolean;
  readonly exchanged: boolean;
  readonly input_lost: boolean;
  readonly muted: boolean;
  readonly emotion: {
    readonly level: Level;
    readonly meter: string | null;
    readonly value: number;
    readonly spike: boolean;
    /** Heights 2 s apart, the last of them now; empty: nothing to see. */
    readonly curve: readonly number[];
  };
  readonly needs: readonly RowNeed[];
  readonly complaint_risk: number;
  readonly complaint_why: readonly RowReason[];
  readonly last_hint: {
    readonly id: string;
    readonly text: string;
    readonly priority: Priority;
    readonly ago: number;
    readonly count: number;
  } | null;
  readonly hints: number;
  /** Minutes for which the customer's emotion has stood at high or severe. */
  readonly strain: number;
  /** How many alerts stand raised. */
  readonly alerts: number;
  /** How many overlays of the agent are open. */
  readonly screens: number;
  /** 0–100: who needs help most. */
  readonly help: number;
}

export type AlertState = "raised" | "acknowledged" | "silenced" | "withdrawn";

export interface Alert {
  readonly type: "alert";
  readonly id: string;
  readonly state: AlertState;
  readonly call: string;
  readonly agent: string;
  readonly queue: string | null;
  readonly rule: string;
  readonly need: string | null;
  readonly priority: Priority;
  readonly text: string;
  readonly because: readonly Quote[];
  readonly at: number;
  readonly ago: number;
  readonly ended: boolean;
  readonly by?: string;
  readonly reason?: string;
  /** Wall clock, ms since 1970. */
  readonly until?: number;
  readonly silence?: string;
  readonly why?: "taken_back" | "passed" | "call_ended";
}

export interface Silence {
  readonly id: string;
  readonly rule: string | null;
  readonly queue: string | null;
  readonly call: string | null;
  readonly by: string;
  readonly reason: string | null;
  readonly until: number;
}

export interface Trace {
  readonly type: "trace";
  readonly call: string;
  readonly at: number;
  readonly rule: string;
  /** What the rule tells the agent; empty: it is no longer in force. */
  readonly text: string;
  readonly hint: string;
  readonly what: string;
  readonly why: string;
}

/** What a rule in shadow would have shown. */
export interface Shadow {
  readonly type: "hint.shadow";
  readonly call: string;
  readonly at: number;
  readonly id: string;
  readonly state: "raised" | "withdrawn";
  readonly rule: string;
  readonly text: string;
}

/** What a supervisor wrote to the agent. */
export interface Note {
  readonly type: "note";
  readonly call: string;
  readonly at: number;
  readonly id: string;
  readonly from: string;
  readonly text: string;
  /** When the agent saw it, and put it away: ms of the call; not yet where it is left out. */
  readonly shown?: number;
  readonly read?: number;
}

export interface NoteSeen {
  readonly type: "note.seen";
  readonly call: string;
  readonly at: number;
  readonly id: string;
  readonly state: "shown" | "read";
}

export interface Watched {
  readonly type: "watched";
  readonly call: string | null;
  readonly snapshot: (CallSnapshot & { readonly notes?: readonly Note[] }) | null;
  readonly transcripts?: readonly Transcript[];
  readonly trace?: readonly Trace[];
}

export interface NoteSent {
  readonly type: "note.sent";
  readonly id: string;
  readonly call: string;
  readonly text: string;
  /** Overlays of the agent that are open. */
  readonly screens: number;
  readonly ref?: string;
}

export interface Refused {
  readonly type: "error";
  readonly code: string;
  readonly detail: string;
  readonly call?: string;
  readonly ref?: string;
}

/** What is told of the floor as a whole; all else belongs to the call that is watched. */
export type FloorMessage =
  | { readonly type: "floor"; readonly rows: readonly Row[] }
  | { readonly type: "floor.change"; readonly rows: readonly Row[]; readonly gone: readonly string[] }
  | { readonly type: "silences"; readonly silences: readonly Silence[] }
  | Alert;

const FLOOR: ReadonlySet<string> = new Set<FloorMessage["type"]>([
  "floor",
  "floor.change",
  "silences",
  "alert",
]);

/** The fields are the server's word: its side of this is tested against the same specification. */
export function isFloor(message: Message): message is Message & FloorMessage {
  return FLOOR.has(message.type);
}
