/** Completion, as the editor draws it. */

import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  pickedCompletion,
} from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import type { StudioWords } from "../words.ts";
import { type Knowledge, type Offer, offersAt } from "./offers.ts";

/** A completion source; `known` is null until the schema and the names have come. */
export function completion(
  known: () => Knowledge | null,
  words: () => StudioWords,
): (context: CompletionContext) => CompletionResult | null {
  return (context) => {
    const knowledge = known();
    if (knowledge === null) return null;
    const text = context.state.doc.toString();
    const found = offersAt(text, context.pos, knowledge);
    if (found === null) return null;
    const typed = text.slice(found.from, context.pos);
    if (!context.explicit && typed === "") return null;
    return {
      from: found.from,
      to: Math.max(found.to, context.pos),
      options: found.offers.map((offer) => option(offer, words())),
      validFor: /^[\w-]*$/u,
    };
  };
}

function option(offer: Offer, words: StudioWords): Completion {
  return {
    label: offer.label,
    detail: words.editor.kinds[offer.kind],
    boost: offer.rank * 10,
    ...(offer.about === null ? {} : { info: () => info(offer.about ?? "", offer.where) }),
    apply: (view, completion, from, to) => {
      insert(view, completion, offer.insert, from, to);
    },
  };
}

function info(about: string, where: string | null): Node {
  const box = document.createElement("div");
  box.textContent = about;
  if (where !== null) {
    const place = document.createElement("div");
    place.className = "quiet";
    place.textContent = where;
    box.append(place);
  }
  return box;
}

/** Puts the text in and the cursor where its `|` was. A colon that is there already is not doubled. */
function insert(view: EditorView, completion: Completion, text: string, from: number, to: number): void {
  const colon = text.indexOf(":");
  const follows = /^\s*:(\s|$)/u.test(view.state.sliceDoc(to, view.state.doc.lineAt(to).to));
  const wanted = colon > 0 && follows ? text.slice(0, colon) : text;
  const cursor = wanted.indexOf("|");
  const plain = wanted.replace("|", "");
  view.dispatch({
    changes: { from, to, insert: plain },
    selection: { anchor: from + (cursor < 0 ? plain.length : cursor) },
    annotations: pickedCompletion.of(completion),
    userEvent: "input.complete",
    scrollIntoView: true,
  });
}
