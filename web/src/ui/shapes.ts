/** Drawn, not typed: fonts disagree about the size and weight of ◇ ◆ ▲ ■ ○ ●. */

import { type SVGTemplateResult, type TemplateResult, html, svg } from "lit";
import type { Priority } from "../client/wire.ts";

const SHAPES: Readonly<Record<Priority, SVGTemplateResult>> = {
  notice: svg`<path d="M8 2.2L13.8 8 8 13.8 2.2 8z" fill="none" stroke="currentColor" stroke-width="1.5" />`,
  advice: svg`<path d="M8 1L15 8 8 15 1 8z" />`,
  urgent: svg`<path d="M8 1.5L15.5 14.5H.5z" />`,
  critical: svg`<path d="M1.5 1.5h13v13h-13z" />`,
};

/** The severity's shape; its word always stands beside it. */
export function shape(priority: Priority): TemplateResult {
  return html`<svg class="shape" viewBox="0 0 16 16" aria-hidden="true">${SHAPES[priority]}</svg>`;
}

export type Mark = "dot" | "ring" | "half" | "dashed" | "ticked";

const MARKS: Readonly<Record<Mark, SVGTemplateResult>> = {
  dot: svg`<circle cx="8" cy="8" r="6" fill="currentColor" />`,
  ring: svg`<circle cx="8" cy="8" r="6" />`,
  half: svg`<circle cx="8" cy="8" r="6" /><path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />`,
  dashed: svg`<circle cx="8" cy="8" r="6" stroke-dasharray="2.5 2.2" />`,
  ticked: svg`<circle cx="8" cy="8" r="7" fill="currentColor" stroke="none" /><path class="tick" d="M4.8 8.3l2.2 2.2 4.2-4.6" />`,
};

/** How a thing stands: done, open, half there. */
export function mark(kind: Mark): TemplateResult {
  return html`<svg class="mark" viewBox="0 0 16 16" aria-hidden="true">${MARKS[kind]}</svg>`;
}

export const cross = html`<svg viewBox="0 0 16 16" aria-hidden="true">
  ${svg`<path d="M4 4l8 8M12 4l-8 8" />`}
</svg>`;

export const popOutIcon = html`<svg viewBox="0 0 16 16" aria-hidden="true">
  ${svg`<path d="M6.5 3H3v10h10V9.5M9.5 3H13v3.5M13 3L7.5 8.5" />`}
</svg>`;

export const copyIcon = html`<svg viewBox="0 0 16 16" aria-hidden="true">
  ${svg`<path d="M5.5 5.5V2.5h8v8h-3M2.5 5.5h8v8h-8z" />`}
</svg>`;
