import { LitElement, type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { tokens } from "../../../ui/tokens.ts";
import { common } from "../../styles.ts";
import { type Choice, type Row, linesOf, merged, rows } from "../text/merge.ts";
import type { Underneath } from "../wire.ts";
import type { StudioWords } from "../words.ts";
import { studioStyles } from "./styles.ts";

/** Equal lines shown around a change. */
const AROUND = 2;
const CHOICES: readonly Choice[] = ["mine", "theirs", "mine-theirs", "theirs-mine"];

/**
 * `<studio-conflict>`: two people's edits of one file beside each other, and what becomes of both. Fires
 * `studio-merged` (detail: the text) or `studio-later`.
 */
export class ConflictView extends LitElement {
  static override styles = [
    tokens,
    common,
    studioStyles,
    css`
      :host {
        padding: 16px 24px 32px;
        overflow-y: auto;
      }
      .columns {
        margin-block: 16px;
      }
      .columns > div {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
      }
      .columns > div > * {
        padding: 4px 8px;
        border-block-end: 1px solid var(--ot-hair);
        min-inline-size: 0;
      }
      .columns > div > * + * {
        border-inline-start: 1px solid var(--ot-hair);
      }
      .titles {
        font-size: var(--ot-12);
        color: var(--ot-ink-2);
      }
      pre {
        margin: 0;
        font-family: var(--studio-mono);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .same {
        color: var(--ot-ink-2);
      }
      .edited {
        background: color-mix(in srgb, var(--ot-advice) 10%, transparent);
      }
      .torn {
        background: color-mix(in srgb, var(--ot-critical) 8%, transparent);
      }
      .skip {
        text-align: center;
        grid-column: 1 / -1;
        color: var(--ot-ink-2);
        font-size: var(--ot-12);
      }
      fieldset {
        grid-column: 1 / -1;
        display: flex;
        flex-wrap: wrap;
        gap: 0 16px;
        margin: 0;
        border: 0;
      }
      fieldset label {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        min-block-size: 32px;
      }
      @media (max-width: 700px) {
        .columns > div {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];
  static override properties = {
    theme: { type: String, reflect: true },
    base: { attribute: false },
    mine: { attribute: false },
    theirs: { attribute: false },
    words: { attribute: false },
    choices: { state: true },
  };

  declare theme: string;
  declare base: string;
  declare mine: string;
  declare theirs: Underneath;
  declare words: StudioWords;
  declare private choices: ReadonlyMap<number, Choice>;
  #rows: readonly Row[] = [];

  constructor() {
    super();
    this.choices = new Map();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("base") && !changed.has("mine") && !changed.has("theirs")) return;
    this.#rows = rows(this.base, this.mine, this.theirs.text);
    this.choices = new Map();
  }

  protected override render(): TemplateResult {
    const { conflict } = this.words;
    const torn = this.#rows.flatMap(({ kind }, index) => (kind === "conflict" ? [index] : []));
    const open = torn.filter((index) => !this.choices.has(index)).length;
    return html`<h2>${conflict.title(this.theirs.by)}</h2>
      <p class="quiet">${torn.length === 0 ? conflict.clean : conflict.torn(torn.length)}</p>
      <div class="columns">
        <div class="titles">
          <span>${conflict.theirs}</span><span>${conflict.merged}</span><span>${conflict.mine}</span>
        </div>
        ${this.#rows.map((row, index) => this.#row(row, index))}
      </div>
      <div class="row">
        <button
          class="first"
          ?disabled=${open > 0}
          @click=${() => {
            this.#tell(merged(this.#rows, this.choices));
          }}
        >
          ${open > 0 ? conflict.open(open) : conflict.take}
        </button>
        <button
          @click=${() => {
            this.#tell(this.mine);
          }}
        >
          ${conflict.onlyMine}
        </button>
        <button
          @click=${() => {
            this.#tell(this.theirs.text);
          }}
        >
          ${conflict.onlyTheirs}
        </button>
        <button @click=${this.#later}>${conflict.later}</button>
      </div>`;
  }

  #row(row: Row, index: number): TemplateResult {
    if (row.kind === "same") return this.#same(row, index);
    const torn = row.kind === "conflict";
    const cell = (lines: readonly string[], edited: boolean): TemplateResult =>
      html`<pre class=${edited ? (torn ? "torn" : "edited") : "same"}>${lines.join("\n")}</pre>`;
    return html`<div>
      ${cell(row.theirs, row.kind !== "mine")}
      ${
        torn && !this.choices.has(index)
          ? html`<p class="bad">${this.words.conflict.choose}</p>`
          : cell(linesOf(row, this.choices.get(index)), true)
      }
      ${cell(row.mine, row.kind !== "theirs")}
      ${torn ? this.#choose(index) : nothing}
    </div>`;
  }

  #choose(index: number): TemplateResult {
    const { conflict } = this.words;
    return html`<fieldset>
      <legend class="hidden">${conflict.choose}</legend>
      ${CHOICES.map(
        (choice) => html`<label
          ><input
            type="radio"
            name=${`row-${index}`}
            .checked=${this.choices.get(index) === choice}
            @change=${() => {
              this.choices = new Map(this.choices).set(index, choice);
            }}
          />${conflict.choices[choice]}</label
        >`,
      )}
    </fieldset>`;
  }

  /** Of a long run of equal lines, those beside changes. */
  #same(row: Row, index: number): TemplateResult {
    const { conflict } = this.words;
    const lines = row.base;
    const head = index === 0 ? 0 : AROUND;
    const tail = index === this.#rows.length - 1 ? 0 : AROUND;
    const shown = (part: readonly string[]): TemplateResult =>
      html`<div>${[0, 1, 2].map(() => html`<pre class="same">${part.join("\n")}</pre>`)}</div>`;
    if (lines.length <= head + tail + 1) return shown(lines);
    return html`${head > 0 ? shown(lines.slice(0, head)) : nothing}
      <div><p class="skip">${conflict.same(lines.length - head - tail)}</p></div>
      ${tail > 0 ? shown(lines.slice(-tail)) : nothing}`;
  }

  #later = (): void => {
    this.dispatchEvent(new CustomEvent("studio-later", { bubbles: true, composed: true }));
  };

  #tell(detail: string): void {
    this.dispatchEvent(new CustomEvent("studio-merged", { detail, bubbles: true, composed: true }));
  }
}
