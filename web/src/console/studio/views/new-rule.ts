import { LitElement, type TemplateResult, css, html, nothing } from "lit";
import { tokens } from "../../../ui/tokens.ts";
import { common } from "../../styles.ts";
import { FILE, proposed, suggested, writable } from "../state/new-file.ts";
import type { Ability, FieldProblem, Fields, FirstTest, Heard, Names, ToldLines, Tree } from "../wire.ts";
import type { StudioWords } from "../words.ts";
import { ABILITIES } from "./form.ts";
import { sign } from "./signs.ts";
import { studioStyles } from "./styles.ts";

/** A rule that is to be begun: in which file, and what is known of it. */
export interface Beginning {
  readonly path: string;
  /** The file is not there yet. */
  readonly fresh: boolean;
  readonly fields: Fields;
  readonly test: FirstTest | null;
}

const TEMPLATES = ["customer", "agent", "wait"] as const;
type Template = (typeof TEMPLATES)[number];
const NAME = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

/**
 * `<studio-new-rule>`: the questions that begin a rule; what is left is filled in beside its text. Fires
 * `studio-begin` (detail: {@link Beginning}) or `studio-unsigned`.
 */
export class NewRule extends LitElement {
  static override styles = [
    tokens,
    common,
    studioStyles,
    css`
      .two {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(200px, 1fr));
        gap: 16px;
      }
      label {
        min-inline-size: 0;
      }
      input,
      textarea,
      select {
        inline-size: 100%;
        min-inline-size: 0;
      }
      input[type="radio"] {
        inline-size: auto;
      }
      fieldset {
        margin: 0;
        padding: 0;
        border: 0;
        display: flex;
        flex-wrap: wrap;
        gap: 0 16px;
      }
      fieldset label {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        min-block-size: 32px;
      }
    `,
  ];
  static override properties = {
    theme: { type: String, reflect: true },
    tree: { attribute: false },
    names: { attribute: false },
    file: { type: String },
    problems: { attribute: false },
    fault: { type: String },
    words: { attribute: false },
    template: { state: true },
    fresh: { state: true },
    need: { state: true },
    named: { state: true },
    path: { state: true },
  };

  declare theme: string;
  declare tree: Tree;
  declare names: Names;
  /** The file that is open: where the rule most likely belongs. */
  declare file: string;
  declare problems: readonly FieldProblem[];
  declare fault: string;
  declare words: StudioWords;
  declare private template: Template;
  /** Whether it goes into a file of its own; null until that is chosen. */
  declare private fresh: boolean | null;
  declare private need: string;
  /** The rule's name as typed; null while it follows the need's. */
  declare private named: string | null;
  /** The new file's name as typed; null while it follows the rule's. */
  declare private path: string | null;

  constructor() {
    super();
    this.file = "";
    this.problems = [];
    this.fault = "";
    this.template = "customer";
    this.fresh = null;
    this.need = "";
    this.named = null;
    this.path = null;
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector("dialog")?.showModal();
    this.renderRoot.querySelector<HTMLElement>("[name=cue]")?.focus();
  }

  protected override render(): TemplateResult {
    const { words } = this;
    const { create, form } = words;
    const files = writable(this.tree);
    const named = this.named ?? proposed(this.names, this.need);
    const fresh = this.fresh ?? !files.some(({ path }) => path === this.file);
    return html`<dialog aria-labelledby="title" @cancel=${this.#cancel}>
      <form @submit=${this.#onSubmit}>
        <h2 id="title">${create.title}</h2>
        <fieldset>
          <legend class="hidden">${create.template}</legend>
          ${TEMPLATES.map(
            (template) => html`<label
              ><input
                type="radio"
                name="template"
                value=${template}
                .checked=${template === this.template}
                @change=${() => {
                  this.template = template;
                }}
              />${create.templates[template]}</label
            >`,
          )}
        </fieldset>
        <label>${create.cue[this.template]}<textarea name="cue" required rows="2" placeholder=${create.oneALine}></textarea></label>
        ${
          this.template === "agent"
            ? nothing
            : html`<label
                >${create.done}<textarea name="done" rows="2" placeholder=${create.oneALine}></textarea>
              </label>`
        }
        <div class="two">
          <label>${create.headline}<input name="text" required maxlength="64" /></label>
          <label>${create.say}<input name="say" maxlength="200" /></label>
          <label
            >${form.need}<select
              name="need"
              required
              @change=${(event: Event) => {
                this.need = (event.target as HTMLSelectElement).value;
              }}
            >
              <option value="">${create.choose}</option>
              ${this.names.needs.map(
                ({ name, sentence }) => html`<option value=${name}>${sentence[words.lang]} · ${name}</option>`,
              )}
            </select></label
          >
          <label
            >${form.ability}<select name="ability">
              ${ABILITIES.map((ability) => html`<option value=${ability}>${words.ability[ability]}</option>`)}
            </select></label
          >
          <label
            >${create.name}<input
              name="name"
              required
              pattern=${NAME}
              maxlength="64"
              placeholder="our-late-fee"
              .value=${named}
              aria-describedby="name-more"
              @input=${(event: Event) => {
                const field = event.target as HTMLInputElement;
                this.named = field.value;
                field.setCustomValidity("");
                if (field.validity.patternMismatch) field.setCustomValidity(create.nameMore);
              }}
          /></label>
          ${
            files.length === 0
              ? nothing
              : html`<label
                  >${create.file}<select
                    name="file"
                    @change=${(event: Event) => {
                      this.fresh = (event.target as HTMLSelectElement).value === "";
                    }}
                  >
                    ${files.map(
                      ({ path }) =>
                        html`<option value=${path} ?selected=${!fresh && path === this.file}>${path}</option>`,
                    )}
                    <option value="" ?selected=${fresh}>${create.newFile}</option>
                  </select></label
                >`
          }
          ${
            fresh
              ? html`<label
                  >${create.fileName}<input
                    name="path"
                    required
                    pattern=${FILE}
                    title=${create.fileNameMore}
                    .value=${this.path ?? suggested(this.tree, this.file, named, words.lang)}
                    @input=${(event: Event) => {
                      this.path = (event.target as HTMLInputElement).value;
                    }}
                /></label>`
              : nothing
          }
        </div>
        <p id="name-more" class="small quiet">${create.nameMore}</p>
        ${
          this.problems.length === 0 && this.fault === ""
            ? nothing
            : html`<p class="bad" role="alert">
                ${sign("alert")} ${this.fault} ${this.problems.map((problem) => problem[words.lang]).join(" ")}
              </p>`
        }
        <p class="small quiet">${create.more}</p>
        <div class="row">
          <button type="button" @click=${this.#cancel}>${words.cancel}</button>
          <button class="first">${create.begin}</button>
        </div>
      </form>
    </dialog>`;
  }

  #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const given = new FormData(event.target as HTMLFormElement);
    const text = (name: string): string => {
      const value = given.get(name);
      return typeof value === "string" ? value.trim() : "";
    };
    const lines = (name: string): string[] =>
      text(name)
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== "");
    const told = (value: string): ToldLines => ({
      zh: this.words.lang === "zh" && value !== "" ? [value] : [],
      en: this.words.lang === "en" && value !== "" ? [value] : [],
    });
    const cue = lines("cue");
    const done = lines("done");
    const agents = this.template === "agent";
    const path = text("path") || text("file");
    const detail: Beginning = {
      path,
      fresh: !writable(this.tree).some((file) => file.path === path),
      fields: {
        name: text("name"),
        need: text("need"),
        ability: text("ability") as Ability,
        when: { mode: "any", signals: [heard(agents ? "agent" : "customer", cue)] },
        unless: done.length === 0 ? [] : [heard("agent", done)],
        patience: this.template === "wait" ? { turns: 1, time: "15s" } : null,
        priority: null,
        text: told(text("text")),
        say: told(text("say")),
        escalate: null,
        mode: "shadow",
        cooldown: null,
        once: false,
      },
      test: agents ? null : { customer: plain(cue[0] ?? ""), agent: null },
    };
    this.dispatchEvent(new CustomEvent("studio-begin", { detail, bubbles: true, composed: true }));
  };

  #cancel = (event: Event): void => {
    event.preventDefault();
    this.dispatchEvent(new CustomEvent("studio-unsigned", { bubbles: true, composed: true }));
  };
}

function heard(speaker: Heard["speaker"], phrases: readonly string[]): Heard {
  return { signal: "", speaker, phrases, shared: [], editable: true, where: null };
}

/** A phrase as somebody says it, for the first test. */
function plain(phrase: string): string {
  return phrase.replace(/…(\{[\d,]+\})?/gu, "").replace(/\$[\w-]+/gu, "");
}
