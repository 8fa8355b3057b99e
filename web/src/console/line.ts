/**
 * A websocket of the console, without the websocket: frames and time in, what to do out.
 *
 * The caller opens the socket when told to `connect`, feeds `opened`, `received` and `closed`, calls
 * `tick` when `deadline` is due, and does everything it is told, in order.
 */

import { DELAYED_AFTER, LOST_AFTER, RECOVERED_FOR, WELCOME_WITHIN, backoff } from "../client/session.ts";

/** How the connection stands, as the supervisor is told in words. */
export type Standing = "connecting" | "live" | "delayed" | "lost" | "recovered" | "refused";

export interface Message {
  readonly type: string;
  readonly [field: string]: unknown;
}

export type Deed =
  | { readonly do: "connect" }
  | { readonly do: "send"; readonly text: string }
  | { readonly do: "close" }
  | { readonly do: "stand"; readonly standing: Standing }
  | { readonly do: "hear"; readonly message: Message };

/** Close codes from here on say: do not come back with the same token. */
const STOP_CODES_FROM = 4_500;
const PONG = '{"type":"pong"}';

type Phase =
  | { readonly name: "waiting"; readonly until: number }
  | { readonly name: "opening"; readonly since: number }
  | { readonly name: "greeting"; readonly since: number }
  | { readonly name: "open" }
  | { readonly name: "stopped" };

export class Line {
  #hello: () => Message;
  #random: () => number;
  #phase: Phase = { name: "stopped" };
  #standing: Standing = "connecting";
  #attempt = 0;
  #heard = 0;
  /** The number of the last numbered message; null until this connection has told one. */
  #seq: number | null = null;
  #everLive = false;
  #recoveredAt: number | null = null;

  /** `hello` is asked at every connection: the token may have changed. */
  constructor(hello: () => Message, random: () => number = Math.random) {
    this.#hello = hello;
    this.#random = random;
  }

  /** Whether what is sent now goes out. */
  get open(): boolean {
    return this.#phase.name === "open";
  }

  /** When the server was last heard (local time). */
  get heard(): number {
    return this.#heard;
  }

  start(now: number): Deed[] {
    this.#phase = { name: "opening", since: now };
    return [...this.#stand("connecting"), { do: "connect" }];
  }

  stop(): Deed[] {
    this.#phase = { name: "stopped" };
    return [{ do: "close" }];
  }

  opened(now: number): Deed[] {
    this.#phase = { name: "greeting", since: now };
    this.#seq = null;
    return [{ do: "send", text: JSON.stringify(this.#hello()) }];
  }

  received(text: string, now: number): Deed[] {
    const deeds: Deed[] = [];
    for (const message of messages(text)) {
      if (this.#phase.name !== "greeting" && this.#phase.name !== "open") break;
      this.#heard = now;
      deeds.push(...this.#take(message, now));
    }
    return [...deeds, ...this.#settle(now)];
  }

  closed(code: number, now: number): Deed[] {
    if (this.#phase.name === "stopped") return [];
    if (code >= STOP_CODES_FROM) {
      this.#phase = { name: "stopped" };
      return this.#stand("refused");
    }
    this.#phase = { name: "waiting", until: now + backoff(this.#attempt, this.#random()) };
    this.#attempt += 1;
    this.#recoveredAt = null;
    return this.#stand(this.#everLive ? "lost" : "connecting");
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

  tick(now: number): Deed[] {
    const due = this.deadline();
    if (due === null || now < due) return [];
    switch (this.#phase.name) {
      case "waiting":
        this.#phase = { name: "opening", since: now };
        return [{ do: "connect" }];
      case "opening":
      case "greeting":
        return this.giveUp(now);
      case "open":
        return now >= this.#heard + LOST_AFTER ? this.giveUp(now) : this.#settle(now);
      case "stopped":
        return [];
    }
  }

  /** The tab was looked at again, the machine woke up, or the network is back: do not wait. */
  woke(now: number): Deed[] {
    const dead = this.#phase.name === "open" && now >= this.#heard + LOST_AFTER;
    const lost = dead ? this.giveUp(now) : [];
    if (this.#phase.name !== "waiting") return lost;
    this.#phase = { name: "opening", since: now };
    this.#attempt = 0;
    return [...lost, { do: "connect" }];
  }

  /** This connection is of no use any more: make a new one. */
  giveUp(now: number): Deed[] {
    return [{ do: "close" }, ...this.closed(1006, now)];
  }

  #take(message: Message, now: number): Deed[] {
    if (message.type === "ping") {
      this.#attempt = 0; // not at the welcome: a server that greets and drops us must not be hammered
      return [{ do: "send", text: PONG }];
    }
    if (message.type === "welcome") {
      this.#phase = { name: "open" };
      if (this.#everLive) this.#recoveredAt = now;
      this.#everLive = true;
    }
    const seq = message["seq"];
    if (typeof seq === "number") {
      if (this.#seq !== null && seq !== this.#seq + 1) return this.giveUp(now); // a hole: ask for all anew
      this.#seq = seq;
    }
    return [{ do: "hear", message }];
  }

  #settle(now: number): Deed[] {
    if (this.#phase.name !== "open") return [];
    if (now >= this.#heard + DELAYED_AFTER) return this.#stand("delayed");
    if (this.#recoveredAt !== null && now >= this.#recoveredAt + RECOVERED_FOR) this.#recoveredAt = null;
    return this.#stand(this.#recoveredAt === null ? "live" : "recovered");
  }

  #stand(standing: Standing): Deed[] {
    if (standing === this.#standing) return [];
    this.#standing = standing;
    return [{ do: "stand", standing }];
  }
}

function messages(text: string): Message[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  return (Array.isArray(value) ? value : [value]).filter(isMessage);
}

function isMessage(value: unknown): value is Message {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
