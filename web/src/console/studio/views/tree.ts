import { LitElement, type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { tokens } from "../../../ui/tokens.ts";
import { common } from "../../styles.ts";
import type { Ask } from "../ask.ts";
import type { Branch } from "../state/branches.ts";
import { branches } from "../state/branches.ts";
import { Latest } from "../state/latest.ts";
import type { Found, Tree } from "../wire.ts";
import type { StudioWords } from "../words.ts";
import { sign } from "./signs.ts";
import { studioStyles } from "./styles.ts";
import { treeStyles } from "./tree-styles.ts";
import { whereFound } from "./where-found.ts";

/** Milliseconds of rest before the server is asked what is being typed for. */
const REST_MS = 200;
/** Characters that the server takes (`/v1/rules/find`). */
const LONGEST = 200;

/**
 * `<studio-tree>`: packs, their files, the rules of the files that are unfolded. Arrow keys walk it. Fires
 * `studio-open` with `{path, line?}`.
 */
export class RuleTree extends LitElement {
  static override styles = [
    tokens,
    common,
    studioStyles,
    treeStyles,

  ];
  static override properties = {
    theme: { type: String, reflect: true },
    tree: { attribute: false },
    ask: { attribute: false },
    path: { type: String },
    rule: { type: String },
    drafts: { attribute: false },
    words: { attribute: false },
    filter: { state: true },
    found: { state: true },
    folded: { state: true },
    at: { state: true },
  };

  declare theme: string;
  declare tree: Tree;
  declare ask: Ask;
  /** The open file, and the rule that the form shows. */
  declare path: string;
  declare rule: string;
  /** Files with text that was not saved. */
  declare drafts: readonly string[];
  declare words: StudioWords;
  declare private filter: string;
  declare private found: readonly Found[];
  /** Keys of branches that were folded, or of files that were unfolded, by hand. */
  declare private folded: ReadonlySet<string>;
  /** The branch that the arrow keys are at. */
  declare private at: string;
  readonly #seeking = new Latest<string, readonly Found[]>(REST_MS, (text, signal) => this.ask.find(text, signal));

  constructor() {
    super();
    this.filter = "";
    this.found = [];
    this.folded = new Set();
    this.at = "";
    this.drafts = [];
  }

  protected override render(): TemplateResult {
    const { words } = this;
    const shown = this.#branches();
    const current = shown.some(({ key }) => key === this.at) ? this.at : this.#first(shown);
    return html`<input
        type="search"
        placeholder=${words.tree.filter}
        aria-label=${words.tree.filter}
        .value=${this.filter}
        @input=${this.#onFilter}
        @keydown=${this.#onFilterKey}
      />
      <div class="tree" role="tree" aria-label=${words.tree.label} @keydown=${this.#onKey}>
        ${shown.map((branch) => this.#branch(branch, branch.key === current))}
      </div>
      ${
        shown.length === 0
          ? html`<p class="small quiet" role="status">${this.#seeking.busy ? words.tree.seeking : words.tree.noneFound}</p>`
          : nothing
      }`;
  }

  #branch(branch: Branch, current: boolean): TemplateResult {
    const { words } = this;
    return html`<div
      role="treeitem"
      aria-level=${branch.level}
      aria-expanded=${branch.open === null ? nothing : String(branch.open)}
      aria-selected=${String(branch.chosen)}
      tabindex=${current ? 0 : -1}
      data-key=${branch.key}
      @click=${() => {
        this.#choose(branch);
      }}
      @focus=${() => {
        this.at = branch.key;
      }}
    >
      ${branch.open === null ? html`<span class="sign"></span>` : sign(branch.open ? "open" : "shut")}
      ${
        branch.headline === null
          ? html`<span class="name">${branch.name === "" ? words.tree.catalogue : branch.name}</span>`
          : html`<span class="name">${branch.headline} <code class="id">${branch.name}</code></span>`
      }
      ${
        branch.because === null
          ? nothing
          : html`<span class="because small">${whereFound(branch.because, words)}</span>`
      }
      ${
        branch.whyNot === null
          ? nothing
          : html`<span class="word" title=${words.tree.whyNot[branch.whyNot]}
              >${sign("lock")} ${words.tree.readOnly}</span
            >`
      }
      ${branch.unsaved ? html`<span class="word warn">${sign("dot")} ${words.tree.unsaved}</span>` : nothing}
      ${
        branch.errors === 0
          ? nothing
          : html`<span class="word bad">${sign("alert")} ${words.tree.errors(branch.errors)}</span>`
      }
      ${branch.mode === null || branch.mode === "live" ? nothing : html`<span class="word">${words.mode[branch.mode]}</span>`}
    </div>`;
  }

  #branches(): Branch[] {
    return branches(this.tree, {
      path: this.path,
      rule: this.rule,
      filter: this.filter,
      found: this.found,
      lang: this.words.lang,
      folded: this.folded,
      drafts: this.drafts,
    });
  }

  #first(shown: readonly Branch[]): string {
    return (shown.findLast(({ chosen }) => chosen) ?? shown[0])?.key ?? "";
  }

  #choose(branch: Branch): void {
    this.at = branch.key;
    if (branch.path === null || (branch.level === 2 && branch.path === this.path && branch.rule === null)) {
      this.#fold(branch);
      return;
    }
    const detail = { path: branch.path, ...(branch.line === null ? {} : { line: branch.line }) };
    this.dispatchEvent(new CustomEvent("studio-open", { detail, bubbles: true, composed: true }));
  }

  #fold({ key }: Branch): void {
    const folded = new Set(this.folded);
    if (!folded.delete(key)) folded.add(key);
    this.folded = folded;
  }

  #onFilter = (event: InputEvent): void => {
    this.filter = (event.target as HTMLInputElement).value;
    const wanted = this.filter.trim().slice(0, LONGEST);
    if (wanted === "") {
      this.#seeking.cancel();
      this.found = [];
      return;
    }
    this.#seeking.soon(
      wanted,
      (found) => {
        this.found = found;
      },
      () => {
        this.found = []; // what the page itself knows is found all the same
      },
    );
  };

  #onFilterKey = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown") this.#go(this.#first(this.#branches()), event);
  };

  #onKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const shown = this.#branches();
    const index = Math.max(0, shown.findIndex(({ key }) => key === this.at));
    const branch = shown[index];
    if (branch === undefined) return;
    const parent = shown.slice(0, index).findLast(({ level }) => level < branch.level);
    switch (event.key) {
      case "ArrowDown":
        this.#go(shown[index + 1]?.key, event);
        break;
      case "ArrowUp":
        this.#go(shown[index - 1]?.key, event);
        break;
      case "Home":
        this.#go(shown[0]?.key, event);
        break;
      case "End":
        this.#go(shown.at(-1)?.key, event);
        break;
      case "ArrowRight":
        if (branch.open === false) this.#fold(branch);
        else if (branch.open === true) this.#go(shown[index + 1]?.key, event);
        event.preventDefault();
        break;
      case "ArrowLeft":
        if (branch.open === true) this.#fold(branch);
        else this.#go(parent?.key, event);
        event.preventDefault();
        break;
      case "Enter":
      case " ":
        this.#choose(branch);
        event.preventDefault();
        break;
      default:
    }
  };

  /** What was opened elsewhere is brought into sight. */
  protected override updated(changed: PropertyValues): void {
    if (!changed.has("path") && !changed.has("rule")) return;
    this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }

  #go(key: string | undefined, event: Event): void {
    if (key === undefined) return;
    event.preventDefault();
    this.at = key;
    this.renderRoot.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus();
  }
}
