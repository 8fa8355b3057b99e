/** The overlay's own words. Hints come worded by the sidecar, in the call's language. */

import type { Level } from "../client/wire.ts";
import { en } from "./en.ts";
import { zh } from "./zh.ts";

export type Words = typeof zh;
export type Lang = Words["lang"];

export function wordsFor(lang: Lang): Words {
  return lang === "en" ? en : zh;
}

/** `zh-CN` → `zh`; whatever is not English is Chinese, the first language. */
export function langOf(tag: string): Lang {
  return tag.toLowerCase().startsWith("en") ? "en" : "zh";
}

export function htmlLang(lang: Lang): string {
  return lang === "en" ? "en" : "zh-CN";
}

/** The word for a feeling: the meter's own where there is one (the English pack's have a prefix), else the level's. */
export function feeling(words: Words, meter: string, level: Level): string {
  if (level === "calm") return words.level.calm;
  const known: Readonly<Record<string, Readonly<Record<"mild" | "high" | "severe", string>>>> =
    words.feeling;
  return known[meter.replace(/^en-/, "")]?.[level] ?? words.level[level];
}

/** 192_000 → `3:12` */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
