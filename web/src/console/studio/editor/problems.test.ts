import { expect, test } from "vitest";
import type { Problem } from "../wire.ts";
import { toldProblem } from "./problems.ts";

const excel: Problem = {
  path: "a.yaml", severity: "error", code: "R006", line: 3, column: 1, end_line: 3, end_column: 2,
  message: "a tab in the indentation",
  hint: "indent with spaces, two a level",
  zh: { message: "缩进里有制表符（Tab）", hint: "请用空格缩进，每层两个" },
  instead: null,
};

test("a problem is told in the reader's language, with what to do about it", () => {
  expect(toldProblem(excel, "zh")).toBe("缩进里有制表符（Tab）（请用空格缩进，每层两个）");
  expect(toldProblem(excel, "en")).toBe("a tab in the indentation (indent with spaces, two a level)");
});

test("without advice, what is wrong is all", () => {
  const bare = { ...excel, hint: null, zh: { ...excel.zh, hint: null } };
  expect(toldProblem(bare, "zh")).toBe("缩进里有制表符（Tab）");
});
