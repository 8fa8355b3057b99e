import { Text } from "@codemirror/state";
import { expect, test } from "vitest";
import { offset, span } from "./positions.ts";

const DOC = Text.of(["ab", "𠮷x客户", ""]);

test("a character outside of the basic plane counts once", () => {
  expect(offset(DOC, 2, 1)).toBe(3);
  expect(offset(DOC, 2, 2)).toBe(5);
  expect(offset(DOC, 2, 3)).toBe(6);
});

test("places beyond the text are moved into it", () => {
  expect(offset(DOC, 1, 99)).toBe(2);
  expect(offset(DOC, 99, 1)).toBe(DOC.length);
  expect(offset(DOC, 0, 0)).toBe(0);
});

test("a span is never invisible on a line with words", () => {
  const at = (line: number, column: number) => ({ line, column, end_line: line, end_column: column });
  expect(span(DOC, at(1, 1))).toEqual({ from: 0, to: 1 });
  expect(span(DOC, at(1, 3))).toEqual({ from: 1, to: 2 });
  expect(span(DOC, at(3, 1))).toEqual({ from: DOC.length, to: DOC.length });
});
