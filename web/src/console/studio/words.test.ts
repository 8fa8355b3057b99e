import { describe, expect, test } from "vitest";
import { docsEn } from "./editor/docs-en.ts";
import { docsZh } from "./editor/docs-zh.ts";
import { studioWords } from "./words.ts";

type Saying = (...given: (string | string[])[]) => unknown;

/** What a function says of numbers; of lists of them, where it asks for lists. */
function said(saying: Saying): string {
  try {
    return String(saying("1", "3", "5"));
  } catch {
    return String(saying(["1"], ["3"], ["5"]));
  }
}

/** `tree.errors` → what is said. */
function leaves(words: object, path = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(words) as [string, unknown][]) {
    const name = `${path}${key}`;
    if (typeof value === "string") found.set(name, value);
    else if (typeof value === "function") found.set(name, said(value as Saying));
    else for (const [inner, text] of leaves(value as object, `${name}.`)) found.set(inner, text);
  }
  return found;
}

describe.each([
  ["the studio", leaves(studioWords("zh")), leaves(studioWords("en"))],
  ["the keys of the rule language", leaves(docsZh), leaves(docsEn)],
])("%s", (_, chinese, english) => {
  test("says the same things in both languages", () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
  });

  test("English has no Chinese in it", () => {
    for (const text of english.values()) expect(text).not.toMatch(/[\u3000-\u9fff\uff00-\uffef]/u);
  });

  test("nobody is shouted at", () => {
    for (const text of [...chinese.values(), ...english.values()]) expect(text).not.toMatch(/[!！]/u);
  });
});
