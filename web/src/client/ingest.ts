/**
 * Calls in, over one connection that is kept up.
 *
 * It numbers events, keeps them until the sidecar has acknowledged them, and after a lost connection goes on
 * where the sidecar stands: what is sent arrives once each, in order. While the sidecar cannot take more, a
 * hypothesis that waits gives way to the next of its utterance; finals never do. What waits is bounded: at the
 * bound `send` waits, and `offer` says false.
 */

import { Call } from "./call.ts";
import type { CallStart } from "./events.ts";
import { Closed } from "./faults.ts";
import type { Item, Lane } from "./lane.ts";
import { BOUNDS, type Bounds, type Hooks, Link } from "./link.ts";
import { backoff } from "./lifeline.ts";
import { type OpenSocket, openSocket, type Socket } from "./socket.ts";

export const INGEST_PATH = "/v1/ingest/native";
/** How long `close` waits for acknowledgements, in ms. */
export const CLOSE_WITHIN = 5_000;
/** A sidecar that answers nothing for so long, though it has something to acknowledge, is gone: it does within 250 ms. */
const SILENT_MS = 15_000;

export interface Options {
  readonly token: string;
  readonly bounds?: Partial<Bounds>;
  readonly hooks?: Hooks;
  /** Opens a socket; `new WebSocket(url)` unless given. */
  readonly socket?: OpenSocket;
}

type Given = Omit<CallStart, "type"> & { readonly call: string; readonly sender?: string; readonly at?: number };

export class IngestClient {
  readonly #url: string;
  readonly #hooks: Hooks;
  readonly #link: Link;
  readonly #open: OpenSocket;
  #socket: Socket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #closed: Closed | null = null;
  /** Somebody knows that the sidecar will not have us. */
  #told = false;
  /** When the sidecar was last heard of, or had something to answer for the first time. */
  #heard = 0;
  #waiters = new Set<() => void>();

  /** `url`: of the sidecar, `ws://` or `wss://`, with the path of a reverse proxy if there is one. */
  constructor(url: string, { token, bounds, hooks, socket }: Options) {
    this.#url = url.replace(/\/+$/, "") + INGEST_PATH;
    this.#hooks = hooks ?? {};
    this.#link = new Link(token, { ...BOUNDS, ...bounds }, this.#hooks);
    this.#open = socket ?? openSocket;
    this.#connect();
  }

  get isConnected(): boolean {
    return this.#link.welcomed;
  }

  /** Events that wait to be sent, over all calls. */
  get waiting(): number {
    return this.#link.waiting;
  }

  /** Settles once the sidecar has let us in; rejects with `Refused`. */
  async connected(): Promise<void> {
    await this.#until(() => this.#link.welcomed);
  }

  /**
   * Begins a call. `again`: it may have been begun by a process that is no more; the sidecar is asked first, and a
   * call that it knows goes on.
   */
  async start({ call, sender = "", at = 0, ...facts }: Given, again = false): Promise<Call> {
    const begun = this.#begin(call, sender, again);
    await begun.send({ type: "call.start", ...facts }, at);
    return begun;
  }

  /** Sends for a call that another sender begins or has begun; what is sent before that waits for it. */
  join(call: string, sender: string): Call {
    return this.#begin(call, sender, true);
  }

  /** Settles once everything is acknowledged. */
  async drained(): Promise<void> {
    await this.#until(() => this.#link.unacknowledged === 0);
  }

  /** Leaves once everything is acknowledged or `within` ms have passed; then rejects with `Closed`, or with
   * `Refused` where the sidecar would not have us and nobody was told yet. */
  async close(within = CLOSE_WITHIN): Promise<void> {
    if (this.#closed !== null) return;
    const told = this.#told;
    let late: ReturnType<typeof setTimeout> | undefined;
    const enough = new Promise<void>((settle) => (late = setTimeout(settle, within)));
    await Promise.race([this.drained().catch(() => undefined), enough]);
    clearTimeout(late);
    this.#closed = new Closed(this.#link.unacknowledged);
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close(1000);
    this.#tell();
    const { refused } = this.#link;
    if (this.#closed.unacknowledged > 0 && (refused === null || !told)) throw refused ?? this.#closed;
  }

  /** @internal */
  async put(lane: Lane, event: Item): Promise<void> {
    this.#check();
    if (!this.#link.hasRoom(lane, event)) {
      await this.#until(() => lane.over !== null || this.#link.hasRoom(lane, event));
    }
    this.#take(lane, event);
  }

  /** @internal */
  offer(lane: Lane, event: Item): boolean {
    this.#check();
    if (!this.#link.hasRoom(lane, event)) {
      this.#hooks.declined?.();
      return false;
    }
    this.#take(lane, event);
    return true;
  }

  #take(lane: Lane, event: Item): void {
    try {
      if (this.#link.unacknowledged === 0) this.#heard = performance.now();
      this.#link.put(lane, event);
    } catch (fault) {
      if (lane.over !== null) this.#link.forget(lane); // nothing more of it is taken: its place is another call's
      throw fault;
    }
    this.#run();
  }

  /** @internal */
  async letGo(lane: Lane): Promise<void> {
    try {
      await this.#until(() => lane.over !== null || lane.unacknowledged === 0);
      if (lane.over !== null) throw lane.over;
    } finally {
      this.drop(lane);
    }
  }

  /** @internal */
  drop(lane: Lane): void {
    this.#link.forget(lane);
    this.#tell();
  }

  #begin(call: string, sender: string, asks: boolean): Call {
    this.#check();
    const lane = this.#link.open(call, sender, asks);
    this.#run();
    return new Call(this, lane);
  }

  #check(): void {
    if (this.#link.refused !== null) {
      this.#told = true;
      throw this.#link.refused;
    }
    if (this.#closed !== null) throw this.#closed;
  }

  async #until(settled: () => boolean): Promise<void> {
    while (!settled()) {
      this.#check();
      await new Promise<void>((settle) => this.#waiters.add(settle));
    }
  }

  #tell(): void {
    const waiters = this.#waiters;
    this.#waiters = new Set();
    for (const settle of waiters) settle();
  }

  #connect(): void {
    const socket = this.#open(this.#url);
    this.#socket = socket;
    const current = (): boolean => this.#socket === socket;
    socket.onopen = () => {
      if (!current()) return;
      this.#heard = performance.now();
      this.#link.connected();
      this.#run();
    };
    socket.onmessage = ({ data }: { data: unknown }) => {
      if (!current() || typeof data !== "string") return;
      this.#heard = performance.now();
      const understood = this.#link.received(data, performance.now());
      if (!understood || this.#link.refused !== null) socket.close();
      this.#run();
      this.#tell();
    };
    socket.onerror = () => undefined; // a close follows, and tells more
    socket.onclose = ({ code, reason }: { code: number; reason: string }) => {
      if (current()) this.#lost(code, reason);
    };
  }

  #lost(code: number, reason: string): void {
    this.#socket = null;
    clearTimeout(this.#timer);
    if (this.#link.welcomed) this.#attempt = 0; // one that only lets us in and drops us is not hammered
    this.#link.disconnected(code, reason);
    if (this.#link.refused === null) {
      const wait = backoff(this.#attempt, Math.random());
      this.#attempt += 1;
      this.#hooks.disconnected?.(reason || `closed with ${code}`, wait);
      this.#timer = setTimeout(() => {
        this.#connect();
      }, wait);
    }
    this.#tell();
  }

  #run(): void {
    const socket = this.#socket;
    if (socket === null) return;
    const now = performance.now();
    const silent = this.#link.unacknowledged > 0 ? this.#heard + SILENT_MS : Infinity;
    if (silent <= now) {
      this.#socket = null; // its close may take as long again
      socket.close(4000);
      this.#lost(1006, "the sidecar no longer answers");
      return;
    }
    for (const frame of this.#link.toSend(now)) socket.send(frame);
    const due = Math.min(silent, this.#link.deadline() ?? Infinity);
    clearTimeout(this.#timer);
    if (due === Infinity) return;
    this.#timer = setTimeout(
      () => {
        this.#run();
      },
      Math.max(0, due - performance.now()),
    );
  }
}
