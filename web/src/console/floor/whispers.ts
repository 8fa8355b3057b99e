/** Whispers to the agent of one call, from being written to being on a screen. Pure. */

import type { NoteSent, Refused } from "./wire.ts";

/** Characters (code points) that a whisper may have. */
export const WHISPER_MOST = 300;

export type WhisperState =
  | { readonly is: "sending" }
  /** It is in the log; `screens`: overlays of the agent that show it now. */
  | { readonly is: "sent"; readonly screens: number; readonly id: string }
  | { readonly is: "failed"; readonly code: string; readonly detail: string };

export interface Draft {
  readonly text: string;
  /** What became of the whisper that was sent last; null: none was. */
  readonly last: WhisperState | null;
}

export const NO_DRAFT: Draft = { text: "", last: null };

/** How many characters are left; negative: so many too many. */
export function room(text: string): number {
  return WHISPER_MOST - Array.from(text.trim()).length;
}

export function mayBeSent({ text, last }: Draft): boolean {
  return text.trim() !== "" && room(text) >= 0 && last?.is !== "sending";
}

/** The text stays until it is known to have arrived: nothing that was written is lost. */
export function answered(draft: Draft, answer: NoteSent | Refused): Draft {
  return answer.type === "error"
    ? { ...draft, last: { is: "failed", code: answer.code, detail: answer.detail } }
    : { text: "", last: { is: "sent", screens: answer.screens, id: answer.id } };
}
