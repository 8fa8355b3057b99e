/** What the list of calls is filtered by: all of it stands in its address. */

import { type TemplateResult, html, nothing } from "lit";
import { to } from "../place.ts";
import type { Facets } from "./data.ts";
import { allEntered } from "./form.ts";
import { needName } from "../need-names.ts";
import { zone } from "./time.ts";
import type { CallsWords } from "./words.ts";

export const FIRST = ["q", "agent", "queue", "product", "need", "level", "from", "to"] as const;
export const MORE = ["group", "rule", "ability", "outcome", "verdict"] as const;
export const FILTERS = [...FIRST, ...MORE] as const;

export type Filter = (typeof FILTERS)[number];
export type Filters = Readonly<Partial<Record<Filter, string>>>;

/** The filters in an address; others of its parameters are not ours. */
export function filtersOf(query: URLSearchParams): Filters {
  return Object.fromEntries(
    FILTERS.map((name) => [name, query.get(name) ?? ""]).filter(([, value]) => value !== ""),
  ) as Filters;
}

/** The list with these filters. */
export function listOf(filters: Filters): string {
  return to("calls", [], filters);
}

/** What the server is asked. */
export function queryOf(filters: Filters, after?: string): string {
  const query = new URLSearchParams(filters);
  query.set("zone", zone());
  if (after !== undefined) query.set("after", after);
  return `v1/calls?${query.toString()}`;
}

const ABILITIES = ["understanding", "expression", "communication", "negotiation", "empathy"] as const;
const OUTCOMES = ["unprompted", "after_hint", "missed", "undetermined"] as const;
const VERDICTS = ["used", "helpful", "wrong", "dismissed", "later"] as const;
const LEVELS = ["mild", "high", "severe"] as const;

/** One field, in a label. */
export function field(
  name: Filter,
  filters: Filters,
  words: CallsWords,
  facets: Facets | undefined,
  texts: Readonly<Record<string, string>>,
): TemplateResult {
  const value = filters[name] ?? "";
  if (name === "q") {
    return html`<label class="wide"
      ><span class="hidden">${words.search}</span
      ><input type="search" name="q" maxlength="200" placeholder=${words.search} .value=${value}
    /></label>`;
  }
  if (name === "from" || name === "to") {
    return html`<label
      >${words.filters[name]} <input type="date" name=${name} .value=${value}
    /></label>`;
  }
  return html`<label
    >${words.filters[name]}
    <select name=${name}>
      <option value="" ?selected=${value === ""}>${words.all}</option>
      ${options(name, value, words, facets, texts).map(
        ([option, text]) =>
          html`<option value=${option} ?selected=${option === value}>${text}</option>`,
      )}
    </select></label
  >`;
}

/** Values and their names; the one chosen is there even if nothing has it any more. */
function options(
  name: Exclude<Filter, "q" | "from" | "to">,
  value: string,
  words: CallsWords,
  facets: Facets | undefined,
  texts: Readonly<Record<string, string>>,
): readonly (readonly [string, string])[] {
  const plain = (values: readonly string[] | undefined): (readonly [string, string])[] => {
    const known = values ?? [];
    const all = value === "" || known.includes(value) ? known : [value, ...known];
    return all.map((each) => [each, each] as const);
  };
  switch (name) {
    case "agent":
      return plain(facets?.agents);
    case "queue":
      return plain(facets?.queues);
    case "group":
      return plain(facets?.groups);
    case "product":
      return plain(facets?.products);
    case "rule":
      return plain(facets?.rules);
    case "need":
      return plain(facets?.needs).map(([id]) => [id, needName(id, words.lang) ?? texts[id] ?? id] as const);
    case "ability":
      return ABILITIES.map((each) => [each, words.abilities[each]] as const);
    case "outcome":
      return OUTCOMES.map((each) => [each, words.outcomes[each]] as const);
    case "verdict":
      return VERDICTS.map((each) => [each, words.verdicts[each]] as const);
    case "level":
      return LEVELS.map((each) => [each, words.levelsUp[each]] as const);
  }
}

/** The whole bar. Submitting it goes to the address that says the same. */
export function filterBar(
  filters: Filters,
  words: CallsWords,
  facets: Facets | undefined,
  texts: Readonly<Record<string, string>>,
  go: (filters: Filters) => void,
): TemplateResult {
  const read = (form: HTMLFormElement): void => {
    go(allEntered(form));
  };
  return html`<form
    role="search"
    class="filters"
    @submit=${(event: SubmitEvent) => {
      event.preventDefault();
      read(event.currentTarget as HTMLFormElement);
    }}
    @change=${(event: Event) => {
      const field = event.target as HTMLInputElement;
      if (field.name !== "q") read(event.currentTarget as HTMLFormElement);
    }}
  >
    ${FIRST.map((name) => field(name, filters, words, facets, texts))}
    <details ?open=${MORE.some((name) => filters[name] !== undefined)}>
      <summary>${words.moreFilters}</summary>
      <div class="filters">${MORE.map((name) => field(name, filters, words, facets, texts))}</div>
    </details>
    <button class="first">${words.find}</button>
    ${Object.keys(filters).length === 0
      ? nothing
      : html`<a class="plain" href="calls">${words.clear}</a>`}
  </form>`;
}
