import { unifiedMergeView } from "@codemirror/merge";
import { yaml } from "@codemirror/lang-yaml";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { LitElement, type PropertyValues, type TemplateResult, css, html, nothing } from "lit";
import { tokens } from "../../../ui/tokens.ts";
import { ApiError } from "../../api.ts";
import { common } from "../../styles.ts";
import type { Ask } from "../ask.ts";
import { theme } from "../editor/theme.ts";
import type { Change, Entry, EntryText } from "../wire.ts";
import type { StudioWords } from "../words.ts";
import { editorPhrases } from "../words/phrases.ts";
import { sign } from "./signs.ts";
import { studioStyles } from "./styles.ts";

/** What the entries are of. */
const OF = ["path", "rule", "revision", "digest"] as const;

/**
 * `<studio-history>`: who changed a file or a rule, when and why; what each change was, in words and in lines. Fires
 * `studio-rollback` (detail: {@link EntryText}), and `studio-open` for another file.
 */
export class HistoryView extends LitElement {
  static override styles = [
    tokens,
    common,
    studioStyles,
    css`
      li.entry {
        padding: 8px 16px;
        border-block-end: 1px solid var(--ot-hair);
      }
      .head {
        display: block;
        inline-size: 100%;
        block-size: auto;
        padding: 4px 0;
        text-align: start;
      }
      .head:hover:not(:disabled) {
        background: none;
      }
      .difference {
        margin-block: 8px;
        max-block-size: 360px;
        overflow: auto;
      }
      .changes li {
        padding-block: 2px;
        white-space: pre-wrap;
      }
    `,
  ];
  static override properties = {
    theme: { type: String, reflect: true },
    ask: { attribute: false },
    path: { type: String },
    rule: { type: String },
    revision: { type: String },
    digest: { type: String },
    frozen: { type: Boolean },
    words: { attribute: false },
    entries: { state: true },
    more: { state: true },
    fault: { state: true },
    open: { state: true },
  };

  declare theme: string;
  declare ask: Ask;
  declare path: string;
  /** What other files changed of it stands there too. */
  declare rule: string;
  /** Of the file as it is, and of all rules: another one means that there is more history. */
  declare revision: string;
  declare digest: string;
  declare frozen: boolean;
  declare words: StudioWords;
  declare private entries: readonly Entry[] | null;
  declare private more: boolean;
  declare private fault: boolean;
  declare private open: EntryText | null;
  #shown: EditorView | null = null;
  /** The entry that was asked for last: answers may overtake each other. */
  #wanted: number | null = null;
  #loading: object | null = null;

  constructor() {
    super();
    this.rule = "";
    this.digest = "";
    this.entries = null;
    this.more = false;
    this.fault = false;
    this.open = null;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (OF.some((name) => changed.has(name))) void this.#load(null);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#shown?.destroy();
    this.#shown = null;
  }

  protected override updated(): void {
    const room = this.renderRoot.querySelector<HTMLElement>(".difference");
    if (room === null || this.open === null || room.dataset["id"] === String(this.open.id)) return;
    this.#shown?.destroy();
    room.dataset["id"] = String(this.open.id);
    this.#shown = new EditorView({
      parent: room,
      root: this.renderRoot as ShadowRoot,
      state: EditorState.create({
        doc: this.open.text ?? "",
        extensions: [
          lineNumbers(),
          yaml(),
          theme,
          EditorView.lineWrapping,
          EditorView.editable.of(false),
          EditorView.contentAttributes.of({ "aria-label": this.words.history.difference, tabindex: "0" }),
          EditorState.phrases.of(editorPhrases(this.words.lang)),
          unifiedMergeView({
            original: this.open.before ?? "",
            mergeControls: false,
            collapseUnchanged: { margin: 2, minSize: 4 },
          }),
        ],
      }),
    });
  }

  protected override render(): TemplateResult {
    const { history, unreachable, retry } = this.words;
    if (this.fault) {
      return html`<div class="state" role="alert">
        <b>${unreachable}</b><button @click=${() => void this.#load(null)}>${retry}</button>
      </div>`;
    }
    if (this.entries === null) return html`<p class="state" role="status">${history.loading}</p>`;
    if (this.entries.length === 0) return html`<div class="state"><b>${history.none}</b>${history.noneMore}</div>`;
    return html`<ol>
        ${this.entries.map((entry) => this.#entry(entry))}
      </ol>
      ${
        this.more
          ? html`<button @click=${() => void this.#load(this.entries?.at(-1)?.id ?? null)}>${history.more}</button>`
          : nothing
      }`;
  }

  #entry(entry: Entry): TemplateResult {
    const { history, lang } = this.words;
    const open = this.open?.id === entry.id;
    const elsewhere = entry.path !== this.path;
    const when = new Date(entry.at).toLocaleString(lang === "en" ? "en-GB" : "zh-CN", {
      dateStyle: "medium",
      timeStyle: "short",
    });
    return html`<li class="entry">
      <button class="head" aria-expanded=${String(open)} @click=${() => void this.#toggle(entry)}>
        ${sign(open ? "open" : "shut")}
        <b>${entry.kind === "found" ? history.kinds.found : (entry.summary?.[lang] ?? history.kinds[entry.kind])}</b>
        ${elsewhere ? html`<span class="word quiet">${history.by(entry.path)}</span>` : nothing}
        ${entry.current && !elsewhere ? html`<span class="word good">${sign("tick")} ${history.current}</span>` : nothing}
        <br /><span class="small quiet"
          >${when}${entry.kind === "found" ? "" : ` · ${entry.author ?? history.outside}`}${entry.reason === null ? "" : ` · ${entry.reason}`}</span
        >
      </button>
      ${open && this.open !== null ? this.#opened(this.open) : nothing}
    </li>`;
  }

  #opened(entry: EntryText): TemplateResult {
    const { history } = this.words;
    return html`${changesView(entry.changes, this.words)}
      <div class="difference"></div>
      ${
        entry.path !== this.path
          ? html`<button
              @click=${() => {
                const detail = { path: entry.path };
                this.dispatchEvent(new CustomEvent("studio-open", { detail, bubbles: true, composed: true }));
              }}
            >
              ${history.open(entry.path)}
            </button>`
          : entry.current || this.frozen || entry.text === null
          ? nothing
          : html`<button
              @click=${() => {
                this.dispatchEvent(
                  new CustomEvent("studio-rollback", { detail: entry, bubbles: true, composed: true }),
                );
              }}
            >
              ${history.back}
            </button>`
      }`;
  }

  async #toggle(entry: Entry): Promise<void> {
    if (this.open?.id === entry.id) {
      this.open = this.#wanted = null;
      return;
    }
    this.#wanted = entry.id;
    await this.#try(async () => {
      const found = await this.ask.entry(entry.id);
      if (this.#wanted === entry.id) this.open = found;
    });
  }

  /** `before`: the older ones, if nothing is on its way; null: all anew, whatever is. */
  async #load(before: number | null): Promise<void> {
    if (before !== null && this.#loading !== null) return;
    const loading = {};
    this.#loading = loading;
    await this.#try(async () => {
      const found = await this.ask.history(this.path, this.rule === "" ? null : this.rule, before);
      if (this.#loading !== loading) return;
      this.entries = before === null ? found.entries : [...(this.entries ?? []), ...found.entries];
      this.more = found.more;
    });
    if (this.#loading === loading) this.#loading = null;
  }

  async #try(act: () => Promise<void>): Promise<void> {
    try {
      await act();
      this.fault = false;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.fault = true;
    }
  }
}

const KINDS = { rule: "rules", signal: "signals", emotion: "emotions", veto: "vetoes" } as const;

/** What changed, in words. */
export function changesView(changes: readonly Change[], words: StudioWords): TemplateResult {
  return html`<ul class="changes small">
    ${toldChanges(changes, words).map((line) => html`<li>${line}</li>`)}
  </ul>`;
}

export function toldChanges(changes: readonly Change[], words: StudioWords): string[] {
  return changes.flatMap((change) => {
    const head = words.history.change(words.editor.kinds[KINDS[change.kind]], change.name, change.what);
    return [head, ...change.lines[words.lang].map((line) => `    ${line}`)];
  });
}
