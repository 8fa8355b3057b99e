/** Below the cards: the checklist that ticks itself off, what waits, and the foot. */

import { type TemplateResult, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { DialLevel } from "../client/wire.ts";
import type { Words } from "../i18n/words.ts";
import type { Hint, Need } from "../state/view.ts";
import { type Mark, copyIcon, mark, popOutIcon, shape } from "./shapes.ts";

const TICKS: Readonly<Record<Need["state"], Mark>> = {
  open: "ring",
  met: "ticked",
  undetermined: "dashed",
};

export function checklist(words: Words, needs: readonly Need[]): TemplateResult | typeof nothing {
  if (needs.length === 0) return nothing;
  return html`<ul class="checklist hair" aria-label=${words.needs}>
    ${repeat(
      needs,
      (need) => need.id,
      (need) => html`<li data-state=${need.state}>
        ${mark(TICKS[need.state])}<span>${need.text}<span class="hidden"> ${words.needState[need.state]}</span></span>
      </li>`,
    )}
  </ul>`;
}

export interface FootProps {
  readonly words: Words;
  readonly putOff: readonly Hint[];
  readonly queued: number;
  readonly unfolded: boolean;
  readonly dial: DialLevel;
  readonly poppable: boolean;
  /** There is a call to sum up. */
  readonly summable: boolean;
  readonly copied: boolean;
  readonly unfold: () => void;
  readonly bringBack: (hint: Hint) => void;
  readonly setDial: (level: DialLevel) => void;
  readonly copy: () => void;
  readonly popOut: () => void;
}

const LEVELS: readonly DialLevel[] = ["off", "minimal", "balanced", "active"];

export function foot(props: FootProps): TemplateResult {
  const { words, putOff, queued, unfolded } = props;
  const waiting = putOff.length + queued;
  return html`<div class="hair">
    <div class="foot">
      ${
        waiting === 0
          ? nothing
          : html`<button aria-expanded=${unfolded ? "true" : "false"} aria-controls="later" @click=${props.unfold}>
              ${words.laterList(waiting)} <span aria-hidden="true">${unfolded ? "▴" : "▾"}</span>
            </button>`
      }
      <span class="grow"></span>
      <label class="dial"
        >${words.dial}<select
          @change=${(change: Event) => {
            const chosen = LEVELS.find((level) => level === (change.target as HTMLSelectElement).value);
            if (chosen !== undefined) props.setDial(chosen);
          }}
        >
          ${LEVELS.map(
            (level) =>
              html`<option value=${level} ?selected=${level === props.dial}>${words.dialLevel[level]}</option>`,
          )}
        </select></label
      >
      ${
        props.summable
          ? html`<button
              class="icon"
              title="${words.copySummary} (c)"
              aria-label=${props.copied ? words.copied : words.copySummary}
              aria-keyshortcuts="C"
              @click=${props.copy}
            >
              ${props.copied ? mark("ticked") : copyIcon}
            </button>`
          : nothing
      }
      ${
        props.poppable
          ? html`<button class="icon" title=${words.popOut} aria-label=${words.popOut} @click=${props.popOut}>
              ${popOutIcon}
            </button>`
          : nothing
      }
    </div>
    <div id="later" ?hidden=${!unfolded || waiting === 0}>
      <ul class="laterlist">
        ${repeat(
          putOff,
          (hint) => hint.id,
          (hint) => html`<li data-priority=${hint.priority}>
            <button
              aria-label=${words.bringBack(hint.text)}
              @click=${() => {
                props.bringBack(hint);
              }}
            >
              ${shape(hint.priority)}<span>${hint.text}</span>
            </button>
          </li>`,
        )}
        ${queued === 0 ? nothing : html`<li>${words.queued(queued)}</li>`}
      </ul>
    </div>
  </div>`;
}
