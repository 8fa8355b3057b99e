/** What is pressed in the moment in which a hint comes into another's place was meant for what stood there before. */

import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Hint } from "../state/view.ts";

/** So long nobody can have seen what is new, found it, and pressed: a choice between two takes some 400 ms. */
export const UNSEEN_FOR = 400;

interface Stood {
  readonly id: string;
  readonly text: string;
  /** Since when this, and nothing else, has stood there; of what came where there was nothing, from ever. */
  readonly since: number;
}

export class Steady implements ReactiveController {
  #shown: () => readonly Hint[];
  #stood: readonly Stood[] = [];

  /** `shown`: what stands there now, from above. */
  constructor(host: ReactiveControllerHost, shown: () => readonly Hint[]) {
    this.#shown = shown;
    host.addController(this);
  }

  hostUpdated(): void {
    this.#stood = this.#shown().map(({ id, text }, place) => {
      const before = this.#stood[place];
      if (before === undefined) return { id, text, since: -Infinity };
      const same = before.id === id && before.text === text;
      return same ? before : { id, text, since: performance.now() };
    });
  }

  /** Whether a hint has stood where it stands, and said what it says, for long enough to be meant. */
  isSettled({ id }: Hint): boolean {
    const stood = this.#stood.find((one) => one.id === id);
    return stood === undefined || performance.now() - stood.since >= UNSEEN_FOR;
  }
}
