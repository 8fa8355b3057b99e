/** The file that is open, the rule that is looked at, and what can be done with them. */

import { type TemplateResult, html, nothing } from "lit";
import type { Desk } from "../state/desk.ts";
import type { Mode } from "../wire.ts";
import type { StudioWords } from "../words.ts";
import { sign } from "./signs.ts";

export interface BarActs {
  readonly go: (rule: string) => void;
  readonly mode: (mode: Mode) => void;
  readonly save: () => void;
  readonly backtest: () => void;
  readonly remove: () => void;
  readonly keys: () => void;
}

const MODES: readonly Mode[] = ["live", "shadow", "off"];

export function bar(desk: Desk, words: StudioWords, acts: BarActs): TemplateResult {
  const { bench, form } = desk;
  const { file } = bench;
  const { file: said } = words;
  const dirty = bench.dirty || form.pending;
  return html`<div class="bar">
    <p class="path">
      <b>${file?.path}</b>
      ${
        file?.writable === true
          ? dirty
            ? html`<span class="word warn">${sign("dot")} ${words.tree.unsaved}</span>`
            : nothing
          : html`<span class="word quiet">${sign("lock")} ${words.tree.readOnly}</span>`
      }
    </p>
    ${
      desk.rules.length === 0
        ? nothing
        : html`<label
            ><span class="small quiet">${said.rule}</span>
            <select
              @change=${(event: Event) => {
                acts.go((event.target as HTMLSelectElement).value);
              }}
            >
              ${form.rule === null ? html`<option selected value="">${said.noRule}</option>` : nothing}
              ${desk.rules.map(
                ({ name }) =>
                  html`<option value=${name} .selected=${name === form.rule}>${name}</option>`,
              )}
            </select>
          </label>`
    }
    ${mode(desk, words, acts)}
    <button title="Ctrl+Enter" @click=${acts.backtest} ?disabled=${bench.check?.valid === false}>
      ${said.backtest}
    </button>
    <button class="first" title="Ctrl+S" ?disabled=${!dirty || file?.writable !== true} @click=${acts.save}>
      ${said.save}
    </button>
    ${
      file?.writable === true && file.revision !== null
        ? html`<button
            ?disabled=${dirty}
            title=${dirty ? said.removeLater : nothing}
            @click=${acts.remove}
          >
            ${said.remove}
          </button>`
        : nothing
    }
    <button @click=${acts.keys}>${said.keys}</button>
  </div>`;
}

function mode(desk: Desk, words: StudioWords, acts: BarActs): TemplateResult | typeof nothing {
  const rule = desk.ruleEntry;
  if (rule === null) return nothing;
  const { file: said } = words;
  const now = rule.overridden?.mode ?? rule.mode;
  const why = desk.bench.dirty ? said.saveFirst : "";
  return html`<label title=${why}
      ><span class="small quiet">${said.mode}</span>
      <select
        ?disabled=${desk.bench.dirty}
        aria-description=${why === "" ? nothing : why}
        @change=${(event: Event) => {
          const select = event.target as HTMLSelectElement;
          const wanted = MODES[select.selectedIndex];
          select.selectedIndex = MODES.indexOf(now);
          if (wanted !== undefined && wanted !== now) acts.mode(wanted);
        }}
      >
        ${MODES.map((each) => html`<option .selected=${each === now}>${words.mode[each]}</option>`)}
      </select>
    </label>`;
}
