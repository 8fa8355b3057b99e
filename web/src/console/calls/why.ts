import { tongue } from "../floor/words.ts";
import { LitElement, type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Lang } from "../../i18n/words.ts";
import { tokens } from "../../ui/tokens.ts";
import type { Api } from "../api.ts";
import { common } from "../styles.ts";
import type { Session } from "../session.ts";
import type { Explained, Explanation, Report } from "./data.ts";
import { Fetched } from "./fetched.ts";
import { entriesOf, knownAt } from "./moments.ts";
import { failed } from "./state.ts";
import { callsStyles } from "./styles.ts";
import "./test-case.ts";
import { clock } from "./time.ts";
import { type CallsWords, callsWords } from "./words.ts";

/** How long a moment is looked at before the call is played for it, ms. */
const SETTLED_MS = 300;
/** Rules that heard nothing are told of when somebody looks for them: so many at most. */
const MOST_FOUND = 12;

/**
 * How each rule stood at the moment that is looked at, condition by condition; and from there, the moment
 * as a test of a rule. The call is played for it, so it is asked only once somebody wants to know.
 */
export class CallsWhy extends LitElement {
  static override styles = [
    tokens,
    common,
    callsStyles,
    css`
      .rule {
        border-block-end: 1px solid var(--ot-hair);
        padding-block: 4px;
      }
      .lines {
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        font-size: var(--ot-12);
      }
      .yes {
        color: var(--ot-advice);
      }
      summary b {
        font-weight: 600;
        color: var(--ot-ink);
        margin-inline-end: 8px;
        overflow-wrap: anywhere;
      }
      .tools {
        display: flex;
        flex-wrap: wrap;
        gap: 0 8px;
      }
      input[type="search"] {
        inline-size: 100%;
        margin-block: 8px;
      }
    `,
  ];
  static override properties = {
    api: { attribute: false },
    session: { attribute: false },
    report: { attribute: false },
    lang: { type: String },
    at: { attribute: false },
    nth: { attribute: false },
    theme: { type: String, reflect: true },
    wanted: { state: true },
    sought: { state: true },
    chosen: { state: true },
  };

  declare api: Api;
  declare session: Session;
  declare report: Report;
  declare lang: Lang;
  declare at: number;
  /** Which of the entries at that moment. */
  declare nth: number | undefined;
  declare theme: string;
  declare private wanted: boolean;
  declare private sought: string;
  declare private chosen: { readonly rule: string; readonly fires: boolean } | null;

  readonly #explained = new Fetched<Explanation>(this);
  #waiting: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.wanted = false;
    this.sought = "";
    this.chosen = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#waiting);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("report") || changed.has("at") || changed.has("nth") || changed.has("lang")) {
      this.chosen = null;
      if (this.wanted) {
        clearTimeout(this.#waiting);
        this.#waiting = setTimeout(() => void this.#ask(), SETTLED_MS);
      }
    }
  }

  protected override render(): TemplateResult {
    const words = callsWords(this.lang);
    const { value, fault, busy } = this.#explained;
    return html`<section aria-labelledby="why">
      <h2 id="why">${words.why}</h2>
      <p class="quiet">
        ${words.whyMore(clock(Math.max(0, this.at)))}
        ${this.wanted
          ? nothing
          : html`<button
              @click=${() => {
                this.wanted = true;
                void this.#ask();
              }}
            >
              ${words.whyAsk}
            </button>`}
      </p>
      ${busy ? html`<p class="quiet" role="status">${words.whyBusy}</p>` : nothing}
      ${fault !== undefined ? failed(fault, words, () => void this.#ask()) : nothing}
      ${value !== undefined && fault === undefined ? this.#told(value, words) : nothing}
    </section>`;
  }

  #told(value: Explanation, words: CallsWords): TemplateResult {
    const heard = value.rules.filter((one) => one.standing !== "silent");
    const silent = value.rules.filter((one) => one.standing === "silent");
    const sought = this.sought.trim().toLowerCase();
    const fits = (one: Explained): boolean =>
      [one.text, one.rule, one.need].some((told) => told.toLowerCase().includes(sought));
    const shown =
      sought === "" ? heard : [...heard.filter(fits), ...silent.filter(fits).slice(0, MOST_FOUND)];
    return html`<div aria-busy=${this.#explained.busy}>
      <input
        type="search"
        aria-label=${words.whyFilter}
        placeholder=${words.whyFilter}
        .value=${this.sought}
        @input=${(event: Event) => {
          this.sought = (event.target as HTMLInputElement).value;
        }}
      />
      ${repeat(
        shown,
        (one) => one.rule,
        (one) => this.#rule(one, words),
      )}
      ${sought === "" ? html`<p class="small quiet">${words.whySilent(silent.length)}</p>` : nothing}
    </div>`;
  }

  #rule(one: Explained, words: CallsWords): TemplateResult {
    const [, ...lines] = one.lines;
    const chosen = this.chosen?.rule === one.rule ? this.chosen : null;
    return html`<details class="rule">
      <summary><b lang=${tongue(one.text)}>${one.text || one.rule}</b> ${words.standings[one.standing]}</summary>
      <p class="small quiet">${one.rule} · ${one.where}</p>
      <div class="lines">${lines.map(
          (line) =>
            html`<div class=${tone(line)}>${line}</div>`,
        )}</div>
      <div class="tools noprint">
        ${[true, false].map(
          (fires) =>
            html`<button
              aria-pressed=${chosen?.fires === fires}
              @click=${() => {
                this.chosen = chosen?.fires === fires ? null : { rule: one.rule, fires };
              }}
            >
              ${fires ? words.should : words.shouldNot}
            </button>`,
        )}
      </div>
      ${chosen === null
        ? nothing
        : html`<calls-test-case
            theme=${this.theme}
            .api=${this.api}
            .session=${this.session}
            .lang=${this.lang}
            .call=${this.report.call}
            .rule=${chosen.rule}
            .fires=${chosen.fires}
            .at=${this.#known()}
          ></calls-test-case>`}
    </details>`;
  }

  /** The moment at which all of what is shown was known. */
  #known(): number {
    return knownAt(entriesOf(this.report), Math.max(0, this.at), this.nth);
  }

  #ask(): Promise<void> {
    const query = new URLSearchParams({ at: String(this.#known()), lang: this.lang });
    const path = `v1/calls/${encodeURIComponent(this.report.call)}/explain?${query.toString()}`;
    return this.#explained.ask((signal) => this.api.get<Explanation>(path, signal));
  }
}

/** Whether a line says that something holds, or that it does not. */
function tone(line: string): "" | "yes" | "no" {
  return line.includes("✓") ? "yes" : line.includes("✗") ? "no" : "";
}

customElements.define("calls-why", CallsWhy);
