/** The tables of the trends: every number leads to the calls behind it. */

import { type TemplateResult, html, nothing } from "lit";
import { to } from "../place.ts";
import type { Day, Load, Trends } from "./data.ts";
import { type Filters, listOf } from "./filters.ts";
import { type Counted, abilityShares } from "./tallies.ts";
import { dayOf, timeOfDay } from "./time.ts";
import { type CallsWords, named } from "./words.ts";

export const TEAM = ["agent", "queue", "group"] as const;

/** Which days, and whose calls. */
export type Span = Readonly<Record<"from" | "to", string>> &
  Readonly<Partial<Record<(typeof TEAM)[number], string>>>;

export function address(span: Span): string {
  return to("trends", [], span);
}

/** A number, and the calls of the span behind it. */
function link(count: number, span: Span, filters: Filters, digits = 0): TemplateResult {
  if (count === 0) return html`<span class="quiet">0</span>`;
  return html`<a href=${listOf({ ...span, ...filters })}>${count.toFixed(digits)}</a>`;
}

/** The same team on one day. */
function on(span: Span, { day }: Day): Span {
  return { ...span, from: day, to: day };
}

export function dayTable(days: readonly Day[], span: Span, words: CallsWords): TemplateResult {
  const columns = words.dayColumns;
  const names = [columns.calls, columns.talked, columns.strain, columns.severe, columns.missed];
  return html`<section aria-labelledby="days">
    <h2 id="days">${words.days}</h2>
    <div class="scroll">
      <table class="grid">
        <thead>
          <tr>
            <th scope="col">${columns.day}</th>
            ${names.map((name) => html`<th scope="col" class="num">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${days.map((day) => {
            const missed = Object.values(day.missed).reduce((sum, each) => sum + each, 0);
            const here = on(span, day);
            return html`<tr>
              <th scope="row">${day.day}</th>
              <td class="num">${link(day.calls, here, {})}</td>
              <td class="num">${Math.round(day.talked)}</td>
              <td class="num">${link(day.strain, here, { level: "high" }, 1)}</td>
              <td class="num">${link(day.severe, here, { level: "severe" })}</td>
              <td class="num">${link(missed, here, { outcome: "missed" })}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
  </section>`;
}

function dayHeads(title: string, days: readonly Day[]): TemplateResult {
  return html`<th scope="col"><span class="hidden">${title}</span></th>
    ${days.map((day) => html`<th scope="col" class="num">${day.day.slice(5)}</th>`)}`;
}

/** One kind of thing by day; darker where there is more of it. */
export function grid(
  title: string,
  more: string,
  days: readonly Day[],
  rows: readonly Counted[],
  span: Span,
  words: CallsWords,
  rest: TemplateResult | typeof nothing = nothing,
): TemplateResult | typeof nothing {
  if (rows.length === 0) return nothing;
  const top = Math.max(1, ...rows.flatMap((row) => row.days));
  return html`<section aria-label=${title}>
    <h2>${title}</h2>
    <p class="small quiet">${more}</p>
    <div class="scroll">
      <table class="grid">
        <thead>
          <tr>
            ${dayHeads(title, days)}
            <th scope="col" class="num">${words.calls}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                <th scope="row">${row.name}</th>
                ${days.map((day, at) => cell(row, day, at, top, span))}
                <td class="num">${link(row.total, span, row.filters)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${rest}
  </section>`;
}

function cell(row: Counted, day: Day, at: number, top: number, span: Span): TemplateResult {
  const count = row.days[at] ?? 0;
  const missed = row.missed[at] ?? 0;
  const here = on(span, day);
  return html`<td class="num heat" .style=${`--heat:${count / top}`}>
    ${count === 0 ? nothing : link(count, here, row.filters)}${missed > 0
      ? html`<span class="missed"> (${link(missed, here, { ...row.filters, outcome: "missed" })})</span>`
      : nothing}
  </td>`;
}

export function abilityTable(trends: Trends, span: Span, words: CallsWords): TemplateResult {
  return html`<section aria-labelledby="abilities">
    <h2 id="abilities">${words.byAbility}</h2>
    <p class="small quiet">${words.byAbilityMore}</p>
    <div class="scroll">
      <table class="grid">
        <thead>
          <tr>
            ${dayHeads(words.filters.ability, trends.days)}
          </tr>
        </thead>
        <tbody>
          ${abilityShares(trends).map(
            ({ ability, shares }) =>
              html`<tr>
                <th scope="row">${named(words.abilities, ability)}</th>
                ${trends.days.map((day, at) => share(shares[at] ?? null, ability, on(span, day)))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

function share(value: number | null, ability: string, span: Span): TemplateResult {
  return html`<td class="num">
    ${value === null
      ? html`<span class="quiet">–</span>`
      : html`<a href=${listOf({ ...span, ability })}>${Math.round(value * 100)}%</a>`}
  </td>`;
}

/** By name: nobody is ranked by what customers felt. */
export function agentTable(
  agents: readonly Load[],
  span: Span,
  words: CallsWords,
): TemplateResult {
  const columns = words.agentColumns;
  return html`<section aria-labelledby="agents">
    <h2 id="agents">${words.agents}</h2>
    <p class="small quiet">${words.agentsMore}</p>
    <div class="scroll">
      <table class="grid">
        <thead>
          <tr>
            <th scope="col">${columns.agent}</th>
            ${[columns.calls, columns.talked, columns.strain].map(
              (name) => html`<th scope="col" class="num">${name}</th>`,
            )}
            <th scope="col">${columns.breaks}</th>
          </tr>
        </thead>
        <tbody>
          ${agents.map((load) => {
            const own = { ...span, agent: load.agent };
            return html`<tr>
              <th scope="row"><a href=${address(own)}>${load.agent}</a></th>
              <td class="num">${link(load.calls, own, {})}</td>
              <td class="num">${Math.round(load.talked)}</td>
              <td class="num">${link(load.strain, own, { level: "high" }, 1)}</td>
              <td>${breaks(load, words)}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
  </section>`;
}

function breaks(load: Load, words: CallsWords): TemplateResult {
  if (load.breaks.length === 0) return html`<span class="quiet">${words.restNone}</span>`;
  return html`<ul>
    ${load.breaks.map(
      ({ at, minutes }) =>
        html`<li>${words.rest(`${dayOf(at).slice(5)} ${timeOfDay(at)}`, minutes)}</li>`,
    )}
  </ul>`;
}
