/** The overlay's side of the websocket, without the websocket ({@link Lifeline}): resumes where it was. */

import { Lifeline, type Standing, type Wire } from "./lifeline.ts";
import { parseFrame } from "./parse.ts";
import type { ServerFrame, StreamEvent, Transcript, Unknown, Welcome } from "./wire.ts";

/** How the connection stands, as the agent is told in words. */
export type Link = Standing | "replaying";

/** What is told beside what is done with the socket. */
export type Told =
  | { readonly kind: "link"; readonly link: Link; readonly refusal: number | null }
  | { readonly kind: "event"; readonly event: StreamEvent }
  | { readonly kind: "clocks"; readonly clocks: Readonly<Record<string, number>> }
  | { readonly kind: "transcript"; readonly event: Transcript };

export type Effect = Wire | Told;

export interface Identity {
  readonly token: string;
  readonly agent: string;
  readonly transcript: boolean;
}

/** Feedback kept while disconnected; what a person can click in a minute. */
const OUTBOX_MOST = 64;

export class Session extends Lifeline<ServerFrame, Told, "replaying"> {
  #identity: Identity;
  #epoch = "";
  /** Sequence number of the last event taken; null until a snapshot says where the stream stands. */
  #seq: number | null = null;
  /** Up to this number events were missed, and are told now. */
  #missedTo = 0;
  #outbox: readonly string[];

  /** `unsaid`: of the session before, to be sent after the first welcome. */
  constructor(identity: Identity, random: () => number = Math.random, unsaid: readonly string[] = []) {
    super(random);
    this.#identity = identity;
    this.#outbox = unsaid;
  }

  /** What waits for a connection. */
  get unsaid(): readonly string[] {
    return this.#outbox;
  }

  /** A message to the sidecar; kept and sent after the next welcome while there is no connection. */
  post(message: Readonly<Record<string, unknown>>): Effect[] {
    const text = JSON.stringify(message);
    if (this.open) return [{ kind: "send", text }];
    this.#outbox = [...this.#outbox, text].slice(-OUTBOX_MOST);
    return [];
  }

  protected override hello(): Readonly<Record<string, unknown>> {
    const { token, agent, transcript } = this.#identity;
    const resume = this.#seq === null ? {} : { resume: { epoch: this.#epoch, seq: this.#seq } };
    return { type: "hello", token, agent, transcript, ...resume };
  }

  protected override frames(text: string): readonly ServerFrame[] {
    return parseFrame(text);
  }

  protected override take(frame: ServerFrame, now: number): Effect[] {
    switch (frame.type) {
      case "welcome":
        return this.#welcome(frame, now);
      case "ping":
        return [this.pinged()];
      case "error":
        return [];
      case "transcript":
        return [{ kind: "transcript", event: frame }];
      default:
        return this.#stream(frame, now);
    }
  }

  protected override stood(link: Link): Told {
    return { kind: "link", link, refusal: this.refusal };
  }

  protected override busy(): "replaying" | null {
    return this.#seq !== null && this.#seq < this.#missedTo ? "replaying" : null;
  }

  #welcome({ epoch, recovered, upto, clocks }: Welcome, now: number): Effect[] {
    if (!recovered || epoch !== this.#epoch) this.#seq = null;
    this.#missedTo = this.#seq === null ? 0 : (upto ?? 0);
    this.#epoch = epoch;
    const kept = this.#outbox;
    this.#outbox = [];
    this.welcomed(now);
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
        return this.giveUp(now);
      }
    }
    this.#seq = event.seq;
    return effects;
  }
}
