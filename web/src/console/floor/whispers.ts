/** Whispers to the agent of one call, from being written to being on a screen. Pure. */

import type { NoteSent, Refused } from "./wire.ts";

/** Characters (code points) that a whisper may have. */
export const WHISPER_MOST = 300;

export type WhisperState =
  | { readonly is: "sending"; readonly text: string }
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

/** Somebody writes on. One that is on its way stays so: it is still to be answered. */
export function written({ last }: Draft, text: string): Draft {
  return { text, last: last?.is === "sending" ? last : null };
}

/** The text stays until it is known to have arrived, and what was written since stays after that: nothing
 * that was written is lost. */
export function answered({ text, last }: Draft, answer: NoteSent | Refused): Draft {
  if (answer.type === "error") return { text, last: { is: "failed", code: answer.code, detail: answer.detail } };
  const arrived = last?.is === "sending" ? last.text : "";
  const more = text.startsWith(arrived) ? text.slice(arrived.length).trimStart() : text;
  return { text: more, last: { is: "sent", screens: answer.screens, id: answer.id } };
}
