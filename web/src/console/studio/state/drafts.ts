/** What was written and not saved, kept in the browser: a reload or a lost server loses none of it. */

/** `base` is the text that the draft was written on, to bring both together should it have changed. */
export interface Draft {
  readonly path: string;
  /** Null for a file that is not there yet. */
  readonly revision: string | null;
  readonly base: string;
  readonly text: string;
  /** When it was last written, milliseconds since 1970. */
  readonly at: number;
}

const PREFIX = "overtone.studio.draft:";

export class Drafts {
  readonly #storage: Storage | null;

  /** `storage`: null where the browser has none to give, as in some private windows. */
  constructor(storage: Storage | null) {
    this.#storage = storage;
  }

  /** False when the browser would not keep it. */
  keep(draft: Draft): boolean {
    try {
      if (this.#storage === null) return false;
      this.#storage.setItem(PREFIX + draft.path, JSON.stringify(draft));
      return true;
    } catch {
      return false;
    }
  }

  of(path: string): Draft | null {
    const written = this.#storage?.getItem(PREFIX + path) ?? null;
    return written === null ? null : read(written);
  }

  drop(path: string): void {
    this.#storage?.removeItem(PREFIX + path);
  }

  /** The paths of all files that have a draft. */
  paths(): string[] {
    const storage = this.#storage;
    if (storage === null) return [];
    const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "");
    return keys.filter((key) => key.startsWith(PREFIX)).map((key) => key.slice(PREFIX.length));
  }
}

/** Null for what an earlier version, or somebody's hand, left there. */
function read(written: string): Draft | null {
  try {
    const draft = JSON.parse(written) as Partial<Draft> | null;
    const texts = [draft?.path, draft?.base, draft?.text];
    if (!texts.every((each) => typeof each === "string")) return null;
    if (typeof draft?.revision !== "string" && draft?.revision !== null) return null;
    return typeof draft.at === "number" ? (draft as Draft) : null;
  } catch {
    return null;
  }
}

/** The browser's storage; null where asking for it is refused. */
export function browserStorage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
