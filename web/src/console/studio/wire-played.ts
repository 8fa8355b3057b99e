/** What the server says of rules and calls: backtests, and how rules fare. */

import type { Mode } from "./wire.ts";

export interface Recordings {
  readonly calls: number;
  readonly labelled: number;
  readonly why_none: "memory" | null;
}
export interface Asked {
  readonly from: string | null;
  readonly to: string | null;
  readonly most: number;
  readonly labelled: boolean;
}
export interface Progress {
  readonly done: number;
  readonly of: number;
  readonly stage: "starting" | "reading" | "playing";
}
export interface Moment {
  readonly rule: string;
  readonly need: string | null;
  /** Milliseconds of media time; `t` in seconds is for the call's address. */
  readonly at: number;
  readonly t: number;
  readonly text: string;
  readonly because: readonly string[];
  readonly shadow: boolean;
  readonly was_at?: number;
  readonly was?: string;
}
export interface Backtested {
  readonly calls: number;
  readonly labelled: number;
  readonly affected: number;
  readonly took_ms: number;
  readonly complete: boolean;
  readonly rules: readonly RuleDifference[];
  readonly changes: readonly CallDifference[];
}
export interface RuleDifference {
  readonly rule: string;
  readonly mode: Mode;
  /** Hints per 100 calls; null where the rule is not there. */
  readonly before: number | null;
  readonly after: number | null;
  readonly new: number;
  readonly gone: number;
  readonly moved: number;
  readonly reworded: number;
}
export interface CallDifference {
  readonly call: string;
  readonly source: "log" | "labelled";
  readonly new: readonly Moment[];
  readonly gone: readonly Moment[];
  readonly moved: readonly Moment[];
  readonly reworded: readonly Moment[];
}

export type Verdict = "never" | "too_often" | "often_wrong" | "always_dismissed";
export interface RuleHealth {
  readonly rule: string;
  readonly need: string | null;
  readonly mode: Mode;
  readonly path: string;
  readonly line: number;
  readonly shown: number;
  readonly calls: number;
  readonly per_100: number;
  readonly met: number;
  readonly used: number;
  readonly helpful: number;
  readonly wrong: number;
  readonly dismissed: number;
  readonly later: number;
  readonly expired: number;
  readonly shadow: number;
  readonly last: { readonly call: string; readonly at: number; readonly ended: number } | null;
  readonly verdicts: readonly Verdict[];
}
export interface Health {
  readonly calls: number;
  readonly rules: readonly RuleHealth[];
}
