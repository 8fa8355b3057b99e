/** Which of the table's lines in the document shows which call. */

export interface Slot {
  readonly slot: number;
  readonly index: number;
}

/**
 * A call keeps its line for as long as it is drawn, wherever it moves; one that comes takes over the line
 * of one that went. So nothing is built anew where rows change places or the table is scrolled.
 */
export class Slots {
  #held = new Map<string, number>();

  /** `drawn`: calls and their places in the table, from the top. */
  take(drawn: readonly (readonly [call: string, index: number])[]): Slot[] {
    const stay = new Map(drawn.flatMap(([call]) => {
      const slot = this.#held.get(call);
      return slot === undefined ? [] : [[call, slot]];
    }));
    const used = new Set(stay.values());
    let next = 0;
    const free = (): number => {
      while (used.has(next)) next += 1;
      used.add(next);
      return next;
    };
    this.#held = new Map(drawn.map(([call]) => [call, stay.get(call) ?? free()]));
    return drawn.map(([call, index]) => ({ slot: this.#held.get(call) ?? 0, index }));
  }
}
