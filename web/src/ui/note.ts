/** What a supervisor says to the agent: below the hints, never over them, until it is taken note of. */

import { type TemplateResult, html, nothing } from "lit";
import type { Words } from "../i18n/words.ts";
import type { Said } from "../state/view.ts";

export function noteOf(
  words: Words,
  notes: readonly Said[],
  read: (id: string) => void,
): TemplateResult | typeof nothing {
  const first = notes[0];
  if (first === undefined) return nothing;
  return html`<section class="note hair" aria-label=${words.note(first.from)} data-note=${first.id}>
    <p class="from">
      <b>${words.note(first.from)}</b>
      ${notes.length === 1 ? nothing : html`<span>${words.noteMore(notes.length - 1)}</span>`}
    </p>
    <p class="text" tabindex="0">${first.text}</p>
    <button
      aria-keyshortcuts="N"
      @click=${() => {
        read(first.id);
      }}
    >
      ${words.noted}<kbd aria-hidden="true">n</kbd>
    </button>
  </section>`;
}
