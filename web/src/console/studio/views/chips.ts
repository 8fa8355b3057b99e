import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import { tokens } from "../../../ui/tokens.ts";
import { common } from "../../styles.ts";
import type { StudioWords } from "../words.ts";
import { sign } from "./signs.ts";
import { studioStyles } from "./styles.ts";

/** So many are shown before the rest is asked for. */
const FIRST = 12;

/** `<studio-chips>`: a list of phrases, added to and taken from one by one. Fires `studio-phrases`. */
export class Chips extends LitElement {
  static override styles = [
    tokens,
    common,
    studioStyles,
    css`
      :host,
      ul {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px;
      }
      li {
        display: inline-flex;
        align-items: center;
        min-block-size: 32px;
        padding-inline-start: 8px;
        background: var(--ot-wash);
        border-radius: 4px;
        max-inline-size: 100%;
        overflow-wrap: anywhere;
      }
      li.plain {
        padding-inline-end: 8px;
      }
      li button {
        padding: 0;
        color: var(--ot-ink-2);
      }
      li button:hover:not(:disabled) {
        color: var(--ot-critical);
      }
      input {
        flex: 1 1 120px;
        min-inline-size: 96px;
        max-inline-size: 240px;
      }
    `,
  ];
  static override properties = {
    theme: { type: String, reflect: true },
    phrases: { attribute: false },
    label: { type: String },
    frozen: { type: Boolean },
    words: { attribute: false },
    all: { state: true },
  };

  declare theme: string;
  declare phrases: readonly string[];
  declare label: string;
  declare frozen: boolean;
  declare words: StudioWords;
  declare private all: boolean;

  constructor() {
    super();
    this.phrases = [];
    this.label = "";
    this.frozen = false;
    this.all = false;
  }

  protected override render(): TemplateResult {
    const { words } = this;
    const shown = this.all ? this.phrases : this.phrases.slice(0, FIRST);
    const more = this.phrases.length - shown.length;
    return html`<ul aria-label=${this.label}>
      ${shown.map(
        (phrase, index) => html`<li class=${this.frozen ? "plain" : ""}>
          ${phrase}
          ${
            this.frozen
              ? nothing
              : html`<button
                  type="button"
                  aria-label=${words.form.remove(phrase)}
                  @click=${() => {
                    this.#remove(index);
                  }}
                >
                  ${sign("cross")}
                </button>`
          }
        </li>`,
      )}
      ${
        more > 0
          ? html`<li class="plain">
              <button type="button" class="link" @click=${this.#showAll}>${words.form.more(more)}</button>
            </li>`
          : nothing
      }
      </ul>
      ${
        this.frozen
          ? nothing
          : html`<input
              placeholder=${words.form.addPhrase}
              aria-label=${`${this.label}${words.colon}${words.form.addPhrase}`}
              @keydown=${this.#onKey}
              @change=${this.#onChange}
              @paste=${this.#onPaste}
            />`
      }`;
  }

  /** To where a phrase is added; where none may be, the focus stays. */
  override focus(): void {
    this.renderRoot.querySelector("input")?.focus();
  }

  #showAll = (): void => {
    this.all = true;
  };

  #onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    this.#onChange(event);
  };

  /** What was typed is one phrase: people say “工资没到账，我等着交房租” in one breath. */
  #onChange = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const typed = input.value;
    input.value = "";
    this.#add([typed]);
  };

  /** A list comes with one phrase a line; the field by itself would run the lines together. */
  #onPaste = (event: ClipboardEvent): void => {
    const pasted = event.clipboardData?.getData("text") ?? "";
    if (!pasted.trim().includes("\n")) return;
    event.preventDefault();
    this.#add(pasted.split("\n"));
  };

  #add(given: readonly string[]): void {
    const trimmed = given.map((each) => each.trim());
    const added = [...new Set(trimmed)].filter((each) => each !== "" && !this.phrases.includes(each));
    if (added.length === 0) return;
    this.all = true;
    this.#tell([...this.phrases, ...added]);
  }

  #remove(index: number): void {
    this.#tell(this.phrases.filter((_, at) => at !== index));
    this.renderRoot.querySelector("input")?.focus();
  }

  #tell(phrases: readonly string[]): void {
    this.dispatchEvent(new CustomEvent("studio-phrases", { detail: phrases, bubbles: true, composed: true }));
  }
}
