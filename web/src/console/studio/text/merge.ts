/** Two people's edits of one text, brought together line by line. */

import { diff } from "@codemirror/merge";

/** A run of lines. `base`, `mine` and `theirs` are equal in what is `same`. */
export interface Row {
  readonly kind: "same" | "mine" | "theirs" | "both" | "conflict";
  readonly base: readonly string[];
  readonly mine: readonly string[];
  readonly theirs: readonly string[];
}

export type Choice = "mine" | "theirs" | "mine-theirs" | "theirs-mine";

interface Hunk {
  readonly from: number;
  readonly to: number;
  readonly with: readonly string[];
}

/** `both`: both made the same change. Only a `conflict` has to be decided by a person. */
export function rows(base: string, mine: string, theirs: string): Row[] {
  const [b, m, t] = [base.split("\n"), mine.split("\n"), theirs.split("\n")];
  const [left, right] = [hunks(b, m), hunks(b, t)];
  const found: Row[] = [];
  let at = 0;
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    const from = Math.min(left[i]?.from ?? Infinity, right[j]?.from ?? Infinity);
    if (from > at) found.push(same(b.slice(at, from)));
    let to = from;
    const taken: [Hunk[], Hunk[]] = [[], []];
    // What touches is one change: adjacent edits are seldom independent of each other.
    for (;;) {
      const [next, other] = [left[i], right[j]];
      if (next !== undefined && next.from <= to && (next.from < to || touches(next, from, to, taken))) {
        taken[0].push(next);
        to = Math.max(to, next.to);
        i += 1;
      } else if (other !== undefined && other.from <= to && (other.from < to || touches(other, from, to, taken))) {
        taken[1].push(other);
        to = Math.max(to, other.to);
        j += 1;
      } else break;
    }
    const old = b.slice(from, to);
    const ours = applied(b, from, to, taken[0]);
    const others = applied(b, from, to, taken[1]);
    found.push({ kind: kindOf(old, ours, others), base: old, mine: ours, theirs: others });
    at = to;
  }
  if (at < b.length) found.push(same(b.slice(at)));
  return found;
}

/** The text of all rows; conflicts by number as chosen, mine where nothing was. */
export function merged(found: readonly Row[], choices: ReadonlyMap<number, Choice> = new Map()): string {
  const lines = found.flatMap((row, index) => linesOf(row, choices.get(index)));
  return lines.join("\n");
}

export function linesOf(row: Row, choice: Choice | undefined): readonly string[] {
  const wanted = row.kind === "conflict" ? (choice ?? "mine") : row.kind;
  if (wanted === "theirs") return row.theirs;
  if (wanted === "mine-theirs") return [...row.mine, ...row.theirs];
  if (wanted === "theirs-mine") return [...row.theirs, ...row.mine];
  return row.mine;
}

function touches(hunk: Hunk, from: number, to: number, taken: [Hunk[], Hunk[]]): boolean {
  return (taken[0].length === 0 && taken[1].length === 0) || hunk.from === from || hunk.from === to;
}

function same(lines: readonly string[]): Row {
  return { kind: "same", base: lines, mine: lines, theirs: lines };
}

function kindOf(base: readonly string[], mine: readonly string[], theirs: readonly string[]): Row["kind"] {
  const text = (lines: readonly string[]): string => lines.join("\n");
  if (text(mine) === text(theirs) && mine.length === theirs.length) return "both";
  if (text(base) === text(mine) && base.length === mine.length) return "theirs";
  if (text(base) === text(theirs) && base.length === theirs.length) return "mine";
  return "conflict";
}

function applied(base: readonly string[], from: number, to: number, taken: readonly Hunk[]): string[] {
  const lines: string[] = [];
  let at = from;
  for (const hunk of taken) {
    lines.push(...base.slice(at, hunk.from), ...hunk.with);
    at = hunk.to;
  }
  lines.push(...base.slice(at, to));
  return lines;
}

/** The changes from one list of lines to another. Each distinct line stands for one character. */
function hunks(base: readonly string[], other: readonly string[]): Hunk[] {
  const codes = new Map<string, string>();
  const encode = (lines: readonly string[]): string =>
    lines
      .map((line) => {
        const known = codes.get(line) ?? String.fromCharCode(codes.size);
        codes.set(line, known);
        return known;
      })
      .join("");
  const [a, b] = [encode(base), encode(other)];
  return diff(a, b).map(({ fromA, toA, fromB, toB }) => ({
    from: fromA,
    to: toA,
    with: other.slice(fromB, toB),
  }));
}
