/** No hint is a good state, and looks like one; a call that is over offers its summary, and a hard one a breath. */

import { type TemplateResult, html, nothing } from "lit";
import type { Words } from "../i18n/words.ts";
import type { Call } from "../state/view.ts";
import { breath } from "./breath.ts";

export interface RestProps {
  readonly words: Words;
  readonly call: Call | null;
  /** The call that went elsewhere. */
  readonly left: Call | null;
  /** The page has not said whose hints it wants. */
  readonly isNobody: boolean;
  readonly copied: boolean;
  readonly copy: () => void;
}

export function rest({ words, call, left, isNobody, copied, copy }: RestProps): TemplateResult {
  const over = call === null ? left : call.ended ? call : null;
  return html`<div class="rest">
    <div>
      <p class="says">${isNobody ? words.nobody : says(words, call, left)}</p>
      ${over !== null && wasHard(over) ? html`<p class="kind">${words.hardCall}</p>${breath(words)}` : nothing}
      ${
        over !== null
          ? html`<button aria-keyshortcuts="C" @click=${copy}>
              ${copied ? words.copied : words.copySummary}<kbd aria-hidden="true">c</kbd>
            </button>`
          : nothing
      }
    </div>
  </div>`;
}

/** After anger, fear or grief at its height, a breath does the agent good. */
function wasHard({ peak }: Call): boolean {
  return peak?.level === "high" || peak?.level === "severe";
}

function says(words: Words, call: Call | null, left: Call | null): string {
  if (call !== null) return call.ended ? words.ended : words.quiet;
  return left === null ? words.waiting : words.left;
}
