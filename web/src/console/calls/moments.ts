/** A call as a run of moments, in the order in which they came. Pure. */

import type { Alert, Hint, Line, Report, Shadow } from "./data.ts";

export type Entry =
  | { readonly is: "line"; readonly at: number; readonly line: Line }
  | { readonly is: "hint"; readonly at: number; readonly hint: Hint }
  | { readonly is: "shadow"; readonly at: number; readonly shadow: Shadow }
  | { readonly is: "note"; readonly at: number; readonly author: string; readonly text: string }
  | { readonly is: "alert"; readonly at: number; readonly alert: Alert }
  | { readonly is: "hold"; readonly at: number; readonly until: number }
  | { readonly is: "agent"; readonly at: number; readonly agent: string };

/** Entries that are drawn and skipped together: a long call has thousands. */
export const BLOCK = 40;

/** How much before a moment a test of it begins, and how much after it ends, ms. */
export const BEFORE_MS = 45_000;
export const AFTER_MS = 5_000;

export function entriesOf(report: Report): readonly Entry[] {
  const entries: Entry[] = [
    ...report.lines.map((line) => ({ is: "line", at: line.at, line }) as const),
    ...report.hints.map((hint) => ({ is: "hint", at: hint.shown, hint }) as const),
    ...report.shadows.map((shadow) => ({ is: "shadow", at: shadow.at, shadow }) as const),
    ...report.notes.map((note) => ({ is: "note", ...note }) as const),
    ...report.alerts.map((alert) => ({ is: "alert", at: alert.at, alert }) as const),
    ...report.holds.map(([at, until]) => ({ is: "hold", at, until }) as const),
    ...report.agents.slice(1).map(([at, agent]) => ({ is: "agent", at, agent }) as const),
  ];
  return entries.sort((one, other) => one.at - other.at);
}

/** A moment that somebody chose. `nth`: which of the entries that an address cannot tell apart, from 0. */
export interface Chosen {
  readonly at: number;
  readonly nth?: number | undefined;
}

/** The entry at a moment: the last that had come by then; −1 before the first. Addresses are to a tenth of a
 * second, in which customer and agent may both begin: `nth` is which of those that share it. */
export function entryAt(entries: readonly Entry[], at: number, nth?: number): number {
  const last = lastBy(entries, at);
  return nth === undefined || last < 0 ? last : Math.min(last, last - nthOf(entries, last) + nth);
}

/** Which of the entries of its tenth of a second an entry is, from 0. */
export function nthOf(entries: readonly Entry[], index: number): number {
  let first = index;
  while (first > 0 && tenth(entries[first - 1]) === tenth(entries[index])) first -= 1;
  return index - first;
}

/** As {@link nthOf}; undefined where it is the only one, and its address needs no more. */
export function nthInAddress(entries: readonly Entry[], index: number): number | undefined {
  const shared = tenth(entries[index + 1]) === tenth(entries[index]);
  const nth = nthOf(entries, index);
  return shared || nth > 0 ? nth : undefined;
}

function tenth(entry: Entry | undefined): number | undefined {
  return entry === undefined ? undefined : Math.round(entry.at / 100);
}

function lastBy(entries: readonly Entry[], at: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.at ?? 0) < at + 50) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** From an entry to the next one of a kind in a direction; itself when there is none. */
export function step(
  entries: readonly Entry[],
  from: number,
  by: 1 | -1,
  is: (entry: Entry) => boolean = () => true,
): number {
  for (let at = from + by; at >= 0 && at < entries.length; at += by) {
    const entry = entries[at];
    if (entry !== undefined && is(entry)) return at;
  }
  return from;
}

/** When rules knew what is shown at a moment: a line counts once its last word was final. */
export function knownAt(entries: readonly Entry[], at: number, nth?: number): number {
  const entry = entries[entryAt(entries, at, nth)];
  return entry?.is === "line" && at <= entry.line.end ? Math.max(at, entry.line.heard) : at;
}

/** A line's text in pieces: plain, or marked as a need's cue or answer. Overlapping marks are one. */
export function pieces(
  line: Line,
): readonly { readonly text: string; readonly part?: "cue" | "answer"; readonly need?: string }[] {
  const found: { text: string; part?: "cue" | "answer"; need?: string }[] = [];
  let last = 0;
  // Positions are of characters; JavaScript counts halves of those beyond the basic plane.
  const characters = Array.from(line.text);
  for (const mark of line.marks) {
    if (mark.start < last) continue;
    if (mark.start > last) found.push({ text: characters.slice(last, mark.start).join("") });
    const text = characters.slice(mark.start, mark.end).join("");
    found.push({ text, part: mark.part, need: mark.need });
    last = mark.end;
  }
  if (last < characters.length) found.push({ text: characters.slice(last).join("") });
  return found;
}
