import { expect, test } from "vitest";
import type { Problem } from "../wire.ts";
import { replacement, toldProblem } from "./problems.ts";

const problem = (code: string, message: string, hint: string | null = null): Problem => ({
  path: "a.yaml", severity: "error", code, line: 1, column: 1, end_line: 1, end_column: 2, message, hint,
});

test("a problem is told with the word it is about, and what was probably meant", () => {
  const unknown = problem("R210", "there is no signal `bereavment`", "did you mean `bereavement`?");
  expect(toldProblem(unknown, "zh")).toBe("“bereavment”：没有这个名字，请核对拼写。您是不是想写“bereavement”");
  expect(toldProblem(unknown, "en")).toBe("there is no signal `bereavment`. did you mean `bereavement`?");
  expect(replacement(unknown)).toBe("bereavement");
});

test("without a hint, and of a kind that is not known here, it is told as it came", () => {
  expect(toldProblem(problem("R505", "no headline"), "zh")).toBe("少标题");
  expect(toldProblem(problem("R999", "what now"), "zh")).toBe("what now");
  expect(replacement(problem("R505", "no headline"))).toBeNull();
});
