import { LitElement, type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { htmlLang } from "../i18n/words.ts";
import { tokens } from "../ui/tokens.ts";
import type { Session } from "./session.ts";
import { common } from "./styles.ts";
import { consoleWords } from "./words.ts";

/** The door: asks for a token and a name, keeps them in the session and fires `overtone-signed-in`. */
export class SignIn extends LitElement {
  static override styles = [
    tokens,
    common,
    css`
      form {
        max-inline-size: 360px;
        margin: 0 auto;
        padding: 96px 16px 32px;
        display: grid;
        gap: 16px;
      }
      label {
        display: grid;
        gap: 4px;
      }
      input {
        min-block-size: 40px;
      }
      button {
        min-block-size: 40px;
      }
    `,
  ];
  static override properties = {
    session: { attribute: false },
    fault: { type: String },
    theme: { type: String, reflect: true },
  };

  declare session: Session;
  /** Why the last try failed, in words. */
  declare fault: string;
  declare theme: string;

  constructor() {
    super();
    this.fault = "";
  }

  protected override render(): TemplateResult {
    const words = consoleWords(this.session.lang);
    return html`<form lang=${htmlLang(words.lang)} @submit=${this.#onSubmit}>
      <h1>${words.product} ${words.console}</h1>
      <p class="quiet">${words.signInMore}</p>
      ${this.fault === "" ? nothing : html`<p class="fault" role="alert">${this.fault}</p>`}
      <label
        >${words.token}
        <input
          name="token"
          type="password"
          required
          autocomplete="current-password"
          .value=${this.session.token}
        />
      </label>
      <label
        >${words.name}
        <input
          name="name"
          required
          maxlength="40"
          autocomplete="nickname"
          aria-describedby="name-more"
          .value=${this.session.name}
        />
        <span id="name-more" class="small quiet">${words.nameMore}</span>
      </label>
      <button class="first">${words.enter}</button>
    </form>`;
  }

  /** Nothing else is here: one may type at once what is missing, or was wrong. */
  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has("fault")) return;
    const fields = [...this.renderRoot.querySelectorAll("input")];
    const missing = this.fault === "" ? fields.find(({ value }) => value === "") : undefined;
    (missing ?? fields[0])?.focus();
  }

  #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const [token, name] = this.renderRoot.querySelectorAll("input");
    this.session.token = token?.value.trim() ?? "";
    this.session.name = name?.value ?? "";
    this.dispatchEvent(new CustomEvent("overtone-signed-in", { bubbles: true, composed: true }));
  };
}
