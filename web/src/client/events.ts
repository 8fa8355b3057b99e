/** Events in: what an integrator tells of a call (docs/integrators/protocol.md). Times: ms since it began. */

import type { Context, Speaker } from "./wire.ts";

export interface CallStart {
  readonly type: "call.start";
  /** Whose overlay shows the call's hints. */
  readonly agent: string;
  /** Chinese unless given; a tag such as `en-US` counts as its language. */
  readonly language?: "zh" | "en" | `${"zh" | "en"}-${string}`;
  readonly queue?: string;
  /** An opaque key; never a name or a number. */
  readonly customer?: string;
  readonly direction?: "inbound" | "outbound";
  /** RFC 3339, with a time zone. */
  readonly started_at?: string;
  readonly channels?: readonly { readonly channel: number | string; readonly speaker: Speaker }[];
  readonly source?: { readonly vendor?: string; readonly adapter?: string };
  /** What is known of the call: name, age, product …; for rules, and for the slots of hints. */
  readonly context?: Context;
}

export interface Word {
  readonly text: string;
  readonly start?: number | null;
  readonly end?: number | null;
  readonly confidence?: number | null;
}

export interface Prosody {
  readonly loudness_db?: number;
  readonly pitch_hz?: number;
  readonly rate_cps?: number;
  readonly emotion?: Readonly<Record<string, number>>;
}

/** One hypothesis: the WHOLE current text of an utterance, never a delta. */
export interface Fragment {
  readonly type: "fragment";
  readonly speaker?: Speaker;
  /** Where `channels` says who speaks. */
  readonly channel?: number | string;
  readonly utterance: string;
  /** Counted by the client unless given. */
  readonly revision?: number;
  readonly text: string;
  /** The text will not change any more. */
  readonly final: boolean;
  readonly end_of_turn?: boolean;
  /** Of the words; left out = unknown, never 0. */
  readonly start?: number;
  readonly end?: number;
  /** So many leading characters will not change. */
  readonly stable?: number;
  readonly confidence?: number;
  readonly words?: readonly Word[];
  /** Utterances folded into this one. */
  readonly supersedes?: readonly string[];
  readonly prosody?: Prosody;
}

export type CallEvent =
  | CallStart
  | Fragment
  | { readonly type: "activity"; readonly speaker: Speaker; readonly speaking: boolean }
  | { readonly type: "context"; readonly set: Context }
  | { readonly type: "gap"; readonly speaker: Speaker; readonly start: number; readonly end: number }
  | { readonly type: "call.hold" }
  | { readonly type: "call.resume" }
  | { readonly type: "call.transfer"; readonly agent: string; readonly queue?: string }
  | { readonly type: "call.end"; readonly reason?: string };

/** What the sidecar answers on an ingest connection. */
export type Answer =
  | { readonly type: "welcome" }
  | { readonly type: "ack"; readonly call: string; readonly sender: string; readonly seq: number }
  | { readonly type: "resumed"; readonly call: string; readonly sender: string; readonly seq: number }
  | {
      readonly type: "error";
      readonly code: string;
      readonly detail?: string;
      readonly call?: string;
      readonly sender?: string;
      readonly seq?: number;
      readonly temporary?: boolean;
    };
