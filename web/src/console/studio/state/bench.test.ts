import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ApiError, type Refusal } from "../../api.ts";
import type { Ask } from "../ask.ts";
import type { Check, RuleFile, Saved } from "../wire.ts";
import { Bench } from "./bench.ts";
import { type Draft, Drafts } from "./drafts.ts";

const PATH = "bank-zh/loss.yaml";
const SIGNED = { author: "林主管", reason: "回访" };
const CHECK: Check = {
  problems: [],
  tests: [],
  run: 0,
  of: 0,
  skipped: 0,
  sentences: {},
  changes: [],
  valid: true,
  took_ms: 1,
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Drafts that live as long as the test. */
class Kept extends Drafts {
  readonly kept = new Map<string, Draft>();
  constructor() {
    super(null);
  }
  override keep(draft: Draft): boolean {
    this.kept.set(draft.path, draft);
    return true;
  }
  override of(path: string): Draft | null {
    return this.kept.get(path) ?? null;
  }
  override drop(path: string): void {
    this.kept.delete(path);
  }
}

/** A server with one file, which can be lost or edited by somebody else. */
class Server {
  text = "rules:";
  lost = false;
  checked: string[] = [];

  get revision(): string {
    return `r:${this.text}`;
  }
  file(path: string): Promise<RuleFile> {
    return this.#told({ path, text: this.text, revision: this.revision, writable: true, why_not: null, kind: "rules" });
  }
  check(_: string, text: string): Promise<Check> {
    this.checked.push(text);
    return this.#told(CHECK);
  }
  save(path: string, text: string, revision: string | null): Promise<Saved> {
    if (!this.lost && revision !== this.revision) {
      return refuse(409, { code: "changed_underneath", text: this.text, revision: this.revision, by: "王组长", at: null });
    }
    if (text.includes("broken")) return refuse(422, { code: "rules_invalid", problems: [] });
    if (!this.lost) this.text = text;
    return this.#told({ path, revision: this.revision, digest: "d", in_force: true, history: 1, changes: [], tests: [], problems: [] });
  }
  #told<T>(value: T): Promise<T> {
    return this.lost ? Promise.reject(new ApiError(0, null)) : Promise.resolve(value);
  }
}

function refuse(status: number, more: { code: string; [name: string]: unknown }): Promise<never> {
  const refusal: Refusal = { detail: "no", temporary: false, ...more };
  return Promise.reject(new ApiError(status, refusal));
}

function bench(server = new Server(), drafts = new Kept()): { bench: Bench; server: Server; drafts: Kept } {
  return { bench: new Bench(server as unknown as Ask, drafts, vi.fn()), server, drafts };
}

describe("nothing that was typed is lost", () => {
  test("it is there again after a reload", async () => {
    const { bench: first, server, drafts } = bench();
    await first.open(PATH);
    first.type("rules: mine");
    first.flush();
    const { bench: again } = bench(server, drafts);
    await again.open(PATH);
    expect(again.file).toMatchObject({ text: "rules: mine", base: "rules:" });
    expect([again.dirty, again.notice?.is]).toEqual([true, "restored"]);
    again.discard();
    expect([again.file?.text, again.dirty, drafts.kept.size]).toEqual(["rules:", false, 0]);
  });

  test("it is there while the server is not", async () => {
    const { bench: first, server, drafts } = bench();
    await first.open(PATH);
    first.type("rules: mine");
    server.lost = true;
    await vi.advanceTimersByTimeAsync(1000);
    expect(first.offline).toBe(true);
    await expect(first.save(SIGNED)).rejects.toThrow(ApiError);
    expect(first.file?.text).toBe("rules: mine");
    const { bench: again } = bench(server, drafts);
    await again.open(PATH);
    expect([again.file?.text, again.offline, again.fault]).toEqual(["rules: mine", true, null]);
    server.lost = false;
    await again.refresh();
    expect(again.offline).toBe(false);
  });

  test("what is typed while it is saved is the next draft", async () => {
    const { bench: now, drafts } = bench();
    await now.open(PATH);
    now.type("rules: a");
    const saving = now.save(SIGNED);
    now.type("rules: ab");
    await saving;
    expect(now.file).toMatchObject({ base: "rules: a", text: "rules: ab", revision: "r:rules: a" });
    expect(drafts.of(PATH)?.text).toBe("rules: ab");
  });
});

describe("somebody else was quicker", () => {
  test("both are kept beside each other, and what becomes of them is saved on top", async () => {
    const { bench: now, server } = bench();
    await now.open(PATH);
    now.type("rules: mine");
    server.text = "rules: theirs";
    expect((await now.save(SIGNED)).is).toBe("underneath");
    expect(now.underneath).toMatchObject({ text: "rules: theirs", by: "王组长" });
    expect(now.file?.text).toBe("rules: mine");
    now.merge("rules: both");
    expect(now.file).toMatchObject({ base: "rules: theirs", text: "rules: both" });
    expect((await now.save(SIGNED)).is).toBe("saved");
    expect(server.text).toBe("rules: both");
  });

  test("a tab that was left shows what is there now, unless something was typed", async () => {
    const { bench: now, server } = bench();
    await now.open(PATH);
    server.text = "rules: theirs";
    await now.refresh();
    expect([now.file?.text, now.notice?.is]).toEqual(["rules: theirs", "reloaded"]);
    now.type("rules: mine");
    server.text = "rules: again";
    await now.refresh();
    expect([now.file?.text, now.underneath?.text]).toEqual(["rules: mine", "rules: again"]);
  });

  test("looked at again, it is the same conflict: what was chosen in it stays", async () => {
    const { bench: now, server } = bench();
    await now.open(PATH);
    now.type("rules: mine");
    server.text = "rules: theirs";
    await now.save(SIGNED);
    const { underneath } = now;
    await now.refresh();
    expect(now.underneath).toBe(underneath);
    expect(now.underneath?.by).toBe("王组长");
  });

  test("a look that began before one saved does not bring the old text back", async () => {
    const { bench: now, server } = bench();
    await now.open(PATH);
    const before = await server.file(PATH);
    let answer: (found: RuleFile) => void = vi.fn();
    server.file = () =>
      new Promise((then) => {
        answer = then;
      });
    const looking = now.refresh();
    now.type("rules: mine");
    await now.save(SIGNED);
    answer(before);
    await looking;
    expect([now.file?.text, now.notice?.is]).toEqual(["rules: mine", "saved"]);
  });

  test("a draft on an older text is compared with the one that is there now", async () => {
    const { bench: first, server, drafts } = bench();
    await first.open(PATH);
    first.type("rules: mine");
    first.flush();
    server.text = "rules: theirs";
    const { bench: again } = bench(server, drafts);
    await again.open(PATH);
    expect(again.file).toMatchObject({ base: "rules:", text: "rules: mine" });
    expect(again.underneath?.text).toBe("rules: theirs");
    again.discard();
    expect(again.file?.text).toBe("rules: theirs");
  });
});

test("mistakes in the rules are told, and nothing is saved", async () => {
  const { bench: now, server } = bench();
  await now.open(PATH);
  now.type("broken");
  expect((await now.save(SIGNED)).is).toBe("refused");
  expect([server.text, now.dirty]).toEqual(["rules:", true]);
});

test("as one types, only the last text is checked", async () => {
  const { bench: now, server } = bench();
  await now.open(PATH);
  await vi.advanceTimersByTimeAsync(0);
  for (const text of ["rules: a", "rules: ab", "rules: abc"]) now.type(text);
  await vi.advanceTimersByTimeAsync(1000);
  expect(server.checked).toEqual(["rules:", "rules: abc"]);
});

test("a new file has no revision until it is saved", async () => {
  const { bench: now, server } = bench();
  now.begin("local/new.yaml", "rules", "rules: new");
  expect([now.dirty, now.file?.revision]).toEqual([true, null]);
  server.save = (path, text, revision) =>
    revision === null
      ? Promise.resolve({ path, revision: `r:${text}`, digest: "d", in_force: true, history: 1, changes: [], tests: [], problems: [] })
      : Promise.reject(new Error("it is no edit"));
  await now.save(SIGNED);
  expect(now.dirty).toBe(false);
});
