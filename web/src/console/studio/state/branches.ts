/** The pack tree as the lines that are shown of it. */

import type { Lang } from "../../../i18n/words.ts";
import type { Found, Mode, Tree, WhyNot } from "../wire.ts";

export interface Branch {
  readonly key: string;
  /** 1 a pack, 2 a file, 3 a rule. */
  readonly level: 1 | 2 | 3;
  readonly name: string;
  /** Of a rule: what agents see. */
  readonly headline: string | null;
  /** By which of its texts a rule was found, where that does not stand there anyway. */
  readonly because: Found | null;
  readonly path: string | null;
  readonly rule: string | null;
  readonly line: number | null;
  /** Null where there is nothing below. */
  readonly open: boolean | null;
  readonly chosen: boolean;
  readonly whyNot: WhyNot | null;
  readonly unsaved: boolean;
  readonly errors: number;
  readonly mode: Mode | null;
}

export interface Shown {
  readonly path: string;
  readonly rule: string;
  readonly filter: string;
  /** What the server found for the filter. */
  readonly found: readonly Found[];
  readonly lang: Lang;
  /** What stands otherwise than by itself: packs and the open file unfolded, other files folded. */
  readonly folded: ReadonlySet<string>;
  readonly drafts: readonly string[];
}

/** The headlines of all rules, by name. */
export function headlines(tree: Tree | null, lang: Lang): ReadonlyMap<string, string> {
  const rules = tree?.packs.flatMap(({ files }) => files.flatMap((file) => file.rules)) ?? [];
  return new Map(
    rules.flatMap(({ name, headline }): [string, string][] => (headline === null ? [] : [[name, headline[lang]]])),
  );
}

/** As they came, but packs of another language than the reader's (`bank-en`) last. */
function inOrder(packs: Tree["packs"], lang: Lang): Tree["packs"] {
  const foreign = lang === "zh" ? "-en" : "-zh";
  return packs.toSorted((one, other) => Number(one.name.endsWith(foreign)) - Number(other.name.endsWith(foreign)));
}

export function branches(tree: Tree, { path, rule, filter, found, lang, folded, drafts }: Shown): Branch[] {
  const wanted = filter.trim().toLowerCase();
  const fits = (...words: (string | null)[]): boolean =>
    wanted === "" || words.some((word) => word?.toLowerCase().includes(wanted) === true);
  const sought = new Map(wanted === "" ? [] : found.map((each) => [each.name, each]));
  const shown: Branch[] = [];
  for (const pack of inOrder(tree.packs, lang)) {
    const files: Branch[] = [];
    for (const file of pack.files) {
      const rules = file.rules.filter(
        (each) => sought.has(each.name) || fits(each.name, each.need, file.name, each.headline?.[lang] ?? null),
      );
      if (!fits(file.name) && rules.length === 0) continue;
      const isOpen = wanted !== "" || (file.path === path) !== folded.has(file.path);
      files.push({
        key: file.path,
        level: 2,
        name: file.name,
        headline: null,
        because: null,
        path: file.path,
        rule: null,
        line: null,
        open: file.rules.length === 0 ? null : isOpen,
        chosen: file.path === path && (rule === "" || !isOpen),
        whyNot: pack.writable ? file.why_not : null,
        unsaved: drafts.includes(file.path),
        errors: file.errors,
        mode: null,
      });
      if (!isOpen) continue;
      for (const each of rules) {
        const because = sought.get(each.name) ?? null;
        files.push({
          key: `${file.path}#${each.name}`,
          level: 3,
          name: each.name,
          headline: each.headline?.[lang] ?? null,
          because: because?.part === "name" || because?.text === each.headline?.[lang] ? null : because,
          path: file.path,
          rule: each.name,
          line: each.line,
          open: null,
          chosen: file.path === path && each.name === rule,
          whyNot: null,
          unsaved: false,
          errors: 0,
          mode: each.overridden?.mode ?? each.mode,
        });
      }
    }
    if (files.length === 0 && wanted !== "") continue;
    const open = wanted !== "" || !folded.has(pack.name);
    shown.push({
      key: pack.name,
      level: 1,
      name: pack.name,
      headline: null,
      because: null,
      path: null,
      rule: null,
      line: null,
      open,
      chosen: false,
      whyNot: pack.why_not,
      unsaved: false,
      errors: pack.files.reduce((sum, { errors }) => sum + errors, 0),
      mode: null,
    });
    if (open) shown.push(...files);
  }
  return shown;
}
