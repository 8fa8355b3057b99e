/** One call of a client: what can be said of it. `at`, when something is sent, is read off the clock unless given. */

import type { CallEvent, Fragment } from "./events.ts";
import type { IngestClient } from "./ingest.ts";
import { type Item, type Lane, item } from "./lane.ts";
import type { Context, Speaker } from "./wire.ts";

/** So many utterances of a call are remembered to count their revisions. */
const LATE_UTTERANCES = 1_000;

export class Call {
  readonly #client: IngestClient;
  readonly #lane: Lane;
  readonly #began = performance.now();
  readonly #revisions = new Map<string, number>();

  /** @internal */
  constructor(client: IngestClient, lane: Lane) {
    this.#client = client;
    this.#lane = lane;
  }

  get id(): string {
    return this.#lane.call;
  }

  /** The number of the last event that is safe at the sidecar. */
  get acked(): number {
    return this.#lane.acked;
  }

  /** The whole current hypothesis of an utterance, as often as the recogniser changes its mind. */
  async fragment(words: Omit<Fragment, "type" | "final"> & { final?: boolean }, at?: number): Promise<void> {
    await this.send({ ...words, type: "fragment", final: words.final ?? false }, at);
  }

  async activity(speaker: Speaker, speaking: boolean, at?: number): Promise<void> {
    await this.send({ type: "activity", speaker, speaking }, at);
  }

  /** Merged into what is known of the call; null removes a key. */
  async context(set: Context, at?: number): Promise<void> {
    await this.send({ type: "context", set }, at);
  }

  async hold(at?: number): Promise<void> {
    await this.send({ type: "call.hold" }, at);
  }

  async resume(at?: number): Promise<void> {
    await this.send({ type: "call.resume" }, at);
  }

  async transfer(agent: string, queue?: string, at?: number): Promise<void> {
    await this.send({ type: "call.transfer", agent, ...(queue === undefined ? {} : { queue }) }, at);
  }

  /** The call is over. Settles once the sidecar has everything. */
  async end(reason?: string, at?: number): Promise<void> {
    await this.send({ type: "call.end", ...(reason === undefined ? {} : { reason }) }, at);
    await this.#client.letGo(this.#lane);
  }

  /** Sends no more, though the call goes on; settles once the sidecar has everything. */
  async leave(): Promise<void> {
    await this.#client.letGo(this.#lane);
  }

  /** Sends no more, not even what waits. */
  drop(): void {
    this.#client.drop(this.#lane);
  }

  /** Any event of the protocol. Waits while there is no room; rejects with `CallOver`, `Refused`, `Closed`. */
  async send(event: CallEvent, at?: number): Promise<void> {
    await this.#client.put(this.#lane, this.#item(event, at));
  }

  /** As `send`, but never waits: false when there is no room, and then nothing was taken. */
  offer(event: CallEvent, at?: number): boolean {
    return this.#client.offer(this.#lane, this.#item(event, at));
  }

  #item(event: CallEvent, at: number | undefined): Item {
    const now = performance.now();
    const whole = { ...this.#revised(event), at: at ?? Math.round(now - this.#began) };
    return item(this.#lane.call, this.#lane.sender, whole, now);
  }

  /** Counts revisions, so that they rise whether or not the caller counts them, and whether or not there was room for
   * the one before: what is not taken is sent again with a higher one, a final one too. */
  #revised(event: CallEvent): CallEvent {
    if (event.type !== "fragment") return event;
    const key = JSON.stringify([event.speaker, event.channel, event.utterance]);
    const revision = event.revision ?? (this.#revisions.get(key) ?? -1) + 1;
    this.#revisions.delete(key);
    this.#revisions.set(key, revision);
    const [oldest] = this.#revisions.keys();
    if (this.#revisions.size > LATE_UTTERANCES && oldest !== undefined) this.#revisions.delete(oldest);
    return { ...event, revision };
  }
}
