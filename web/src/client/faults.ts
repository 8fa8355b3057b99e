/** What can go wrong, all of it. */

/** The sidecar will not have this client, and connecting again would not help: a wrong token or origin. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/** The sidecar takes nothing more of this call; others are not touched. */
export class CallOver extends Error {
  override readonly name = "CallOver";
  readonly call: string;
  /** Of the protocol's table of errors. */
  readonly code: string;

  constructor(call: string, code: string, detail: string) {
    super(`call ${call}: ${code}: ${detail}`);
    this.call = call;
    this.code = code;
  }
}

/** The client was closed before everything was acknowledged. */
export class Closed extends Error {
  override readonly name = "Closed";
  readonly unacknowledged: number;

  constructor(unacknowledged: number) {
    super(`the client has been closed; ${unacknowledged} events were not acknowledged`);
    this.unacknowledged = unacknowledged;
  }
}

/** An event that no sidecar would take, or as many calls open as may be. */
export class Misused extends Error {
  override readonly name = "Misused";
}
