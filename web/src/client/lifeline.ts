/**
 * A websocket that greets, listens and comes back, without the websocket: frames and time in, effects out.
 *
 * The caller ({@link Pump}) opens the socket when told to `connect`, feeds `opened`, `received` and `closed`,
 * calls `tick` when `deadline` is due, and carries out every effect in order.
 */

/** How the connection stands, as people are told in words. */
export type Standing = "connecting" | "unreachable" | "live" | "delayed" | "lost" | "recovered" | "refused";

/** What every such connection has to have done. */
export type Wire =
  | { readonly kind: "connect" }
  | { readonly kind: "send"; readonly text: string }
  | { readonly kind: "close" };

/** Milliseconds. The sidecar pings every 5 s, so one missed ping is a delay, three a loss. */
export const DELAYED_AFTER = 8_000;
export const LOST_AFTER = 16_000;
/** A connection that gets no welcome within this is given up. */
export const WELCOME_WITHIN = 10_000;
/** How long “recovered” is said before the line goes quiet again. */
export const RECOVERED_FOR = 4_000;
/** First and longest wait before connecting again; doubling, with full jitter in the upper half. */
export const BACKOFF_FIRST = 500;
export const BACKOFF_MOST = 15_000;
/** A server that was never reached in so many tries is not about to be. */
export const UNREACHABLE_FROM = 2;
/** Close codes from here on say: do not come back with the same token. */
export const STOP_CODES_FROM = 4_500;

export function backoff(attempt: number, random: number): number {
  const wait = Math.min(BACKOFF_MOST, BACKOFF_FIRST * 2 ** attempt);
  return Math.round((wait / 2) * (1 + random));
}

type Phase =
  | { readonly name: "waiting"; readonly until: number }
  | { readonly name: "opening"; readonly since: number }
  | { readonly name: "greeting"; readonly since: number }
  | { readonly name: "open" }
  | { readonly name: "stopped" };

/** `Frame`: what a message is parsed to; `Own`: effects beside those of the wire; `More`: ways to stand beside
 * {@link Standing}. */
export abstract class Lifeline<Frame, Own extends { readonly kind: string }, More extends string = never> {
  #random: () => number;
  #phase: Phase = { name: "stopped" };
  #standing: Standing | More = "connecting";
  #attempt = 0;
  #heard = 0;
  #everLive = false;
  #recoveredAt: number | null = null;
  #refusal: number | null = null;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** The first message of a connection. */
  protected abstract hello(): Readonly<Record<string, unknown>>;
  protected abstract frames(text: string): readonly Frame[];
  /** What follows from a message; calls {@link welcomed} and {@link pinged} for those. */
  protected abstract take(frame: Frame, now: number): (Wire | Own)[];
  /** How it is told that the connection stands otherwise. */
  protected abstract stood(standing: Standing | More): Own;

  /** How an open connection that is not late stands, where it is not simply live. */
  protected busy(): More | null {
    return null;
  }

  /** Whether what is sent now goes out. */
  get open(): boolean {
    return this.#phase.name === "open";
  }

  /** When the server was last heard (local time). */
  get heard(): number {
    return this.#heard;
  }

  /** The code with which the server said not to come back; null while it did not. */
  get refusal(): number | null {
    return this.#refusal;
  }

  start(now: number): (Wire | Own)[] {
    this.#phase = { name: "opening", since: now };
    this.#refusal = null;
    return [...this.#stand("connecting"), { kind: "connect" }];
  }

  stop(): (Wire | Own)[] {
    this.#phase = { name: "stopped" };
    return [{ kind: "close" }];
  }

  opened(now: number): (Wire | Own)[] {
    this.#phase = { name: "greeting", since: now };
    return [{ kind: "send", text: JSON.stringify(this.hello()) }];
  }

  received(text: string, now: number): (Wire | Own)[] {
    const effects: (Wire | Own)[] = [];
    for (const frame of this.frames(text)) {
      if (this.#phase.name !== "greeting" && this.#phase.name !== "open") break;
      this.#heard = now;
      effects.push(...this.take(frame, now));
    }
    return [...effects, ...this.#settle(now)];
  }

  closed(code: number, now: number): (Wire | Own)[] {
    if (this.#phase.name === "stopped") return [];
    if (code >= STOP_CODES_FROM) {
      this.#phase = { name: "stopped" };
      this.#refusal = code;
      return this.#stand("refused");
    }
    this.#phase = { name: "waiting", until: now + backoff(this.#attempt, this.#random()) };
    this.#attempt += 1;
    this.#recoveredAt = null;
    if (this.#everLive) return this.#stand("lost");
    return this.#stand(this.#attempt < UNREACHABLE_FROM ? "connecting" : "unreachable");
  }

  /** When `tick` must be called, if nothing else happens before. */
  deadline(): number | null {
    switch (this.#phase.name) {
      case "waiting":
        return this.#phase.until;
      case "opening":
      case "greeting":
        return this.#phase.since + WELCOME_WITHIN;
      case "open": {
        const silent = this.#heard + (this.#standing === "delayed" ? LOST_AFTER : DELAYED_AFTER);
        return this.#recoveredAt === null ? silent : Math.min(silent, this.#recoveredAt + RECOVERED_FOR);
      }
      case "stopped":
        return null;
    }
  }

  tick(now: number): (Wire | Own)[] {
    const due = this.deadline();
    if (due === null || now < due) return [];
    switch (this.#phase.name) {
      case "waiting":
        this.#phase = { name: "opening", since: now };
        return [{ kind: "connect" }];
      case "opening":
      case "greeting":
        return this.giveUp(now);
      case "open":
        return now >= this.#heard + LOST_AFTER ? this.giveUp(now) : this.#settle(now);
      case "stopped":
        return [];
    }
  }

  /** Try at once, instead of waiting: the machine woke up, or the network came back. */
  hurry(now: number): (Wire | Own)[] {
    if (this.#phase.name !== "waiting") return [];
    this.#phase = { name: "opening", since: now };
    this.#attempt = 0;
    return [{ kind: "connect" }];
  }

  /** This connection is of no use any more: make a new one. */
  protected giveUp(now: number): (Wire | Own)[] {
    return [{ kind: "close" }, ...this.closed(1006, now)];
  }

  /** The server has let us in. */
  protected welcomed(now: number): void {
    this.#phase = { name: "open" };
    if (this.#everLive) this.#recoveredAt = now;
    this.#everLive = true;
  }

  /** Answers a ping. */
  protected pinged(): Wire {
    this.#attempt = 0; // not at the welcome: a server that greets and drops us must not be hammered
    return { kind: "send", text: '{"type":"pong"}' };
  }

  #settle(now: number): Own[] {
    if (this.#phase.name !== "open") return [];
    if (now >= this.#heard + DELAYED_AFTER) return this.#stand("delayed");
    const busy = this.busy();
    if (busy !== null) {
      this.#recoveredAt = now;
      return this.#stand(busy);
    }
    if (this.#recoveredAt !== null && now >= this.#recoveredAt + RECOVERED_FOR) {
      this.#recoveredAt = null;
    }
    return this.#stand(this.#recoveredAt === null ? "live" : "recovered");
  }

  #stand(standing: Standing | More): Own[] {
    if (standing === this.#standing) return [];
    this.#standing = standing;
    return [this.stood(standing)];
  }
}
