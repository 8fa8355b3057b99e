import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import { clock } from "../../../i18n/words.ts";
import { tokens } from "../../../ui/tokens.ts";
import { to } from "../../place.ts";
import { common } from "../../styles.ts";
import type { BacktestState } from "../state/backtest.ts";
import type { Asked, Backtested, CallDifference, Moment, Recordings, RuleDifference } from "../wire.ts";
import type { StudioWords } from "../words.ts";
import { ruleName } from "./rule-name.ts";
import { sign } from "./signs.ts";
import { studioStyles } from "./styles.ts";

const DAY_MS = 86_400_000;
const SPANS = [7, 30, 0] as const;
const MOST = [50, 200, 1000] as const;
/** Changed calls shown before the rest is asked for. */
const FIRST = 30;

/**
 * `<studio-backtest>`: what an edit would have changed in calls that were. Fires `studio-run` (detail:
 * {@link Asked}) and `studio-stop`.
 */
export class BacktestView extends LitElement {
  static override styles = [
    tokens,
    common,
    studioStyles,
    css`
      :host {
        padding: 8px 16px 32px;
      }
      .ask {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: end;
        padding-block-end: 16px;
      }
      .ask label {
        display: grid;
        gap: 4px;
      }
      .ask .check {
        display: flex;
        align-items: center;
        min-block-size: 32px;
      }
      progress {
        inline-size: 100%;
        block-size: 8px;
        accent-color: var(--ot-accent);
      }
      .headline {
        font-size: var(--ot-16);
        font-weight: 500;
      }
      th,
      td {
        padding: 4px;
        overflow-wrap: anywhere;
      }
      th:last-child,
      td:last-child {
        padding-inline-end: 0;
      }
      .calls > li {
        padding-block: 8px;
        border-block-end: 1px solid var(--ot-hair);
      }
      .calls li li {
        display: grid;
        grid-template-columns: 64px minmax(0, 1fr);
        gap: 8px;
        padding-block: 2px;
      }
      h3 {
        margin-block: 16px 4px;
        font-weight: 600;
      }
    `,
  ];
  static override properties = {
    theme: { type: String, reflect: true },
    state: { attribute: false },
    recordings: { attribute: false },
    headlines: { attribute: false },
    current: { attribute: false },
    blocked: { type: Boolean },
    words: { attribute: false },
    span: { state: true },
    most: { state: true },
    labelled: { state: true },
    all: { state: true },
  };

  declare theme: string;
  declare state: BacktestState;
  declare recordings: Recordings | null;
  /** What agents see of each rule. */
  declare headlines: ReadonlyMap<string, string>;
  /** The text as it is now: a result for another one is yesterday's. */
  declare current: string;
  /** The text has errors. */
  declare blocked: boolean;
  declare words: StudioWords;
  declare private span: (typeof SPANS)[number];
  declare private most: (typeof MOST)[number];
  declare private labelled: boolean;
  declare private all: boolean;

  constructor() {
    super();
    this.state = { is: "idle" };
    this.recordings = null;
    this.headlines = new Map();
    this.current = "";
    this.blocked = false;
    this.span = 30;
    this.most = 200;
    this.labelled = true;
    this.all = false;
  }

  protected override render(): TemplateResult {
    const { backtest } = this.words;
    const { recordings, state } = this;
    if (recordings !== null && recordings.calls + recordings.labelled === 0) {
      return html`<div class="state">
        <b>${backtest.noCalls}</b>${recordings.why_none === "memory" ? backtest.memory : backtest.noCallsMore}
      </div>`;
    }
    return html`<form class="ask" @submit=${this.#run}>
        ${this.#choice(backtest.span, SPANS, this.span, backtest.days, (span) => {
          this.span = span;
        })}
        ${this.#choice(backtest.most, MOST, this.most, backtest.calls, (most) => {
          this.most = most;
        })}
        ${
          (recordings?.labelled ?? 0) === 0
            ? nothing
            : html`<label class="check"
                ><input
                  type="checkbox"
                  .checked=${this.labelled}
                  @change=${(event: Event) => {
                    this.labelled = (event.target as HTMLInputElement).checked;
                  }}
                />${backtest.labelled(recordings?.labelled ?? 0)}</label
              >`
        }
        ${
          state.is === "running"
            ? html`<button type="button" @click=${this.#stop}>${backtest.stop}</button>`
            : html`<button class="first" ?disabled=${this.blocked}>${backtest.run}</button>`
        }
      </form>
      ${this.blocked ? html`<p class="small quiet">${backtest.blocked}</p>` : nothing} ${this.#outcome()}`;
  }

  #outcome(): TemplateResult | typeof nothing {
    const { backtest } = this.words;
    const { state } = this;
    switch (state.is) {
      case "idle":
        return html`<p class="quiet">${backtest.idle}</p>`;
      case "stopped":
        return html`<p role="status">${backtest.stopped}</p>`;
      case "failed":
        return html`<p class="bad" role="alert">${backtest.failed(state.code, state.detail)}</p>`;
      case "running": {
        const { done, of, stage } = state.progress;
        return html`<label role="status"
          >${backtest.stage(stage, done, of)}
          <progress max=${of === 0 ? nothing : of} value=${of === 0 ? nothing : done}></progress>
        </label>`;
      }
      case "done":
        return this.#difference(state.result, state.text !== this.current);
    }
  }

  #difference(result: Backtested, outdated: boolean): TemplateResult {
    const { backtest } = this.words;
    const shown = this.all ? result.changes : result.changes.slice(0, FIRST);
    return html`${
        outdated ? html`<p class="warn" role="status">${sign("alert")} ${backtest.outdated}</p>` : nothing
      }
      <p class="headline" role="status">
        ${result.affected === 0 ? backtest.same(result.calls + result.labelled) : backtest.affected(result.affected, result.calls + result.labelled)}
      </p>
      ${result.complete ? nothing : html`<p class="warn small">${backtest.incomplete}</p>`}
      ${
        result.rules.length === 0
          ? nothing
          : html`<table>
              <thead>
                <tr>
                  <th scope="col">${backtest.rule}</th>
                  <th scope="col" class="num">${backtest.per100}</th>
                  <th scope="col" class="num">${backtest.new}</th>
                  <th scope="col" class="num">${backtest.gone}</th>
                </tr>
              </thead>
              <tbody>
                ${result.rules.map((rule) => this.#rule(rule))}
              </tbody>
            </table>`
      }
      ${shown.length === 0 ? nothing : html`<h3>${backtest.where}</h3>`}
      <ul class="calls">
        ${shown.map((call) => this.#call(call))}
      </ul>
      ${
        shown.length < result.changes.length
          ? html`<button @click=${this.#showAll}>${backtest.more(result.changes.length - shown.length)}</button>`
          : nothing
      }`;
  }

  #rule(rule: RuleDifference): TemplateResult {
    const { backtest, mode } = this.words;
    const figure = (value: number | null): string => (value === null ? backtest.none : value.toFixed(1));
    return html`<tr>
      <td>
        ${ruleName(rule.rule, this.headlines)} ${rule.mode === "live" ? nothing : html`<span class="word quiet">${mode[rule.mode]}</span>`}
      </td>
      <td class="num">${figure(rule.before)} → <b>${figure(rule.after)}</b></td>
      <td class="num">${rule.new}</td>
      <td class="num">${rule.gone}</td>
    </tr>`;
  }

  #call(call: CallDifference): TemplateResult {
    const { backtest } = this.words;
    const part = (kind: "new" | "gone" | "moved" | "reworded", tone: string): TemplateResult[] =>
      call[kind].map(
        (moment) => html`<li>
          <span class=${`word ${tone}`}>${backtest.kinds[kind]}</span>
          <span>${this.#moment(call, moment)}</span>
        </li>`,
      );
    return html`<li>
      <p class="small quiet">${call.source === "labelled" ? backtest.sample(call.call) : call.call}</p>
      <ul>${part("new", "good")} ${part("gone", "bad")} ${part("moved", "")} ${part("reworded", "")}</ul>
    </li>`;
  }

  #moment(call: CallDifference, moment: Moment): TemplateResult {
    const words = html`${clock(moment.at)} ${moment.text}`;
    const what =
      call.source === "log"
        ? html`<a href=${to("calls", [call.call], { t: moment.t, rule: moment.rule })}>${words}</a>`
        : html`<span>${words}</span>`;
    return html`${what} <span class="small quiet">${moment.rule}</span>
      ${moment.shadow ? html`<span class="word">${this.words.mode.shadow}</span>` : nothing}
      ${moment.because.length === 0 ? nothing : html`<br /><span class="small quiet">${this.words.quote(moment.because.join(" "))}</span>`}`;
  }

  #choice<T extends number>(
    label: string,
    values: readonly T[],
    chosen: T,
    word: (value: number) => string,
    set: (value: T) => void,
  ): TemplateResult {
    return html`<label
      >${label}<select
        @change=${(event: Event) => {
          const value = values[(event.target as HTMLSelectElement).selectedIndex];
          if (value !== undefined) set(value);
        }}
      >
        ${values.map((value) => html`<option ?selected=${value === chosen}>${word(value)}</option>`)}
      </select></label
    >`;
  }

  #showAll = (): void => {
    this.all = true;
  };

  #run = (event: Event): void => {
    event.preventDefault();
    this.ask();
  };

  /** Begins with what is chosen. */
  ask(): void {
    if (this.blocked) return;
    this.all = false;
    const from = this.span === 0 ? null : new Date(Date.now() - this.span * DAY_MS).toISOString();
    const detail: Asked = { from, to: null, most: this.most, labelled: this.labelled };
    this.dispatchEvent(new CustomEvent("studio-run", { detail, bubbles: true, composed: true }));
  }

  #stop = (): void => {
    this.dispatchEvent(new CustomEvent("studio-stop", { bubbles: true, composed: true }));
  };
}
