/** How the connection stands, in words; nothing that moves where all is well. */

import { type TemplateResult, html, nothing } from "lit";
import { type Mark, mark } from "../../ui/shapes.ts";
import type { Standing } from "../../client/lifeline.ts";
import type { FloorStream } from "./stream.ts";
import { type FloorWords, wallClock } from "./words.ts";

const MARKS: Readonly<Record<Standing, Mark>> = {
  connecting: "dashed",
  unreachable: "ring",
  live: "dot",
  delayed: "half",
  lost: "ring",
  recovered: "dot",
  refused: "ring",
};

export function standingLine(words: FloorWords, stream: FloorStream): TemplateResult {
  const { standing } = stream;
  const more =
    standing === "lost" ? words.standingMore.lost(wallClock(stream.heardAt, { seconds: true })) : words.standingMore[standing];
  return html`<p class="standing small" data-standing=${standing} role="status">
    ${mark(MARKS[standing])}<b>${words.standing[standing]}</b> <span>${more}</span>
    ${standing === "lost" ? html`<button @click=${() => {
      stream.retry();
    }}>${words.retry}</button>` : nothing}
  </p>`;
}
