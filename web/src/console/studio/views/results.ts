/** Beside the text: its tests, its problems, its backtest and its history. */

import { type TemplateResult, html, nothing } from "lit";
import { headlines } from "../state/branches.ts";
import type { Desk } from "../state/desk.ts";
import type { StudioWords } from "../words.ts";
import { type Open, count, problemsView, testsView } from "./tests.ts";

export type Tab = "tests" | "problems" | "backtest" | "history";
const TABS: readonly Tab[] = ["tests", "problems", "backtest", "history"];

export interface ResultActs {
  readonly choose: (tab: Tab) => void;
  readonly open: Open;
}

export function results(
  desk: Desk,
  words: StudioWords,
  theme: string,
  tab: Tab,
  acts: ResultActs,
): TemplateResult {
  const figures = figuresOf(desk);
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length] ?? tab;
    acts.choose(next);
    const buttons = (event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("button");
    buttons[TABS.indexOf(next)]?.focus();
  };
  return html`<section class="pane results" aria-label=${words.results.label}>
    <div class="tabs" role="tablist" aria-label=${words.results.label} @keydown=${onKey}>
      ${TABS.map((each) => {
        const figure = figures[each];
        return html`<button
          role="tab"
          id=${`tab-${each}`}
          aria-controls="panel"
          aria-selected=${String(each === tab)}
          tabindex=${each === tab ? 0 : -1}
          @click=${() => {
            acts.choose(each);
          }}
        >
          ${words.results[each]}${figure === null ? nothing : html` <span class=${`word ${figure.tone}`}>${figure.text}</span>`}
        </button>`;
      })}
    </div>
    <div role="tabpanel" id="panel" aria-labelledby=${`tab-${tab}`}>${panel(desk, words, theme, tab, acts)}</div>
  </section>`;
}

function panel(desk: Desk, words: StudioWords, theme: string, tab: Tab, acts: ResultActs): TemplateResult {
  const { bench, form, backtest } = desk;
  const { file } = bench;
  switch (tab) {
    case "tests":
      return testsView(
        {
          check: bench.check,
          checking: bench.checking,
          offline: bench.offline,
          rule: form.rule ?? "",
        },
        words,
        acts.open,
        () => {
          bench.recheck(true);
        },
      );
    case "problems":
      return problemsView(bench, file?.path ?? "", words, acts.open);
    case "backtest":
      return html`<studio-backtest
        theme=${theme}
        .state=${backtest.state}
        .recordings=${desk.recordings}
        .headlines=${headlines(desk.tree, words.lang)}
        .current=${file?.text ?? ""}
        ?blocked=${bench.check?.valid === false}
        .words=${words}
      ></studio-backtest>`;
    case "history":
      return html`<studio-history
        theme=${theme}
        .ask=${desk.ask}
        .path=${file?.path ?? ""}
        .rule=${form.rule ?? ""}
        .revision=${file?.revision ?? ""}
        .digest=${desk.tree?.digest ?? ""}
        ?frozen=${file?.writable !== true || bench.dirty}
        .words=${words}
      ></studio-history>`;
  }
}

interface Figure {
  readonly text: string;
  readonly tone: string;
}

/** What stands beside a tab's name: how many failed, how many problems. */
function figuresOf({ bench, backtest }: Desk): Readonly<Record<Tab, Figure | null>> {
  const { check } = bench;
  const failed = check === null ? 0 : count(check, "failed");
  const errors = check?.problems.filter(({ severity }) => severity === "error").length ?? 0;
  const warnings = (check?.problems.length ?? 0) - errors;
  return {
    tests: check === null ? null : failed > 0 ? { text: String(failed), tone: "bad" } : null,
    problems:
      errors > 0
        ? { text: String(errors), tone: "bad" }
        : warnings > 0
          ? { text: String(warnings), tone: "warn" }
          : null,
    backtest: backtest.state.is === "running" ? { text: "…", tone: "quiet" } : null,
    history: null,
  };
}
