import { acceptCompletion, autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentUnit } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState, type Extension } from "@codemirror/state";
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { LitElement, type PropertyValues, css } from "lit";
import { offset } from "../text/positions.ts";
import type { Problem, RuleTest } from "../wire.ts";
import type { StudioWords } from "../words.ts";
import { editorPhrases } from "../words/phrases.ts";
import { completion } from "./complete.ts";
import { hover } from "./hover.ts";
import { showProblems, showTests, testGutter } from "./marks.ts";
import type { Knowledge } from "./offers.ts";
import { theme } from "./theme.ts";

const fromOutside = Annotation.define<true>();

/**
 * `<studio-editor>`: a rule file's text. Fires `studio-edit` (detail: the text), `studio-line` (detail: the
 * cursor's line, from 1) and `studio-open` (detail: `{path, line}`) for a name's definition.
 *
 * Its styles are adopted style sheets of its shadow root, so it needs no `unsafe-inline` of a page.
 */
export class YamlEditor extends LitElement {
  static override styles = css`
    :host {
      display: block;
      min-block-size: 0;
      min-inline-size: 0;
      overflow: hidden;
    }
    .room {
      block-size: 100%;
    }
  `;
  static override properties = {
    path: { type: String },
    text: { attribute: false },
    frozen: { type: Boolean },
    problems: { attribute: false },
    tests: { attribute: false },
    known: { attribute: false },
    words: { attribute: false },
  };

  declare path: string;
  declare text: string;
  /** It may be read, not written. */
  declare frozen: boolean;
  declare problems: readonly Problem[];
  /** Of this very file. */
  declare tests: readonly RuleTest[];
  declare known: Knowledge | null;
  declare words: StudioWords;
  #view: EditorView | null = null;
  #states = new Map<string, EditorState>();
  #said = new Compartment();
  #rights = new Compartment();
  #path = "";

  constructor() {
    super();
    this.path = "";
    this.text = "";
    this.frozen = false;
    this.problems = [];
    this.tests = [];
    this.known = null;
  }

  protected override firstUpdated(): void {
    const parent = document.createElement("div");
    parent.className = "room";
    this.renderRoot.append(parent);
    this.#path = this.path;
    this.#view = new EditorView({
      state: this.#fresh(),
      parent,
      root: this.renderRoot as ShadowRoot,
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#view?.destroy();
    this.#view = null;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const view = this.#view;
    if (view === null) return;
    if (changed.has("path") && this.path !== this.#path) {
      this.#states.set(this.#path, view.state);
      this.#path = this.path;
      view.setState(this.#states.get(this.path) ?? this.#fresh());
    }
    if (changed.has("text") || changed.has("path")) this.#take(view);
    if (changed.has("words") || changed.has("frozen") || changed.has("path")) {
      view.dispatch({
        effects: [this.#said.reconfigure(this.#phrases()), this.#rights.reconfigure(this.#frozen())],
      });
    }
    const [problems, tests] = [changed.has("problems"), changed.has("tests")];
    if (problems || changed.has("words") || changed.has("path")) {
      showProblems(view, this.problems, this.words);
    }
    if (tests || changed.has("words") || changed.has("path")) showTests(view, this.tests, this.words);
  }

  /** Goes to a place, counted as the server counts; with the focus, or only into view. */
  reveal(line: number, column: number, focus: boolean): void {
    const view = this.#view;
    if (view === null) return;
    const at = offset(view.state.doc, line, column);
    view.dispatch({
      selection: { anchor: at },
      effects: EditorView.scrollIntoView(at, { y: "center" }),
    });
    if (focus) view.focus();
  }

  override focus(): void {
    this.#view?.focus();
  }

  /** The least change that makes the text what it is to be: cursor, folds and undo survive it. */
  #take(view: EditorView): void {
    const [old, fresh] = [view.state.doc.toString(), this.text];
    if (old === fresh) return;
    let from = 0;
    const most = Math.min(old.length, fresh.length);
    while (from < most && old[from] === fresh[from]) from += 1;
    let tail = 0;
    while (tail < most - from && old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]) tail += 1;
    view.dispatch({
      changes: { from, to: old.length - tail, insert: fresh.slice(from, fresh.length - tail) },
      annotations: fromOutside.of(true),
    });
  }

  #fresh(): EditorState {
    return EditorState.create({ doc: this.text, extensions: this.#extensions() });
  }

  #extensions(): Extension {
    return [
      lineNumbers(),
      testGutter,
      foldGutter(),
      codeFolding(),
      history(),
      drawSelection(),
      bracketMatching(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      highlightSelectionMatches(),
      EditorView.lineWrapping,
      indentUnit.of("  "),
      EditorState.tabSize.of(2),
      yaml(),
      theme,
      search({ top: true }),
      autocompletion({
        override: [completion(() => this.known, () => this.words)],
        icons: false,
        maxRenderedOptions: 60,
      }),
      hover({
        known: () => this.known,
        words: () => this.words,
        open: (path, line) => {
          this.#tell("studio-open", { path, line });
        },
      }),
      keymap.of([
        { key: "Tab", run: acceptCompletion },
        ...completionKeymap,
        ...searchKeymap,
        ...historyKeymap,
        ...foldKeymap,
        ...lintKeymap,
        ...defaultKeymap.filter(({ key }) => key !== "Mod-Enter"),
        indentWithTab,
      ]),
      this.#said.of(this.#phrases()),
      this.#rights.of(this.#frozen()),
      EditorView.updateListener.of((update) => {
        const ours = update.transactions.some((one) => one.annotation(fromOutside) === true);
        if (update.docChanged && !ours) {
          this.text = update.state.doc.toString();
          this.#tell("studio-edit", this.text);
        }
        if (update.docChanged || update.selectionSet) {
          this.#tell("studio-line", update.state.doc.lineAt(update.state.selection.main.head).number);
        }
      }),
    ];
  }

  #phrases(): Extension {
    const { editor } = this.words;
    return [
      EditorState.phrases.of(editorPhrases(this.words.lang)),
      EditorView.contentAttributes.of({ "aria-label": editor.label(this.path), tabindex: "0" }),
    ];
  }

  #frozen(): Extension {
    return EditorState.readOnly.of(this.frozen);
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
