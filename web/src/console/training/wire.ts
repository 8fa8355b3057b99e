/** The training room's half of the wire (`docs/integrators/asyncapi.json`, `/v1/train`). Times: ms since the call
 * began. */

import { messagesIn } from "../../client/parse.ts";
import type { DialLevel, Level, StreamEvent, Transcript, Verdict } from "../../client/wire.ts";
import type { Lang } from "../../i18n/words.ts";

export type Ability = "understanding" | "expression" | "communication" | "negotiation" | "empathy";
export type InBoth = Readonly<Record<Lang, string>>;

export interface Scenario {
  readonly id: string;
  readonly kind: "scenario" | "call";
  readonly title: InBoth;
  readonly about: InBoth;
  readonly language: Lang;
  readonly trains: readonly Ability[];
  readonly difficulty: 1 | 2 | 3;
  readonly minutes: number;
  readonly moments: number;
  readonly voice: { readonly rate: number; readonly pitch: number };
  readonly context: Readonly<Record<string, unknown>>;
}

export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly advice: string | null;
}

export interface Catalogue {
  readonly scenarios: readonly Scenario[];
  readonly problems: readonly Problem[];
}

/** What the trainee does; `at` comes back filled in. */
export type Move = { readonly at?: number } & (
  | { readonly type: "say"; readonly text: string; readonly took?: number }
  | { readonly type: "feedback"; readonly hint: string; readonly verdict: Verdict }
  | { readonly type: "dial"; readonly level: DialLevel }
  | { readonly type: "end" }
);

export interface Begin {
  readonly type: "begin";
  readonly scenario: string;
  readonly hints: boolean;
  readonly pressure: boolean;
  readonly pace: number;
  readonly moves: readonly Move[];
}

export type Asked =
  | Begin
  | Move
  | { readonly type: "skip" }
  | { readonly type: "pause"; readonly on: boolean }
  | { readonly type: "pace"; readonly pace: number };

export interface Line {
  readonly type: "line";
  readonly moment: number;
  readonly text: string;
  readonly at: number;
  readonly until: number;
  readonly last: boolean;
}

export interface Turn {
  readonly type: "turn";
  readonly whose: "customer" | "agent" | "over";
  readonly moment: number;
  readonly at: number;
  readonly runs: boolean;
  readonly reason?: string;
}

export interface Moved {
  readonly type: "moved";
  readonly moment: number;
  readonly move: Move;
}

export type Ended = "unprompted" | "after_hint" | "missed" | "undetermined" | "not_asked";

export interface Reviewed {
  readonly moment: number;
  readonly at: number;
  readonly customer: readonly string[];
  readonly said: readonly string[];
  readonly good: readonly string[];
  readonly poor: readonly string[];
  readonly aim: string | null;
  readonly wanted: readonly { readonly need: string; readonly text: string; readonly ended: Ended }[];
  readonly hinted: readonly string[];
}

export interface Score {
  readonly asked: number;
  readonly unprompted: number;
  readonly after_hint: number;
  readonly missed: number;
  readonly share: number | null;
}

export interface Feeling {
  readonly at: number;
  readonly meters: Readonly<Record<string, number>>;
  readonly level: Level;
}

export interface Result {
  readonly type: "result";
  readonly scenario: string;
  readonly report: {
    readonly duration: number;
    readonly reason: string | null;
    readonly abilities: Readonly<Record<Ability, Score>>;
    readonly layers: readonly {
      readonly name: "heard" | "solved" | "warm" | "trusted";
      readonly reached: boolean | null;
      readonly why: string;
    }[];
    readonly needs: readonly {
      readonly id: string;
      readonly text: string;
      readonly opened: number | null;
      readonly met: number | null;
      readonly ended: Exclude<Ended, "not_asked">;
    }[];
    readonly hints: readonly { readonly shown: number; readonly text: string }[];
    readonly feelings: Readonly<Record<string, readonly Feeling[]>>;
  };
  readonly moments: readonly Reviewed[];
  readonly hints: boolean;
  readonly met: number;
  readonly asked: number;
  readonly markdown: string;
}

export type Told =
  | StreamEvent
  | Transcript
  | Line
  | Turn
  | Moved
  | Result
  | { readonly type: "welcome" }
  | { readonly type: "begun"; readonly call: string; readonly moments: number }
  | { readonly type: "paused"; readonly on: boolean; readonly at: number }
  | { readonly type: "ping" }
  | { readonly type: "error"; readonly code: string; readonly detail: string };

/** The messages of a frame; what cannot be read is left out. */
export function toldIn(frame: string): Told[] {
  return messagesIn(frame).filter((one): one is Told => typeof one === "object" && one !== null && "type" in one);
}
