/** What a screen reader is told of new alerts: politely, and several at once as one. */

import type { Alert } from "./wire.ts";

/** Alerts that come within so many ms are told together. */
const TOGETHER = 1_000;

export class Announcer {
  /** Those to be told now, the first of them first; empty: nothing new. */
  told: readonly Alert[] = [];
  #coming: Alert[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  alert(alert: Alert): void {
    this.#coming.push(alert);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.told = this.#coming;
      this.#coming = [];
      this.#changed();
    }, TOGETHER);
  }
}
