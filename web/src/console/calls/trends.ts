import { type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { tokens } from "../../ui/tokens.ts";
import { needName } from "../need-names.ts";
import { Screen } from "../screen.ts";
import { common } from "../styles.ts";
import type { Trends } from "./data.ts";
import { Fetched } from "./fetched.ts";
import { allEntered } from "./form.ts";
import { answered, empty } from "./state.ts";
import { callsStyles } from "./styles.ts";
import { type Counted, begun, counted, foremost, sorted } from "./tallies.ts";
import { dayOf, daysFrom, turned, zone } from "./time.ts";
import { type Span, TEAM, abilityTable, address, agentTable, dayTable, grid } from "./trend-tables.ts";
import { trendsStyles } from "./trends-styles.ts";
import { type CallsWords, callsWords } from "./words.ts";

const DAYS = 14;
/** As the server has it: `assist/archive/trends.py`. */
const MOST_DAYS = 92;
/** Rows that a table begins with; whatever was missed stands besides. */
const MOST = { hotNeeds: 15, hotProducts: 10 } as const;

/** `/trends`: days in numbers, each leading to the calls behind it. */
export class CallsTrends extends Screen {
  static override styles = [tokens, common, callsStyles, trendsStyles];

  readonly #trends = new Fetched<Trends>(this);
  #shown = "";
  /** Tables of which all rows were asked for. */
  readonly #whole = new Set<string>();

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("given") && this.#query() !== this.#shown) {
      this.#shown = this.#query();
      if (this.#faulty() === null) void this.#ask();
    }
  }

  protected override render(): TemplateResult {
    const words = callsWords(this.given.lang);
    return html`<div class="screen">
      <div class="head">
        <h1>${words.trends}</h1>
        <a class="noprint" href="morning">${words.morning}</a>
      </div>
      ${this.#bar(words)}
      ${this.#faulty() === null ? this.#answer(words) : empty(words.daysFaulty, words[this.#faulty() ?? "daysTurned"])}
    </div>`;
  }

  #answer(words: CallsWords): TemplateResult {
    return html`${answered(
        this.#trends,
        words,
        () => void this.#ask(),
        (value) => this.#told({ ...value, days: begun(value.days) }, words),
      )}`;
  }

  /** What is wrong with the days that are asked for; null where nothing is. */
  #faulty(): "daysTurned" | "daysMany" | null {
    const { from, to: last } = this.#span();
    if (turned(from, last)) return "daysTurned";
    return daysFrom(from, MOST_DAYS) <= last ? "daysMany" : null;
  }

  #bar(words: CallsWords): TemplateResult {
    const span = this.#span();
    const known = this.#trends.value?.facets;
    const values = { agent: known?.agents, queue: known?.queues, group: known?.groups };
    return html`<form
      class="filters"
      @change=${this.#onSpan}
      @submit=${(event: Event) => {
        event.preventDefault();
      }}
    >
      ${(["from", "to"] as const).map(
        (name) =>
          html`<label
            >${words.filters[name]}
            <input type="date" name=${name} required .value=${span[name]}
          /></label>`,
      )}
      ${TEAM.map((name) => {
        const chosen = span[name] ?? "";
        const offered = [...new Set([...(chosen === "" ? [] : [chosen]), ...(values[name] ?? [])])];
        return html`<label
          >${words.filters[name]}
          <select name=${name}>
            <option value="" ?selected=${chosen === ""}>${words.all}</option>
            ${offered.map(
              (each) => html`<option value=${each} ?selected=${each === chosen}>${each}</option>`,
            )}
          </select></label
        >`;
      })}
    </form>`;
  }

  #told(trends: Trends, words: CallsWords): TemplateResult {
    const span = this.#span();
    const { days } = trends;
    if (days.length === 0) return empty(words.noCalls, words.noCallsMore);
    return html`<div class="screens" aria-busy=${this.#trends.busy}>
      ${dayTable(days, span, words)}
      ${this.#grid("hotNeeds", words.hotNeedsMore, this.#needs(trends), trends)}
      ${this.#grid("hotProducts", "", this.#products(trends), trends)}
      ${abilityTable(trends, span, words)} ${agentTable(trends.agents, span, words)}
    </div>`;
  }

  #needs(trends: Trends): readonly Counted[] {
    return sorted(counted(trends.days, "needs", "missed")).map((row) => ({
      ...row,
      name: needName(row.name, this.given.lang) ?? trends.need_texts[row.name] ?? row.name,
      filters: { need: row.name },
    }));
  }

  #products(trends: Trends): readonly Counted[] {
    return sorted(counted(trends.days, "products")).map((row) => ({
      ...row,
      filters: { product: row.name },
    }));
  }

  /** A table of the foremost rows, and of all that there are once they are asked for. */
  #grid(name: "hotNeeds" | "hotProducts", more: string, rows: readonly Counted[], trends: Trends): unknown {
    const words = callsWords(this.given.lang);
    const shown = this.#whole.has(name) ? rows : foremost(rows, MOST[name]);
    const left = rows.length - shown.length;
    const rest = left === 0 ? nothing : html`<button
      class="noprint"
      @click=${() => {
        this.#whole.add(name);
        this.requestUpdate();
      }}
    >
      ${words.showAll(shown.length, rows.length)}
    </button>`;
    return grid(words[name], more, trends.days, shown, this.#span(), words, rest);
  }

  /** What the address asks for; else the last two weeks. */
  #span(): Span {
    const { query } = this.given.place;
    const last = query.get("to") ?? dayOf(Date.now());
    const team = TEAM.map((name) => [name, query.get(name) ?? ""] as const);
    return {
      from: query.get("from") ?? daysFrom(last, 1 - DAYS),
      to: last,
      ...Object.fromEntries(team.filter(([, value]) => value !== "")),
    };
  }

  #query(): string {
    return `v1/trends?${new URLSearchParams({ ...this.#span(), zone: zone() }).toString()}`;
  }

  #onSpan = (event: Event): void => {
    const { from, to: last, ...team } = allEntered(event.currentTarget as HTMLFormElement);
    if (from !== undefined && last !== undefined) this.go(address({ from, to: last, ...team }));
  };

  #ask(): Promise<void> {
    return this.#trends.ask((signal) => this.given.api.get<Trends>(this.#shown, signal));
  }
}

customElements.define("overtone-calls-trends", CallsTrends);
