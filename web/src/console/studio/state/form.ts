/** The form's side of a rule: read out of the text, written into it, and never at odds with it. */

import { ApiError } from "../../api.ts";
import type { Ask } from "../ask.ts";
import type { FieldProblem, Fields, FormRead, FormWritten } from "../wire.ts";
import { Latest } from "./latest.ts";

const READ_AFTER_MS = 250;
const WRITE_AFTER_MS = 200;

/** The text that the form is about, and how it is changed. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

export class RuleForm {
  rule: string | null = null;
  fields: Fields | null = null;
  /** Which parts are too rich for a form. */
  why: FormRead["why"] = [];
  problems: readonly FieldProblem[] = [];
  /** The text cannot be read at present, or the server not be asked. */
  unread = false;

  readonly #page: () => Page | null;
  readonly #apply: (text: string) => void;
  readonly #changed: () => void;
  readonly #reads: Latest<[string, string, string], FormRead>;
  readonly #writes: Latest<null, readonly [string, FormWritten]>;
  /** Edited in the form, and not in the text yet. */
  #pending = false;
  #settling: Promise<void> | null = null;
  #known = "";

  constructor(ask: Ask, page: () => Page | null, apply: (text: string) => void, changed: () => void) {
    this.#page = page;
    this.#apply = apply;
    this.#changed = changed;
    this.#reads = new Latest(READ_AFTER_MS, ([path, text, rule], signal) =>
      ask.readForm(path, text, rule, signal),
    );
    this.#writes = new Latest(WRITE_AFTER_MS, async (_, signal) => {
      const [page, rule, fields] = [this.#page(), this.rule, this.fields];
      if (page === null || rule === null || fields === null) throw new Error("the form is closed");
      return [page.text, await ask.writeForm(page.path, page.text, rule, fields, signal)] as const;
    });
  }

  /** Shows another rule, or none. */
  show(rule: string | null): void {
    if (rule === this.rule) return;
    this.#writes.cancel();
    this.#pending = false;
    this.rule = rule;
    this.fields = null;
    this.why = [];
    this.problems = [];
    this.unread = false;
    this.#known = "";
    this.#reads.cancel();
    this.#changed();
    this.#read(true);
  }

  /** The text has changed, by whatever hand. */
  follow(): void {
    const page = this.#page();
    if (page === null || this.rule === null) return;
    if (page.text === this.#known) {
      this.#reads.cancel(); // of what has been taken back since
      return;
    }
    // What is still to be written goes on top of the text as it is by then, and is read back after.
    if (!this.#pending) this.#read(false);
  }

  edit(fields: Fields): void {
    this.fields = fields;
    this.problems = [];
    this.#pending = true;
    this.#reads.cancel();
    this.#changed();
    this.#writes.soon(null, this.#written, this.#failed);
  }

  /** Whether something was edited here that is not in the text yet. */
  get pending(): boolean {
    return this.#pending;
  }

  /** Writes it now, for who saves right after the last key. What may not be written stays pending. */
  settled(): Promise<void> {
    this.#settling ??= this.#settle().finally(() => {
      this.#settling = null;
    });
    return this.#settling;
  }

  async #settle(): Promise<void> {
    while (this.#pending && this.problems.length === 0 && !this.unread) {
      await this.#writes.now(null, this.#written, this.#failed);
    }
  }

  #read(now: boolean): void {
    const page = this.#page();
    const { rule } = this;
    if (page === null || rule === null) return;
    const question: [string, string, string] = [page.path, page.text, rule];
    const then = ({ fields, why }: FormRead): void => {
      this.#known = page.text;
      this.fields = fields !== null && this.fields !== null ? settle(this.fields, fields) : fields;
      this.why = why;
      this.unread = false;
      this.#changed();
    };
    const otherwise = (): void => {
      this.unread = true;
      this.#changed();
    };
    if (now) void this.#reads.now(question, then, otherwise);
    else this.#reads.soon(question, then, otherwise);
  }

  readonly #written = ([on, written]: readonly [string, FormWritten]): void => {
    if (this.#page()?.text !== on) {
      // The text went on meanwhile: the same fields are written into it as it is now.
      void this.#writes.now(null, this.#written, this.#failed);
      return;
    }
    this.#pending = false;
    this.rule = written.rule;
    this.#apply(written.text);
    this.#read(true); // names that the server gave to new signals
    this.#changed();
  };

  readonly #failed = (error: unknown): void => {
    if (error instanceof ApiError && error.status === 422) {
      this.problems = (error.refusal?.["problems"] ?? []) as readonly FieldProblem[];
    } else this.unread = true;
    this.#changed();
  };
}

/**
 * `read` with the texts of `mine` where they differ only in blanks: who is in the midst of typing a
 * sentence keeps the blank before its next word.
 */
export function settle<T>(mine: T, read: T): T {
  if (typeof mine === "string" && typeof read === "string") {
    return mine.trim() === read.trim() ? mine : read;
  }
  if (Array.isArray(mine) && Array.isArray(read)) {
    const [old, fresh] = [mine as unknown[], read as unknown[]];
    return fresh.map((each, index) => settle(old[index], each)) as T;
  }
  if (isRecord(mine) && isRecord(read)) {
    const entries = Object.entries(read).map(([key, value]) => [key, settle(mine[key], value)]);
    return Object.fromEntries(entries) as T;
  }
  return read;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
