/** What the rules do, newest first, each line a sentence. */

import { type TemplateResult, html, nothing } from "lit";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import { clock } from "../../i18n/words.ts";
import { to } from "../place.ts";
import type { Told } from "./tale.ts";
import type { WatchWords } from "./watch-words.ts";
import { tongue } from "./words.ts";

/** `moment`: the address of a moment of the call in its review. */
export function tale(told: readonly Told[], words: WatchWords, moment: (at: number) => string): TemplateResult {
  if (told.length === 0) return html`<p class="quiet">${words.noTrace}</p>`;
  return html`<ol class="tale" tabindex="0" aria-label=${words.trace}>
    ${repeat(
      [...told].reverse(),
      ({ number }) => number,
      (each) => guard([each, words], () => line(each, words, moment)),
    )}
  </ol>`;
}

function line(each: Told, words: WatchWords, moment: (at: number) => string): TemplateResult {
  const { at, what, rule, text, why, because } = each;
  const quote = what === "shown" ? because.at(-1) : undefined;
  return html`<li data-what=${what} data-rule=${rule}>
    <a class="num small" href=${moment(at)}>${clock(at)}</a>
    <span>
      <b>${words.what[what]}</b>${words.colon}<span lang=${tongue(text)}>${text === "" ? rule : text}</span>${
        why === "" ? nothing : html`<span class="quiet"> · ${words.why[why] ?? why}</span>`
      }${quote === undefined ? nothing : html`<span class="quiet" lang=${tongue(quote.text)}> · ${words.say(quote.text)}</span>`}
      ${text === "" ? nothing : html`<a class="small quiet rule" href=${to("console/rules", [], { rule })}>${rule}</a>`}
    </span>
  </li>`;
}
