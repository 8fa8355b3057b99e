import { expect, test } from "vitest";
import { type Draft, Drafts } from "./drafts.ts";

const DRAFT: Draft = { path: "bank-zh/a.yaml", revision: "r1", base: "a", text: "ab", at: 1 };

function storage(refuses = false): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => {
      if (refuses) throw new DOMException("full", "QuotaExceededError");
      kept.set(key, value);
    },
    removeItem: (key) => void kept.delete(key),
    clear: () => {
      kept.clear();
    },
  };
}

test("a draft is there again after a reload, until it is dropped", () => {
  const browser = storage();
  expect(new Drafts(browser).keep(DRAFT)).toBe(true);
  const again = new Drafts(browser);
  expect(again.of(DRAFT.path)).toEqual(DRAFT);
  expect(again.paths()).toEqual([DRAFT.path]);
  again.drop(DRAFT.path);
  expect([again.of(DRAFT.path), again.paths()]).toEqual([null, []]);
});

test("what is no draft is not taken for one", () => {
  const browser = storage();
  browser.setItem("theirs", "{}");
  for (const left of ["{", "null", "{}", '{"path":"a","base":"","text":"","revision":3,"at":1}']) {
    browser.setItem("overtone.studio.draft:a", left);
    expect(new Drafts(browser).of("a")).toBeNull();
  }
  expect(new Drafts(browser).paths()).toEqual(["a"]);
});

test("a browser that keeps nothing is told of, not stumbled over", () => {
  expect(new Drafts(storage(true)).keep(DRAFT)).toBe(false);
  const none = new Drafts(null);
  expect([none.keep(DRAFT), none.of("a"), none.paths()]).toEqual([false, null, []]);
});
