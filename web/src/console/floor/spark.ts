/** A minute of a customer's mood, small enough for a table. */

import { type SVGTemplateResult, svg } from "lit";
import { heights } from "../../state/snapshot.ts";
import type { Reading } from "../../state/view.ts";

const WIDTH = 88;
const HEIGHT = 16;
/** A change over the last 10 s below this is none. */
const STEADY = 0.1;
const TREND_POINTS = 5;

/** Heights 0–1, the last of them now, as an SVG path; null: nothing to see. */
export function sparkPath(curve: readonly number[]): string | null {
  if (curve.length < 2) return null;
  const step = WIDTH / (curve.length - 1);
  const points = curve.map((value, index) => {
    const y = HEIGHT - 1.5 - Math.min(1, Math.max(0, value)) * (HEIGHT - 3);
    return `${Math.round(index * step * 10) / 10} ${Math.round(y * 10) / 10}`;
  });
  return `M${points.join("L")}`;
}

export function spark(curve: readonly number[]): SVGTemplateResult {
  const path = sparkPath(curve);
  const base = HEIGHT - 0.5;
  return svg`<svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
    <line x1="0" x2=${WIDTH} y1=${base} y2=${base} />
    ${path === null ? null : svg`<path d=${path} />`}
  </svg>`;
}

export type Way = "rising" | "falling" | "steady" | "spike";
export const ARROWS: Readonly<Record<Way, string>> = { rising: "↗", falling: "↘", steady: "", spike: "⇈" };

/** Where it is going: the last value against that of ten seconds ago. */
export function way(curve: readonly number[], spike: boolean): Way {
  if (spike) return "spike";
  const change = (curve.at(-1) ?? 0) - (curve.at(-1 - TREND_POINTS) ?? 0);
  if (Math.abs(change) < STEADY) return "steady";
  return change > 0 ? "rising" : "falling";
}

/** Points of a curve and ms between two, as the server's rows have them. */
const POINTS = 30;
const STEP = 2_000;

/** The minute before `at` of the call as the server's rows have it; a reading holds until the next. */
export function minute(readings: readonly Reading[], at: number): number[] {
  const height = heights(readings);
  return Array.from({ length: POINTS }, (_, index) => {
    const then = at - (POINTS - 1 - index) * STEP;
    const reading = readings.findLast((one) => one.at <= then);
    return reading === undefined ? 0 : height(reading);
  });
}
