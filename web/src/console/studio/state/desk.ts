/** Everything that the studio's parts share: the packs, the open file, the rule, what is being signed. */

import { ApiError } from "../../api.ts";
import type { Ask, Signed } from "../ask.ts";
import { RuleSchema } from "../editor/schema.ts";
import { type Entry, outline, ruleAt } from "../text/outline.ts";
import type { EntryText, FileEntry, Mode, Names, Problem, Recordings, RuleEntry, Saved, Tree } from "../wire.ts";
import { Backtest } from "./backtest.ts";
import { Bench } from "./bench.ts";
import type { Drafts } from "./drafts.ts";
import { RuleForm } from "./form.ts";

/** What waits for somebody's name and reason. */
export type Pending =
  | { readonly is: "save" }
  | { readonly is: "mode"; readonly rule: RuleEntry; readonly file: FileEntry; readonly mode: Mode }
  | { readonly is: "rollback"; readonly entry: EntryText }
  | { readonly is: "remove"; readonly file: FileEntry }
  /** A file that was deleted: back to what an entry of the history holds. */
  | { readonly is: "restore"; readonly path: string; readonly id: number; readonly revision: string }
  | { readonly is: "local" };

/** Why what was signed did not happen. */
export type Hitch =
  | { readonly is: "offline" }
  /** Other files need what is in the one to be deleted: where. */
  | { readonly is: "needed"; readonly places: readonly string[] }
  /** No rule would be left. */
  | { readonly is: "last" }
  | { readonly is: "refused"; readonly detail: string; readonly problem?: Problem };

export class Desk {
  tree: Tree | null = null;
  names: Names | null = null;
  schema: RuleSchema | null = null;
  recordings: Recordings | null = null;
  /** Why there is no tree. */
  fault: ApiError | null = null;
  pending: Pending | null = null;
  busy = false;
  hitch: Hitch | null = null;
  /** The file that was deleted last, while no other is open. */
  removed: string | null = null;
  /** Where the cursor is, from 1. */
  line = 1;

  readonly bench: Bench;
  readonly form: RuleForm;
  readonly backtest: Backtest;
  readonly drafts: Drafts;
  readonly ask: Ask;
  readonly #changed: () => void;
  #outlined: [string, readonly Entry[]] = ["", []];
  #reloads = 0;

  constructor(ask: Ask, drafts: Drafts, changed: () => void) {
    this.ask = ask;
    this.drafts = drafts;
    this.#changed = changed;
    this.bench = new Bench(ask, drafts, () => {
      this.#follow();
      changed();
    });
    this.form = new RuleForm(
      ask,
      () => this.bench.file,
      (text) => {
        this.bench.type(text);
      },
      changed,
    );
    this.backtest = new Backtest(ask, changed);
  }

  /** The rules, signals and tests of the open file as it is written. */
  get entries(): readonly Entry[] {
    const text = this.bench.file?.text ?? "";
    if (this.#outlined[0] !== text) this.#outlined = [text, outline(text)];
    return this.#outlined[1];
  }

  get rules(): readonly Entry[] {
    return this.entries.filter(({ section }) => section === "rules");
  }

  /** As the server has it: the file that is open, and the rule that is looked at. */
  get fileEntry(): FileEntry | null {
    const path = this.bench.file?.path;
    return this.tree?.packs.flatMap(({ files }) => files).find((file) => file.path === path) ?? null;
  }

  /** The file in which a rule stands. */
  home(rule: string): string | undefined {
    const files = this.tree?.packs.flatMap((pack) => pack.files);
    return files?.find(({ rules }) => rules.some(({ name }) => name === rule))?.path;
  }

  get ruleEntry(): RuleEntry | null {
    return this.fileEntry?.rules.find(({ name }) => name === this.form.rule) ?? null;
  }

  async load(): Promise<void> {
    try {
      const [tree, names, schema] = await Promise.all([
        this.ask.tree(),
        this.ask.names(),
        this.schema ?? this.ask.schema().then((found) => new RuleSchema(found)),
      ]);
      [this.tree, this.names, this.schema] = [tree, names, schema];
      this.fault = null;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.fault = error;
    }
    this.#changed();
    await this.#count();
  }

  /** How many calls there are to backtest against; unknown while the server does not say. */
  async #count(): Promise<void> {
    try {
      this.recordings = await this.ask.recordings();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
    this.#changed();
  }

  /** The tree and the names again, after something was saved here or elsewhere. */
  async reload(): Promise<void> {
    this.#reloads += 1;
    const asked = this.#reloads;
    try {
      const [tree, names] = await Promise.all([this.ask.tree(), this.ask.names()]);
      if (asked === this.#reloads) [this.tree, this.names] = [tree, names];
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
    this.#changed();
  }

  async open(path: string): Promise<void> {
    if (this.form.pending) await this.form.settled(); // what was edited in it stays with its file
    this.removed = null;
    this.line = 1;
    this.form.show(null);
    await this.bench.open(path);
  }

  /** The cursor went there: its rule is shown, once what was edited of the last one is in the text. */
  async moved(line: number): Promise<void> {
    this.line = line;
    if (ruleAt(this.entries, line) !== this.form.rule) await this.form.settled();
    const rule = ruleAt(this.entries, this.line);
    if (rule !== null) this.form.show(rule);
  }

  propose(pending: Pending | null): void {
    this.pending = pending;
    this.hitch = null;
    this.#changed();
  }

  /** Does what was proposed, in somebody's name. True when it happened, or became a conflict. */
  async sign(signed: Signed): Promise<boolean> {
    const { pending } = this;
    if (pending === null || this.busy) return false;
    this.busy = true;
    this.hitch = null;
    this.#changed();
    try {
      this.hitch = await this.#act(pending, signed);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.hitch = hitchOf(error, pending);
    } finally {
      this.busy = false;
    }
    if (this.hitch === null) this.pending = null;
    this.#changed();
    if (this.hitch === null) void this.reload();
    return this.hitch === null;
  }

  async #act(pending: Pending, signed: Signed): Promise<Hitch | null> {
    const { file } = this.bench;
    switch (pending.is) {
      case "save": {
        const outcome = await this.bench.save(signed);
        if (outcome.is !== "refused") return null;
        const first = outcome.problems[0];
        return { is: "refused", detail: outcome.detail, ...(first && { problem: first }) };
      }
      case "mode": {
        const { rule, mode } = pending;
        this.#took(await this.ask.mode(rule.name, mode, pending.file.revision, signed));
        return null;
      }
      case "rollback": {
        const { entry } = pending;
        if (file === null) return null;
        if (file.revision === null) return null;
        this.#took(await this.ask.rollback(entry.path, entry.id, file.revision, signed));
        return null;
      }
      case "remove": {
        const { path, revision } = pending.file;
        await this.ask.remove(path, revision, signed);
        this.bench.leave();
        this.drafts.drop(path);
        this.removed = path;
        return null;
      }
      case "restore":
        await this.ask.rollback(pending.path, pending.id, pending.revision, signed);
        await this.open(pending.path);
        return null;
      case "local":
        await this.ask.local(signed);
        return null;
    }
  }

  /** Proposes to put the file back that was deleted last, as it was. */
  async putBack(): Promise<void> {
    const path = this.removed;
    if (path === null) return;
    try {
      const { entries } = await this.ask.history(path, null, null);
      if (this.removed !== path) return; // another was opened meanwhile
      const held = entries.flatMap(({ id, revision }) => (revision === null ? [] : [{ id, revision }]));
      const last = held[0];
      if (last !== undefined) this.propose({ is: "restore", path, ...last });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.fault = error;
      this.#changed();
    }
  }

  /** The server wrote the file itself: it is read again unless the answer brought its text. */
  #took(saved: Saved): void {
    this.bench.replaced(saved);
    if (saved.text === undefined) void this.bench.refresh();
  }

  /** The form shows what the text has, whoever wrote it. */
  #follow(): void {
    const { rules } = this;
    const { rule } = this.form;
    if (this.bench.file === null) this.form.show(null);
    else if (rule !== null && !rules.some(({ name }) => name === rule) && rules.length > 0) {
      this.form.show(ruleAt(this.entries, this.line));
    }
    this.form.follow();
  }
}

function hitchOf({ refusal }: ApiError, pending: Pending): Hitch {
  if (refusal === null) return { is: "offline" };
  if (refusal.code === "last_rules") return { is: "last" };
  const problems = (refusal["problems"] ?? []) as readonly Problem[];
  if (pending.is === "remove" && problems.length > 0) {
    return { is: "needed", places: [...new Set(problems.map(({ path, line }) => `${path}:${line}`))] };
  }
  return { is: "refused", detail: refusal.detail };
}
