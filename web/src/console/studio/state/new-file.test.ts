import { expect, test } from "vitest";
import type { Names, Tree } from "../wire.ts";
import { FILE, proposed, suggested } from "./new-file.ts";

const pack = (name: string, writable: boolean, ...files: string[]): Tree["packs"][number] => ({
  name, writable, why_not: writable ? null : "wheel",
  files: files.map((path) => ({
    path, name: path, kind: "rules", revision: "r", writable, why_not: null, size: 1, rules: [], tests: 0, errors: 0,
    warnings: 0,
  })),
});
const tree = (...packs: Tree["packs"]): Tree => ({ digest: "d", stale: false, durable: true, problems: [], packs });
const DEMO = tree(pack("bank-en", true, "bank-en/a.yaml"), pack("bank-zh", true, "bank-zh/fee.yaml"), pack("", true, "needs.yaml"));

test("a new file is named after its rule, in the pack of the open file or of the language read", () => {
  expect(suggested(DEMO, "", "late-fee", "zh")).toBe("bank-zh/late-fee.yaml");
  expect(suggested(DEMO, "bank-en/a.yaml", "late-fee", "zh")).toBe("bank-en/late-fee.yaml");
  const site = tree(pack("bank-zh", false, "bank-zh/fee.yaml"), pack("local", true, "local/overrides.yaml"));
  expect(suggested(site, "bank-zh/fee.yaml", "late-fee", "zh")).toBe("local/late-fee.yaml");
});

test("a name is there before the rule has one, and is nobody else's", () => {
  expect(suggested(DEMO, "", "", "en")).toBe("bank-en/new-rules.yaml");
  expect(suggested(DEMO, "", "fee", "zh")).toBe("bank-zh/fee-2.yaml");
  expect(suggested(DEMO, "", "Late fee!", "zh")).toMatch(new RegExp(`^${FILE}$`, "v"));
});

test("a rule is named after its need, and like no other", () => {
  const named = (...rules: string[]): Names => ({
    signals: [], lists: [], vetoes: [], needs: [], emotions: [],
    rules: rules.map((name) => ({ name })),
  }) as unknown as Names;
  expect(proposed(named("late-arrival"), "late-arrival")).toBe("our-late-arrival");
  expect(proposed(named("our-bereaved", "our-bereaved-2"), "bereaved")).toBe("our-bereaved-3");
  expect(proposed(named(), "")).toBe("");
});
