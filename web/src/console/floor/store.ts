/** The floor as its messages tell it: calls, alerts, silences. Local times are `performance.now()`. */

import type { Alert, FloorMessage, Row, Silence } from "./wire.ts";

/** A call on the floor; a new object whenever its row was told anew. */
export interface LiveCall {
  readonly row: Row;
  /** When the row was told. */
  readonly told: number;
}

/** When the call began, and how long ago that was. */
export function duration({ row, told }: LiveCall, now: number): number {
  return row.started + Math.max(0, now - told);
}

export interface LiveAlert {
  readonly alert: Alert;
  /** When it was raised. */
  readonly raised: number;
  /** When it was withdrawn; null: it stands. */
  readonly gone: number | null;
}

/** How long a withdrawn alert is still shown, with why: time enough to finish reading. */
export const WITHDRAWN_FOR = 8_000;

export class FloorStore {
  readonly calls = new Map<string, LiveCall>();
  readonly alerts = new Map<string, LiveAlert>();
  silences: readonly Silence[] = [];
  /** Whether the floor has been told at all. */
  known = false;
  /** The call that is being watched: how it stood stays to be read when it is over. */
  #watched: string | null = null;
  #last: LiveCall | null = null;

  watch(call: string | null): void {
    if (call !== this.#watched) this.#last = null;
    this.#watched = call;
    this.#remember();
  }

  /** The watched call as it stands, or as it stood when it left the floor. */
  get seen(): LiveCall | null {
    return this.#last;
  }

  /** Takes a message in; the alert that has just been raised, if it is one. */
  hear(message: FloorMessage, now: number): Alert | null {
    switch (message.type) {
      case "floor":
        // What was known is void: alerts that stand are told anew after it, those that have gone are not.
        this.known = true;
        this.calls.clear();
        for (const { alert, gone } of [...this.alerts.values()]) if (gone === null) this.alerts.delete(alert.id);
        this.#tell(message.rows, now);
        return null;
      case "floor.change":
        for (const call of message.gone) this.calls.delete(call);
        this.#tell(message.rows, now);
        return null;
      case "silences":
        this.silences = message.silences;
        return null;
      case "alert":
        return this.#alert(message, now);
    }
  }

  /** Lets go of what was withdrawn long enough ago; whether anything was. */
  lapse(now: number): boolean {
    const stays = ({ alert }: LiveAlert): boolean => alert.call === this.#watched && alert.why === "call_ended";
    const old = [...this.alerts.values()].filter(
      (each) => each.gone !== null && each.gone + WITHDRAWN_FOR <= now && !stays(each),
    );
    for (const { alert } of old) this.alerts.delete(alert.id);
    return old.length > 0;
  }

  #tell(rows: readonly Row[], now: number): void {
    for (const row of rows) this.calls.set(row.call, { row, told: now });
    this.#remember();
  }

  #remember(): void {
    this.#last = (this.#watched === null ? undefined : this.calls.get(this.#watched)) ?? this.#last;
  }

  #alert(alert: Alert, now: number): Alert | null {
    const before = this.alerts.get(alert.id);
    const withdrawn = alert.state === "withdrawn";
    if (withdrawn && before === undefined) return null;
    const raised = before?.raised ?? now - alert.ago;
    this.alerts.set(alert.id, { alert, raised, gone: withdrawn ? now : null });
    return alert.state === "raised" && before?.alert.state !== "raised" ? alert : null;
  }
}
