/** The file that is being worked on: what is on the server, what was written since, and how it fares. */

import { ApiError } from "../../api.ts";
import type { Ask, Signed } from "../ask.ts";
import type { Check, FileKind, Problem, RuleFile, Saved, Underneath, WhyNot } from "../wire.ts";
import type { Draft, Drafts } from "./drafts.ts";
import { Latest } from "./latest.ts";

/** After the last key, before the tests are run. */
const CHECK_AFTER_MS = 300;
const KEEP_AFTER_MS = 250;

export interface OpenFile {
  readonly path: string;
  readonly kind: FileKind;
  readonly writable: boolean;
  readonly whyNot: WhyNot | null;
  /** Of `base`; null for a file that is not there yet. */
  readonly revision: string | null;
  /** The text as saved, which `text` was written on. */
  readonly base: string;
  readonly text: string;
}

/** What a person is told about the file, once. */
export type Notice =
  | { readonly is: "restored"; readonly at: number }
  | { readonly is: "reloaded" }
  | { readonly is: "saved"; readonly saved: Saved }
  | { readonly is: "unkept" };

export type Outcome =
  | { readonly is: "saved"; readonly saved: Saved }
  | { readonly is: "underneath" }
  | { readonly is: "refused"; readonly problems: readonly Problem[]; readonly detail: string };

export class Bench {
  file: OpenFile | null = null;
  /** Why the file could not be opened. */
  fault: ApiError | null = null;
  opening: string | null = null;
  check: Check | null = null;
  checking = false;
  /** The server could not be reached when it was last asked. */
  offline = false;
  notice: Notice | null = null;
  /** What is there now, where somebody else was quicker. */
  underneath: Underneath | null = null;

  readonly #ask: Ask;
  readonly #drafts: Drafts;
  readonly #changed: () => void;
  readonly #checks: Latest<[string, string, boolean], Check>;
  #keeping: ReturnType<typeof setTimeout> | undefined;

  /** `changed` is called after every change of any of the above. */
  constructor(ask: Ask, drafts: Drafts, changed: () => void) {
    this.#ask = ask;
    this.#drafts = drafts;
    this.#changed = changed;
    this.#checks = new Latest(CHECK_AFTER_MS, ([path, text, all], signal) =>
      ask.check(path, text, all, signal),
    );
  }

  get dirty(): boolean {
    return this.file !== null && (this.file.text !== this.file.base || this.file.revision === null);
  }

  /** Opens a file with what was written on it before, saved or not. */
  async open(path: string): Promise<void> {
    this.leave();
    this.opening = path;
    this.fault = null;
    this.#changed();
    const draft = this.#drafts.of(path);
    const gone = (): boolean => this.opening !== path;
    try {
      const found = await this.#ask.file(path);
      if (gone()) return;
      this.offline = false;
      this.#opened(found, draft);
    } catch (error) {
      if (gone()) return;
      if (!(error instanceof ApiError)) throw error;
      this.offline = error.refusal === null;
      if (draft !== null && (this.offline || draft.revision === null)) this.#fromDraft(draft);
      else this.fault = error;
    }
    this.opening = null;
    this.#changed();
    this.recheck();
  }

  /** Begins a file that the server does not have yet. */
  begin(path: string, kind: FileKind, text: string): void {
    this.leave();
    this.opening = null;
    this.fault = null;
    this.file = { path, kind, writable: true, whyNot: null, revision: null, base: "", text };
    this.#keep();
    this.#changed();
    this.recheck();
  }

  /** Closes the file; what was written stays as a draft. */
  leave(): void {
    this.flush();
    this.#checks.cancel();
    this.file = null;
    this.check = null;
    this.checking = false;
    this.notice = null;
    this.underneath = null;
  }

  type(text: string): void {
    if (this.file === null || text === this.file.text) return;
    this.file = { ...this.file, text };
    if (this.notice?.is === "saved" || this.notice?.is === "reloaded") this.notice = null;
    clearTimeout(this.#keeping);
    this.#keeping = setTimeout(() => {
      this.flush();
    }, KEEP_AFTER_MS);
    this.#changed();
    this.recheck();
  }

  /** Everything that was written and not saved is given up. */
  discard(): void {
    if (this.file === null) return;
    const { path, base, revision } = this.file;
    clearTimeout(this.#keeping);
    this.#drafts.drop(path);
    this.notice = null;
    const { underneath } = this;
    if (revision === null) this.leave();
    else if (underneath === null) this.file = { ...this.file, text: base };
    else this.merge(underneath.text);
    this.#changed();
    this.recheck();
  }

  /** Writes the draft now, before the page may go. */
  flush(): void {
    if (this.#keeping === undefined) return;
    clearTimeout(this.#keeping);
    this.#keeping = undefined;
    this.#keep();
  }

  recheck(all = false): void {
    const { file } = this;
    if (file === null) return;
    this.checking = true;
    this.#changed();
    const question: [string, string, boolean] = [file.path, file.text, all];
    const then = (check: Check): void => {
      this.checking = false;
      this.offline = false;
      this.check = check;
      this.#changed();
    };
    const otherwise = (error: unknown): void => {
      this.checking = false;
      this.offline = error instanceof ApiError && error.refusal === null;
      this.#changed();
    };
    if (all || this.check === null) void this.#checks.now(question, then, otherwise);
    else this.#checks.soon(question, then, otherwise);
  }

  /** Throws `ApiError` for what is neither a conflict nor a mistake in the rules. */
  async save(signed: Signed): Promise<Outcome> {
    const { file } = this;
    if (file === null) throw new Error("no file is open");
    this.flush();
    try {
      const saved = await this.#ask.save(file.path, file.text, file.revision, signed);
      this.#saved(file, saved);
      return { is: "saved", saved };
    } catch (error) {
      if (!(error instanceof ApiError) || error.refusal === null) throw error;
      const { refusal, status } = error;
      if (status === 409 && typeof refusal["text"] === "string") {
        this.underneath = refusal as unknown as Underneath;
        this.#changed();
        return { is: "underneath" };
      }
      if (status !== 422) throw error;
      const problems = (refusal["problems"] ?? []) as readonly Problem[];
      return { is: "refused", problems, detail: refusal.detail };
    }
  }

  /** Takes what a mode or a rollback made of the file. */
  replaced(saved: Saved): void {
    const { file } = this;
    if (file === null) return;
    if (saved.path !== file.path || saved.text === undefined) return;
    this.#saved({ ...file, text: saved.text }, saved);
  }

  /** What both made of it, on top of what is there now; still to be saved. */
  merge(text: string): void {
    if (this.file === null || this.underneath === null) return;
    const { text: base, revision } = this.underneath;
    this.file = { ...this.file, base, revision, text };
    this.underneath = null;
    this.#keep();
    this.#changed();
    this.recheck();
  }

  /** Looks whether the file is still what it was; for a tab that was left for a while. */
  async refresh(): Promise<void> {
    const before = this.file;
    if (before === null) return;
    if (before.revision === null) return;
    try {
      const found = await this.#ask.file(before.path);
      const back = this.offline;
      this.offline = false;
      const { file } = this;
      if (file?.path !== before.path || file.revision !== before.revision) return; // saved meanwhile
      if (found.revision !== file.revision) {
        const kept = this.dirty ? file : null;
        if (kept === null) {
          this.#opened(found, null);
          this.notice = { is: "reloaded" };
        } else if (this.underneath?.revision !== found.revision) {
          this.underneath = { text: found.text, revision: found.revision, by: null, at: null };
        }
        this.recheck();
      } else if (back) this.recheck();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.offline = error.refusal === null;
    }
    this.#changed();
  }

  dismiss(): void {
    this.notice = null;
    this.#changed();
  }

  #opened(found: RuleFile, draft: Draft | null): void {
    const { path, kind, writable, text, revision } = found;
    this.file = { path, kind, writable, whyNot: found.why_not, revision, base: text, text };
    if (draft === null || draft.text === text) {
      this.#drafts.drop(path);
      return;
    }
    this.file = { ...this.file, text: draft.text };
    this.notice = { is: "restored", at: draft.at };
    if (draft.revision === revision) return;
    this.file = { ...this.file, base: draft.base, revision: draft.revision };
    this.underneath = { text, revision, by: null, at: null };
  }

  #fromDraft(draft: Draft): void {
    const { path, revision, base, text } = draft;
    const kind = path.endsWith(".test.yaml") || path.endsWith(".test.yml") ? "tests" : "rules";
    this.file = { path, kind, writable: true, whyNot: null, revision, base, text };
    this.notice = { is: "restored", at: draft.at };
  }

  #saved(asked: OpenFile, saved: Saved): void {
    const now = this.file;
    if (now?.path !== asked.path) {
      this.#drafts.drop(asked.path);
      return;
    }
    // Somebody may have gone on typing while it was saved: that is the next draft.
    const more = now.text !== asked.text && saved.text === undefined;
    const text = more ? now.text : asked.text;
    this.file = { ...now, base: asked.text, revision: saved.revision, text };
    this.underneath = null;
    this.notice = { is: "saved", saved };
    if (more) this.#keep();
    else this.#drafts.drop(now.path);
    this.#changed();
    this.recheck();
  }

  #keep(): void {
    const { file } = this;
    if (file === null) return;
    if (!this.dirty) {
      this.#drafts.drop(file.path);
      return;
    }
    const { path, revision, base, text } = file;
    if (!this.#drafts.keep({ path, revision, base, text, at: Date.now() })) {
      this.notice = { is: "unkept" };
      this.#changed();
    }
  }
}
