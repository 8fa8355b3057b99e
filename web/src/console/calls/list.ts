import { type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { tokens } from "../../ui/tokens.ts";
import { Screen } from "../screen.ts";
import { to } from "../place.ts";
import { common } from "../styles.ts";
import type { Facets, Live, Page, Row } from "./data.ts";
import { Fetched } from "./fetched.ts";
import { filterBar, filtersOf, listOf, queryOf } from "./filters.ts";
import { callRow, rowsHead } from "./rows.ts";
import { answered, empty, failed } from "./state.ts";
import { callsStyles } from "./styles.ts";
import { moment, turned } from "./time.ts";
import { type CallsWords, callsWords } from "./words.ts";

const READ_AGAIN_MS = 3_000;

/** `/calls`: calls that ended, searched and filtered; what is asked stands in the address. */
export class CallsList extends Screen {
  static override styles = [
    tokens,
    common,
    callsStyles,
    css`
      .when {
        white-space: nowrap;
      }
      .found li {
        margin-block-start: 4px;
        overflow-wrap: anywhere;
      }
      .needs {
        min-inline-size: 240px;
      }
      tr:hover td {
        background: var(--ot-wash);
      }
    `,
  ];

  readonly #page = new Fetched<Page>(this);
  readonly #next = new Fetched<Page>(this);
  #rows: readonly Row[] = [];
  #total = 0;
  #facets: Facets | undefined;
  #texts: Readonly<Record<string, string>> = {};
  #live: readonly Live[] = [];
  #shown = "";
  #again: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#again);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("given")) return;
    const asked = queryOf(filtersOf(this.given.place.query));
    if (asked !== this.#shown) {
      this.#shown = asked;
      void this.#ask();
    }
  }

  protected override render(): TemplateResult {
    const words = callsWords(this.given.lang);
    const filters = filtersOf(this.given.place.query);
    return html`<div class="screen">
      <div class="head">
        <h1>${words.calls}</h1>
        <a href="morning">${words.morning}</a>
      </div>
      ${filterBar(filters, words, this.#facets, this.#texts, (wanted) => {
        this.go(listOf(wanted));
      })}
      ${this.#turned()
        ? empty(words.daysFaulty, words.daysTurned)
        : answered(
            this.#page,
            words,
            () => void this.#ask(),
            () => this.#list(words, Object.keys(filters).length > 0),
          )}
    </div>`;
  }

  #list(words: CallsWords, filtered: boolean): TemplateResult {
    const reading = this.#page.value?.reading ?? 0;
    return html`<section aria-label=${words.calls} aria-busy=${this.#page.busy}>
      <p class="quiet" role="status">
        ${words.total(this.#total)}${reading > 0 ? html` · ${words.reading(reading)}` : nothing}
      </p>
      ${filtered || this.#live.length === 0 ? nothing : this.#livesIn(words)}
      ${this.#rows.length === 0
        ? filtered
          ? empty(words.none, words.noneMore)
          : empty(words.empty, words.emptyMore)
        : html`<div class="scroll">
            <table>
              ${rowsHead(words)}
              <tbody>
                ${this.#rows.map((row) => callRow(row, words, this.given.lang))}
              </tbody>
            </table>
          </div>`}
      ${this.#more(words)}
    </section>`;
  }

  /** Whether the days asked for are the wrong way round: no call can be among them. */
  #turned(): boolean {
    const { from = "", to: last = "" } = filtersOf(this.given.place.query);
    return turned(from, last);
  }

  #livesIn(words: CallsWords): TemplateResult {
    return html`<p class="live">
      ${words.live}:
      ${this.#live.slice(0, 20).map(
        (live) =>
          html`<a href=${to("calls", [live.call])}>${live.call}</a>
            <span class="small quiet">${live.agent} ${moment(live.began, this.given.lang)}</span> `,
      )}${this.#live.length > 20 ? `+${this.#live.length - 20}` : nothing}
    </p>`;
  }

  #more(words: CallsWords): TemplateResult | typeof nothing {
    const next = this.#next.value?.next ?? (this.#next.value === undefined ? this.#page.value?.next : null);
    if (this.#next.fault !== undefined) {
      return failed(this.#next.fault, words, () => void this.#askNext(next ?? undefined));
    }
    if (next === null || next === undefined) return nothing;
    return html`<p>
      <button ?disabled=${this.#next.busy} @click=${() => void this.#askNext(next)}>
        ${words.more}
      </button>
      <span class="small quiet">${this.#rows.length} / ${this.#total}</span>
    </p>`;
  }

  async #ask(): Promise<void> {
    clearTimeout(this.#again);
    if (this.#turned()) return;
    this.#next.forget();
    await this.#page.ask((signal) => this.given.api.get<Page>(this.#shown, signal));
    const page = this.#page.value;
    if (page === undefined || this.#page.busy) return;
    this.#rows = page.calls;
    this.#total = page.total ?? 0;
    this.#facets = page.facets;
    this.#texts = page.need_texts ?? {};
    this.#live = page.live ?? [];
    this.requestUpdate();
    if (page.reading > 0 && this.isConnected) {
      this.#again = setTimeout(() => {
        if (this.#next.value === undefined && !this.#next.busy) void this.#ask();
      }, READ_AGAIN_MS);
    }
  }

  async #askNext(after: string | undefined): Promise<void> {
    const filters = filtersOf(this.given.place.query);
    await this.#next.ask((signal) => this.given.api.get<Page>(queryOf(filters, after), signal));
    if (this.#next.value === undefined || this.#next.fault !== undefined || this.#next.busy) return;
    this.#rows = [...this.#rows, ...this.#next.value.calls];
    this.requestUpdate();
  }
}

customElements.define("overtone-calls", CallsList);
