/** What people call needs, in both languages: the rules' own names, as the session brought them. */

import type { Lang } from "../i18n/words.ts";

export type NeedNames = Readonly<Record<string, Readonly<Partial<Record<Lang, string>>>>>;

let known: NeedNames = {};

export function learnNeeds(names: NeedNames): void {
  known = names;
}

/** A need's name in a language; undefined where nobody gave it one. */
export function needName(id: string, lang: Lang): string | undefined {
  return known[id]?.[lang];
}
