/** The call as a script for two voices; what the recogniser may still change is lighter. */

import { type TemplateResult, html } from "lit";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import type { Speaker } from "../client/wire.ts";
import { type Line, pieces } from "./lines.ts";

/** `names`: what each speaker is called. */
export function script(names: Readonly<Record<Speaker, string>>, lines: readonly Line[]): TemplateResult {
  return html`<ol>
    ${repeat(
      lines,
      (line) => line.key,
      (line) => html`<li data-speaker=${line.speaker} data-final=${line.final ? "true" : "false"}>
        ${guard([line, names], () => said(names, line))}
      </li>`,
    )}
  </ol>`;
}

function said(names: Readonly<Record<Speaker, string>>, line: Line): TemplateResult {
  return html`<span class="speaker">${names[line.speaker]}</span
    ><span class="text" lang=${/\p{Script=Han}/u.test(line.text) ? "zh-CN" : "en"}
      >${pieces(line).map(({ text, marked, fresh }) => {
        if (marked) return html`<mark>${text}</mark>`;
        return fresh ? html`<span class="fresh">${text}</span>` : text;
      })}</span
    >`;
}
