/** A websocket of the console, without the websocket ({@link Lifeline}): asks for all anew where it missed anything. */

import { LOST_AFTER, Lifeline, type Standing, type Wire } from "../client/lifeline.ts";
import { messagesIn } from "../client/parse.ts";

export interface Message {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** What is told beside what is done with the socket. */
export type Told =
  | { readonly kind: "stand"; readonly standing: Standing }
  | { readonly kind: "hear"; readonly message: Message };

export type Deed = Wire | Told;

export class Line extends Lifeline<Message, Told> {
  #hello: () => Message;
  /** The number of the last numbered message; null until this connection has told one. */
  #seq: number | null = null;

  /** `hello` is asked at every connection: the token may have changed. */
  constructor(hello: () => Message, random: () => number = Math.random) {
    super(random);
    this.#hello = hello;
  }

  /** The tab was looked at again, the machine woke up, or the network is back: do not wait. */
  override hurry(now: number): Deed[] {
    const dead = this.open && now >= this.heard + LOST_AFTER;
    const lost = dead ? this.giveUp(now) : [];
    return [...lost, ...super.hurry(now)];
  }

  protected override hello(): Message {
    this.#seq = null;
    return this.#hello();
  }

  protected override frames(text: string): readonly Message[] {
    return messagesIn(text).filter(isMessage);
  }

  protected override take(message: Message, now: number): Deed[] {
    if (message.type === "ping") return [this.pinged()];
    if (message.type === "welcome") this.welcomed(now);
    const seq = message["seq"];
    if (typeof seq === "number") {
      if (this.#seq !== null && seq !== this.#seq + 1) return this.giveUp(now); // a hole: ask for all anew
      this.#seq = seq;
    }
    return [{ kind: "hear", message }];
  }

  protected override stood(standing: Standing): Told {
    return { kind: "stand", standing };
  }
}

function isMessage(value: unknown): value is Message {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
