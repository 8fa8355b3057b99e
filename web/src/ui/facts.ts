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

/** What stands in one line of the default 320 px, in half widths of a character. */
const LINE = 34;

export function factsLine(props: FactsProps): TemplateResult | typeof nothing {
  const { words, facts, unfolded } = props;
  if (facts.length === 0) return nothing;
  const latest = inOneLine(facts);
  const more = facts.length - latest.length;
  const shown = unfolded ? facts : latest;
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
      more === 0
        ? nothing
        : html`<button
            class="more"
            title=${unfolded ? words.factsFewer : words.factsAll(facts.length)}
            aria-expanded=${unfolded ? "true" : "false"}
            @click=${props.unfold}
          >
            ${
              unfolded
                ? words.factsFewer
                : html`+${more}<span class="hidden"> ${words.factsAll(facts.length)}</span>`
            }
          </button>`
    }
  </div>`;
}

/** The last told, which are the ones in use: as many as the line holds. */
export function inOneLine(facts: readonly Fact[]): Fact[] {
  let [taken, width] = [0, 0];
  for (const { label, value } of [...facts].reverse()) {
    width += halfWidths(label) + halfWidths(value) + 2;
    if (taken > 0 && width > LINE) break;
    taken += 1;
  }
  return facts.slice(facts.length - taken);
}

function halfWidths(text: string): number {
  return text.replace(/[^\u0000-\u2e7f]/gu, "**").length;
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
