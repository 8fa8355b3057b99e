/** One quiet line of what the customer has told already; each copies its value. */

import { type TemplateResult, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Fact } from "../client/wire.ts";
import type { Words } from "../i18n/words.ts";

export interface FactsProps {
  readonly words: Words;
  readonly facts: readonly Fact[];
  readonly unfolded: boolean;
  /** The name of the fact that has just been copied. */
  readonly copied: string | null;
  readonly unfold: () => void;
  readonly copy: (fact: Fact) => void;
}

/** As many as stand in one line of the default 320 px; the last told are the ones in use. */
const SHOWN = 3;

export function factsLine(props: FactsProps): TemplateResult | typeof nothing {
  const { words, facts, unfolded } = props;
  if (facts.length === 0) return nothing;
  const shown = unfolded ? facts : facts.slice(-SHOWN);
  return html`<div class="facts hair">
    <ul aria-label=${words.facts}>
      <li class="lead" aria-hidden="true">${words.facts}</li>
      ${repeat(
        shown,
        (fact) => fact.name,
        (fact) => html`<li>${one(fact, props)}</li>`,
      )}
    </ul>
    ${
      facts.length <= SHOWN
        ? nothing
        : html`<button class="more" aria-expanded=${unfolded ? "true" : "false"} @click=${props.unfold}>
            ${unfolded ? words.factsFewer : words.factsAll(facts.length)}
          </button>`
    }
  </div>`;
}

function one(fact: Fact, { words, copied, copy }: FactsProps): TemplateResult {
  const { name, label, value } = fact;
  return html`<button
    class="fact"
    title=${words.copyFact(label, value)}
    aria-label=${words.copyFact(label, value)}
    @click=${() => {
      copy(fact);
    }}
  >
    ${label} <b>${copied === name ? words.copied : value}</b>
  </button>`;
}
