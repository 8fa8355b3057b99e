/** Moments and days, as they are written. */

import type { Lang } from "../../i18n/words.ts";

/** 42_000 → `0:42`, 3_723_000 → `1:02:03` */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number): string => String(n).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** `2026-11-22` here, of a moment in ms since 1970. */
export function dayOf(ms: number): string {
  const at = new Date(ms);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** So many days from a day; negative: before it. */
export function daysFrom(day: string, days: number): string {
  const [year, month, date] = day.split("-").map(Number);
  return dayOf(new Date(year ?? 0, (month ?? 1) - 1, (date ?? 1) + days).getTime());
}

/** Whether these are two days, the second before the first. */
export function turned(from: string, last: string): boolean {
  const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);
  return isDay(from) && isDay(last) && from > last;
}

/** The date and time of day, briefly. */
export function moment(ms: number, lang: Lang): string {
  return new Intl.DateTimeFormat(lang === "zh" ? "zh-CN" : "en-GB", {
    month: lang === "zh" ? "numeric" : "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  }).format(ms);
}

/** The time of day. */
export function timeOfDay(ms: number): string {
  const at = new Date(ms);
  return `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}`;
}

/** Where days begin for whoever looks: `Asia/Shanghai`. */
export function zone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The place of a moment in an address: seconds, to a tenth. */
export function seconds(ms: number): string {
  return String(Math.round(ms / 100) / 10);
}
