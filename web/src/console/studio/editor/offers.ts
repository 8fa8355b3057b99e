/** What may be written at a place of a rule file: completion without its widgets. */

import type { Lang } from "../../../i18n/words.ts";
import { ownNames, outline } from "../text/outline.ts";
import type { Name, NameKind, Names } from "../wire.ts";
import { docOf } from "./docs.ts";
import { inPhrases, kindsAt } from "./names.ts";
import { type Place, placeAt } from "./place.ts";
import type { RuleSchema, SchemaKey } from "./schema.ts";

/** What the editor knows of the rule language, and of what all packs define. */
export interface Knowledge {
  readonly schema: RuleSchema;
  readonly names: Names;
  readonly lang: Lang;
}

export interface Offer {
  readonly label: string;
  readonly kind: "key" | "value" | NameKind;
  /** What takes the place of the word that is there; `|` is where the cursor goes. */
  readonly insert: string;
  /** A sentence about it. */
  readonly about: string | null;
  /** Where a name is defined; null for a word of the language. */
  readonly where: string | null;
  /** Better ones first. */
  readonly rank: number;
}

export interface Offers {
  readonly from: number;
  readonly to: number;
  readonly offers: readonly Offer[];
}

export function offersAt(text: string, position: number, known: Knowledge): Offers | null {
  const place = placeAt(text, position);
  if (place === null) return null;
  const { from, to } = place.word;
  if (place.word.text.includes("$") && inPhrases(known.schema, place.path)) {
    return listOffers(text, position, place, known);
  }
  const column = from - (text.lastIndexOf("\n", from - 1) + 1);
  const offers = [
    ...(place.kind === "key" || typeof place.path.at(-1) === "number"
      ? known.schema.keys(place.path, place.siblings).map((key) => keyOffer(key, place, column, known))
      : []),
    ...(place.kind === "value" ? known.schema.values(place.path).map(valueOffer) : []),
    ...kindsAt(known.schema, place).flatMap((kind) => nameOffers(text, kind, place, known)),
  ];
  return offers.length === 0 ? null : { from, to, offers };
}

function keyOffer(key: SchemaKey, place: Place, column: number, { schema, lang }: Knowledge): Offer {
  return {
    label: key.key,
    kind: "key",
    insert: key.key + behind(schema.shape(key.schema), key, place, column),
    about: docOf(key, lang),
    where: null,
    rank: key.required ? 2 : 1,
  };
}

/** What follows a key: a value on its line, or a mapping below it. */
function behind(shape: "mapping" | "list" | "text", { model }: SchemaKey, place: Place, column: number): string {
  const indent = " ".repeat(column + 2);
  const entry = place.kind === "value" && !place.flow;
  if (place.flow || entry) return shape === "mapping" ? ": {|}" : shape === "list" ? ": [|]" : ": |";
  if (shape === "list") return model === "File" ? `:\n${indent}- |` : ": [|]";
  return shape === "mapping" ? `:\n${indent}|` : ": |";
}

function valueOffer(value: string): Offer {
  return { label: value, kind: "value", insert: value, about: null, where: null, rank: 1 };
}

function nameOffers(text: string, kind: NameKind, place: Place, known: Knowledge): Offer[] {
  const own = ownNames(outline(text), kind);
  const theirs = new Map<string, Name>(known.names[kind].map((name) => [name.name, name]));
  const after = place.kind === "key" ? ": |" : "";
  return [...new Set([...own, ...theirs.keys()])].map((label) => ({
    label,
    kind,
    insert: label + after,
    about: theirs.get(label)?.sentence[known.lang] ?? null,
    where: theirs.get(label)?.path ?? null,
    rank: own.includes(label) ? 3 : 0,
  }));
}

/** `"$spo` in a phrase: only what follows the `$` is completed. */
function listOffers(text: string, position: number, place: Place, known: Knowledge): Offers | null {
  const dollar = text.lastIndexOf("$", position - 1);
  if (dollar < place.word.from || /[^\w-]/u.test(text.slice(dollar + 1, position))) return null;
  const end = dollar + 1 + (/^[\w-]*/u.exec(text.slice(dollar + 1))?.[0].length ?? 0);
  const value: Place = { ...place, kind: "value" };
  return { from: dollar + 1, to: end, offers: nameOffers(text, "lists", value, known) };
}
