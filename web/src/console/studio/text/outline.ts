/** What stands in a rule file and on which line, as far as it is written. */

import { type NameKind } from "../wire.ts";

export interface Entry {
  readonly section: string;
  readonly name: string;
  /** From 1. The entry's last line is before the next one's first. */
  readonly line: number;
  readonly last: number;
}

const SECTION = /^([a-z_]+)\s*:/u;
const NAME = /^ {1,8}(?:"([^"]+)"|'([^']+)'|([^\s:#'"-][^:#\n]*?))\s*:(?:\s|$)/u;
const TEST = /^ {0,8}- +(?:name: *)?(.*)$/u;

/** The entries of all sections: rules, signals, tests… A test's name is what follows `name:`. */
export function outline(text: string): Entry[] {
  const lines = text.split("\n");
  const found: { section: string; name: string; line: number; last: number }[] = [];
  let section = "";
  let indent = -1;
  const close = (last: number): void => {
    const open = found.at(-1);
    if (open?.last === 0) open.last = last;
  };
  lines.forEach((line, index) => {
    const top = SECTION.exec(line);
    if (top !== null) {
      close(index);
      section = top[1] ?? "";
      indent = -1;
      return;
    }
    if (section === "" || line.trim() === "" || line.trimStart().startsWith("#")) return;
    const depth = line.length - line.trimStart().length;
    if (indent < 0) indent = depth;
    if (depth !== indent) return;
    const name = section === "tests" ? testName(lines, index) : NAME.exec(line)?.slice(1).find(Boolean);
    if (name === undefined) return;
    close(index);
    found.push({ section, name, line: index + 1, last: 0 });
  });
  close(lines.length);
  return found;
}

/** `name:` may be any key of the test, so it is looked for until the next item. */
function testName(lines: readonly string[], index: number): string | undefined {
  const first = TEST.exec(lines[index] ?? "");
  if (first === null) return undefined;
  const depth = (lines[index] ?? "").indexOf("-");
  for (let at = index; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (at > index && line.trim() !== "" && line.length - line.trimStart().length <= depth) break;
    const name = /^[\s-]*name:\s*(.+?)\s*$/u.exec(line)?.[1];
    if (name !== undefined) return name.replace(/^(["'])(.*)\1$/u, "$2");
  }
  return "";
}

/** The rule that a line (from 1) belongs to. */
export function ruleAt(entries: readonly Entry[], line: number): string | null {
  const found = entries.find((each) => each.section === "rules" && each.line <= line && line <= each.last);
  return found?.name ?? null;
}

const SECTIONS: Readonly<Record<string, NameKind>> = {
  signals: "signals",
  lists: "lists",
  vetoes: "vetoes",
  emotions: "emotions",
  needs: "needs",
  rules: "rules",
};

/** The names that the text itself defines, which the server may not know of yet. */
export function ownNames(entries: readonly Entry[], kind: NameKind): string[] {
  return entries.filter(({ section }) => SECTIONS[section] === kind).map(({ name }) => name);
}
