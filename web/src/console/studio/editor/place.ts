/**
 * Where a position in a rule file stands: under which keys, and whether a key or a value is written there.
 *
 * Told by indentation and brackets, line by line from the section's beginning, because a file that is being
 * written is mostly not valid YAML: a parser knows least exactly where completion is wanted.
 */

import { type Path, type Word, lineEnd, readFlow, readWord } from "./flow.ts";

export type { Path, Word } from "./flow.ts";

export interface Place {
  /** The keys and indices down to here; for a key, those of the mapping that it is in. */
  readonly path: Path;
  readonly kind: "key" | "value";
  readonly word: Word;
  /** Keys that the same mapping has already. */
  readonly siblings: readonly string[];
  /** In flow style, a value that goes on for lines is not written. */
  readonly flow: boolean;
}

interface Frame {
  readonly indent: number;
  readonly segment: string | number;
}

const KEY = /("(?:[^"\\]|\\.)*"|'[^']*'|[^\s:#,[\]{}"'&*!|>%@`-][^:#\n]*?)\s*:(?=\s|$)/uy;
const BLOCK_SCALAR = /^[|>][-+0-9]*\s*(?:#.*)?$/u;

/** Null where nothing may be completed: in a comment, in a text of several lines, beyond a value. */
export function placeAt(text: string, position: number): Place | null {
  const stack: Frame[] = [];
  let at = sectionStart(text, position);
  while (at <= text.length) {
    const end = lineEnd(text, at);
    const here = position <= end;
    const line = text.slice(at, end);
    const indent = line.length - line.trimStart().length;
    const content = line.trim();
    if (content === "" || content.startsWith("#")) {
      if (here) return content === "" ? bare(text, stack, at, position) : null;
      at = end + 1;
      continue;
    }
    const cursor = openItems(text, stack, at + indent, end, indent);
    const column = cursor - at;
    if (here && position < cursor) return null;
    KEY.lastIndex = cursor;
    const key = cursor < end ? KEY.exec(text) : null;
    const keyText = key?.[1];
    if (key === null || keyText === undefined || key.index >= end) {
      const flow = text[cursor] === "{" || text[cursor] === "[";
      const read = flow ? readFlow(text, cursor, position) : null;
      const place = read?.place ?? null;
      if (place !== null) return inFlow(stack, place);
      if (here) return flow ? null : scalarOrKey(text, stack, cursor, end, position, column);
      at = lineEnd(text, read === null ? at : Math.max(at, read.end)) + 1;
      continue;
    }
    popFrom(stack, column, false);
    const name = unquoted(keyText);
    const keyEnd = cursor + keyText.length;
    if (here && position <= keyEnd) {
      return {
        path: segments(stack),
        kind: "key",
        word: { from: cursor, to: keyEnd, text: name },
        siblings: siblingsOf(text, at, column, name),
        flow: false,
      };
    }
    stack.push({ indent: column, segment: name });
    const rest = cursor + key[0].length;
    const valueAt = rest + (text.slice(rest, end).length - text.slice(rest, end).trimStart().length);
    const value = text.slice(valueAt, end);
    if (here && position < rest + 1 && position < valueAt) return null;
    if (value.startsWith("{") || value.startsWith("[")) {
      const read = readFlow(text, valueAt, position);
      if (read.place !== null) return inFlow(stack, read.place);
      if (position <= read.end) return null;
      if (position <= lineEnd(text, read.end)) return null;
      at = lineEnd(text, read.end) + 1;
    } else if (BLOCK_SCALAR.test(value.trim())) {
      const after = skipBlock(text, end + 1, column);
      if (position <= Math.max(end, after - 1)) return null;
      at = after;
    } else if (here) {
      return valuePlace(text, stack, valueAt, end, position);
    } else {
      at = end + 1;
    }
  }
  return null;
}

/** The start of the last line before `position` that opens a top-level section. */
function sectionStart(text: string, position: number): number {
  let start = text.lastIndexOf("\n", position - 1) + 1;
  while (start > 0 && !/^[A-Za-z]/u.test(text.slice(start, start + 1))) {
    start = text.lastIndexOf("\n", start - 2) + 1;
  }
  return start;
}

/** Enters the items that a line opens with `- `; returns where its content begins. */
function openItems(text: string, stack: Frame[], from: number, end: number, indent: number): number {
  let cursor = from;
  let column = indent;
  while (text[cursor] === "-" && (cursor + 1 >= end || /\s/u.test(text[cursor + 1] ?? ""))) {
    const before = popFrom(stack, column, true);
    stack.push({ indent: column, segment: before + 1 });
    let next = cursor + 1;
    while (next < end && text[next] === " ") next += 1;
    column += next - cursor;
    cursor = next;
  }
  return cursor;
}

/** Leaves what a line at `column` is no part of. For an item: the index of the one before it, or -1. */
function popFrom(stack: Frame[], column: number, item: boolean): number {
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    if (item && top.indent === column && typeof top.segment === "string") break;
    if (top.indent < column) break;
    stack.pop();
    if (item && top.indent === column && typeof top.segment === "number") return top.segment;
  }
  return -1;
}

function bare(text: string, stack: Frame[], lineAt: number, position: number): Place {
  const column = position - lineAt;
  popFrom(stack, column, false);
  return {
    path: segments(stack),
    kind: "key",
    word: { from: position, to: position, text: "" },
    siblings: siblingsOf(text, lineAt, column, null),
    flow: false,
  };
}

/** A line without a colon: a key that is being written or, as an item, a value. */
function scalarOrKey(
  text: string,
  stack: Frame[],
  cursor: number,
  end: number,
  position: number,
  column: number,
): Place | null {
  const top = stack.at(-1);
  if (typeof top?.segment === "number" && column > top.indent && text.slice(cursor - 2, cursor) === "- ") {
    return valuePlace(text, stack, cursor, end, position);
  }
  popFrom(stack, column, false);
  const word = readWord(text, cursor);
  if (position > word.to) return null;
  const lineAt = text.lastIndexOf("\n", cursor - 1) + 1;
  return {
    path: segments(stack),
    kind: "key",
    word,
    siblings: siblingsOf(text, lineAt, column, word.text),
    flow: false,
  };
}

function valuePlace(
  text: string,
  stack: Frame[],
  valueAt: number,
  end: number,
  position: number,
): Place | null {
  const path = segments(stack);
  const common = { path, kind: "value" as const, siblings: [], flow: false };
  if (position < valueAt || valueAt >= end) {
    return { ...common, word: { from: position, to: position, text: "" } };
  }
  if (text[valueAt] === "#") return null;
  const word = readWord(text, valueAt);
  return position <= word.to ? { ...common, word } : null;
}

function inFlow(stack: readonly Frame[], place: NonNullable<ReturnType<typeof readFlow>["place"]>): Place {
  return { ...place, path: [...segments(stack), ...place.path], flow: true };
}

/** Skips the lines of a `|` or `>` text whose key stands at `column`; the start of the line behind it. */
function skipBlock(text: string, from: number, column: number): number {
  let at = from;
  while (at < text.length) {
    const line = text.slice(at, lineEnd(text, at));
    if (line.trim() !== "" && line.length - line.trimStart().length <= column) break;
    at = lineEnd(text, at) + 1;
  }
  return at;
}

/** The other keys at `column` in the same block mapping, before and behind the line at `lineAt`. */
function siblingsOf(text: string, lineAt: number, column: number, self: string | null): string[] {
  const found: string[] = [];
  const look = (line: string): boolean => {
    const padded = line.replace(/- /gu, "  ");
    const indent = padded.length - padded.trimStart().length;
    if (line.trim() === "" || line.trim().startsWith("#")) return true;
    if (indent < column) return false;
    if (indent > column) return true;
    KEY.lastIndex = indent;
    const key = KEY.exec(padded)?.[1];
    if (key !== undefined && unquoted(key) !== self) found.push(unquoted(key));
    return true;
  };
  const before = text.slice(0, lineAt).split("\n").slice(0, -1);
  const own = text.slice(lineAt, lineEnd(text, lineAt));
  const opensItem = own.trimStart().startsWith("- ") && own.search(/[^\s-]/u) === column;
  if (!opensItem) {
    for (const line of before.reverse()) {
      if (!look(line)) break;
      if (line.trimStart().startsWith("- ") && line.search(/[^\s-]/u) === column) break;
    }
  }
  for (const line of text.slice(lineEnd(text, lineAt) + 1).split("\n")) {
    if (line.trimStart().startsWith("- ") && line.search(/[^\s-]/u) <= column) break;
    if (!look(line)) break;
  }
  return found;
}

function segments(stack: readonly Frame[]): Path {
  return stack.map(({ segment }) => segment);
}

function unquoted(key: string): string {
  return /^(["']).*\1$/u.test(key) ? key.slice(1, -1) : key;
}
