import { LitElement, type TemplateResult, html, nothing } from "lit";
import { tokens } from "../../../ui/tokens.ts";
import { common } from "../../styles.ts";
import { duration, seconds } from "../text/durations.ts";
import type { Ability, Escalate, FieldProblem, Fields, FormRead, Heard, Names } from "../wire.ts";
import type { StudioWords } from "../words.ts";
import { choice, numberField, texts } from "./fields.ts";
import { formStyles } from "./form-styles.ts";
import { sign } from "./signs.ts";
import { studioStyles } from "./styles.ts";

export const ABILITIES: readonly Ability[] = [
  "understanding",
  "expression",
  "communication",
  "negotiation",
  "empathy",
];
const PRIORITIES = ["notice", "advice", "urgent", "critical"] as const;

/**
 * `<studio-form>`: one rule as a person would tell it. Fires `studio-fields` (detail: all fields) at every
 * change, and `studio-open` for a signal of another file.
 */
export class RuleFormView extends LitElement {
  static override styles = [tokens, common, studioStyles, formStyles];
  static override properties = {
    theme: { type: String, reflect: true },
    rule: { type: String },
    fields: { attribute: false },
    why: { attribute: false },
    problems: { attribute: false },
    unread: { type: Boolean },
    frozen: { type: Boolean },
    names: { attribute: false },
    words: { attribute: false },
  };

  declare theme: string;
  declare rule: string;
  declare fields: Fields | null;
  declare why: FormRead["why"];
  declare problems: readonly FieldProblem[];
  declare unread: boolean;
  declare frozen: boolean;
  declare names: Names | null;
  declare words: StudioWords;

  protected override render(): TemplateResult {
    const { form } = this.words;
    if (this.rule === "") return this.#state(form.none, form.noneMore);
    if (this.fields === null && this.why.length > 0) return this.#tooRich();
    if (this.fields === null) {
      return this.unread
        ? this.#state(form.unread, form.unreadMore)
        : html`<p class="state" role="status">${form.reading}</p>`;
    }
    return this.#form(this.fields);
  }

  #state(what: string, more: string): TemplateResult {
    return html`<div class="state"><b>${what}</b>${more}</div>`;
  }

  #tooRich(): TemplateResult {
    const { form, lang } = this.words;
    return html`<div class="state">
      <b>${form.rich}</b>
      <ul>
        ${this.why.map((each) => html`<li><code>${each.part}</code> ${each[lang]}</li>`)}
      </ul>
      <p>${form.richMore}</p>
    </div>`;
  }

  #form(fields: Fields): TemplateResult {
    const { words } = this;
    const { form } = words;
    const patience = fields.patience;
    const told = (part: string): boolean => this.why.some((each) => each.part === part);
    return html`<form @submit=${prevent}>
      ${this.unread ? html`<p class="warn small" role="status">${sign("alert")} ${form.behind}</p>` : nothing}
      <fieldset ?disabled=${this.frozen}>
        <legend>${form.when}</legend>
        ${
          fields.when === null
            ? this.#asWritten("when")
            : fields.when.signals.map((heard, index) => this.#heard(heard, "when", index, fields))
        }
        ${this.#problem("when")}
      </fieldset>
      <fieldset ?disabled=${this.frozen}>
        <legend>${form.unless}</legend>
        ${
          fields.unless === null
            ? this.#asWritten("unless")
            : fields.unless.length === 0
            ? html`<button type="button" class="link" @click=${() => {
                this.#set({ unless: [NEW_DONE] });
              }}>${form.addUnless}</button>`
            : fields.unless.map((heard, index) => this.#heard(heard, "unless", index, fields))
        }
        ${this.#problem("unless")}
      </fieldset>
      <fieldset class="line" ?disabled=${this.frozen}>
        <legend>${form.patience}</legend>
        ${numberField(form.turns, patience?.turns ?? null, (turns) => {
          this.#setPatience({ turns, time: patience?.time ?? null });
        })}
        ${numberField(form.seconds, seconds(patience?.time ?? null), (time) => {
          this.#setPatience({ turns: patience?.turns ?? null, time: duration(time) });
        })}
        ${this.#problem("patience")}
      </fieldset>
      <fieldset ?disabled=${this.frozen}>
        <legend>${form.show}</legend>
        ${texts(this.words, form.headline, fields.text, (text) => {
          this.#set({ text });
        })}
        ${told("text") ? this.#asWritten("text") : nothing}
        ${this.#problem("text")}
        ${
          told("say")
            ? this.#asWritten("say")
            : texts(this.words, form.say, fields.say, (say) => {
                this.#set({ say });
              })
        }
        ${this.#problem("say")}
        ${choice(form.priority, fields.priority ?? "", [["", form.ofTheNeed], ...PRIORITIES.map((each) => [each, words.priority[each]] as const)], (priority) => {
          this.#set({ priority: priority === "" ? null : (priority as Fields["priority"]) });
        })}
      </fieldset>
      <fieldset ?disabled=${this.frozen}>
        <legend>${form.escalate}</legend>
        ${this.#escalate(fields.escalate)}
        ${this.#problem("escalate")}
      </fieldset>
      <fieldset class="line" ?disabled=${this.frozen}>
        <legend>${form.about}</legend>
        ${this.#need(fields)}
        ${choice(form.ability, fields.ability, ABILITIES.map((each) => [each, words.ability[each]]), (ability) => {
          this.#set({ ability: ability as Ability });
        })}
        ${numberField(form.cooldown, seconds(fields.cooldown), (cooldown) => {
          this.#set({ cooldown: duration(cooldown) });
        })}
        <label class="check"
          ><input
            type="checkbox"
            .checked=${fields.once}
            @change=${(event: Event) => {
              this.#set({ once: (event.target as HTMLInputElement).checked });
            }}
          />${form.once}</label
        >
        ${this.#problem("need")} ${this.#problem("ability")} ${this.#problem("cooldown")}
      </fieldset>
      ${this.#beside()}
    </form>`;
  }

  /** A part that only its text can hold. */
  #asWritten(part: string): TemplateResult {
    const why = this.why.find((each) => each.part === part);
    return html`<p class="quiet small">${sign("lock")} ${why?.[this.words.lang] ?? this.words.form.richMore}</p>`;
  }

  /** What the rule has beside the form's fields, and keeps. */
  #beside(): TemplateResult | typeof nothing {
    const beside = this.why.filter(({ part }) => !AT_THEIR_PLACE.has(part));
    if (beside.length === 0) return nothing;
    return html`<ul class="beside small quiet">
      ${beside.map((each) => html`<li><code>${each.part}</code> ${each[this.words.lang]}</li>`)}
    </ul>`;
  }

  #heard(heard: Heard, part: "when" | "unless", index: number, fields: Fields): TemplateResult {
    const { words } = this;
    const list = (part === "when" ? fields.when?.signals : fields.unless) ?? [];
    const replace = (fresh: Heard): void => {
      const signals = list.map((each, at) => (at === index ? fresh : each));
      this.#set(part === "when" ? { when: { mode: "any", signals } } : { unless: signals });
    };
    return html`<div class="heard">
      ${index > 0 ? html`<p class="small quiet">${words.form.or}</p>` : nothing}
      <p class="who">
        ${words.form.says(words.speaker[heard.speaker])}
        ${heard.signal === "" ? nothing : html`<code>${heard.signal}</code>`}
        ${
          heard.editable
            ? nothing
            : html`<span class="word">${sign("lock")} ${words.form.elsewhere(heard.where ?? "")}</span>`
        }
      </p>
      ${
        heard.shared.length === 0
          ? nothing
          : html`<p class="small warn">${words.form.shared(heard.shared.join(words.comma))}</p>`
      }
      <studio-chips
        theme=${this.theme}
        .phrases=${heard.phrases}
        .label=${words.form.phrasesOf(heard.signal)}
        ?frozen=${this.frozen || !heard.editable}
        .words=${words}
        @studio-phrases=${(event: CustomEvent<readonly string[]>) => {
          replace({ ...heard, phrases: event.detail });
        }}
      ></studio-chips>
    </div>`;
  }

  #escalate(escalate: Escalate | null): TemplateResult {
    const { form, priority } = this.words;
    if (escalate === null) {
      return html`<button
        type="button"
        class="link"
        @click=${() => {
          this.#set({ escalate: { after: "20s", priority: null, text: { zh: [], en: [] } } });
        }}
      >
        ${form.addEscalate}
      </button>`;
    }
    return html`<div class="line">
        ${numberField(form.after, seconds(escalate.after), (after) => {
          if (after !== null) this.#set({ escalate: { ...escalate, after: duration(after) ?? "20s" } });
        })}
        ${choice(form.to, escalate.priority ?? "", [["", form.oneUp], ...PRIORITIES.map((each) => [each, priority[each]] as const)], (to) => {
          this.#set({ escalate: { ...escalate, priority: to === "" ? null : (to as Escalate["priority"]) } });
        })}
      </div>
      ${texts(this.words, form.headlineThen, escalate.text, (text) => {
        this.#set({ escalate: { ...escalate, text } });
      })}
      <button
        type="button"
        class="link"
        @click=${() => {
          this.#set({ escalate: null });
        }}
      >
        ${form.dropEscalate}
      </button>`;
  }

  #need(fields: Fields): TemplateResult {
    const { form } = this.words;
    const known = this.names?.needs ?? [];
    const names = known.some(({ name }) => name === fields.need) ? known : [{ name: fields.need, sentence: null }, ...known];
    return choice(
      form.need,
      fields.need,
      names.map(({ name, sentence }) => [name, sentence === null ? name : `${sentence[this.words.lang]} · ${name}`]),
      (need) => {
        this.#set({ need });
      },
    );
  }

  #problem(field: string): TemplateResult | typeof nothing {
    const found = this.problems.filter((each) => each.field.split(".")[0] === field);
    if (found.length === 0) return nothing;
    return html`<p class="bad small" role="alert">
      ${sign("alert")} ${found.map((each) => each[this.words.lang]).join(" ")}
    </p>`;
  }

  #setPatience(patience: NonNullable<Fields["patience"]>): void {
    const none = patience.turns === null && patience.time === null;
    this.#set({ patience: none ? null : patience });
  }

  #set(some: Partial<Fields>): void {
    if (this.fields === null) return;
    const detail = { ...this.fields, ...some };
    this.fields = detail;
    this.dispatchEvent(new CustomEvent("studio-fields", { detail, bubbles: true, composed: true }));
  }
}

/** Parts of which is told beside their fields. */
const AT_THEIR_PLACE: ReadonlySet<string> = new Set(["when", "unless", "text", "say"]);

/** The server names it after the rule. */
const NEW_DONE: Heard = {
  signal: "",
  speaker: "agent",
  phrases: [],
  shared: [],
  editable: true,
  where: null,
};

function prevent(event: Event): void {
  event.preventDefault();
}
