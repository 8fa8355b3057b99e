import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import { tokens } from "../../../ui/tokens.ts";
import { ApiError } from "../../api.ts";
import { moment } from "../../calls/time.ts";
import { to } from "../../place.ts";
import { common } from "../../styles.ts";
import type { Ask } from "../ask.ts";
import { type Column, callsBehind, ordered } from "../state/health.ts";
import type { Health, RuleHealth, Verdict } from "../wire.ts";
import type { StudioWords } from "../words.ts";
import { ruleName } from "./rule-name.ts";
import { sign } from "./signs.ts";
import { studioStyles } from "./styles.ts";

const DAY_MS = 86_400_000;
const SPANS = [7, 30, 0] as const;
const FIGURES = ["per_100", "shown", "met", "helpful", "wrong", "dismissed", "shadow"] as const;
const GRAVE: readonly Verdict[] = ["often_wrong", "always_dismissed"];

/** `<studio-health>`: how every rule has fared with agents, those that want a look first. */
export class HealthView extends LitElement {
  static override styles = [
    tokens,
    common,
    studioStyles,
    css`
      :host {
        padding: 16px 24px 32px;
        overflow: auto;
      }
      .top {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 8px 16px;
        padding-block-end: 8px;
      }
      .top h2 {
        flex: 1;
      }
      th button {
        padding: 0 4px;
        margin-inline: -4px;
        font: inherit;
        color: inherit;
      }
      th[aria-sort]:not([aria-sort="none"]) button {
        color: var(--ot-ink);
        font-weight: 600;
      }
      td {
        padding-block: 4px;
      }
      td:first-child {
        overflow-wrap: anywhere;
      }
      .verdicts {
        display: flex;
        flex-wrap: wrap;
        gap: 0 8px;
      }
    `,
  ];
  static override properties = {
    theme: { type: String, reflect: true },
    ask: { attribute: false },
    headlines: { attribute: false },
    words: { attribute: false },
    health: { state: true },
    fault: { state: true },
    span: { state: true },
    column: { state: true },
    down: { state: true },
  };

  declare theme: string;
  declare ask: Ask;
  /** What agents see of each rule. */
  declare headlines: ReadonlyMap<string, string>;
  declare words: StudioWords;
  declare private health: Health | null;
  declare private fault: boolean;
  declare private span: (typeof SPANS)[number];
  declare private column: Column;
  declare private down: boolean;

  constructor() {
    super();
    this.headlines = new Map();
    this.health = null;
    this.fault = false;
    this.span = 30;
    this.column = "look";
    this.down = true;
  }

  protected override firstUpdated(): void {
    void this.#load();
  }

  protected override render(): TemplateResult {
    const { health, words } = this;
    return html`<div class="top">
        <h2>${words.health.title}</h2>
        <label
          >${words.backtest.span}
          <select @change=${this.#onSpan}>
            ${SPANS.map((span) => html`<option ?selected=${span === this.span}>${words.backtest.days(span)}</option>`)}
          </select></label
        >
      </div>
      ${
        this.fault
          ? html`<div class="state" role="alert">
              <b>${words.unreachable}</b><button @click=${() => void this.#load()}>${words.retry}</button>
            </div>`
          : health === null
            ? html`<p class="state" role="status">${words.health.loading}</p>`
            : health.calls === 0
              ? html`<div class="state"><b>${words.health.none}</b>${words.health.noneMore}</div>`
              : this.#table(health)
      }`;
  }

  #table(health: Health): TemplateResult {
    const { words } = this;
    return html`<p class="quiet">${words.health.over(health.calls)}</p>
      <table>
        <thead>
          <tr>
            ${this.#head("rule", words.health.rule, "")} ${this.#head("look", words.health.look, "")}
            ${FIGURES.map((column) => this.#head(column, words.health.columns[column], "num"))}
            <th scope="col">${words.health.last}</th>
          </tr>
        </thead>
        <tbody>
          ${ordered(health.rules, this.column, this.down).map((rule) => this.#row(rule))}
        </tbody>
      </table>`;
  }

  #head(column: Column, word: string, className: string): TemplateResult {
    const sorted = this.column === column;
    return html`<th scope="col" class=${className} aria-sort=${sorted ? (this.down ? "descending" : "ascending") : "none"}>
      <button
        @click=${() => {
          this.down = sorted ? !this.down : column !== "rule";
          this.column = column;
        }}
      >
        ${word}${sorted ? (this.down ? " ↓" : " ↑") : ""}
      </button>
    </th>`;
  }

  #row(rule: RuleHealth): TemplateResult {
    const { words } = this;
    return html`<tr>
      <td>
        <a href=${to("console/rules", [], { file: rule.path, rule: rule.rule })}
          >${ruleName(rule.rule, this.headlines)}</a
        >
        ${rule.mode === "live" ? nothing : html`<span class="word quiet">${words.mode[rule.mode]}</span>`}
      </td>
      <td>
        <span class="verdicts"
          >${rule.verdicts.map(
            (verdict) => html`<span class=${`word ${GRAVE.includes(verdict) ? "bad" : "warn"}`}
              >${sign("alert")} ${words.health.verdicts[verdict]}</span
            >`,
          )}</span
        >
      </td>
      ${FIGURES.map(
        (column) =>
          html`<td class="num">${column === "per_100" ? rule.per_100.toFixed(1) : this.#figure(rule, column)}</td>`,
      )}
      <td>
        ${
          rule.last === null
            ? html`<span class="quiet">${words.health.notYet}</span>`
            : html`<a href=${to("calls", [rule.last.call], { t: Math.floor(rule.last.at / 1000) })}
                >${moment(rule.last.ended, words.lang)}</a
              >`
        }
      </td>
    </tr>`;
  }

  /** A number that leads to the calls behind it. */
  #figure(rule: RuleHealth, column: Exclude<(typeof FIGURES)[number], "per_100">): TemplateResult {
    const asked = callsBehind(rule.rule, column, this.span);
    const figure = rule[column];
    return figure === 0 || asked === null ? html`${figure}` : html`<a href=${to("calls", [], asked)}>${figure}</a>`;
  }

  #onSpan = (event: Event): void => {
    this.span = SPANS[(event.target as HTMLSelectElement).selectedIndex] ?? 30;
    void this.#load();
  };

  async #load(): Promise<void> {
    const { span } = this;
    const from = span === 0 ? null : new Date(Date.now() - span * DAY_MS).toISOString();
    try {
      const health = await this.ask.health(from);
      if (span !== this.span) return;
      this.health = health;
      this.fault = false;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (span === this.span) this.fault = true;
    }
  }
}
