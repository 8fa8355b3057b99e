import { LitElement, type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { guard } from "lit/directives/guard.js";
import type { Lang } from "../../i18n/words.ts";
import { shape } from "../../ui/shapes.ts";
import { tokens } from "../../ui/tokens.ts";
import { alertText } from "../own-alerts.ts";
import { to } from "../place.ts";
import { common } from "../styles.ts";
import type { Hint, Line, Report, Shadow } from "./data.ts";
import { BLOCK, type Chosen, type Entry, entriesOf, entryAt, nthInAddress, pieces, step } from "./moments.ts";
import { callsStyles } from "./styles.ts";
import { clock, seconds } from "./time.ts";
import { type CallsWords, callsWords, named } from "./words.ts";

/**
 * What was said, with the words that mattered, and what came of it. Fires `moment-chosen` ({@link Chosen}) when one goes
 * to another moment by key. Blocks out of sight are not laid out, and none is rendered again unless it
 * changes, so that a call of three hours scrolls as a short one does.
 */
export class CallsTranscript extends LitElement {
  static override styles = [
    tokens,
    common,
    callsStyles,
    css`
      .block {
        content-visibility: auto;
        contain-intrinsic-block-size: auto ${BLOCK * 34}px;
      }
      .row {
        display: grid;
        grid-template-columns: 56px 72px minmax(0, 1fr);
        gap: 0 8px;
        padding: 4px 8px;
        scroll-margin-block: 96px;
        overflow-wrap: anywhere;
      }
      .row[aria-current] {
        background: var(--ot-wash);
        box-shadow: inset 3px 0 var(--ot-accent);
      }
      .row a {
        font-variant-numeric: tabular-nums;
      }
      .customer .text {
        font-weight: 600;
      }
      .aside {
        color: var(--ot-ink-2);
      }
      .aside .text {
        border-inline-start: 2px solid var(--ot-hair);
        padding-inline-start: 8px;
      }
      mark {
        background: none;
        color: inherit;
        border-block-end: 2px solid var(--ot-accent);
      }
      mark.answer {
        border-block-end: 2px dotted var(--ot-advice);
      }
      .say {
        display: block;
      }
      @media (max-width: 480px) {
        .row {
          grid-template-columns: 48px minmax(0, 1fr);
        }
        .row .text {
          grid-column: 1 / -1;
        }
      }
      @media print {
        .block {
          content-visibility: visible;
        }
        .row {
          padding: 0;
          break-inside: avoid;
        }
      }
    `,
  ];
  static override properties = {
    report: { attribute: false },
    lang: { type: String },
    at: { attribute: false },
    nth: { attribute: false },
  };

  declare report: Report;
  declare lang: Lang;
  /** The moment that is looked at, ms; none: −1. */
  declare at: number;
  /** Which of the entries at that moment. */
  declare nth: number | undefined;

  #entries: readonly Entry[] = [];
  #current = -1;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("report")) this.#entries = entriesOf(this.report);
    this.#current = this.at < 0 ? -1 : entryAt(this.#entries, this.at, this.nth);
  }

  protected override render(): TemplateResult {
    const words = callsWords(this.lang);
    const blocks: TemplateResult[] = [];
    for (let first = 0; first < this.#entries.length; first += BLOCK) {
      const current = this.#current - first;
      const here = current >= 0 && current < BLOCK ? current : -1;
      blocks.push(
        html`<div class="block">
          ${guard([this.#entries, this.lang, here, first === 0 && this.#current < 0], () =>
            this.#entries
              .slice(first, first + BLOCK)
              .map((entry, at) => this.#row(entry, first + at, words)),
          )}
        </div>`,
      );
    }
    return html`<div @keydown=${this.#onKey}>${blocks}</div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if ((changed.has("at") || changed.has("nth")) && this.#current >= 0) this.#show(changed.has("at") && changed.get("at") === undefined);
  }

  #row(entry: Entry, at: number, words: CallsWords): TemplateResult {
    const current = at === this.#current;
    const reachable = current || (this.#current < 0 && at === 0);
    const { who, text, kind } = this.#told(entry, words);
    return html`<div class="row ${kind}" data-at=${at} aria-current=${current ? "true" : nothing}>
      <a
        href=${to("calls", [this.report.call], { t: seconds(entry.at), n: nthInAddress(this.#entries, at) })}
        tabindex=${reachable ? 0 : -1}
        >${clock(entry.at)}</a
      >
      <span class="quiet">${who}</span>
      <span class="text">${text}</span>
    </div>`;
  }

  #told(
    entry: Entry,
    words: CallsWords,
  ): { who: string; text: TemplateResult | string; kind: string } {
    switch (entry.is) {
      case "line":
        return {
          who: named(words.speakers, entry.line.speaker),
          text: lineText(entry.line),
          kind: entry.line.speaker === "customer" ? "customer" : "",
        };
      case "hint":
        return { who: words.hintOf, text: hintText(entry.hint, words), kind: "aside hint" };
      case "shadow":
        return { who: words.shadowOf, text: shadowText(entry.shadow, words), kind: "aside shadow" };
      case "note":
        return { who: "", text: `${words.note(entry.author)}: ${entry.text}`, kind: "aside" };
      case "alert": {
        const by = entry.alert.by === null ? "" : ` (${entry.alert.by})`;
        return { who: words.alert, text: `${alertText(entry.alert, this.lang)}${by}`, kind: "aside" };
      }
      case "hold":
        return { who: "", text: words.hold(clock(entry.at), clock(entry.until)), kind: "aside" };
      case "agent":
        return { who: "", text: words.transferred(entry.agent), kind: "aside" };
    }
  }

  /** Bring the moment into sight; where it has not been laid out yet, its place is only known after. */
  #show(first: boolean): void {
    const row = this.renderRoot.querySelector(`[data-at="${this.#current}"]`);
    if (row === null) return;
    const block = first ? "center" : "nearest";
    row.scrollIntoView({ block });
    requestAnimationFrame(() => {
      row.scrollIntoView({ block });
    });
    // Who goes from moment to moment by key takes the focus along; who is elsewhere keeps it there.
    if ((this.renderRoot as ShadowRoot).activeElement !== null) row.querySelector("a")?.focus({ preventScroll: true });
  }

  #onKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const isHint = (entry: Entry): boolean => entry.is === "hint" || entry.is === "shadow";
    const next = {
      ArrowDown: () => step(this.#entries, this.#current, 1),
      ArrowUp: () => step(this.#entries, this.#current, -1),
      n: () => step(this.#entries, this.#current, 1, isHint),
      p: () => step(this.#entries, this.#current, -1, isHint),
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const index = next();
    const entry = this.#entries[index];
    if (entry === undefined) return;
    const detail: Chosen = { at: entry.at, nth: nthInAddress(this.#entries, index) };
    this.dispatchEvent(new CustomEvent("moment-chosen", { bubbles: true, composed: true, detail }));
  };
}

function lineText(line: Line): TemplateResult {
  return html`${pieces(line).map((piece) =>
    piece.part === undefined
      ? piece.text
      : html`<mark class=${piece.part} title=${piece.need ?? ""}>${piece.text}</mark>`,
  )}`;
}

/** What nobody saw, and the words that made it. */
function shadowText({ priority, text, rule, because }: Shadow, words: CallsWords): TemplateResult {
  const quotes = because.map(([, , quote]) => words.quote(quote)).join(" ");
  return html`${shape(priority)}<span class="hidden">${words.priorities[priority]} </span>${text}
    <span class="small">${words.shadowMore}</span>
    <span class="say small"
      >${quotes === "" ? nothing : html`${words.shadowBecause(quotes)} · `}<code>${rule}</code></span
    >`;
}

function hintText(hint: Hint, words: CallsWords): TemplateResult {
  const became = [
    hint.reason === null ? "" : named(words.reasons, hint.reason),
    ...hint.verdicts.map((verdict) => named(words.verdicts, verdict)),
    ...hint.comments.map((comment) => `“${comment}”`),
  ].filter((each) => each !== "");
  return html`<span class=${hint.priority}
      >${shape(hint.priority)}<span class="hidden">${words.priorities[hint.priority]} </span
      >${hint.text}</span
    >${hint.count > 1 ? ` ${words.times(hint.count)}` : nothing}
    <span class="small">${[...new Set(became)].join(" · ")}</span>${hint.say === null
      ? nothing
      : html`<span class="say small">${hint.say}</span>`}`;
}

customElements.define("calls-transcript", CallsTranscript);
