/** What is under the pointer, or the cursor: a key of the language, or a name and what it stands for. */

import type { Name, NameKind } from "../wire.ts";
import { docOf } from "./docs.ts";
import { definedAt, kindsAt } from "./names.ts";
import type { Knowledge } from "./offers.ts";
import { placeAt } from "./place.ts";

export type About = { readonly from: number; readonly to: number } & (
  | { readonly is: "key"; readonly key: string; readonly doc: string; readonly values: readonly string[] }
  | { readonly is: "name"; readonly kind: NameKind; readonly name: Name }
);

export function aboutAt(text: string, position: number, known: Knowledge): About | null {
  const place = placeAt(text, position);
  if (place === null || place.word.text === "") return null;
  const { from, to, text: word } = place.word;
  if (place.kind === "key") {
    const declared = known.schema.declared([...place.path, word], place.siblings);
    const doc = declared === null ? null : docOf(declared, known.lang);
    if (doc !== null) {
      return { from, to, is: "key", key: word, doc, values: known.schema.values([...place.path, word]) };
    }
  }
  const list = listUnder(text, position);
  const wanted = list === null ? word : list.name;
  const defined = definedAt(place);
  const kinds: readonly NameKind[] =
    list !== null ? ["lists"] : defined !== null ? [defined] : kindsAt(known.schema, place);
  for (const kind of kinds) {
    const name = known.names[kind].find((each) => each.name === wanted);
    if (name !== undefined) return { from: list?.from ?? from, to: list?.to ?? to, is: "name", kind, name };
  }
  return null;
}

/** The `$list` of a phrase that a position is in. */
function listUnder(text: string, position: number): { name: string; from: number; to: number } | null {
  const from = text.lastIndexOf("$", position);
  if (from < 0 || position - from > 64) return null;
  const name = /^\$([a-z][\w-]*)/u.exec(text.slice(from, from + 65))?.[1];
  if (name === undefined || position > from + name.length + 1) return null;
  return { name, from, to: from + name.length + 1 };
}

/** A few of the words that a name stands for. */
export function examples(name: Name): readonly string[] {
  const { phrases, texts } = name.about;
  const words = Array.isArray(phrases) ? phrases : Array.isArray(texts) ? texts : [];
  return words.filter((word): word is string => typeof word === "string");
}

