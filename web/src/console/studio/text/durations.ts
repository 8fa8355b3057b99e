/** Durations of the rule language, as seconds for people. */

const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** `2m` → 120; null for what is no duration. */
export function seconds(duration: string | null): number | null {
  const found = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/u.exec(duration ?? "");
  if (found?.[1] === undefined || found[2] === undefined) return null;
  return Number(found[1]) * (UNITS[found[2]] ?? 1);
}

/** 90 → `90s`; null for nothing, and for what no rule can mean. */
export function duration(given: number | null): string | null {
  if (given === null || !Number.isFinite(given) || given < 0) return null;
  return Number.isInteger(given) ? `${given}s` : `${Math.round(given * 1000)}ms`;
}
