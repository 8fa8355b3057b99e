import { expect, test } from "vitest";
import type { FileEntry, RuleEntry, Tree } from "../wire.ts";
import { type Shown, branches, headlines } from "./branches.ts";

const rule = (name: string, more: Partial<RuleEntry> = {}): RuleEntry => ({
  name, headline: null, need: null, mode: "live", overridden: null, overrides: [], line: 4, ...more,
});
const file = (path: string, more: Partial<FileEntry> = {}): FileEntry => ({
  path, name: path.split("/")[1] ?? "", kind: "rules", revision: "r", writable: true, why_not: null, size: 1,
  rules: [], tests: 0, errors: 0, warnings: 0, ...more,
});
const TREE: Tree = {
  digest: "d", stale: false, durable: true, problems: [],
  packs: [
    {
      name: "bank-zh", writable: true, why_not: null,
      files: [
        file("bank-zh/loss.yaml", {
          rules: [rule("comfort", { need: "bereaved", mode: "shadow" }), rule("papers")], errors: 1,
        }),
        file("bank-zh/loss.test.yaml", { kind: "tests" }),
      ],
    },
    { name: "shipped", writable: false, why_not: "wheel", files: [file("shipped/anger.yaml", { rules: [rule("calm")] })] },
  ],
};
const SHOWN: Shown = { path: "", rule: "", filter: "", found: [], lang: "zh", folded: new Set(), drafts: [] };
const lines = (more: Partial<Shown> = {}): string[] =>
  branches(TREE, { ...SHOWN, ...more }).map(({ level, name }) => `${"  ".repeat(level - 1)}${name}`);

test("packs are unfolded, and of the files the open one", () => {
  expect(lines({ path: "bank-zh/loss.yaml" })).toEqual([
    "bank-zh", "  loss.yaml", "    comfort", "    papers", "  loss.test.yaml", "shipped", "  anger.yaml",
  ]);
  expect(lines({ path: "bank-zh/loss.yaml", folded: new Set(["bank-zh/loss.yaml", "shipped"]) })).toEqual([
    "bank-zh", "  loss.yaml", "  loss.test.yaml", "shipped",
  ]);
});

test("packs of the reader's language come first", () => {
  const packs = ["bank-en", "needs", "bank-zh"].map((name) => ({
    name, writable: true, why_not: null, files: [file(`${name}/a.yaml`)],
  }));
  const order = (lang: "zh" | "en"): string[] =>
    branches({ ...TREE, packs }, { ...SHOWN, lang }).filter(({ level }) => level === 1).map(({ name }) => name);
  expect(order("zh")).toEqual(["needs", "bank-zh", "bank-en"]);
  expect(order("en")).toEqual(["bank-en", "needs", "bank-zh"]);
});

test("a filter finds rules by name and by need, wherever they are folded away", () => {
  expect(lines({ filter: "BEREAV" })).toEqual(["bank-zh", "  loss.yaml", "    comfort"]);
  expect(lines({ filter: "anger" })).toEqual(["shipped", "  anger.yaml", "    calm"]);
  expect(lines({ filter: "nothing like it" })).toEqual([]);
});

test("a filter finds rules by what agents see, and by what the server found of them", () => {
  const told: Tree = {
    ...TREE,
    packs: [{
      name: "bank-zh", writable: true, why_not: null,
      files: [file("bank-zh/loss.yaml", { rules: [rule("comfort", { headline: { zh: "先慰问", en: "Comfort" } }), rule("papers")] })],
    }],
  };
  const of = (more: Partial<Shown>) => branches(told, { ...SHOWN, ...more }).filter(({ level }) => level === 3);
  expect(of({ filter: "慰问" })).toMatchObject([{ name: "comfort", headline: "先慰问", because: null }]);
  expect(of({ filter: "comf", lang: "en" })).toMatchObject([{ headline: "Comfort" }]);
  const heard = { name: "papers", part: "phrase", text: "去世", speaker: "customer" } as const;
  expect(of({ filter: "去世", found: [heard] })).toMatchObject([{ name: "papers", headline: null, because: heard }]);
  expect(of({ filter: "慰问", found: [{ name: "comfort", part: "headline", text: "先慰问", speaker: null }] })).toMatchObject([{ because: null }]);
  expect([...headlines(told, "en")]).toEqual([["comfort", "Comfort"]]);
});

test("errors, modes, drafts and what may not be written stand beside the names", () => {
  const found = branches(TREE, { ...SHOWN, path: "bank-zh/loss.yaml", rule: "papers", drafts: ["bank-zh/loss.yaml"] });
  const by = (name: string) => found.find((each) => each.name === name);
  expect(by("bank-zh")).toMatchObject({ errors: 1, whyNot: null });
  expect(by("loss.yaml")).toMatchObject({ errors: 1, unsaved: true, chosen: false });
  expect(by("comfort")?.mode).toBe("shadow");
  expect(by("papers")?.chosen).toBe(true);
  expect(by("shipped")?.whyNot).toBe("wheel");
});
