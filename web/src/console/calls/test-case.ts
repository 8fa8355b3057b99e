import { LitElement, type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import type { Lang } from "../../i18n/words.ts";
import { tokens } from "../../ui/tokens.ts";
import { type Api, ApiError } from "../api.ts";
import type { Session } from "../session.ts";
import { common } from "../styles.ts";
import { appended } from "./append.ts";
import type { TestCase } from "./data.ts";
import { Fetched } from "./fetched.ts";
import { entered } from "./form.ts";
import { AFTER_MS, BEFORE_MS } from "./moments.ts";
import { callsStyles } from "./styles.ts";
import { type CallsWords, callsWords } from "./words.ts";

interface RuleFile {
  readonly text: string;
  readonly revision: string;
}

/** What became of putting the test beside its rule. */
type Adding = "" | "busy" | "added" | { readonly fault: string };

/** A moment as a test of a rule: made, run at once, copied, or put beside the rule. */
export class CallsTestCase extends LitElement {
  static override styles = [
    tokens,
    common,
    callsStyles,
    css`
      :host {
        padding-block: 8px;
      }
      form {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
      }
      input[type="number"] {
        inline-size: 88px;
      }
      pre {
        margin: 8px 0;
        padding: 8px;
        overflow-x: auto;
        background: var(--ot-wash);
        font: 400 var(--ot-12) / 1.5 ui-monospace, "Noto Sans Mono CJK SC", monospace;
      }
      .reason {
        flex: 1 1 160px;
      }
    `,
  ];
  static override properties = {
    api: { attribute: false },
    session: { attribute: false },
    lang: { type: String },
    call: { type: String },
    rule: { type: String },
    fires: { attribute: false },
    at: { attribute: false },
    theme: { type: String, reflect: true },
    adding: { state: true },
    copied: { state: true },
  };

  declare api: Api;
  declare session: Session;
  declare lang: Lang;
  declare call: string;
  declare rule: string;
  /** Whether the hint should have come at this moment, or should not have. */
  declare fires: boolean;
  declare at: number;
  declare theme: string;
  declare private adding: Adding;
  declare private copied: boolean;

  readonly #made = new Fetched<TestCase>(this);

  constructor() {
    super();
    this.adding = "";
    this.copied = false;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("call") || changed.has("rule") || changed.has("fires") || changed.has("at")) {
      this.#made.forget();
      this.adding = "";
      this.copied = false;
    }
  }

  protected override render(): TemplateResult {
    const words = callsWords(this.lang);
    const { value, fault, busy } = this.#made;
    return html`<form @submit=${this.#make}>
        <p class="quiet">${words.caseTitle(this.rule)}</p>
        <label>${words.caseFrom} ${this.#seconds("since", this.at - BEFORE_MS)} ${words.caseSeconds}</label>
        <label>${words.caseTo} ${this.#seconds("until", this.at + AFTER_MS)} ${words.caseSeconds}</label>
        <button class="first" ?disabled=${busy}>${busy ? words.caseBusy : words.caseMake}</button>
      </form>
      ${fault === undefined
        ? nothing
        : html`<p class="fault" role="alert">${fault.refusal?.detail ?? words.failed}</p>`}
      ${value === undefined ? nothing : this.#result(value, words)}`;
  }

  #seconds(name: string, ms: number): TemplateResult {
    const value = Math.max(0, Math.round(ms / 1000));
    return html`<input type="number" name=${name} min="0" step="1" required .value=${String(value)} />`;
  }

  #result(made: TestCase, words: CallsWords): TemplateResult {
    const { adding } = this;
    return html`<p role="status">${made.status === "passed" ? words.casePasses : words.caseFails}</p>
      ${made.failures[this.lang].map((failure) => html`<p class="small no">${failure}</p>`)}
      <pre tabindex="0" aria-label=${made.path}>${made.yaml}</pre>
      <form @submit=${(event: SubmitEvent) => void this.#add(event, made)}>
        <button type="button" @click=${() => void this.#copy(made)}>
          ${this.copied ? words.caseCopied : words.caseCopy}
        </button>
        ${adding === "added"
          ? html`<p class="good" role="status">${words.caseAdded}</p>`
          : html`<input
                class="reason"
                name="reason"
                required
                maxlength="200"
                aria-label=${words.caseWhy}
                placeholder=${words.caseWhy}
              />
              <button ?disabled=${adding === "busy"}>${words.caseAdd(made.path)}</button>`}
      </form>
      ${typeof adding === "object"
        ? html`<p class="fault" role="alert">${words.caseCannot} ${adding.fault}</p>`
        : nothing}`;
  }

  #make = (event: SubmitEvent): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const ms = (name: string): number => Math.round(Number(entered(data, name)) * 1000);
    const wish = {
      since: ms("since"),
      until: ms("until"),
      at: Math.round(this.at),
      fires: this.fires,
      rule: this.rule,
    };
    this.adding = "";
    this.copied = false;
    const path = `v1/calls/${encodeURIComponent(this.call)}/testcase`;
    void this.#made.ask((signal) => this.api.post<TestCase>(path, wish, signal));
  };

  async #copy(made: TestCase): Promise<void> {
    await navigator.clipboard.writeText(made.yaml);
    this.copied = true;
  }

  /** Put it at the end of the file beside the rule, which the rules studio checks and writes. */
  async #add(event: SubmitEvent, made: TestCase): Promise<void> {
    event.preventDefault();
    const reason = entered(new FormData(event.currentTarget as HTMLFormElement), "reason");
    this.adding = "busy";
    try {
      await this.#save(made, reason);
      if (made === this.#made.value) this.adding = "added";
    } catch (fault) {
      if (!(fault instanceof ApiError)) throw fault;
      if (made !== this.#made.value) return; // another is looked at by now
      this.adding = { fault: fault.refusal?.detail ?? callsWords(this.lang).failed };
    }
  }

  async #save(made: TestCase, reason: string): Promise<void> {
    const query = new URLSearchParams({ path: made.path });
    const author = this.session.name;
    let file: RuleFile;
    try {
      file = await this.api.get<RuleFile>(`v1/rules/file?${query.toString()}`);
    } catch (fault) {
      if (!(fault instanceof ApiError) || fault.status !== 404) throw fault;
      const text = appended("", made.yaml);
      await this.api.post("v1/rules/file", { path: made.path, text, author, reason });
      return;
    }
    const text = appended(file.text, made.yaml);
    const { revision } = file;
    await this.api.put("v1/rules/file", { path: made.path, text, revision, author, reason });
  }
}

customElements.define("calls-test-case", CallsTestCase);
