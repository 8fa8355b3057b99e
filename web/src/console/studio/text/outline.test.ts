import { expect, test } from "vitest";
import { outline, ownNames, ruleAt } from "./outline.ts";

const TEXT = `# Grief
lists:
  spouse: [老伴]
signals:
  loss:
    speaker: customer

rules:
  comfort:
    when: loss
  # the second
  "papers":
    when: {any: [a,
      b]}
tests:
  - name: 她走了
    call: |
      0.0 客户: 我老伴走了
  - expect: []
    name: "静"
`;

test("tells every entry, its section and its lines", () => {
  expect(outline(TEXT).map(({ section, name, line, last }) => [section, name, line, last])).toEqual([
    ["lists", "spouse", 3, 3],
    ["signals", "loss", 5, 7],
    ["rules", "comfort", 9, 11],
    ["rules", "papers", 12, 14],
    ["tests", "她走了", 16, 18],
    ["tests", "静", 19, 21],
  ]);
});

test("tells which rule a line belongs to", () => {
  const entries = outline(TEXT);
  expect([1, 9, 10, 13, 16].map((line) => ruleAt(entries, line))).toEqual([
    null,
    "comfort",
    "comfort",
    "papers",
    null,
  ]);
});

test("tells the names that a file defines, before they were saved", () => {
  expect(ownNames(outline(TEXT), "signals")).toEqual(["loss"]);
  expect(ownNames(outline(TEXT), "rules")).toEqual(["comfort", "papers"]);
});

test("an empty file, and one that is no rule file, hold nothing", () => {
  expect(outline("")).toEqual([]);
  expect(outline("什么都不是\n  - x")).toEqual([]);
});
