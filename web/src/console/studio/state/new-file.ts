/** Into which file a new rule goes. */

import type { FileEntry, Names, Tree } from "../wire.ts";

/** As the server takes the name of a new file (`assist/studio/shelf.py`). */
export const FILE = "([a-z0-9][a-z0-9_\\-]*/)+[a-z0-9][a-z0-9._\\-]*\\.yaml";

/** The files that a rule may be written into. */
export function writable(tree: Tree): FileEntry[] {
  return tree.packs
    .filter((pack) => pack.writable)
    .flatMap((pack) => pack.files.filter((file) => file.writable && file.kind === "rules"));
}

/** A name for a new rule that no other has, after the need that it hears: who writes in Chinese need not think one up. */
export function proposed(names: Names, need: string): string {
  if (need === "") return "";
  const taken = new Set(names.rules.map(({ name }) => name));
  for (let number = 1; ; number += 1) {
    const name = `our-${need}${number === 1 ? "" : `-${number}`}`;
    if (!taken.has(name)) return name;
  }
}

/**
 * A name for a new file that nothing stands in the way of: the rule's own name, in the pack of the file that is
 * open, or else in one of the language that is read here, as packs say it (`bank-zh`).
 */
export function suggested(tree: Tree, open: string, rule: string, lang: string): string {
  const packs = tree.packs.filter(({ writable, name }) => writable && name !== "");
  const pack =
    packs.find(({ name }) => open.startsWith(`${name}/`)) ??
    packs.find(({ name }) => name.endsWith(`-${lang}`)) ??
    packs[0];
  const taken = new Set(tree.packs.flatMap(({ files }) => files.map(({ path }) => path)));
  const stem = rule.toLowerCase().replace(/[^a-z0-9]+/gu, "-").replace(/^-+|-+$/gu, "") || "new-rules";
  for (let number = 1; ; number += 1) {
    const path = `${pack?.name ?? ""}/${stem}${number === 1 ? "" : `-${number}`}.yaml`;
    if (!taken.has(path)) return path;
  }
}
