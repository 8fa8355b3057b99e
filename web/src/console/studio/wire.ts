/** What the server says about rules: the shapes of `/v1/rules…` (docs/integrators/openapi.json). */

import type { Priority } from "../../client/wire.ts";

export type * from "./wire-played.ts";

export interface Told {
  readonly zh: string;
  readonly en: string;
}
export interface ToldLines {
  readonly zh: readonly string[];
  readonly en: readonly string[];
}

export type Mode = "live" | "shadow" | "off";
export type FileKind = "rules" | "tests" | "needs";
export type WhyNot = "wheel" | "rights" | "link";

export interface Problem {
  readonly path: string;
  readonly severity: "error" | "warning";
  readonly code: string;
  /** From 1; columns count characters, not UTF-16 units, and `end_column` is exclusive. */
  readonly line: number;
  readonly column: number;
  readonly end_line: number;
  readonly end_column: number;
  readonly message: string;
  readonly hint: string | null;
  /** The same in Chinese. */
  readonly zh: { readonly message: string; readonly hint: string | null };
  /** The name that was probably meant there. */
  readonly instead: string | null;
}

/** What the site changes of a rule, of a signal that it listens to, or of a list in one. */
export interface Override {
  readonly path: string;
  readonly line: number;
  readonly of: "rule" | "signal" | "list";
  readonly name: string;
  /** `mode`, `hint.text`, `add` … */
  readonly keys: readonly string[];
}

export interface RuleEntry {
  readonly name: string;
  /** What agents see first; null of a rule that shows nothing, or while the packs have errors. */
  readonly headline: Told | null;
  readonly need: string | null;
  readonly mode: Mode;
  readonly overridden: { readonly path: string; readonly mode: Mode } | null;
  readonly overrides: readonly Override[];
  readonly line: number;
}
export interface FileEntry {
  readonly path: string;
  readonly name: string;
  readonly kind: FileKind;
  readonly revision: string;
  readonly writable: boolean;
  readonly why_not: WhyNot | null;
  readonly size: number;
  readonly rules: readonly RuleEntry[];
  readonly tests: number;
  readonly errors: number;
  readonly warnings: number;
}
export interface Pack {
  readonly name: string;
  readonly writable: boolean;
  readonly why_not: WhyNot | null;
  readonly files: readonly FileEntry[];
}
export interface Tree {
  readonly digest: string;
  /** The files on disk have errors: an earlier good set is in force. */
  readonly stale: boolean;
  /** The history outlives a restart. */
  readonly durable: boolean;
  readonly packs: readonly Pack[];
  readonly problems: readonly Problem[];
}

/** A rule that was looked for, and by which of its texts it was found. */
export interface Found {
  readonly name: string;
  readonly part: "name" | "headline" | "say" | "need" | "phrase";
  readonly text: string;
  /** Who says it, of a phrase. */
  readonly speaker: "customer" | "agent" | "any" | null;
}

export interface RuleFile {
  readonly path: string;
  readonly text: string;
  readonly revision: string;
  readonly writable: boolean;
  readonly why_not: WhyNot | null;
  readonly kind: FileKind;
}

export type NameKind = "signals" | "lists" | "vetoes" | "needs" | "emotions" | "rules";
export interface Name {
  readonly name: string;
  readonly path: string | null;
  readonly line: number;
  readonly sentence: Told;
  readonly about: Readonly<Record<string, unknown>>;
}
export type Names = Readonly<Record<NameKind, readonly Name[]>>;

export type TestStatus = "passed" | "failed" | "known gap" | "fixed" | "muted";
export interface RuleTest {
  readonly name: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly status: TestStatus;
  /** Under the rules on disk; null for a new or changed test. */
  readonly was: TestStatus | null;
  readonly failures: ToldLines;
  /** Which rules the site keeps quiet, where that alone makes it fail. */
  readonly muted: ToldLines;
  readonly story: ToldLines;
  readonly rules: readonly string[];
}
export interface Change {
  readonly kind: "rule" | "signal" | "emotion" | "veto";
  readonly name: string;
  readonly what: "new" | "gone" | "changed";
  readonly lines: ToldLines;
  readonly used_by: readonly string[];
}
export interface Check {
  readonly problems: readonly Problem[];
  readonly tests: readonly RuleTest[];
  readonly run: number;
  readonly of: number;
  readonly skipped: number;
  readonly sentences: Readonly<Record<string, Told>>;
  readonly changes: readonly Change[];
  readonly valid: boolean;
  readonly took_ms: number;
}

export interface Saved {
  readonly path: string;
  readonly revision: string;
  readonly digest: string;
  readonly in_force: boolean;
  readonly history: number;
  readonly changes: readonly Change[];
  readonly tests: readonly RuleTest[];
  readonly problems: readonly Problem[];
  /** Where the server wrote more than it was given: of modes and rollbacks. */
  readonly text?: string;
}
/** Of a save that came second (409). */
export interface Underneath {
  readonly text: string;
  readonly revision: string;
  readonly by: string | null;
  readonly at: string | null;
}

export type HistoryKind = "found" | "saved" | "created" | "deleted" | "mode" | "rollback" | "outside";
export interface Entry {
  readonly id: number;
  readonly path: string;
  readonly at: string;
  readonly author: string | null;
  readonly reason: string | null;
  readonly kind: HistoryKind;
  readonly revision: string | null;
  readonly rules: readonly string[];
  readonly summary: Told | null;
  readonly current: boolean;
}
export interface History {
  readonly entries: readonly Entry[];
  readonly more: boolean;
}
export interface EntryText extends Entry {
  readonly text: string | null;
  readonly before: string | null;
  readonly changes: readonly Change[];
}

export type Ability = "understanding" | "expression" | "communication" | "negotiation" | "empathy";
export interface Heard {
  readonly signal: string;
  readonly speaker: "customer" | "agent" | "any";
  readonly phrases: readonly string[];
  readonly shared: readonly string[];
  readonly editable: boolean;
  readonly where: string | null;
}
export interface Fields {
  readonly name: string;
  readonly need: string;
  readonly ability: Ability;
  /** Null where it says more than a form can hold: it stays as it is written. */
  readonly when: { readonly mode: "any"; readonly signals: readonly Heard[] } | null;
  readonly unless: readonly Heard[] | null;
  readonly patience: { readonly turns: number | null; readonly time: string | null } | null;
  readonly priority: Priority | null;
  readonly text: ToldLines;
  readonly say: ToldLines;
  readonly escalate: Escalate | null;
  readonly mode: Mode;
  readonly cooldown: string | null;
  readonly once: boolean;
}
export interface Escalate {
  readonly after: string;
  readonly priority: Priority | null;
  readonly text: ToldLines;
}
/** What a customer would say and what the agent answers: a new rule's first test. */
export interface FirstTest {
  readonly customer: string;
  readonly agent: string | null;
}
export interface FormRead {
  readonly fields: Fields | null;
  readonly why: readonly (Told & { readonly part: string })[];
}
export interface FormWritten {
  readonly text: string;
  readonly rule: string;
  readonly line: number;
}
export interface FieldProblem extends Told {
  readonly field: string;
}
