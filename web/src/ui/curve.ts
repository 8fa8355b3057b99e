/** The feeling that is named, over the last minute, as a line, and the word for it: the word says it, not the colour. */

import { type TemplateResult, html, svg } from "lit";
import { type Words, feeling } from "../i18n/words.ts";
import { CURVE_MS, heights } from "../state/snapshot.ts";
import type { Reading } from "../state/view.ts";

const WIDTH = 160;
const HEIGHT = 24;
/** The trend compares with the reading in force this long ago, and ignores less than a tenth. */
const TREND_MS = 6_000;
const TREND_LEAST = 0.1;

export type Trend = "rising" | "falling" | "steady" | "spike";
const ARROWS: Readonly<Record<Trend, string>> = { rising: "↗", falling: "↘", steady: "→", spike: "⇈" };

/** `at` is the call's time now; a reading holds until the next one. Null before the first. */
export function curvePath(readings: readonly Reading[], at: number): string | null {
  const last = readings.at(-1);
  if (last === undefined) return null;
  const from = at - CURVE_MS;
  const height = heights(readings);
  const x = (time: number): number => (Math.min(CURVE_MS, time - from) / CURVE_MS) * WIDTH;
  const y = (value: number): number => HEIGHT - 2 - Math.min(1, value) * (HEIGHT - 4);
  const entered = readings.findLast((old) => old.at <= from);
  const entry = entered === undefined ? 0 : height(entered);
  const inside = readings
    .filter((one) => one.at > from)
    .map((one): [number, number] => [x(one.at), y(height(one))]);
  return smooth([[0, y(entry)], ...inside, [WIDTH, y(height(last))]]);
}

export function trend(readings: readonly Reading[], at: number): Trend {
  const last = readings.at(-1);
  if (last === undefined) return "steady";
  if (last.spike && at - last.at < TREND_MS) return "spike";
  const height = heights(readings);
  const before = readings.findLast((old) => old.at <= at - TREND_MS);
  const change = height(last) - (before === undefined ? 0 : height(before));
  if (Math.abs(change) < TREND_LEAST) return "steady";
  return change > 0 ? "rising" : "falling";
}

/** Cubic segments with horizontal tangents: never above or below the readings themselves. */
function smooth(points: readonly (readonly [number, number])[]): string {
  let path = "";
  let [px, py] = [0, 0];
  for (const [index, [x, y]] of points.entries()) {
    const middle = round((px + x) / 2);
    path +=
      index === 0
        ? `M0 ${round(y)}`
        : `C${middle} ${round(py)} ${middle} ${round(y)} ${round(x)} ${round(y)}`;
    [px, py] = [x, y];
  }
  return path;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

export function curve(words: Words, readings: readonly Reading[], at: number): TemplateResult {
  const path = curvePath(readings, at);
  const last = readings.at(-1);
  const level = last?.level ?? "calm";
  const way = trend(readings, at);
  const word = feeling(words, last?.meter ?? "", level);
  const moving = level === "calm" && way === "steady" ? "" : ARROWS[way];
  return html`<div class="emotion" role="img" aria-label="${words.emotion}: ${word}, ${words.trend[way]}">
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
      ${svg`<line class="base" x1="0" x2=${WIDTH} y1=${HEIGHT - 1.5} y2=${HEIGHT - 1.5} />`}
      ${
        path === null
          ? null
          : svg`<path class="area" d=${`${path}V${HEIGHT - 1.5}H0Z`} /><path class="curve" d=${path} />`
      }
    </svg>
    <span class="word" data-level=${level}>${word} ${moving}</span>
  </div>`;
}
