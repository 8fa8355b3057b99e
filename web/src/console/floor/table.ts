import { LitElement, type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import { type Lang, type Words, wordsFor } from "../../i18n/words.ts";
import { tokens } from "../../ui/tokens.ts";
import { common } from "../styles.ts";
import { type Drawn, Ration } from "./ration.ts";
import { cells } from "./row.ts";
import { Slots } from "./slots.ts";
import type { LiveCall } from "./store.ts";
import { tableStyles } from "./table-styles.ts";
import { type FloorWords, floorWords } from "./words.ts";

/** Of a row, in CSS px: two lines of text, or four where columns stand below each other. */
const ROW = 56;
const TALL_ROW = 136;
const NARROW = "(max-width: 759px)";
/** Rows beyond the window's edge that are there already when it is scrolled. */
const SPARE = 6;
const PAGE = 10;

const COLUMNS = ["help", "agent", "mood", "needs", "risk", "hint", "duration", "strain"] as const;

/**
 * `<overtone-floor-table>`: as many calls as there may be, of which only those in the window are drawn.
 * A row is drawn anew when its call was told anew, and once a second for its clocks; where many are, they take
 * turns, so that no frame is long.
 *
 * One Tab stop: the arrow keys move between rows. Fires `overtone-hand` with whether the pointer or the
 * focus is in it.
 */
export class FloorTable extends LitElement {
  static override styles = [tokens, common, tableStyles];
  static override properties = {
    calls: { attribute: false },
    gone: { attribute: false },
    now: { attribute: false },
    lang: { type: String },
    theme: { type: String, reflect: true },
    stale: { type: Boolean, reflect: true },
    address: { attribute: false },
    first: { state: true },
    last: { state: true },
    current: { state: true },
    row: { state: true },
  };

  /** In the order to show. */
  declare calls: readonly LiveCall[];
  /** Those of them that are over and are only kept in their place. */
  declare gone: ReadonlySet<string>;
  /** Local time to which clocks are drawn. */
  declare now: number;
  declare lang: Lang;
  declare theme: string;
  declare stale: boolean;
  /** Where a call is watched. */
  declare address: (call: string) => string;
  declare private first: number;
  declare private last: number;
  /** The call that Tab leads to. */
  declare private current: string;
  declare private row: number;

  #narrow = matchMedia(NARROW);
  #slots = new Slots();
  #ration = new Ration();
  #next = 0;
  /** Tells after the layout, when to read it costs nothing, that the table or what is around it has another size. */
  #sizes = new ResizeObserver(() => {
    this.#look();
  });
  #hand = { pointer: false, focus: false };
  /** Whether the current row is about to get the focus. */
  #aiming = false;

  constructor() {
    super();
    this.calls = [];
    this.gone = new Set();
    this.now = 0;
    this.lang = "zh";
    this.theme = "";
    this.stale = false;
    this.address = (call) => call;
    this.first = 0;
    this.last = Math.ceil(innerHeight / ROW);
    this.current = "";
    this.row = this.#narrow.matches ? TALL_ROW : ROW;
    this.addEventListener("pointerenter", this.#onEnter);
    this.addEventListener("pointerleave", this.#onLeave);
    this.addEventListener("focusin", this.#onFocus);
    this.addEventListener("focusout", this.#onBlur);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("scroll", this.#look, { passive: true });
    addEventListener("resize", this.#look, { passive: true });
    this.#sizes.observe(this);
    this.#sizes.observe(document.body);
    this.#narrow.addEventListener("change", this.#onNarrow);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("scroll", this.#look);
    removeEventListener("resize", this.#look);
    this.#sizes.disconnect();
    this.#narrow.removeEventListener("change", this.#onNarrow);
    cancelAnimationFrame(this.#next);
    this.#next = 0;
    this.#handed({ pointer: false, focus: false }); // nobody tells a table that is gone that the hand has left it
  }

  /** Bring the call's row into view and give it the focus; nothing where it is not there. */
  async focusCall(call: string): Promise<void> {
    const index = this.calls.findIndex(({ row }) => row.call === call);
    if (index < 0) return;
    this.current = call;
    this.#aiming = true;
    this.requestUpdate();
    await this.updateComplete;
    this.#aiming = false;
    const link = this.renderRoot.querySelector<HTMLElement>('a[tabindex="0"]');
    link?.scrollIntoView({ block: "nearest" });
    link?.focus({ preventScroll: true });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("calls")) return;
    if (!this.calls.some(({ row }) => row.call === this.current)) this.current = this.calls[0]?.row.call ?? "";
  }

  protected override render(): TemplateResult {
    const words = floorWords(this.lang);
    const feelings = wordsFor(this.lang);
    const indices = this.#drawn();
    const { drawn, owing } = this.#ration.take(indices.flatMap((index) => this.calls[index] ?? []), this.now);
    if (owing) this.#goOn();
    return html`<div role="table" aria-label=${words.table} aria-rowcount=${this.calls.length + 1} @keydown=${this.#onKey}>
      <div role="rowgroup" class="head">
        <div role="row" aria-rowindex="1" class="row">${COLUMNS.map((name) => column(name, words))}</div>
      </div>
      <div role="rowgroup" class="body" .style=${`block-size:${this.calls.length * this.row}px`}>
        ${repeat(
          this.#slots.take(indices.map((index) => [this.calls[index]?.row.call ?? "", index])),
          ({ slot }) => slot,
          ({ index }) => this.#line(index, drawn, words, feelings),
        )}
      </div>
    </div>`;
  }

  /** The next frame draws those whose turn it was not. */
  #goOn(): void {
    this.#next ||= requestAnimationFrame(() => {
      this.#next = 0;
      this.requestUpdate();
    });
  }

  #line(
    index: number,
    drawn: ReadonlyMap<string, Drawn>,
    words: FloorWords,
    feelings: Words,
  ): TemplateResult | typeof nothing {
    const id = this.calls[index]?.row.call ?? "";
    const shown = drawn.get(id);
    if (shown === undefined) return nothing;
    const { call, now } = shown;
    const current = id === this.current;
    const gone = this.gone.has(id);
    const href = this.address(id);
    return html`<div
      role="row"
      class="row call"
      data-call=${id}
      data-gone=${gone ? "" : nothing}
      data-lost=${call.row.input_lost ? "" : nothing}
      aria-rowindex=${index + 2}
      .style=${`transform:translateY(${index * this.row}px);block-size:${this.row}px`}
    >
      ${guard([shown, current, gone, href, words], () => cells(call, { lang: this.lang, words, feelings, now, href, current, gone }))}
    </div>`;
  }

  /** Numbers of the rows to draw: those in the window, and the one that has the focus or is to have it. */
  #drawn(): number[] {
    const drawn: number[] = [];
    const wanted = this.#hand.focus || this.#aiming;
    const focused = wanted ? this.calls.findIndex(({ row }) => row.call === this.current) : -1;
    if (focused >= 0 && focused < this.first) drawn.push(focused);
    for (let index = this.first; index < Math.min(this.last, this.calls.length); index++) drawn.push(index);
    if (focused >= this.last) drawn.push(focused);
    return drawn;
  }

  /** Which rows are in the window. Called where the layout is fresh: to ask for it in between would lay out twice. */
  #look = (): void => {
    const top = this.renderRoot.querySelector(".body")?.getBoundingClientRect().top ?? 0;
    this.first = Math.max(0, Math.floor(-top / this.row) - SPARE);
    this.last = Math.max(0, Math.ceil((innerHeight - top) / this.row) + SPARE);
  };

  #onNarrow = (): void => {
    this.row = this.#narrow.matches ? TALL_ROW : ROW;
    this.#look();
  };

  #onKey = (pressed: KeyboardEvent): void => {
    if (pressed.altKey || pressed.ctrlKey || pressed.metaKey) return;
    const at = this.calls.findIndex(({ row }) => row.call === this.current);
    const last = this.calls.length - 1;
    const to: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + PAGE,
      PageUp: at - PAGE,
      Home: 0,
      End: last,
    };
    const aim = to[pressed.key];
    if (aim === undefined) return;
    pressed.preventDefault();
    const call = this.calls[Math.min(last, Math.max(0, aim))];
    if (call !== undefined) void this.focusCall(call.row.call);
  };

  #onEnter = (): void => {
    this.#handed({ ...this.#hand, pointer: true });
  };

  #onLeave = (): void => {
    this.#handed({ ...this.#hand, pointer: false });
  };

  #onFocus = (event: FocusEvent): void => {
    const row = event.composedPath().find((on) => on instanceof HTMLElement && on.dataset["call"] !== undefined);
    if (row instanceof HTMLElement) this.current = row.dataset["call"] ?? "";
    this.#handed({ ...this.#hand, focus: true });
  };

  #onBlur = (): void => {
    this.#handed({ ...this.#hand, focus: false });
  };

  #handed(hand: { pointer: boolean; focus: boolean }): void {
    const was = this.#hand.pointer || this.#hand.focus;
    const is = hand.pointer || hand.focus;
    this.#hand = hand;
    if (was !== is) this.dispatchEvent(new CustomEvent<boolean>("overtone-hand", { detail: is }));
  }
}

function column(name: (typeof COLUMNS)[number], words: FloorWords): TemplateResult {
  const title = name === "help" ? words.helpMore : name === "strain" ? words.strainMore : nothing;
  const number = name === "help" || name === "duration" || name === "strain";
  return html`<span
    role="columnheader"
    class="${name} ${number ? "num" : ""}"
    title=${title}
    aria-sort=${name === "help" ? "descending" : nothing}
    >${words.columns[name]}${name === "help" ? html`<span aria-hidden="true"> ↓</span>` : nothing}</span
  >`;
}
