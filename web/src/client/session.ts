/**
 * The overlay's side of the websocket, without the websocket: frames and time in, effects out.
 *
 * The caller opens the socket when told to `connect`, feeds `opened`, `received` and `closed`, calls
 * `tick` when `deadline` is due, and carries out every effect in order.
 */

import { type ServerFrame, type StreamEvent, type Transcript, type Unknown, type Welcome, parseFrame } from "./wire.ts";

/** How the connection stands, as the agent is told in words. */
export type Link = "connecting" | "live" | "delayed" | "lost" | "replaying" | "recovered" | "refused";

export type Effect =
  | { readonly kind: "connect" }
  | { readonly kind: "send"; readonly text: string }
  | { readonly kind: "close" }
  | { readonly kind: "link"; readonly link: Link }
  | { readonly kind: "event"; readonly event: StreamEvent }
  | { readonly kind: "clocks"; readonly clocks: Readonly<Record<string, number>> }
  | { readonly kind: "transcript"; readonly event: Transcript };

export interface Identity {
  readonly token: string;
  readonly agent: string;
  readonly transcript: boolean;
}

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
/** Feedback kept while disconnected; what a person can click in a minute. */
const OUTBOX_MOST = 64;
/** Close codes from here on say: do not come back with the same token. */
const STOP_CODES_FROM = 4_500;

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

export class Session {
  #identity: Identity;
  #random: () => number;
  #phase: Phase = { name: "stopped" };
  #link: Link = "connecting";
  #attempt = 0;
  #epoch = "";
  /** Sequence number of the last event taken; null until a snapshot says where the stream stands. */
  #seq: number | null = null;
  #heard = 0;
  #everLive = false;
  #recoveredAt: number | null = null;
  /** Up to this number events were missed, and are told now. */
  #missedTo = 0;
  #outbox: string[] = [];

  constructor(identity: Identity, random: () => number = Math.random) {
    this.#identity = identity;
    this.#random = random;
  }

  start(now: number): Effect[] {
    this.#phase = { name: "opening", since: now };
    return [...this.#say("connecting"), { kind: "connect" }];
  }

  stop(): Effect[] {
    this.#phase = { name: "stopped" };
    return [{ kind: "close" }];
  }

  opened(now: number): Effect[] {
    this.#phase = { name: "greeting", since: now };
    const { token, agent, transcript } = this.#identity;
    const resume = this.#seq === null ? {} : { resume: { epoch: this.#epoch, seq: this.#seq } };
    const hello = { type: "hello", token, agent, transcript, ...resume };
    return [{ kind: "send", text: JSON.stringify(hello) }];
  }

  /** A message to the sidecar; kept and sent after the next welcome while there is no connection. */
  post(message: Readonly<Record<string, unknown>>): Effect[] {
    const text = JSON.stringify(message);
    if (this.#phase.name === "open") return [{ kind: "send", text }];
    this.#outbox = [...this.#outbox, text].slice(-OUTBOX_MOST);
    return [];
  }

  received(text: string, now: number): Effect[] {
    const effects: Effect[] = [];
    for (const frame of parseFrame(text)) {
      if (this.#phase.name !== "greeting" && this.#phase.name !== "open") break;
      this.#heard = now;
      effects.push(...this.#take(frame, now));
    }
    return [...effects, ...this.#settle(now)];
  }

  closed(code: number, now: number): Effect[] {
    if (this.#phase.name === "stopped") return [];
    if (code >= STOP_CODES_FROM) {
      this.#phase = { name: "stopped" };
      return this.#say("refused");
    }
    this.#phase = { name: "waiting", until: now + backoff(this.#attempt, this.#random()) };
    this.#attempt += 1;
    this.#recoveredAt = null;
    return this.#say(this.#everLive ? "lost" : "connecting");
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
        const silent = this.#heard + (this.#link === "delayed" ? LOST_AFTER : DELAYED_AFTER);
        return this.#recoveredAt === null
          ? silent
          : Math.min(silent, this.#recoveredAt + RECOVERED_FOR);
      }
      case "stopped":
        return null;
    }
  }

  tick(now: number): Effect[] {
    const due = this.deadline();
    if (due === null || now < due) return [];
    switch (this.#phase.name) {
      case "waiting":
        this.#phase = { name: "opening", since: now };
        return [{ kind: "connect" }];
      case "opening":
      case "greeting":
        return this.#giveUp(now);
      case "open":
        return now >= this.#heard + LOST_AFTER ? this.#giveUp(now) : this.#settle(now);
      case "stopped":
        return [];
    }
  }

  /** Try at once: the machine woke up, or the network came back. */
  hurry(now: number): Effect[] {
    if (this.#phase.name !== "waiting") return [];
    this.#phase = { name: "opening", since: now };
    this.#attempt = 0;
    return [{ kind: "connect" }];
  }

  #take(frame: ServerFrame, now: number): Effect[] {
    switch (frame.type) {
      case "welcome":
        return this.#welcome(frame, now);
      case "ping":
        this.#attempt = 0; // not at the welcome: a sidecar that greets and drops us must not be hammered
        return [{ kind: "send", text: '{"type":"pong"}' }];
      case "error":
        return [];
      case "transcript":
        return [{ kind: "transcript", event: frame }];
      default:
        return this.#stream(frame, now);
    }
  }

  #welcome({ epoch, recovered, upto, clocks }: Welcome, now: number): Effect[] {
    this.#phase = { name: "open" };
    if (!recovered || epoch !== this.#epoch) this.#seq = null;
    this.#missedTo = this.#seq === null ? 0 : (upto ?? 0);
    this.#epoch = epoch;
    const kept = this.#outbox;
    this.#outbox = [];
    if (this.#everLive) this.#recoveredAt = now;
    this.#everLive = true;
    return [
      ...kept.map((text): Effect => ({ kind: "send", text })),
      ...(clocks === undefined ? [] : [{ kind: "clocks", clocks } as const]),
    ];
  }

  /** In order, once each. A hole cannot be filled here: come back without a resume, for a snapshot. */
  #stream(event: StreamEvent | Unknown, now: number): Effect[] {
    const effects: Effect[] = event.type === "unknown" ? [] : [{ kind: "event", event }];
    if (event.seq === undefined) return effects;
    if (event.type !== "snapshot") {
      if (this.#seq === null || event.seq <= this.#seq) return [];
      if (event.seq !== this.#seq + 1) {
        this.#seq = null;
        return this.#giveUp(now);
      }
    }
    this.#seq = event.seq;
    return effects;
  }

  #giveUp(now: number): Effect[] {
    return [{ kind: "close" }, ...this.closed(1006, now)];
  }

  #settle(now: number): Effect[] {
    if (this.#phase.name !== "open") return [];
    if (now >= this.#heard + DELAYED_AFTER) return this.#say("delayed");
    if (this.#seq !== null && this.#seq < this.#missedTo) {
      this.#recoveredAt = now;
      return this.#say("replaying");
    }
    if (this.#recoveredAt !== null && now >= this.#recoveredAt + RECOVERED_FOR) {
      this.#recoveredAt = null;
    }
    return this.#say(this.#recoveredAt === null ? "live" : "recovered");
  }

  #say(link: Link): Effect[] {
    if (link === this.#link) return [];
    this.#link = link;
    return [{ kind: "link", link }];
  }
}
