import { describe, expect, test } from "vitest";
import { placeAt } from "./place.ts";

/** The place at the `‸` in the text: `path/to > kind word`. */
function at(marked: string): string | null {
  const position = marked.indexOf("‸");
  const place = placeAt(marked.replace("‸", ""), position);
  return place && `${place.path.join("/")} > ${place.kind} ${place.word.text}`.trim();
}

function siblings(marked: string): readonly string[] {
  return placeAt(marked.replace("‸", ""), marked.indexOf("‸"))?.siblings ?? [];
}

const RULE = "rules:\n  calm-first:\n    need: upset\n";

describe("in block style", () => {
  test.each([
    ["a section is written", "ru‸", "> key ru"],
    ["an empty file", "‸", "> key"],
    ["an empty line in a rule", `${RULE}    ‸`, "rules/calm-first > key"],
    ["an empty line one level out", `${RULE}  ‸`, "rules > key"],
    ["half a key", `${RULE}    whe‸`, "rules/calm-first > key whe"],
    ["half a key above others", "rules:\n  a:\n    ne‸\n    when: b", "rules/a > key ne"],
    ["a key that is written out", "rules:\n  a:\n    ne‸ed: upset", "rules/a > key need"],
    ["a value to come", `${RULE}    ability: ‸`, "rules/calm-first/ability > value"],
    ["half a value", `${RULE}    ability: emp‸`, "rules/calm-first/ability > value emp"],
    ["a quoted value", `${RULE}    mode: "li‸ve"`, "rules/calm-first/mode > value live"],
    ["deeper", `${RULE}    hint:\n      pri‸`, "rules/calm-first/hint > key pri"],
    ["back out", `${RULE}    hint:\n      text: x\n    ‸`, "rules/calm-first > key"],
    ["behind a comment line", `${RULE}# on\n    ‸`, "rules/calm-first > key"],
    ["the name of a rule", "rules:\n  cal‸m:\n    need: x", "rules > key calm"],
  ])("%s", (_, marked, expected) => {
    expect(at(marked)).toBe(expected);
  });

  test("items of a list are numbered, at the key's own indent too", () => {
    expect(at("tests:\n  - name: a\n  - na‸")).toBe("tests/1 > value na");
    expect(at("tests:\n  - name: a\n    ‸")).toBe("tests/0 > key");
    expect(at("tests:\n- name: a\n- name: b\n  expect:\n  - ‸")).toBe("tests/1/expect/0 > value");
    expect(at("tests:\n  - name: a\n    expect:\n      - rule: x‸")).toBe("tests/0/expect/0/rule > value x");
  });

  test("a text of several lines, comments and the room behind a value offer nothing", () => {
    expect(at("tests:\n  - call: |\n      0.0 客户: 我‸\n")).toBeNull();
    expect(at("tests:\n  - call: |\n      0.0 客户: 我\n    na‸")).toBe("tests/0 > key na");
    expect(at("rules: # all‸")).toBeNull();
    expect(at("# ru‸")).toBeNull();
    expect(at("rules:\n  a:\n    when: b  # wh‸y")).toBeNull();
  });
});

describe("in flow style", () => {
  test.each([
    ["a key to come", "{‸", "key"],
    ["half a key", "{an‸}", "key an"],
    ["after a comma", "{all: [a], ‸}", "key"],
  ])("%s", (_, value, expected) => {
    expect(at(`${RULE}    when: ${value}`)).toBe(`rules/calm-first/when > ${expected}`);
  });

  test.each([
    ["a value", "{count: ‸}", "count > value"],
    ["the first item", "{all: [‸", "all/0 > value"],
    ["the next item, half written", "{all: [loss, mou‸], within: 5s}", "all/1 > value mou"],
    ["a key within an item", "{all: [loss, {abs‸", "all/1 > key abs"],
    ["a value of a quoted kind", `{any: ["lo‸ss"]}`, "any/0 > value loss"],
  ])("%s", (_, value, expected) => {
    expect(at(`${RULE}    when: ${value}`)).toBe(`rules/calm-first/when/${expected}`);
  });

  test("goes on over lines, and what follows it is told again by its indent", () => {
    const signal = "signals:\n  loss:\n    phrases: [去世,\n      过‸世]\n";
    expect(at(signal)).toBe("signals/loss/phrases/1 > value 过世");
    expect(at(`${signal.replace("‸", "")}    exc‸`)).toBe("signals/loss > key exc");
  });

  test("says that it is flow style", () => {
    expect(placeAt("rules: {a", 9)?.flow).toBe(true);
    expect(placeAt("rules:\n  a", 10)?.flow).toBe(false);
  });
});

test("names the keys that are there already, not those of the neighbours", () => {
  expect(siblings("rules:\n  a:\n    need: x\n    ‸\n    when: y\n  b:\n    met_by: z")).toEqual([
    "need",
    "when",
  ]);
  expect(siblings("rules:\n  a:\n    when: {all: [b], ‸")).toEqual(["all"]);
  expect(siblings("tests:\n  - name: a\n    todo: true\n  - name: b\n    ‸\n  - call: c")).toEqual(["name"]);
});

test("a file of two thousand lines is told within a blink", () => {
  const rules = Array.from({ length: 400 }, (_, n) => `  r-${n}:\n    need: x\n    when: {any: [a, b]}\n    hint:\n      text: 好\n`);
  const text = `rules:\n${rules.join("")}`;
  const started = performance.now();
  expect(placeAt(text, text.length - 2)?.path).toEqual(["rules", "r-399", "hint", "text"]);
  expect(performance.now() - started).toBeLessThan(100);
});
