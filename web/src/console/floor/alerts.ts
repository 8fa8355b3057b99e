import { LitElement, type TemplateResult, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { type Lang, clock, wordsFor } from "../../i18n/words.ts";
import { shape } from "../../ui/shapes.ts";
import { tokens } from "../../ui/tokens.ts";
import type { Message } from "../line.ts";
import { alertText } from "../own-alerts.ts";
import { common } from "../styles.ts";
import { alertStyles } from "./alert-styles.ts";
import { severityStyles } from "./severity-styles.ts";
import { acting, waiting } from "./handling.ts";
import { type Asked, silenceForm } from "./silence-form.ts";
import type { LiveAlert } from "./store.ts";
import type { Answer, Done } from "./stream.ts";
import type { Silence } from "./wire.ts";
import { type FloorWords, floorWords, tongue, wallClock } from "./words.ts";

/**
 * `<overtone-alerts>`: what a supervisor should know of now; what others do about it already is folded up
 * below. Nothing in it makes a sound or takes the focus.
 */
export class Alerts extends LitElement {
  static override styles = [tokens, common, alertStyles, severityStyles];
  static override properties = {
    alerts: { attribute: false },
    silences: { attribute: false },
    now: { attribute: false },
    lang: { type: String },
    theme: { type: String, reflect: true },
    stale: { type: Boolean, reflect: true },
    inCall: { type: Boolean },
    address: { attribute: false },
    ask: { attribute: false },
    silencing: { state: true },
    faults: { state: true },
  };

  declare alerts: readonly LiveAlert[];
  declare silences: readonly Silence[];
  /** Local time to which clocks are drawn. */
  declare now: number;
  declare lang: Lang;
  declare theme: string;
  declare stale: boolean;
  /** Whether they stand beside the call that they are of. */
  declare inCall: boolean;
  /** Where a call is seen, live or after it has ended. */
  declare address: (call: string, ended: boolean, at: number) => string;
  declare ask: (message: Message, done: Done, answered: Answer) => void;
  /** The alert whose silencing is being filled in. */
  declare private silencing: string | null;
  /** Why what was asked of an alert or a silence was not done. */
  declare private faults: ReadonlyMap<string, string>;
  /** What had the focus before drawing; null: nothing in here. */
  #focused: HTMLElement | null = null;
  /** The alert that it was in. */
  #at: string | null = null;

  constructor() {
    super();
    this.alerts = [];
    this.silences = [];
    this.now = 0;
    this.lang = "zh";
    this.theme = "";
    this.stale = false;
    this.inCall = false;
    this.address = (call) => call;
    this.ask = () => undefined;
    this.silencing = null;
    this.faults = new Map();
  }

  protected override willUpdate(): void {
    const focused = this.shadowRoot?.activeElement;
    this.#focused = focused instanceof HTMLElement ? focused : null;
    this.#at = this.#focused?.closest<HTMLElement>("[data-alert]")?.dataset["alert"] ?? null;
  }

  /** Whoever had the focus in here keeps it in here, though what it was on has moved or gone. */
  protected override updated(): void {
    const root = this.shadowRoot;
    if (root === null || this.#focused === null || root.activeElement !== null) return;
    const still = this.#at === null ? null : root.querySelector(`.raised [data-alert="${CSS.escape(this.#at)}"]`);
    const there = still?.querySelector<HTMLElement>("select, button.last") ?? null;
    const next = this.#focused.isConnected ? this.#focused : there;
    (next ?? root.querySelector("h2"))?.focus();
  }

  protected override render(): TemplateResult {
    const words = floorWords(this.lang);
    const raised = waiting(this.alerts);
    const handled = acting(this.alerts, "acknowledged");
    const silenced = acting(this.alerts, "silenced");
    const count = raised.filter(({ gone }) => gone === null).length;
    return html`<section aria-labelledby="title">
      <h2 id="title" tabindex="-1">
        ${words.alertsTitle}${count === 0 ? nothing : html` <span class="count num">${count}</span>`}
      </h2>
      ${
        raised.length === 0
          ? html`<p class="quiet">${words.noAlerts}</p>`
          : html`<ul class="raised">
              ${repeat(
                raised,
                ({ alert }) => alert.id,
                (each) => this.#alert(each, words),
              )}
            </ul>`
      }
      ${this.#folded(words.handled(handled.length), handled, words)}
      ${this.#folded(words.silenced(silenced.length), silenced, words)}
      ${
        this.silences.length === 0 || this.inCall
          ? nothing
          : html`<details>
              <summary>${words.silences(this.silences.length)}</summary>
              <ul>
                ${this.silences.map((silence) => this.#silence(silence, words))}
              </ul>
            </details>`
      }
    </section>`;
  }

  #folded(title: string, alerts: readonly LiveAlert[], words: FloorWords): TemplateResult | typeof nothing {
    if (alerts.length === 0) return nothing;
    return html`<details>
      <summary>${title}</summary>
      <ul>
        ${repeat(
          alerts,
          ({ alert }) => alert.id,
          (each) => this.#alert(each, words),
        )}
      </ul>
    </details>`;
  }

  #alert(each: LiveAlert, words: FloorWords): TemplateResult {
    const { alert, raised, gone } = each;
    const quote = alert.because.at(-1);
    const said = alertText(alert, this.lang);
    return html`<li data-alert=${alert.id} data-state=${alert.state} data-priority=${alert.priority}>
      <p class="what">
        ${shape(alert.priority)}<b lang=${tongue(said)}>${said}</b>
      </p>
      <p class="small quiet">
        ${wordsFor(this.lang).priority[alert.priority]} ·
        ${
          this.inCall
            ? nothing
            : html`<a href=${this.address(alert.call, alert.ended, alert.at)}>${words.agent} ${alert.agent}</a>
                ${alert.queue === null ? nothing : html` · ${alert.queue}`} · `
        }<span class="num">${words.since(clock(this.now - raised))}</span
        >${alert.ended && gone === null ? html` · ${words.callOver}` : nothing}
      </p>
      ${quote === undefined ? nothing : html`<p class="quote" lang=${tongue(quote.text)}>${words.because(quote.text)}</p>`}
      ${this.#standing(each, words)} ${this.#fault(alert.id)}
      ${
        this.silencing === alert.id
          ? silenceForm(alert, words, (asked) => {
              this.#silenceIt(alert.id, asked);
            })
          : this.#buttons(each, words)
      }
    </li>`;
  }

  /** Who does what about it, or why it went. */
  #standing({ alert, gone }: LiveAlert, words: FloorWords): TemplateResult | typeof nothing {
    const { by = "", reason, until } = alert;
    if (gone !== null) {
      const handled = by === "" ? nothing : html`${words.by(by)} · `;
      return html`<p class="small">${handled}${words.withdrawn[alert.why ?? "passed"]}</p>`;
    }
    if (alert.state === "acknowledged") return html`<p class="small">${words.by(by)}</p>`;
    if (alert.state !== "silenced") return nothing;
    return html`<p class="small">
      ${words.bySilence(by, wallClock(until ?? 0))}${reason === undefined ? nothing : html` · ${reason}`}
    </p>`;
  }

  #buttons({ alert, gone }: LiveAlert, words: FloorWords): TemplateResult | typeof nothing {
    if (gone !== null || alert.state === "acknowledged") return nothing;
    if (alert.state === "silenced" && alert.silence !== undefined) return nothing; // ended below, with its silence
    return html`<p class="actions">
      <button ?disabled=${this.stale} @click=${() => {
        this.#acknowledge(alert.id);
      }}>
        ${words.acknowledge}
      </button>
      ${
        alert.state === "silenced"
          ? nothing
          : html`<button class="last" ?disabled=${this.stale} @click=${() => {
              this.silencing = alert.id;
            }}>
              ${words.silence}
            </button>`
      }
    </p>`;
  }

  #silence(silence: Silence, words: FloorWords): TemplateResult {
    const { id, rule, queue, call, by, reason, until } = silence;
    const what = [
      rule === null ? null : words.ofRule(rule),
      queue === null ? null : words.ofQueue(queue),
      call === null ? null : words.ofCall(call),
    ].filter((part) => part !== null);
    return html`<li data-silence=${id}>
      <p>${what.join(" · ")}</p>
      <p class="small quiet">
        ${words.bySilence(by, wallClock(until))}${reason === null || reason === "" ? nothing : html` · ${reason}`}
      </p>
      ${this.#fault(id)}
      <p class="actions">
        <button ?disabled=${this.stale} @click=${() => {
          this.#try({ type: "unsilence", silence: id }, id, lifted(id));
        }}>
          ${words.unsilence}
        </button>
      </p>
    </li>`;
  }

  #fault(id: string): TemplateResult | typeof nothing {
    const fault = this.faults.get(id);
    return fault === undefined ? nothing : html`<p class="fault" role="alert">${fault}</p>`;
  }

  #acknowledge(alert: string): void {
    this.#try({ type: "acknowledge", alert }, alert, handled(alert));
  }

  #silenceIt(alert: string, asked: Asked | null): void {
    this.silencing = null;
    if (asked === null) return;
    const done = asked.alert === undefined ? silenced(asked, this.silences) : handled(alert);
    this.#try({ type: "silence", ...asked }, alert, done);
  }

  /** `beside`: where to say so when it was not done. */
  #try(message: Message, beside: string, done: Done): void {
    this.faults = new Map([...this.faults].filter(([id]) => id !== beside));
    this.ask(message, done, (answer) => {
      if (answer.type !== "error") return;
      const failed = floorWords(this.lang).actFailed;
      const known = answer.code === "offline" || answer.code === "unknown_alert" || answer.code === "not_kept";
      const text = known ? failed[answer.code as "offline"] : failed.other(answer.detail);
      this.faults = new Map(this.faults).set(beside, text);
    });
  }
}

/** Somebody has taken the alert on or silenced it, or it is gone; it may change otherwise before that. */
function handled(alert: string): Done {
  return (told) => told.type === "alert" && told.id === alert && told.state !== "raised";
}

/** A silence of just this kind is in force that was not before. */
function silenced(asked: Asked, before: readonly Silence[]): Done {
  const { rule, queue, call } = { rule: null, queue: null, call: null, ...asked };
  const known = new Set(before.map(({ id }) => id));
  return (told) =>
    told.type === "silences" &&
    told.silences.some(
      (each) => !known.has(each.id) && each.rule === rule && each.queue === queue && each.call === call,
    );
}

/** That silence is not in force any more. */
function lifted(silence: string): Done {
  return (told) => told.type === "silences" && !told.silences.some(({ id }) => id === silence);
}
