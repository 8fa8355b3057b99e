import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Ask } from "../ask.ts";
import type { Fields, Tree } from "../wire.ts";
import { Desk } from "./desk.ts";
import { Drafts } from "./drafts.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const TEXT = "rules:\n  calm:\n    text: 先安慰\n  slow:\n    text: 慢慢说\n";

/** Two files of two rules each, and a server that writes a rule's headline wherever it is asked to. */
function desk(): Desk {
  const ask = {
    tree: () => Promise.resolve({ packs: [] }),
    names: () => Promise.resolve({}),
    file: (path: string) =>
      Promise.resolve({ path, text: TEXT, revision: "r", writable: true, why_not: null, kind: "rules" }),
    check: () => Promise.resolve({ problems: [], tests: [], sentences: {} }),
    readForm: (_: string, text: string, rule: string) => {
      const said = new RegExp(`${rule}:\\n    text: (.*)`, "u").exec(text)?.[1] ?? "";
      return Promise.resolve({ fields: { text: { zh: [said], en: [] } }, why: [] });
    },
    writeForm: (_: string, text: string, rule: string, { text: { zh } }: Fields) => {
      const written = text.replace(new RegExp(`(${rule}:\\n    text: ).*`, "u"), `$1${zh[0] ?? ""}`);
      return Promise.resolve({ text: written, rule, line: 1 });
    },
  } as unknown as Ask;
  return new Desk(ask, new Drafts(null), vi.fn());
}

async function edited(): Promise<Desk> {
  const open = desk();
  await open.open("a.yaml");
  await open.moved(2);
  await vi.advanceTimersByTimeAsync(1_000);
  open.form.edit({ ...open.form.fields, text: { zh: ["先听"], en: [] } } as Fields);
  return open;
}

test("what was edited in the form is written before the form shows another rule", async () => {
  const open = await edited();
  await open.moved(4);
  expect(open.form.rule).toBe("slow");
  expect(open.bench.file?.text).toContain("text: 先听");
});

test("and before another file is opened: it is that file's draft", async () => {
  const open = await edited();
  const keep = vi.spyOn(open.drafts, "keep");
  await open.open("b.yaml");
  expect(open.bench.file?.path).toBe("b.yaml");
  expect(keep.mock.calls.map(([draft]) => [draft.path, draft.text.includes("先听")])).toEqual([["a.yaml", true]]);
});

test("of two readings of the tree the last asked for counts", async () => {
  const open = desk();
  const [first, second] = [{ packs: [] }, { packs: [] }] as unknown as [Tree, Tree];
  let answer: (tree: Tree) => void = vi.fn();
  const late = new Promise<Tree>((then) => {
    answer = then;
  });
  vi.spyOn(open.ask, "tree").mockReturnValueOnce(late).mockResolvedValueOnce(second);
  const reading = open.reload();
  await open.reload();
  answer(first);
  await reading;
  expect(open.tree).toBe(second);
});
