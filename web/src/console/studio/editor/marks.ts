/** What the server found, at the character: problems under the words, and how tests fare beside them. */

import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import { type EditorState, RangeSet, StateEffect, StateField, type Extension } from "@codemirror/state";
import { type EditorView, GutterMarker, gutter } from "@codemirror/view";
import { span } from "../text/positions.ts";
import type { Problem, RuleTest, TestStatus } from "../wire.ts";
import type { StudioWords } from "../words.ts";
import { toldProblem } from "./problems.ts";

export function showProblems(view: EditorView, problems: readonly Problem[], words: StudioWords): void {
  const found = problems.map((problem) => diagnostic(view.state, problem, words));
  view.dispatch(setDiagnostics(view.state, found));
}

function diagnostic(state: EditorState, problem: Problem, words: StudioWords): Diagnostic {
  const { from, to } = span(state.doc, problem);
  const { instead } = problem;
  const told = toldProblem(problem, words.lang);
  return {
    from,
    to,
    severity: problem.severity,
    message: told,
    source: problem.code,
    ...(instead === null
      ? {}
      : {
          actions: [
            {
              name: words.editor.writeInstead(instead),
              apply: (view, start, end) => {
                view.dispatch({ changes: { from: start, to: end, insert: instead }, userEvent: "input.fix" });
              },
            },
          ],
        }),
  };
}

const tested = StateEffect.define<RangeSet<GutterMarker>>();

const outcomes = StateField.define<RangeSet<GutterMarker>>({
  create: () => RangeSet.empty,
  update(marks, transaction) {
    for (const effect of transaction.effects) if (effect.is(tested)) return effect.value;
    return marks.map(transaction.changes);
  },
});

/** A gutter that says of each test in the text whether it holds. */
export const testGutter: Extension = [
  outcomes,
  gutter({ class: "cm-studio-tests", markers: (view) => view.state.field(outcomes) }),
];

export function showTests(view: EditorView, tests: readonly RuleTest[], words: StudioWords): void {
  const { doc } = view.state;
  const marks = tests
    .filter(({ line }) => line >= 1 && line <= doc.lines)
    .map((test) => new Outcome(test.status, words.tests.status[test.status]).range(doc.line(test.line).from));
  view.dispatch({ effects: tested.of(RangeSet.of(marks, true)) });
}

const SHAPES: Readonly<Record<TestStatus, string>> = {
  passed: "M3 8.5l3.2 3.2L13 4.8",
  fixed: "M3 8.5l3.2 3.2L13 4.8",
  failed: "M4 4l8 8M12 4l-8 8",
  "known gap": "M3 8h10",
  muted: "M3 8h10",
};

class Outcome extends GutterMarker {
  readonly #status: TestStatus;
  readonly #word: string;

  constructor(status: TestStatus, word: string) {
    super();
    this.#status = status;
    this.#word = word;
  }

  override eq(other: Outcome): boolean {
    return other.#status === this.#status && other.#word === this.#word;
  }

  override toDOM(): Node {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.dataset["status"] = this.#status;
    const path = document.createElementNS(space, "path");
    path.setAttribute("d", SHAPES[this.#status]);
    path.setAttribute("fill", "none");
    path.setAttribute("stroke", "currentColor");
    path.setAttribute("stroke-width", "2");
    const title = document.createElementNS(space, "title");
    title.textContent = this.#word;
    svg.append(title, path);
    return svg;
  }
}
