/** What the overlay knows. Plain values; local times are `performance.now()` milliseconds. */

import type {
  CloseReason,
  Context,
  DialLevel,
  Fact,
  HintBody,
  Level,
  Priority,
  Quote,
} from "../client/wire.ts";

export interface Hint extends HintBody {
  /** Order of first appearance: an earlier hint keeps its place above a later one as pressing. */
  readonly order: number;
  /** The agent put it off: it waits in the list below. */
  readonly later: boolean;
  /** Whether this screen has `asked` the sidecar to put it off, or that is `done`: then it is only here, whether it
   * waits or was fetched, until it comes back under another id. */
  readonly off: "no" | "asked" | "done";
  /** The agent waved it away and may still take that back, until this local time. */
  readonly dismissing: number | null;
  /** The sidecar took it back: drawn fading with its reason until this local time. */
  readonly leaving: { readonly reason: CloseReason; readonly until: number } | null;
}

export interface Need {
  readonly id: string;
  readonly text: string;
  readonly state: "open" | "met" | "undetermined";
  /** When it last changed, ms of the call. */
  readonly at: number;
  /** When a met need leaves the checklist (local time). */
  readonly until: number | null;
}

/** One reading of a speaker's emotion at `at` of the call: the `meter` that names it, its `value`, 0–1, its level. */
export interface Reading {
  readonly at: number;
  readonly value: number;
  readonly meter: string;
  /** All of them, to tell where the one that is named later came from. */
  readonly meters: Readonly<Record<string, number>>;
  readonly level: Level;
  readonly spike: boolean;
}

/** What a supervisor has said to the agent. */
export interface Said {
  readonly id: string;
  readonly from: string;
  readonly text: string;
  /** The agent has taken note of it. */
  readonly read: boolean;
}

/** The words that raised a need: the earliest of them say why the customer calls. */
export interface Raised {
  readonly rule: string;
  readonly quote: Quote;
}

export interface Call {
  readonly id: string;
  readonly language: string;
  readonly queue: string | null;
  readonly context: Context;
  readonly held: boolean;
  readonly ended: boolean;
  /** The two channels look exchanged. */
  readonly exchanged: boolean;
  /** The engine failed: there are no hints any more. */
  readonly muted: boolean;
  /** Local time at which the call began, as the latest event tells it. */
  readonly began: number;
  /** Time of the latest event, ms since the call began. */
  readonly at: number;
  readonly hints: readonly Hint[];
  readonly needs: readonly Need[];
  readonly queued: number;
  readonly readings: readonly Reading[];
  /** The strongest feeling seen so far. */
  readonly peak: Reading | null;
  /** In the order in which they were first told. */
  readonly facts: readonly Fact[];
  /** Rule → what was done. */
  readonly done: ReadonlyMap<string, string>;
  readonly raised: readonly Raised[];
  /** What was left open when the call ended. */
  readonly unfinished: readonly string[];
  readonly notes: readonly Said[];
  readonly remembered: string | null;
}

export interface View {
  readonly calls: readonly Call[];
  readonly dial: DialLevel;
  /** The live call that went elsewhere: to be summed up until the next one comes. */
  readonly left: Call | null;
  /** Hints seen so far; gives each its order. */
  readonly seen: number;
}

export const NOTHING: View = { calls: [], dial: "balanced", left: null, seen: 0 };

/** The agent speaks on one call at a time: the newest that is not held, else the newest. */
export function liveCall(view: View): Call | null {
  return view.calls.findLast((call) => !call.held && !call.ended) ?? view.calls.at(-1) ?? null;
}

const WEIGHT: Readonly<Record<Priority, number>> = { notice: 0, advice: 1, urgent: 2, critical: 3 };

/** A hint that the agent has opened, from among the small ones. */
export interface Opened {
  readonly id: string;
  /** What was there to be chosen from. */
  readonly among: ReadonlyMap<string, Priority>;
}

export function open(call: Call, id: string): Opened {
  return { id, among: new Map(call.hints.map((hint) => [hint.id, hint.priority])) };
}

/**
 * The cards, headline first: the one that the agent opened, the most pressing, then the one that was there before, so
 * that nothing moves under a reading eye unless something more pressing comes.
 */
export function cards(call: Call, opened: Opened | null = null): Hint[] {
  const shown = call.hints.filter((hint) => !hint.later);
  const first = shown.find(({ id, leaving }) => id === opened?.id && leaving === null);
  const outdone = first !== undefined && shown.some((hint) => outdoes(hint, first, opened));
  const rank = (hint: Hint): number => (hint === first && !outdone ? Infinity : WEIGHT[hint.priority]);
  shown.sort((a, b) => (rank(a) === rank(b) ? a.order - b.order : rank(b) - rank(a)));
  return shown[0]?.leaving ? led(shown) : shown;
}

/** What was taken back leads nothing while there is something that holds. */
function led(shown: Hint[]): Hint[] {
  const first = shown.find(({ leaving, dismissing }) => leaving === null && dismissing === null);
  return first === undefined ? shown : [first, ...shown.filter((hint) => hint !== first)];
}

/** Whether a hint has become more pressing than the opened one since that was chosen before it. */
function outdoes(hint: Hint, first: Hint, opened: Opened | null): boolean {
  const then = opened?.among.get(hint.id);
  const isNews = then === undefined || WEIGHT[hint.priority] > WEIGHT[then];
  return isNews && hint.leaving === null && WEIGHT[hint.priority] > WEIGHT[first.priority];
}

export function putOff(call: Call): Hint[] {
  return call.hints.filter((hint) => hint.later);
}

/** How many wait that are not named here: the sidecar counts what was put off among them. */
export function nameless(call: Call): number {
  return Math.max(0, call.queued - call.hints.filter((hint) => hint.off === "done").length);
}

/** The notes that wait to be taken note of, the oldest first. */
export function unread(call: Call): Said[] {
  return call.notes.filter((note) => !note.read);
}

/** What to tick off: open needs that no card shows already, and what was just done. */
export function checklist(call: Call): Need[] {
  const shown = new Set(cards(call).map((hint) => hint.need));
  return call.needs.filter((need) => need.state !== "open" || !shown.has(need.id));
}
