/** How much of the table is drawn anew in one frame: what is not seen yet at once, the rest in turns. */

import type { LiveCall } from "./store.ts";

/** What a row of the table shows: a call as it was told, with its clocks as they stood. */
export interface Drawn {
  readonly call: LiveCall;
  /** Local time of the clocks. */
  readonly now: number;
}

export interface Taken {
  readonly drawn: ReadonlyMap<string, Drawn>;
  readonly owing: boolean;
}

/** Rows drawn anew in a frame because they changed; 500 calls may all change at once. */
export const ROWS_A_FRAME = 10;

const SECOND = 1000;

/**
 * Rows that come into the window are drawn at once; of those that stand there already and have changed
 * (told anew, or a second older), so many a frame, the longest waiting first. The others show what they showed.
 */
export class Ration {
  #drawn = new Map<string, Drawn>();

  /** `owing`: some rows still show what was. */
  take(calls: readonly LiveCall[], now: number, most = ROWS_A_FRAME): Taken {
    const before = this.#drawn;
    const second = Math.floor(now / SECOND);
    const waiting = calls.filter((call) => {
      const shown = before.get(call.row.call);
      return shown !== undefined && (shown.call !== call || Math.floor(shown.now / SECOND) !== second);
    });
    waiting.sort((a, b) => (before.get(a.row.call)?.now ?? 0) - (before.get(b.row.call)?.now ?? 0));
    const turn = new Set(waiting.slice(0, most));
    this.#drawn = new Map(
      calls.map((call) => {
        const shown = turn.has(call) ? undefined : before.get(call.row.call);
        return [call.row.call, shown ?? { call, now }];
      }),
    );
    return { drawn: this.#drawn, owing: waiting.length > most };
  }
}
