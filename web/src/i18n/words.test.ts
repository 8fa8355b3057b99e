import { describe, expect, test } from "vitest";
import { floorWords } from "../console/floor/words.ts";
import { watchWords } from "../console/floor/watch-words.ts";
import { consoleWords } from "../console/words.ts";
import { demoWords } from "../demo/words.ts";
import { en } from "./en.ts";
import { clock, feeling, htmlLang, langOf, wordsFor } from "./words.ts";
import { zh } from "./zh.ts";

/** `link.live` → what is said; a function is called with numbers or words of its own. */
function leaves(words: object, path = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(words) as [string, unknown][]) {
    const name = `${path}${key}`;
    if (typeof value === "string") found.set(name, value);
    else if (typeof value === "function") found.set(name, (value as (...a: number[]) => string)(1, 3));
    else for (const [inner, text] of leaves(value as object, `${name}.`)) found.set(inner, text);
  }
  return found;
}

describe.each([
  ["the overlay", zh, en],
  ["the demo", demoWords("zh"), demoWords("en")],
  ["the console's frame", consoleWords("zh"), consoleWords("en")],
  ["the floor", floorWords("zh"), floorWords("en")],
  ["the call that is watched", watchWords("zh"), watchWords("en")],
])("%s", (_, chinese, english) => {
  const [left, right] = [leaves(chinese), leaves(english)];

  test("says the same things in both languages", () => {
    expect([...right.keys()].sort()).toEqual([...left.keys()].sort());
  });

  test("leaves nothing unsaid in one that the other says", () => {
    for (const [name, text] of left) expect([name, right.get(name) === ""]).toEqual([name, text === ""]);
  });

  test("English has no Chinese in it, but for the switch to Chinese", () => {
    for (const [name, text] of right) {
      if (name !== "language") expect(text).not.toMatch(/[\u3000-\u9fff\uff00-\uffef]/u);
    }
  });

  test("nobody is shouted at", () => {
    for (const text of [...left.values(), ...right.values()]) expect(text).not.toMatch(/[!！]/u);
  });
});

test("a language tag chooses the words; Chinese is the first language", () => {
  expect(["zh-CN", "en-GB", "EN", "fr", ""].map(langOf)).toEqual(["zh", "en", "en", "zh", "zh"]);
  expect(wordsFor("en")).toBe(en);
  expect(htmlLang("zh")).toBe("zh-CN");
});

test("a feeling has its own word, else the level's", () => {
  expect(feeling(zh, "anger", "severe")).toBe("愤怒");
  expect(feeling(zh, "en-anger", "severe")).toBe("愤怒");
  expect(feeling(zh, "awe", "high")).toBe(zh.level.high);
  expect(feeling(zh, "anger", "calm")).toBe(zh.level.calm);
  expect(feeling(zh, "toString", "mild")).toBe(zh.level.mild);
});

test("the word for any bad feeling is true of a grieving, an anxious and an angry caller", () => {
  for (const level of ["mild", "high", "severe"] as const) {
    for (const meter of ["mood", "nameless"]) expect(feeling(zh, meter, level)).not.toMatch(/不快|激动|失控|怒|难受/u);
  }
});

test("times are minutes and seconds", () => {
  expect([0, 7_900, 192_000, 3_600_000, -5].map(clock)).toEqual(["0:00", "0:07", "3:12", "60:00", "0:00"]);
});
