import { type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { tokens } from "../../ui/tokens.ts";
import { Screen } from "../screen.ts";
import { to } from "../place.ts";
import { common } from "../styles.ts";
import type { Morning, Row } from "./data.ts";
import { Saving } from "./download.ts";
import { Fetched } from "./fetched.ts";
import { callRow, rowsHead } from "./rows.ts";
import { answered, notExported } from "./state.ts";
import { callsStyles } from "./styles.ts";
import { dayOf, daysFrom, zone } from "./time.ts";
import { type CallsWords, callsWords, named } from "./words.ts";

const FORMS = ["html", "md", "jsonl"] as const;

/** `/morning?day=`: the calls of a day that a team looks at together, and their case files as one. */
export class CallsMorning extends Screen {
  static override styles = [
    tokens,
    common,
    callsStyles,
    css`
      .when {
        white-space: nowrap;
      }
      h2 {
        margin-block-end: 8px;
      }
    `,
  ];

  readonly #found = new Fetched<Morning>(this);
  readonly #saving = new Saving(this);
  #shown = "";

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("given") && this.#day() !== this.#shown) {
      this.#shown = this.#day();
      void this.#ask();
    }
  }

  protected override render(): TemplateResult {
    const words = callsWords(this.given.lang);
    return html`<div class="screen">
      <div class="head">
        <h1>${words.morning}</h1>
        <a class="noprint" href="calls">${words.back}</a>
      </div>
      <form class="filters" @change=${this.#onDay}>
        <label>${words.day} <input type="date" name="day" required .value=${this.#day()} /></label>
        <span class="small quiet">${words.export}</span>
        ${FORMS.map(
          (form) =>
            html`<button type="button" @click=${() => void this.#export(form)}>
              ${words.exported[form]}
            </button>`,
        )}
      </form>
      ${notExported(this.#saving, words)}
      ${answered(
        this.#found,
        words,
        () => void this.#ask(),
        (value) => this.#told(value, words),
      )}
    </div>`;
  }

  #told(found: Morning, words: CallsWords): TemplateResult {
    const day = found.day;
    return html`<p class="quiet">
        <a href=${to("calls", [], { from: day, to: day })}>${words.morningAll(found.calls)}</a> ·
        ${words.morningMore(found.worth, found.look.length)}
      </p>
      <section aria-labelledby="look" aria-busy=${this.#found.busy}>
        <h2 id="look">${words.look}</h2>
        ${found.look.length === 0
          ? html`<p class="quiet">${words.lookNone}</p>`
          : this.#table(
              found.look.map(({ call, why }) => [call, why.map((each) => named(words.because, each))]),
              words,
            )}
      </section>
      <section aria-labelledby="well">
        <h2 id="well">${words.well}</h2>
        ${found.well.length === 0
          ? html`<p class="quiet">${words.wellNone}</p>`
          : this.#table(
              found.well.map((call) => [call, []]),
              words,
            )}
      </section>`;
  }

  #table(rows: readonly (readonly [Row, readonly string[]])[], words: CallsWords): TemplateResult {
    return html`<div class="scroll">
      <table>
        ${rowsHead(words)}
        <tbody>
          ${rows.map(([row, why]) =>
            callRow(
              row,
              words,
              this.given.lang,
              why.length === 0 ? nothing : html`<p class="small">${why.join(" · ")}</p>`,
            ),
          )}
        </tbody>
      </table>
    </div>`;
  }

  /** The day in the address; without one, yesterday's calls are looked at. */
  #day(): string {
    return this.given.place.query.get("day") ?? daysFrom(dayOf(Date.now()), -1);
  }

  #onDay = (event: Event): void => {
    const day = (event.target as HTMLInputElement).value;
    if (day !== "") this.go(to("morning", [], { day }));
  };

  #query(more: Readonly<Record<string, string>> = {}): string {
    return `v1/cases?${new URLSearchParams({ day: this.#day(), zone: zone(), ...more }).toString()}`;
  }

  #ask(): Promise<void> {
    return this.#found.ask((signal) => this.given.api.get<Morning>(this.#query(), signal));
  }

  async #export(form: (typeof FORMS)[number]): Promise<void> {
    const path = this.#query({ form, lang: this.given.lang });
    await this.#saving.save(this.given.api, path, `${this.#day()}.${form}`);
  }
}

customElements.define("overtone-calls-morning", CallsMorning);
