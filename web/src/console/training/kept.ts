/** What this tab remembers of a rehearsal, so that it can be left and resumed: its moves, masked. */

import type { Made } from "./practice.ts";

const REHEARSAL = "overtone.training";
const OPTIONS = "overtone.training.options";

export interface Options {
  readonly hints: boolean;
  /** The call's clock runs while the trainee types. */
  readonly pressure: boolean;
  readonly pace: number;
  /** The customer is heard, where the browser can speak. */
  readonly aloud: boolean;
}

export interface Kept {
  readonly scenario: string;
  readonly made: readonly Made[];
  /** As it was begun: under others the same moves are another call. */
  readonly options: Options;
  readonly over: boolean;
}

const USUAL: Options = { hints: true, pressure: false, pace: 1, aloud: false };

/** The rehearsal that was left, if there is one. */
export function kept(): Kept | null {
  return read(sessionStorage, REHEARSAL) as Kept | null;
}

export function keep(rehearsal: Kept): void {
  write(sessionStorage, REHEARSAL, rehearsal);
}

export function forget(): void {
  try {
    sessionStorage.removeItem(REHEARSAL);
  } catch {
    return; // storage is barred: there is nothing to forget
  }
}

export function options(): Options {
  return { ...USUAL, ...(read(localStorage, OPTIONS) as Partial<Options> | null) };
}

export function keepOptions(chosen: Options): void {
  write(localStorage, OPTIONS, chosen);
}

function read(storage: Storage, key: string): unknown {
  try {
    return JSON.parse(storage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

function write(storage: Storage, key: string, value: unknown): void {
  try {
    storage.setItem(key, JSON.stringify(value));
  } catch {
    return; // barred or full: what is left cannot be resumed, all else goes on
  }
}
