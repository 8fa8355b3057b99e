/** All calls of one ingest connection, without the socket: time and frames in, frames out. */

import type { Answer } from "./events.ts";
import { CallOver, Misused, Refused } from "./faults.ts";
import { STOP_CODES_FROM } from "./lifeline.ts";
import { FRAME_MOST, type Item, Lane, size, text } from "./lane.ts";

/** Events in one frame at most: as many as one acknowledgement covers. */
const BATCH = 50;
/** How long, in ms, a call waits that was told to send again. */
export const AGAIN_AFTER = 1_000;

const AGAIN: ReadonlySet<string> = new Set(["overloaded", "sequence_gap", "unknown_call"]);
const OUR_FAULT: ReadonlySet<string> = new Set(["malformed", "frame_too_large"]);
/** What refuses nothing. */
const WARNINGS: ReadonlySet<string> = new Set(["unknown_speaker", "clock_ahead", "doubtful_times"]);
const WITHOUT_START: ReadonlySet<string> = new Set(["invalid_event", "unknown_type"]);

/** What a client may hold, over all calls. */
export interface Bounds {
  /** Events sent and not acknowledged. */
  readonly window: number;
  /** Events that wait to be sent, and their characters of JSON. */
  readonly events: number;
  readonly characters: number;
  /** Open at once. */
  readonly calls: number;
}

export const BOUNDS: Bounds = { window: 1_000, events: 10_000, characters: 16_000_000, calls: 5_000 };

/** For metrics and logs; no words of a call are among the arguments. */
export interface Hooks {
  connected?(): void;
  disconnected?(reason: string, retryMs: number): void;
  sent?(events: number, characters: number): void;
  acknowledged?(events: number, oldestMs: number): void;
  merged?(): void;
  declined?(): void;
  /** The sidecar refused something; unless given, it goes to the console. */
  refused?(call: string, code: string, detail: string): void;
  /** Something was taken that will do less than was meant; unless given, it goes to the console. */
  warned?(call: string, code: string, detail: string): void;
  /** Gone: the sidecar lost what it had acknowledged, or the call is over there. */
  lost?(call: string, events: number): void;
}

const key = (call: string, sender: string): string => JSON.stringify([call, sender]);

function say(call: string, code: string, detail: string): void {
  // eslint-disable-next-line no-console -- whoever integrates has to notice, and here is no other log
  console.warn(`call ${call}: ${code}: ${detail}`);
}

/** Call `connected` and `disconnected` as it happens, and send what `toSend` gives whenever something was put or
 * received, or `deadline` is due. Times are of any clock in ms, always the same one. */
export class Link {
  readonly bounds: Bounds;
  refused: Refused | null = null;
  welcomed = false;
  waiting = 0;
  /** Events that the sidecar may not have. */
  unacknowledged = 0;
  #hooks: Hooks;
  #token: string;
  #lanes = new Map<string, Lane>();
  #ready = new Map<string, Lane>();
  #questions = new Map<string, number>();
  #characters = 0;
  #inFlight = 0;
  #up = false;
  #greeted = false;
  #restUntil = 0;

  constructor(token: string, bounds: Bounds = BOUNDS, hooks: Hooks = {}) {
    this.#token = token;
    this.bounds = bounds;
    this.#hooks = hooks;
  }

  /** Throws {@link Misused} when as many calls are open as may be, or this one is. */
  open(call: string, sender: string, asks: boolean): Lane {
    const id = key(call, sender);
    if (this.#lanes.has(id)) throw new Misused(`call ${call} with sender ${sender} is open already`);
    if (this.#lanes.size >= this.bounds.calls) throw new Misused(`${this.#lanes.size} calls are open already`);
    const lane = new Lane(call, sender, asks);
    this.#lanes.set(id, lane);
    if (asks && this.#up) this.#questions.set(id, 0);
    return lane;
  }

  forget(lane: Lane): void {
    const id = key(lane.call, lane.sender);
    if (this.#lanes.get(id) !== lane) return;
    this.#lanes.delete(id);
    this.#questions.delete(id);
    this.#drop(lane, new CallOver(lane.call, "closed", "closed by the client"));
  }

  hasRoom(lane: Lane, item: Item): boolean {
    if (lane.wouldMerge(item)) return true;
    return this.waiting < this.bounds.events && this.#characters < this.bounds.characters;
  }

  /** Throws {@link CallOver} when the sidecar takes none of this call. */
  put(lane: Lane, item: Item): void {
    if (lane.over !== null) throw lane.over;
    this.#counted(lane, () => {
      if (lane.put(item)) this.#hooks.merged?.();
    });
  }

  connected(): void {
    this.#up = true;
    this.welcomed = this.#greeted = false;
    this.#inFlight = this.#restUntil = 0;
    this.#questions.clear();
    this.#ready.clear();
    for (const [id, lane] of this.#lanes) {
      if (lane.asks) this.#questions.set(id, 0);
      if (lane.hasToSend) this.#ready.set(id, lane);
    }
  }

  disconnected(code: number | null, reason: string): void {
    this.#up = this.welcomed = false;
    this.#questions.clear();
    this.#ready.clear();
    for (const lane of this.#lanes.values()) lane.disconnected();
    if (code !== null && code >= STOP_CODES_FROM) this.refused ??= new Refused(`${code} ${reason}`.trim());
  }

  /** A frame of the sidecar's. False: this is no sidecar of ours; the connection should be given up. */
  received(frame: string, now: number): boolean {
    let told: unknown;
    try {
      told = JSON.parse(frame);
    } catch {
      return false;
    }
    const messages: unknown[] = Array.isArray(told) ? told : [told];
    for (const message of messages) {
      if (typeof message !== "object" || message === null || !("type" in message)) return false;
      this.#heed(message as Answer, now);
    }
    return true;
  }

  /** When `toSend` may have more, if nothing else happens before. */
  deadline(): number | null {
    if (!this.#up) return null;
    const sendable = this.#ready.size > 0 && this.#inFlight < this.bounds.window;
    const first = sendable ? 0 : Math.min(...this.#questions.values());
    return Number.isFinite(first) ? Math.max(this.#restUntil, first) : null;
  }

  /** Frames to send now, none longer than the sidecar takes. Calls take turns. */
  *toSend(now: number): Generator<string, void, undefined> {
    if (!this.#up || now < this.#restUntil) return;
    if (!this.#greeted) {
      this.#greeted = true;
      yield JSON.stringify({ type: "hello", token: this.#token });
    }
    for (const [id, due] of this.#questions) {
      if (due > now) continue;
      this.#questions.delete(id);
      const lane = this.#lanes.get(id);
      if (lane) yield JSON.stringify({ type: "resume", call: lane.call, sender: lane.sender });
    }
    while (this.#inFlight < this.bounds.window) {
      const next = this.#ready.entries().next().value;
      if (next === undefined) return;
      const [id, lane] = next;
      this.#ready.delete(id);
      const most = Math.min(BATCH, this.bounds.window - this.#inFlight);
      const items = this.#counted(lane, () => lane.take(most, FRAME_MOST - size({ body: "" } as Item)));
      if (items.length === 0) continue;
      const frame = items.length === 1 ? items.map(text).join("") : `[${items.map(text).join(",")}]`;
      this.#hooks.sent?.(items.length, frame.length);
      yield frame;
    }
  }

  #heed(message: Answer, now: number): void {
    if (message.type === "welcome") {
      this.welcomed = true;
      this.#hooks.connected?.();
      return;
    }
    if (message.type === "error") {
      this.#error(message, now);
      return;
    }
    const id = key(message.call, message.sender);
    const lane = this.#lanes.get(id);
    if (lane?.over !== null) return;
    this.#counted(lane, () => {
      if (message.type === "ack") {
        const freed = lane.acknowledge(message.seq);
        const oldest = Math.min(...freed.map((item) => item.put));
        if (freed.length > 0) this.#hooks.acknowledged?.(freed.length, now - oldest);
        return;
      }
      this.#questions.delete(id);
      const lost = lane.resumed(message.seq);
      if (lost > 0) this.#hooks.lost?.(lane.call, lost);
    });
  }

  #error(message: Extract<Answer, { type: "error" }>, now: number): void {
    const { code, detail = "", call = "", sender = "" } = message;
    if (WARNINGS.has(code)) {
      (this.#hooks.warned ?? say)(call, code, detail);
      return;
    }
    (this.#hooks.refused ?? say)(call, code, detail);
    if (OUR_FAULT.has(code)) this.refused = new Refused(`the sidecar cannot read this client: ${code}: ${detail}`);
    if (code === "rate_limited") this.#restUntil = now + AGAIN_AFTER;
    const id = key(call, sender);
    const lane = this.#lanes.get(id);
    if (lane?.over !== null) return;
    if (AGAIN.has(code)) {
      if (!lane.asks) this.#questions.set(id, now + AGAIN_AFTER);
      lane.asks = true;
    } else if (code === "call_ended" || (WITHOUT_START.has(code) && lane.isStart(message.seq))) {
      const lost = this.#drop(lane, new CallOver(call, code, detail));
      this.#hooks.lost?.(call, lost);
    }
  }

  #drop(lane: Lane, over: CallOver): number {
    return this.#counted(lane, () => lane.fail(over));
  }

  /** Brings the sums up to date with what becomes of a lane. */
  #counted<T>(lane: Lane, change: () => T): T {
    const { inFlight, waiting, unacknowledged, characters } = lane;
    const result = change();
    this.#inFlight += lane.inFlight - inFlight;
    this.waiting += lane.waiting - waiting;
    this.unacknowledged += lane.unacknowledged - unacknowledged;
    this.#characters += lane.characters - characters;
    const id = key(lane.call, lane.sender);
    if (lane.over === null && lane.hasToSend && this.#lanes.has(id)) this.#ready.set(id, lane);
    else this.#ready.delete(id);
    return result;
  }
}
