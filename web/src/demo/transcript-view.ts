/** The call as a script for two voices; what the recogniser may still change is lighter. */

import { type TemplateResult, html } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { type Line, pieces } from "./script.ts";
import type { DemoWords } from "./words.ts";

export function script(words: DemoWords, lines: readonly Line[]): TemplateResult {
  return html`<ol>
    ${repeat(
      lines,
      (line) => line.key,
      (line) => html`<li data-speaker=${line.speaker} data-final=${line.final ? "true" : "false"}>
        <span class="speaker">${words[line.speaker]}</span
        ><span class="text"
          >${pieces(line).map(({ text, marked, fresh }) => {
            if (marked) return html`<mark>${text}</mark>`;
            return fresh ? html`<span class="fresh">${text}</span>` : text;
          })}</span
        >
      </li>`,
    )}
  </ol>`;
}
