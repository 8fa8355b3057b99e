/** Calls as rows of a table: in the list, and in the morning's. */

import { type TemplateResult, html, nothing } from "lit";
import type { Lang } from "../../i18n/words.ts";
import { to } from "../place.ts";
import type { Met, Row } from "./data.ts";
import { clock, moment, seconds } from "./time.ts";
import { type CallsWords, meterNamed, named } from "./words.ts";

const NEEDS_SHOWN = 3;
const DONE: readonly Met[] = ["unprompted", "after_hint"];

export function rowsHead(words: CallsWords): TemplateResult {
  const { columns } = words;
  return html`<thead>
    <tr>
      <th scope="col">${columns.ended}</th>
      <th scope="col">${columns.call}</th>
      <th scope="col">${columns.agent}</th>
      <th scope="col">${columns.about}</th>
      <th scope="col" class="num">${columns.duration}</th>
      <th scope="col">${columns.feeling}</th>
      <th scope="col">${columns.needs}</th>
      <th scope="col" title=${words.trustMore}>${columns.trust}</th>
    </tr>
  </thead>`;
}

/** One call; `more` stands below its needs. */
export function callRow(
  row: Row,
  words: CallsWords,
  lang: Lang,
  more: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  const trusted = row.layers.trusted;
  return html`<tr>
    <td class="when">${moment(row.ended, lang)}</td>
    <td class="wrap"><a href=${to("calls", [row.call])}>${row.call}</a></td>
    <td class="wrap">${row.agent}</td>
    <td class="wrap">${[...new Set([row.queue, row.product])].filter((each) => each !== "").join(" · ")}</td>
    <td class="num">${row.fault === null ? clock(row.duration) : nothing}</td>
    <td class="feeling">${row.fault === null ? feeling(row, words) : html`<span class="fault">${words.fault}</span>`}</td>
    <td class="needs">${needs(row, words)}${found(row, words)}${more}</td>
    <td class="trust">
      ${trusted === null
        ? nothing
        : html`<span class=${trusted ? "good" : "no"}
            >${trusted ? words.reached.yes : words.reached.no}</span
          >`}
    </td>
  </tr>`;
}

/** What rises with any bad feeling, and names none. */
const GENERAL = /^(en-)?mood$/;

function feeling(row: Row, words: CallsWords): TemplateResult {
  if (row.level === "calm") return html`<span class="quiet">${words.neverUpset}</span>`;
  const name = GENERAL.test(row.peak_meter) ? [] : [meterNamed(words, row.peak_meter)];
  const worst = [...name, words.levels[row.level]].join(" · ");
  return html`<a
    class=${row.level}
    href=${to("calls", [row.call], { t: seconds(row.peak_at) })}
    >${worst} → ${words.levels[row.last_level]}</a
  >`;
}

/** The needs that matter most: those missed first. */
function needs(row: Row, words: CallsWords): TemplateResult | typeof nothing {
  if (row.needs.length === 0) return nothing;
  const texts = [...row.needs]
    .sort((one, other) => Number(other[2] === "missed") - Number(one[2] === "missed"))
    .map(([, text, ended]) => [text, ended] as const);
  const unique = texts.filter(([text], at) => texts.findIndex(([other]) => other === text) === at);
  const shown = unique.slice(0, NEEDS_SHOWN);
  return html`<span
      >${shown.map(
        ([text, ended], at) =>
          html`${at === 0 ? nothing : " · "}<span class=${ended === "missed" ? "missed" : ""}
              >${text}</span
            >`,
      )}${unique.length > shown.length ? ` +${unique.length - shown.length}` : nothing}</span
    ><span class="small quiet tally"> ${words.tally(ended(unique, ...DONE), ended(unique, "missed"))}</span>`;
}

/** How many of the names are of needs that ended so: what is counted is what is named. */
function ended(named: readonly (readonly [string, Met])[], ...how: readonly Met[]): number {
  return named.filter(([, each]) => how.includes(each)).length;
}

function found(row: Row, words: CallsWords): TemplateResult | typeof nothing {
  if (row.found.length === 0) return nothing;
  return html`<ul class="found small">
    ${row.found.map(
      ([at, speaker, text]) =>
        html`<li>
          <a href=${to("calls", [row.call], { t: seconds(at) })}>${clock(at)}</a>
          <span class="quiet">${named(words.speakers, speaker)}</span> ${text}
        </li>`,
    )}
  </ul>`;
}
