/** By which of its texts a rule was found, in words; of a phrase, whose it is. */

import type { Found } from "../wire.ts";
import type { StudioWords } from "../words.ts";

export function whereFound({ part, text, speaker }: Found, { tree }: StudioWords): string {
  const who = part === "phrase" && speaker !== null ? tree.speakers[speaker] : tree.parts[part];
  return tree.because(who, text);
}
