/** The line in which a supervisor writes to the agent, and what became of it. */

import { type TemplateResult, html, nothing } from "lit";
import { clock } from "../../i18n/words.ts";
import { type WatchWords } from "./watch-words.ts";
import { type Draft, type WhisperState, mayBeSent, room } from "./whispers.ts";
import type { Note } from "./wire.ts";
import { tongue } from "./words.ts";

/** From here on it is said how much room is left. */
const SAY_ROOM_BELOW = 60;

export interface WhisperProps {
  readonly words: WatchWords;
  readonly draft: Draft;
  readonly notes: readonly Note[];
  readonly over: boolean;
  readonly write: (text: string) => void;
  readonly send: () => void;
}

export function whisper(props: WhisperProps): TemplateResult {
  const { words, draft, notes, over } = props;
  const left = room(draft.text);
  const submit = (event: Event): void => {
    event.preventDefault();
    if (mayBeSent(draft) && !over) props.send();
  };
  return html`<section class="whisper" aria-label=${words.whisper}>
    ${
      notes.length === 0
        ? nothing
        : html`<ul class="notes" aria-label=${words.notes}>
            ${notes.map(
              (note) => html`<li data-note=${note.id}>
                <span class="quiet">${words.from(note.from)}</span><span lang=${tongue(note.text)}>${note.text}</span>
                <span class="small quiet seen">${seen(note, words, over)}</span>
              </li>`,
            )}
          </ul>`
    }
    <form @submit=${submit}>
      <label class="hidden" for="whisper">${words.whisper}</label>
      <textarea
        id="whisper"
        rows="2"
        placeholder=${words.whisperPlace}
        aria-describedby="whisper-more"
        .value=${draft.text}
        ?disabled=${over}
        @input=${(event: InputEvent) => {
          props.write((event.target as HTMLTextAreaElement).value);
        }}
        @keydown=${(pressed: KeyboardEvent) => {
          if (pressed.key === "Enter" && !pressed.shiftKey && !pressed.isComposing) submit(pressed);
        }}
      ></textarea>
      <button class="first" ?disabled=${over || !mayBeSent(draft)}>${words.send}</button>
    </form>
    <p id="whisper-more" class="small quiet">
      ${left < 0 ? html`<span class="fault">${words.tooLong(-left)}</span>` : left < SAY_ROOM_BELOW ? words.left(left) : words.whisperMore}
    </p>
    <p class="small" role="status">${draft.last === null ? nothing : standing(draft.last, notes, words)}</p>
  </section>`;
}

/** Whether the agent saw a note, and when: as the call's clock shows it. */
function seen({ shown, read }: Note, words: WatchWords, over: boolean): string {
  if (read !== undefined) return words.seen.read(clock(read));
  if (shown !== undefined) return words.seen.shown(clock(shown));
  return over ? words.seen.never : words.seen.notYet;
}

function standing(last: WhisperState, notes: readonly Note[], words: WatchWords): TemplateResult | string {
  switch (last.is) {
    case "sending":
      return words.sent.sending;
    case "sent": {
      const note = notes.find(({ id }) => id === last.id);
      if (note?.shown !== undefined) return seen(note, words, false);
      return last.screens > 0 ? words.sent.shown(last.screens) : words.sent.waiting;
    }
    case "failed": {
      const known = last.code === "offline" || last.code === "call_not_live";
      const text = known ? words.failed[last.code as "offline"] : words.failed.other(last.detail);
      return html`<span class="fault">${text}</span>`;
    }
  }
}

