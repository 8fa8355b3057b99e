import { expect, test } from "vitest";
import { appended } from "./append.ts";

const TEST = '- name: "r, call 1a at 0:42"\n  call: |\n    0.0-1.0 客户: 喂\n  expect: []\n';

test("a test comes after the others, as deep as they are", () => {
  const file = "# tests of grief\ntests:\n- name: one\n  expect: []\n";
  expect(appended(file, TEST)).toBe(`${file}${TEST}`);
});

test("what stands behind the list stays behind it", () => {
  const file = "tests:\n    - name: one\n      expect: []\n# a thought\n\nlists:\n  a: [b]\n";
  expect(appended(file, TEST).split("\n")).toEqual([
    "tests:",
    "    - name: one",
    "      expect: []",
    "# a thought",
    '    - name: "r, call 1a at 0:42"',
    "      call: |",
    "        0.0-1.0 客户: 喂",
    "      expect: []",
    "",
    "lists:",
    "  a: [b]",
    "",
  ]);
});

test("a file without tests gets its list", () => {
  const list = `tests:\n${TEST.trimEnd().replaceAll(/^/gm, "  ")}\n`;
  expect(appended("", TEST)).toBe(list);
  expect(appended("tests: []\n", TEST)).toBe(list);
  expect(appended("# nothing yet\n", TEST)).toBe(`# nothing yet\n${list}`);
});
