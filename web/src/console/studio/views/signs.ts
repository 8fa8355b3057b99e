/** Small drawn signs; a word always stands beside them. */

import { type TemplateResult, html, svg } from "lit";

export type Sign = "tick" | "cross" | "dash" | "alert" | "lock" | "dot" | "open" | "shut";

const DRAWN = {
  tick: svg`<path d="M3 8.5l3.2 3.2L13 4.8" />`,
  cross: svg`<path d="M4 4l8 8M12 4l-8 8" />`,
  dash: svg`<path d="M3 8h10" />`,
  alert: svg`<path d="M8 2L15 14H1zM8 6.5v3.5M8 11.5v1" stroke-width="1.5" />`,
  lock: svg`<path d="M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5" stroke-width="1.5" />`,
  dot: svg`<circle cx="8" cy="8" r="3" fill="currentColor" />`,
  open: svg`<path d="M3.5 6l4.5 4.5L12.5 6" stroke-width="1.5" />`,
  shut: svg`<path d="M6 3.5L10.500 8 6 12.500" stroke-width="1.5" />`,
};

export function sign(kind: Sign): TemplateResult {
  return html`<svg class="sign" viewBox="0 0 16 16" aria-hidden="true">${DRAWN[kind]}</svg>`;
}
