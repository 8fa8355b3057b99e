import type { Words } from "../i18n/words.ts";
import type { Call } from "../state/view.ts";

/** No hint is a good state, and looks like one. */
export function rest(words: Words, call: Call | null): string {
  if (call === null) return words.waiting;
  return call.ended ? words.ended : words.quiet;
}
