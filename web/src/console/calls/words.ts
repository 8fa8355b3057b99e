/** The words of the calls' screens. */

import type { Lang } from "../../i18n/words.ts";
import { en } from "./en.ts";
import { zh } from "./zh.ts";

export type CallsWords = typeof zh;

export function callsWords(lang: Lang): CallsWords {
  return lang === "en" ? en : zh;
}

/** The name of `key`, or `key` itself: packs may name what we do not know. */
export function named(names: Readonly<Record<string, string>>, key: string): string {
  return names[key] ?? key;
}

/** The name of a meter; the English pack's are called as the Chinese one's, with a prefix. */
export function meterNamed(words: CallsWords, meter: string): string {
  return named(words.meters, meter.replace(/^en-/, ""));
}
