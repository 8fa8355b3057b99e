import { type TemplateResult, html, nothing } from "lit";
import { htmlLang } from "../../i18n/words.ts";
import { tokens } from "../../ui/tokens.ts";
import { common } from "../styles.ts";
import { StudioActs } from "./acts.ts";
import type { Signed } from "./ask.ts";
import type { Knowledge } from "./editor/offers.ts";
import { headlines } from "./state/branches.ts";
import type { Desk } from "./state/desk.ts";
import { studioLayout } from "./studio-styles.ts";
import { bar } from "./views/bar.ts";
import { keysDialog } from "./views/keys.ts";
import { matterOf, toldHitch } from "./views/matter.ts";
import type { Beginning } from "./views/new-rule.ts";
import { notices } from "./views/notices.ts";
import { results } from "./views/results.ts";
import { studioStyles } from "./views/styles.ts";
import { treePane } from "./views/tree-pane.ts";
import type { EntryText, Fields, Problem, RuleTest } from "./wire.ts";
import { type StudioWords, studioWords } from "./words.ts";

/** `/console/rules`: a rule as sentence, form, YAML and test result at once. */
export class Studio extends StudioActs {
  static override styles = [tokens, common, studioStyles, studioLayout];
  #known: Knowledge | null = null;
  #problems: readonly Problem[] = [];
  #tests: readonly RuleTest[] = [];

  protected override render(): TemplateResult {
    const { desk } = this;
    const words = studioWords(this.given.lang);
    if (desk === null || (desk.tree === null && desk.fault === null)) {
      return html`<p class="state" role="status">${words.loading}</p>`;
    }
    if (desk.tree === null && desk.bench.file === null) {
      return html`<div class="state" role="alert">
        <b>${words.unreachable}</b>${words.unreachableMore}
        <p><button @click=${() => void desk.load()}>${words.retry}</button></p>
      </div>`;
    }
    const health = this.given.place.query.get("view") === "health";
    return html`<div
      class="studio"
      lang=${htmlLang(words.lang)}
      @studio-open=${this.onOpen}
      @studio-line=${(event: CustomEvent<number>) => void this.goTo(event.detail)}
      @studio-run=${this.onRun}
      @studio-unsigned=${this.onUnsigned}
      @studio-edit=${(event: CustomEvent<string>) => {
        desk.bench.type(event.detail);
      }}
      @studio-fields=${(event: CustomEvent<Fields>) => {
        desk.form.edit(event.detail);
      }}
      @studio-stop=${() => {
        desk.backtest.stop();
      }}
      @studio-rollback=${(event: CustomEvent<EntryText>) => {
        desk.propose({ is: "rollback", entry: event.detail });
      }}
      @studio-signed=${(event: CustomEvent<Signed>) => void this.sign(event.detail)}
      @studio-begin=${(event: CustomEvent<Beginning>) => void this.begin(event.detail)}
      @studio-merged=${(event: CustomEvent<string>) => {
        desk.bench.merge(event.detail);
        this.comparing = false;
        void this.updateComplete.then(() => {
          this.editor?.focus();
        });
      }}
      @studio-later=${() => {
        this.comparing = false;
      }}
    >
      <h1 class="hidden">${words.title}</h1>
      ${treePane(desk, words, this.given.theme, {
        open: this.packs,
        health,
        toggle: () => {
          this.packs = !this.packs;
        },
        create: () => {
          this.faults = { detail: "", problems: [] };
          this.creating = true;
        },
        local: () => {
          desk.propose({ is: "local" });
        },
      })}
      <div class="desk">
        ${
          health
            ? html`<studio-health
                theme=${this.given.theme}
                .ask=${desk.ask}
                .headlines=${headlines(desk.tree, words.lang)}
                .words=${words}
              ></studio-health>`
            : this.#file(desk, words)
        }
      </div>
      ${this.#dialogs(desk, words)}
    </div>`;
  }

  #file(desk: Desk, words: StudioWords): TemplateResult {
    const { bench } = desk;
    const { file, underneath } = bench;
    if (file === null) {
      if (bench.fault !== null) {
        return html`<p class="state bad" role="alert">${words.file.fault(bench.fault.message)}</p>`;
      }
      return bench.opening === null
        ? html`<div class="state">
            ${desk.removed === null ? nothing : this.#removed(desk, desk.removed, words)}
            <b>${words.file.choose}</b>${words.file.chooseMore}
          </div>`
        : html`<p class="state" role="status">${words.file.opening}</p>`;
    }
    if (this.comparing && underneath !== null) {
      return html`<studio-conflict
        theme=${this.given.theme}
        .base=${file.base}
        .mine=${file.text}
        .theirs=${underneath}
        .words=${words}
      ></studio-conflict>`;
    }
    return html`${bar(desk, words, {
        go: (rule) => {
          this.reveal(rule);
        },
        mode: (mode) => {
          this.mode(mode);
        },
        save: () => void this.save(),
        backtest: () => void this.runBacktest(),
        remove: () => {
          if (desk.fileEntry !== null) desk.propose({ is: "remove", file: desk.fileEntry });
        },
        keys: () => {
          this.keys = true;
        },
      })}
      ${notices(desk, words, {
        compare: () => {
          this.comparing = true;
        },
        open: (path, line) => {
          this.open(path, { line, column: 1 });
        },
      })}
      ${this.#panes(desk, words)}`;
  }

  #removed(desk: Desk, path: string, words: StudioWords): TemplateResult {
    return html`<p role="status">
      ${words.file.removed(path)}
      <button @click=${() => void desk.putBack()}>${words.file.putBack}</button>
    </p>`;
  }

  #panes(desk: Desk, words: StudioWords): TemplateResult {
    const { bench, form } = desk;
    const { file, check } = bench;
    const sentence = form.rule === null ? undefined : check?.sentences[form.rule];
    this.#keep(desk);
    return html`<p class="sentence" aria-live="polite">${sentence?.[words.lang] ?? nothing}</p>
      <div class="panes">
        <section class="pane form" aria-label=${words.form.title}>
          <studio-form
            tabindex="-1"
            theme=${this.given.theme}
            .rule=${form.rule ?? ""}
            .fields=${form.fields}
            .why=${form.why}
            .problems=${form.problems}
            ?unread=${form.unread}
            ?frozen=${file?.writable !== true}
            .names=${desk.names}
            .words=${words}
          ></studio-form>
        </section>
        <section class="pane yaml" aria-label=${words.editor.title}>
          <studio-editor
            .path=${file?.path ?? ""}
            .text=${file?.text ?? ""}
            ?frozen=${file?.writable !== true}
            .problems=${this.#problems}
            .tests=${this.#tests}
            .known=${this.#known}
            .words=${words}
          ></studio-editor>
          <p class="small quiet leave">${words.editor.leave}</p>
        </section>
        ${results(desk, words, this.given.theme, this.tab, {
          choose: (tab) => {
            this.tab = tab;
          },
          open: (path, line, column = 1) => {
            this.open(path, { line, column });
          },
        })}
      </div>`;
  }

  /** What the editor is handed stays the same object while it says the same. */
  #keep({ bench, schema, names }: Desk): void {
    const { lang } = this.given;
    const path = bench.file?.path;
    const problems = bench.check?.problems.filter((problem) => problem.path === path) ?? [];
    const tests = bench.check?.tests.filter((test) => test.path === path) ?? [];
    if (!alike(problems, this.#problems)) this.#problems = problems;
    if (!alike(tests, this.#tests)) this.#tests = tests;
    if (schema === null || names === null) this.#known = null;
    else if (this.#known?.names !== names || this.#known.lang !== lang) this.#known = { schema, names, lang };
  }

  #dialogs(desk: Desk, words: StudioWords): TemplateResult {
    const { theme, session } = this.given;
    return html`${
        desk.pending === null
          ? nothing
          : html`<studio-sign-off
              theme=${theme}
              .matter=${matterOf(desk, desk.pending, words)}
              .author=${session.name}
              ?busy=${desk.busy}
              .fault=${toldHitch(desk.hitch, words)}
              .words=${words}
            ></studio-sign-off>`
      }
      ${
        this.creating && desk.tree !== null && desk.names !== null
          ? html`<studio-new-rule
              theme=${theme}
              .tree=${desk.tree}
              .names=${desk.names}
              .file=${desk.bench.file?.path ?? ""}
              .problems=${this.faults.problems}
              .fault=${this.faults.detail}
              .words=${words}
            ></studio-new-rule>`
          : nothing
      }
      ${
        this.keys
          ? keysDialog(words, () => {
              this.keys = false;
            })
          : nothing
      }`;
  }
}

function alike<T>(left: readonly T[], right: readonly T[]): boolean {
  return left.length === right.length && left.every((each, index) => each === right[index]);
}
