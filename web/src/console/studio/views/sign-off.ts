import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import { tokens } from "../../../ui/tokens.ts";
import { common } from "../../styles.ts";
import type { Signed } from "../ask.ts";
import type { StudioWords } from "../words.ts";
import { sign } from "./signs.ts";
import { studioStyles } from "./styles.ts";

/** What is to be signed: a save, a mode, a rollback. */
export interface Matter {
  readonly title: string;
  readonly action: string;
  /** What changes, in words. */
  readonly lines: readonly string[];
  readonly warnings: readonly string[];
  /** A reason to begin with. */
  readonly reason: string;
}

/**
 * `<studio-sign-off>`: who changes what, and why. Fires `studio-signed` (detail: {@link Signed}), or
 * `studio-unsigned` when it was thought better of.
 */
export class SignOff extends LitElement {
  static override styles = [
    tokens,
    common,
    studioStyles,
    css`
      .lines {
        max-block-size: 240px;
        overflow-y: auto;
        padding-block: 8px;
        border-block: 1px solid var(--ot-hair);
      }
      .lines li {
        padding-block: 2px;
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }
    `,
  ];
  static override properties = {
    theme: { type: String, reflect: true },
    matter: { attribute: false },
    author: { type: String },
    busy: { type: Boolean },
    fault: { type: String },
    words: { attribute: false },
  };

  declare theme: string;
  declare matter: Matter | null;
  declare author: string;
  declare busy: boolean;
  /** Why it did not work, in words. */
  declare fault: string;
  declare words: StudioWords;

  constructor() {
    super();
    this.matter = null;
    this.author = "";
    this.busy = false;
    this.fault = "";
  }

  protected override updated(): void {
    const dialog = this.renderRoot.querySelector("dialog");
    if (dialog !== null && !dialog.open) {
      dialog.showModal();
      const empty = [...dialog.querySelectorAll("input")].find(({ value }) => value === "");
      (empty ?? dialog.querySelector("input"))?.focus();
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    const { matter, words } = this;
    if (matter === null) return nothing;
    return html`<dialog aria-labelledby="title" @cancel=${this.#onCancel}>
      <form @submit=${this.#onSubmit}>
        <h2 id="title">${matter.title}</h2>
        ${
          matter.lines.length === 0
            ? nothing
            : html`<ul class="lines" tabindex="0" aria-label=${words.saving.changes}>
                ${matter.lines.map((line) => html`<li>${line}</li>`)}
              </ul>`
        }
        ${matter.warnings.map((warning) => html`<p class="warn">${sign("alert")} ${warning}</p>`)}
        <label
          >${words.saving.author}<input name="author" required maxlength="80" autocomplete="nickname" .value=${this.author}
        /></label>
        <label
          >${words.saving.reason}<input
            name="reason"
            required
            maxlength="500"
            autocomplete="off"
            placeholder=${words.saving.reasonLike}
            .value=${matter.reason}
        /></label>
        ${this.fault === "" ? nothing : html`<p class="bad" role="alert">${sign("alert")} ${this.fault}</p>`}
        <div class="row">
          <button type="button" @click=${this.#cancel}>${words.cancel}</button>
          <button class="first" ?disabled=${this.busy}>${this.busy ? words.saving.busy : matter.action}</button>
        </div>
      </form>
    </dialog>`;
  }

  #onSubmit = (event: Event): void => {
    event.preventDefault();
    const [author, reason] = [...this.renderRoot.querySelectorAll("input")].map(({ value }) => value.trim());
    if (!author || !reason) return;
    const detail: Signed = { author, reason };
    this.dispatchEvent(new CustomEvent("studio-signed", { detail, bubbles: true, composed: true }));
  };

  #onCancel = (event: Event): void => {
    event.preventDefault();
    this.#cancel();
  };

  #cancel = (): void => {
    if (this.busy) return;
    this.renderRoot.querySelector("dialog")?.close();
    this.dispatchEvent(new CustomEvent("studio-unsigned", { bubbles: true, composed: true }));
  };
}
