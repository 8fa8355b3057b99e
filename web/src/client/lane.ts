/** One call and sender, without a socket: numbers its events, and keeps them until they are acknowledged. */

import type { CallEvent } from "./events.ts";
import { type CallOver, Misused } from "./faults.ts";

/** Characters of a frame that an event's number and the brackets may take, generously. */
const AROUND = 32;
/** Longest frame that the sidecar reads, in characters. */
export const FRAME_MOST = 64 * 1024;

const HALVES = /\\ud[89a-f]/i;
/** The escape of one half, but for those whose backslash is itself a character that was said. */
const HALF = /(?<=(?:^|[^\\])(?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/gi;

/** An event on its way: JSON, without its number until its turn comes. */
export interface Item {
  readonly body: string;
  readonly put: number;
  readonly isStart: boolean;
  /** Whose hypothesis it is; null for all that is no fragment. */
  readonly utterance: string | null;
  readonly final: boolean;
  readonly supersedes: readonly string[];
  seq: number;
}

export function size(item: Item): number {
  return item.body.length + AROUND;
}

export function text(item: Item): string {
  return `{"seq":${item.seq},${item.body.slice(1)}`;
}

/** Writes an event down; what is said of its call, sender and number is not heeded. Throws {@link Misused} for one that is too large for any frame. */
export function item(call: string, sender: string, event: CallEvent & { at: number }, now: number): Item {
  const written = JSON.stringify({ ...event, call, sender, seq: undefined });
  // Half of a character that was cut in two is written as an escape, which no JSON reader has to take.
  const body = HALVES.test(written) ? written.replace(HALF, "\\ufffd") : written;
  if (body.length > FRAME_MOST - 2 * AROUND) {
    throw new Misused(`${event.type}: ${body.length} characters are more than a frame holds`);
  }
  const words = event.type === "fragment" ? event : null;
  return {
    body,
    put: now,
    isStart: event.type === "call.start",
    utterance: words && JSON.stringify([words.speaker, words.channel, words.utterance]),
    final: words?.final ?? false,
    supersedes: words?.supersedes ?? [],
    seq: 0,
  };
}

/**
 * The events of one call and sender, from being handed in to being acknowledged.
 *
 * Events *wait* until the window has room; while they do, a hypothesis gives way to the next of its
 * utterance. Then they are *numbered* and never change again, for they may have arrived: a repeat must
 * be the same. A lane that `asks` does not know where the sidecar stands, and sends nothing until
 * `resumed`.
 */
export class Lane {
  readonly call: string;
  readonly sender: string;
  asks: boolean;
  acked = 0;
  over: CallOver | null = null;
  characters = 0;
  #start: Item | null = null;
  #numbered: Item[] = [];
  #sent = 0;
  #waiting = new Map<number, Item>();
  #hypotheses = new Map<string, number>();
  #tickets = 0;
  #next = 1;

  constructor(call: string, sender: string, asks: boolean) {
    this.call = call;
    this.sender = sender;
    this.asks = asks;
  }

  /** Events sent over this connection and not acknowledged. */
  get inFlight(): number {
    return this.#sent;
  }

  /** Events that have no number yet. */
  get waiting(): number {
    return this.#waiting.size;
  }

  get unacknowledged(): number {
    return this.#waiting.size + this.#numbered.length;
  }

  get hasToSend(): boolean {
    return !this.asks && (this.#waiting.size > 0 || this.#sent < this.#numbered.length);
  }

  /** Whether `put` would need no more room. */
  wouldMerge(item: Item): boolean {
    return item.utterance !== null && this.#hypotheses.has(item.utterance);
  }

  /** Has an event wait; true when a hypothesis gave way to it. */
  put(item: Item): boolean {
    let merged = false;
    if (item.utterance !== null) {
      const ticket = this.#hypotheses.get(item.utterance);
      const older = ticket === undefined ? undefined : this.#waiting.get(ticket);
      if (ticket !== undefined && older?.supersedes.every((id) => item.supersedes.includes(id))) {
        this.#unwait(ticket, older);
        merged = true;
      }
      if (item.final) this.#hypotheses.delete(item.utterance);
      else this.#hypotheses.set(item.utterance, this.#tickets);
    }
    this.#waiting.set(this.#tickets, item);
    this.characters += size(item);
    this.#tickets += 1;
    return merged;
  }

  /** What to send next: numbered items that this connection has not carried, then waiting ones. */
  take(most: number, characters: number): Item[] {
    const taken: Item[] = [];
    let room = characters;
    while (taken.length < most && this.hasToSend) {
      const again = this.#numbered[this.#sent];
      const first = again === undefined ? this.#waiting.entries().next().value : undefined;
      const item = again ?? first?.[1];
      if (item === undefined || room < size(item)) break;
      if (first !== undefined) this.#number(first[0], item);
      this.#sent += 1;
      room -= size(item);
      taken.push(item);
    }
    return taken;
  }

  /**
   * Everything up to `seq` is safe; what that frees. A number that we have not reached yet is a sender's
   * before us: what we have sent was taken for its repeats, and is sent again after it.
   */
  acknowledge(seq: number): Item[] {
    if (seq >= this.#next) {
      this.resumed(seq);
      return [];
    }
    this.acked = Math.max(this.acked, Math.min(seq, this.#next - 1));
    const kept = this.#numbered.findIndex((item) => item.seq > seq);
    const freed = this.#numbered.splice(0, kept < 0 ? this.#numbered.length : kept);
    this.#sent = Math.max(0, this.#sent - freed.length);
    return freed;
  }

  disconnected(): void {
    this.#sent = 0;
    this.asks ||= this.#next > 1;
  }

  /** The sidecar has everything up to `seq`. How many events it had acknowledged and lost. */
  resumed(seq: number): number {
    this.asks = false;
    if (seq > 0) this.#skipStart();
    const lost = Math.max(0, this.acked - seq);
    if (lost > 0 || seq >= this.#next) this.#renumber(seq);
    this.acknowledge(seq);
    this.#sent = 0;
    return lost;
  }

  /** The sidecar takes nothing more: how many events are given up. */
  fail(over: CallOver): number {
    const given = this.unacknowledged;
    this.over ??= over;
    this.#numbered = [];
    this.#waiting.clear();
    this.#hypotheses.clear();
    this.#sent = this.characters = 0;
    return given;
  }

  /** Whether `seq` is the number of the event that begins the call. */
  isStart(seq: number | undefined): boolean {
    return seq === 1 && this.#start !== null;
  }

  #number(ticket: number, item: Item): void {
    this.#unwait(ticket, item);
    if (item.utterance !== null && this.#hypotheses.get(item.utterance) === ticket) {
      this.#hypotheses.delete(item.utterance);
    }
    if (item.isStart) this.#start = item;
    item.seq = this.#next;
    this.#next += 1;
    this.#numbered.push(item);
  }

  /** The sidecar has the event that begins the call, from whoever had this lane before. */
  #skipStart(): void {
    const first = this.#waiting.entries().next().value;
    if (first?.[1].isStart !== true) return;
    this.#start = first[1];
    this.#unwait(...first);
  }

  #unwait(ticket: number, item: Item): void {
    this.#waiting.delete(ticket);
    this.characters -= size(item);
  }

  /** Go on after `seq`, which is not where we thought the sidecar stood; an unknown call begins anew. */
  #renumber(seq: number): void {
    const rest = this.#numbered.filter((item) => !item.isStart);
    if (seq === 0 && this.#start !== null) rest.unshift(this.#start);
    rest.forEach((item, index) => {
      item.seq = seq + 1 + index;
    });
    this.#numbered = rest;
    this.#next = seq + 1 + rest.length;
    this.acked = seq;
  }
}
