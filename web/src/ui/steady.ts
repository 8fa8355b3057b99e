/** What is pressed in the moment in which the cards change places was meant for what stood there before. */

import type { ReactiveController, ReactiveControllerHost } from "lit";

/** So long nobody can have seen what is new, found it, and pressed: a choice between two takes some 400 ms. */
export const UNSEEN_FOR = 400;

export class Steady implements ReactiveController {
  #ids: () => readonly string[];
  #before: readonly string[] = [];
  #moved = -Infinity;

  /** `ids`: of what stands there now, from above. */
  constructor(host: ReactiveControllerHost, ids: () => readonly string[]) {
    this.#ids = ids;
    host.addController(this);
  }

  hostUpdated(): void {
    const now = this.#ids();
    if (this.#before.some((id, place) => place < now.length && now[place] !== id)) this.#moved = performance.now();
    this.#before = now;
  }

  /** Whether what stands there now has stood there long enough to be meant. */
  get isSettled(): boolean {
    return performance.now() - this.#moved >= UNSEEN_FOR;
  }
}
