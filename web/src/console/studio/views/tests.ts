/** How the tests fare, and what is wrong: beside the text, in words, each leading to its line. */

import { type TemplateResult, html, nothing } from "lit";
import { toldProblem } from "../editor/problems.ts";
import type { Check, RuleTest, TestStatus } from "../wire.ts";
import type { StudioWords } from "../words.ts";
import { type Sign, sign } from "./signs.ts";

const SIGNS: Readonly<Record<TestStatus, Sign>> = {
  passed: "tick",
  fixed: "tick",
  failed: "cross",
  "known gap": "dash",
  muted: "dash",
};
const TONES: Readonly<Record<TestStatus, string>> = {
  passed: "good",
  fixed: "good",
  failed: "bad",
  "known gap": "",
  muted: "",
};
const ORDER: Readonly<Record<TestStatus, number>> = { failed: 0, fixed: 1, "known gap": 2, muted: 3, passed: 4 };
/** Beyond these, the rest is counted. */
const MOST = 60;

export type Open = (path: string, line: number, column?: number) => void;

export interface Standing {
  readonly check: Check | null;
  readonly checking: boolean;
  readonly offline: boolean;
  readonly rule: string;
}

/** Those of the rule that is looked at first, failures before all else. */
export function testsView(
  { check, checking, offline, rule }: Standing,
  words: StudioWords,
  open: Open,
  runAll: () => void,
): TemplateResult {
  const { tests } = words;
  if (check === null) {
    return html`<p class="state" role="status">${offline ? tests.unreachable : tests.running}</p>`;
  }
  if (!check.problems.every(({ severity }) => severity === "warning") && check.tests.length === 0) {
    return html`<div class="state"><b>${tests.notRun}</b>${tests.notRunMore}</div>`;
  }
  if (check.tests.length === 0) {
    const untouched = check.changes.length === 0;
    return html`<div class="state">
      <b>${untouched ? tests.untouched : tests.none}</b>${untouched ? tests.untouchedMore : tests.noneMore}
      ${check.of === 0 ? nothing : html`<p><button @click=${runAll}>${tests.runAll(check.of)}</button></p>`}
    </div>`;
  }
  const sorted = [...check.tests].sort(
    (a, b) =>
      ORDER[a.status] - ORDER[b.status] ||
      Number(b.rules.includes(rule)) - Number(a.rules.includes(rule)) ||
      a.line - b.line,
  );
  return html`<p class="sum" role="status">
      ${checking ? tests.running : tests.sum(count(check, "passed") + count(check, "fixed"), check.tests.length)}
      ${count(check, "muted") > 0 ? html`<span class="quiet">${tests.muted(count(check, "muted"))}</span>` : nothing}
      ${check.of > check.run ? html`<span class="quiet">${tests.ofAll(check.run, check.of)}</span>` : nothing}
      ${
        check.skipped > 0
          ? html`<button class="link" @click=${runAll}>${tests.skipped(check.skipped)}</button>`
          : nothing
      }
    </p>
    <ul class="tests">
      ${sorted.slice(0, MOST).map((test) => row(test, rule, words, open))}
    </ul>
    ${sorted.length > MOST ? html`<p class="quiet small sum">${tests.more(sorted.length - MOST)}</p>` : nothing}`;
}

function row(test: RuleTest, rule: string, words: StudioWords, open: Open): TemplateResult {
  const { tests } = words;
  const changed = test.was !== null && test.was !== test.status;
  return html`<li data-status=${test.status}>
    <span class=${`status ${TONES[test.status]}`}>${sign(SIGNS[test.status])} ${tests.status[test.status]}</span>
    <span class="about">
      <button
        class="link"
        @click=${() => {
          open(test.path, test.line, test.column);
        }}
      >
        ${test.name}
      </button>
      ${changed ? html`<span class="word warn">${tests.changed(tests.status[test.was])}</span>` : nothing}
      ${test.was === null ? html`<span class="word">${tests.fresh}</span>` : nothing}
      ${
        rule !== "" && test.rules.includes(rule)
          ? nothing
          : html`<span class="word quiet">${test.rules.join(words.comma)}</span>`
      }
      ${test.failures[words.lang].map((failure) => html`<p class="bad">${failure}</p>`)}
      ${test.muted[words.lang].map((why) => html`<p class="quiet">${why}</p>`)}
      ${
        test.story[words.lang].length === 0
          ? nothing
          : html`<details ?open=${test.status === "failed"}>
              <summary>${tests.story}</summary>
              <pre tabindex="0">${test.story[words.lang].join("\n")}</pre>
            </details>`
      }
    </span>
  </li>`;
}

export function problemsView(
  { check, offline }: Pick<Standing, "check" | "offline">,
  path: string,
  words: StudioWords,
  open: Open,
): TemplateResult {
  if (check === null) {
    return html`<p class="state" role="status">${offline ? words.tests.unreachable : words.problems.looking}</p>`;
  }
  const { problems } = check;
  if (problems.length === 0) {
    return html`<div class="state"><b>${words.problems.none}</b>${words.problems.noneMore}</div>`;
  }
  return html`<ul class="tests">
    ${problems.map(
      (problem) => html`<li data-status=${problem.severity}>
        <span class=${`status ${problem.severity === "error" ? "bad" : "warn"}`}
          >${sign("alert")} ${words.problems[problem.severity]}</span
        >
        <span class="about">
          <button
            class="link"
            @click=${() => {
              open(problem.path, problem.line, problem.column);
            }}
          >
            ${toldProblem(problem, words.lang)}
          </button>
          <span class="word quiet"
            >${problem.path === path ? "" : `${problem.path} `}${words.problems.at(problem.line, problem.column)}
            · ${problem.code}</span
          >
        </span>
      </li>`,
    )}
  </ul>`;
}

export function count(check: Check, status: TestStatus): number {
  return check.tests.filter((test) => test.status === status).length;
}
