/** Above the table: totals, each a way to the calls behind it, and the filter. */

import { type TemplateResult, html, nothing } from "lit";
import { type Filter, LEVELS, type Totals, isOn } from "./filter.ts";
import type { Row } from "./wire.ts";
import type { FloorWords } from "./words.ts";

export function totalsBar(
  words: FloorWords,
  totals: Totals,
  filter: Filter,
  address: (filter: Filter) => string,
): TemplateResult {
  const all: Filter = { ...filter, mood: "", alerts: false, risky: false };
  return html`<ul class="totals" aria-label=${words.totals}>
    ${total(totals.calls, words.total.calls, address(all), !filter.alerts && !filter.risky && filter.mood === "")}
    ${total(totals.alerts, words.total.alerts, address({ ...all, alerts: !filter.alerts }), filter.alerts)}
    ${total(totals.risky, words.total.risky, address({ ...all, risky: !filter.risky }), filter.risky)}
    ${LEVELS.map((level) => {
      const on = filter.mood === level;
      return total(totals.moods[level], words.total[level], address({ ...all, mood: on ? "" : level }), on);
    })}
    <li><span><b class="num">${totals.held}</b> ${words.total.held}</span></li>
  </ul>`;
}

function total(count: number, word: string, href: string, on: boolean): TemplateResult {
  return html`<li>
    <a href=${href} aria-current=${on ? "true" : nothing}><b class="num">${count}</b> ${word}</a>
  </li>`;
}

export function filterBar(
  words: FloorWords,
  rows: readonly Row[],
  filter: Filter,
  want: (filter: Filter) => void,
): TemplateResult {
  return html`<form
    class="filter"
    role="search"
    aria-label=${words.filter}
    @submit=${(event: Event) => {
      event.preventDefault();
    }}
  >
    ${choice(words.queue, words.all, among(rows.map(({ queue }) => queue), filter.queue), filter.queue, (queue) => {
      want({ ...filter, queue });
    })}
    ${choice(words.group, words.all, among(rows.map(({ group }) => group), filter.group), filter.group, (group) => {
      want({ ...filter, group });
    })}
    <label
      >${words.agent}
      <input
        type="search"
        name="agent"
        autocomplete="off"
        .value=${filter.agent}
        @input=${(event: InputEvent) => {
          want({ ...filter, agent: (event.target as HTMLInputElement).value.trim() });
        }}
    /></label>
    <label class="check"
      ><input
        type="checkbox"
        .checked=${filter.alerts}
        @change=${() => {
          want({ ...filter, alerts: !filter.alerts });
        }}
      />${words.onlyAlerts}</label
    >
    ${isOn(filter) ? html`<a class="clear" href="console">${words.clear}</a>` : nothing}
  </form>`;
}

/** What there is to choose from; what was chosen stays there when its last call has ended. */
function among(found: readonly (string | null)[], chosen: string): string[] {
  return [...new Set([...found, chosen])].filter((name) => name !== null && name !== "").sort() as string[];
}

function choice(
  label: string,
  all: string,
  names: readonly string[],
  chosen: string,
  want: (name: string) => void,
): TemplateResult | typeof nothing {
  if (names.length === 0) return nothing;
  return html`<label
    >${label}
    <select
      @change=${(event: Event) => {
        want((event.target as HTMLSelectElement).value);
      }}
    >
      <option value="" ?selected=${chosen === ""}>${all}</option>
      ${names.map((name) => html`<option value=${name} ?selected=${name === chosen}>${name}</option>`)}
    </select></label
  >`;
}
