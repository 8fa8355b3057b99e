/** What `/v1/calls`, `/v1/cases` and `/v1/trends` answer (`assist/server/api/calls.py`). Times of a call
 * are in ms since it began; `began`, `ended`, `since` and `before` in ms since 1970. */

import type { Lang } from "../../i18n/words.ts";

export type Level = "calm" | "mild" | "high" | "severe";
export type Met = "unprompted" | "after_hint" | "missed" | "undetermined" | "open";
export type LayerName = "heard" | "solved" | "warm" | "trusted";

export interface Row {
  readonly call: string;
  readonly began: number;
  readonly ended: number;
  /** Why it could not be reviewed. */
  readonly fault: string | null;
  readonly agent: string;
  readonly queue: string;
  readonly group: string;
  readonly product: string;
  readonly duration: number;
  readonly level: Level;
  readonly last_level: Level;
  readonly peak_at: number;
  readonly peak_meter: string;
  readonly strain: number;
  readonly hints: number;
  readonly met: number;
  readonly missed: number;
  readonly layers: Readonly<Record<LayerName, boolean | null>>;
  /** Id, text and end of each need. */
  readonly needs: readonly (readonly [string, string, Met])[];
  /** When, by whom and in which line the words looked for were said. */
  readonly found: readonly (readonly [number, string, string])[];
}

export interface Live {
  readonly call: string;
  readonly began: number;
  readonly agent: string;
  readonly queue: string;
  readonly group: string;
}

export type Facets = Readonly<
  Record<"agents" | "queues" | "groups" | "products" | "needs" | "rules", readonly string[]>
>;

export interface Page {
  readonly calls: readonly Row[];
  readonly next: string | null;
  /** Ended calls that are still being read. */
  readonly reading: number;
  /** With the first page only, as the rest. */
  readonly total?: number;
  readonly facets?: Facets;
  readonly need_texts?: Readonly<Record<string, string>>;
  readonly live?: readonly Live[];
}

export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly part: "cue" | "answer";
  readonly rule: string;
  readonly need: string;
}

export interface Line {
  readonly at: number;
  readonly end: number;
  readonly speaker: string;
  readonly text: string;
  /** When rules knew all of it. */
  readonly heard: number;
  readonly marks: readonly Mark[];
}

export interface Hint {
  readonly id: string;
  readonly rule: string;
  readonly need: string;
  readonly priority: "notice" | "advice" | "urgent" | "critical";
  readonly text: string;
  readonly say: string | null;
  readonly shown: number;
  readonly count: number;
  /** What it said from then on, as nobody had done what it said before. */
  readonly escalations: readonly { readonly at: number; readonly priority: Hint["priority"]; readonly text: string }[];
  readonly closed: number | null;
  readonly reason: string | null;
  readonly verdicts: readonly string[];
  readonly comments: readonly string[];
}

/** A hint that a rule in shadow would have shown: nobody saw it. */
export interface Shadow {
  readonly at: number;
  readonly rule: string;
  readonly need: string;
  readonly priority: Hint["priority"];
  readonly text: string;
  /** By whom, when and which words. */
  readonly because: readonly (readonly [string, number, string])[];
}

export interface Need {
  readonly id: string;
  readonly rule: string;
  readonly ability: string;
  readonly text: string;
  readonly opened: number | null;
  readonly met: number | null;
  readonly ended: Met;
}

export interface Score {
  readonly asked: number;
  readonly unprompted: number;
  readonly after_hint: number;
  readonly missed: number;
  readonly share: number | null;
}

export interface Curve {
  readonly at: readonly number[];
  readonly level: readonly Level[];
  readonly meters: Readonly<Record<string, readonly number[]>>;
}

export interface Alert {
  readonly at: number;
  readonly rule: string;
  readonly text: string;
  readonly state: "raised" | "acknowledged" | "silenced";
  readonly by: string | null;
  readonly handled: number | null;
}

export interface Report {
  readonly call: string;
  readonly live: boolean;
  readonly agent: string;
  readonly agents: readonly (readonly [number, string])[];
  readonly queue: string | null;
  readonly group: string | null;
  readonly language: string;
  readonly context: Readonly<Record<string, unknown>>;
  readonly duration: number;
  readonly held: number;
  readonly holds: readonly (readonly [number, number])[];
  readonly reason: string | null;
  readonly lines: readonly Line[];
  readonly feelings: Readonly<Record<string, Curve>>;
  readonly hints: readonly Hint[];
  readonly shadows: readonly Shadow[];
  readonly needs: readonly Need[];
  readonly facts: readonly { readonly label: string; readonly value: string; readonly at: number }[];
  readonly alerts: readonly Alert[];
  readonly notes: readonly { readonly at: number; readonly author: string; readonly text: string }[];
  readonly abilities: Readonly<Record<string, Score>>;
  readonly layers: readonly {
    readonly name: LayerName;
    readonly reached: boolean | null;
    readonly why: string;
  }[];
  readonly strain: number;
}

export interface Review {
  readonly began: number | null;
  readonly ended: number | null;
  readonly report: Report;
}

export type Standing =
  | "visible"
  | "held back"
  | "waiting"
  | "open"
  | "met"
  | "gone"
  | "near miss"
  | "silent";

export interface Explained {
  readonly rule: string;
  readonly need: string;
  readonly mode: string;
  /** Its headline, as agents see it. */
  readonly text: string;
  readonly where: string;
  readonly standing: Standing;
  /** Condition by condition, in words; indented by two spaces a level. */
  readonly lines: readonly string[];
}

export interface Explanation {
  readonly at: number;
  readonly rules: readonly Explained[];
}

export interface TestCase {
  readonly name: string;
  readonly yaml: string;
  /** The file of tests beside the rule. */
  readonly path: string;
  readonly status: "passed" | "failed";
  /** What is not as the test has it, by language. */
  readonly failures: Readonly<Record<Lang, readonly string[]>>;
}

export interface Morning {
  readonly day: string;
  readonly calls: number;
  /** How many are worth looking at; `look` has the most pressing of them. */
  readonly worth: number;
  readonly look: readonly { readonly call: Row; readonly why: readonly string[] }[];
  readonly well: readonly Row[];
}

export interface Day {
  readonly day: string;
  readonly calls: number;
  /** Minutes, as `strain`. */
  readonly talked: number;
  readonly strain: number;
  readonly severe: number;
  readonly needs: Readonly<Record<string, number>>;
  readonly missed: Readonly<Record<string, number>>;
  readonly products: Readonly<Record<string, number>>;
  readonly abilities: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface Load {
  readonly agent: string;
  readonly calls: number;
  readonly talked: number;
  readonly strain: number;
  readonly breaks: readonly { readonly at: number; readonly minutes: number; readonly borne: number }[];
}

export interface Trends {
  readonly days: readonly Day[];
  readonly agents: readonly Load[];
  readonly facets: Facets;
  readonly need_texts: Readonly<Record<string, string>>;
}
