/** One agent's stream as the element holds it: the connection, the view folded from it, its timers. */

import type { ReactiveController, ReactiveControllerHost } from "lit";
import { Connection, type Listener } from "../client/connection.ts";
import type { Identity, Link } from "../client/session.ts";
import type { DialLevel, NoteState, StreamEvent, Transcript, Verdict } from "../client/wire.ts";
import { type Deed, act, lapse, nextLapse, read, receive, set } from "../state/reduce.ts";
import type { Action } from "./keys.ts";
import { type Call, NOTHING, type View, liveCall } from "../state/view.ts";

/** A dismissal is told when it can no longer be undone. */
const VERDICTS: Readonly<Partial<Record<Action, Verdict>>> = {
  used: "used",
  wrong: "wrong",
  helpful: "helpful",
  later: "later",
};
const DEEDS: Readonly<Partial<Record<Action, Deed>>> = {
  used: "gone",
  wrong: "gone",
  later: "later",
  dismiss: "dismiss",
  undo: "back",
};

/** Where a stream comes from. `at`: what the call's clock shows, where it is not this page's (it may stand). */
export interface Source {
  readonly at?: number;
  feedback(hint: string, verdict: Verdict): void;
  /** What became of a supervisor's note; nobody writes any where there is no supervisor. */
  seen?(note: string, state: NoteState): void;
  dial(level: DialLevel): void;
  /** The messages that could not be sent yet. */
  readonly unsaid?: readonly string[];
  close(): void;
}

/** Opens a stream that is not the sidecar's own: the training room's call. */
export type Feed = (listener: Listener) => Source;

/** The websocket's address: as given, else that of the server which `module` came from. */
export function addressOf(src: string, module: string): string {
  const url = new URL(src === "" ? "../v1/overlay" : src, module);
  url.protocol = url.protocol.replace("http", "ws");
  return url.href;
}

type Host = ReactiveControllerHost & { readonly isConnected: boolean };

export class HintStream implements ReactiveController, Listener {
  view: View = NOTHING;
  link: Link = "connecting";
  /** Of a link that is refused: the code it was closed with. */
  refusal: number | null = null;
  /** The hints that the agent has called helpful, of the calls on the screen. */
  readonly thanked = new Set<string>();
  /** The notes that this screen has said it shows. */
  readonly #shown = new Set<string>();
  /** Set without a connection: the sidecar hears of it only after it has said how things stand. */
  #dialled: DialLevel | null = null;
  #host: Host;
  #told: (event: StreamEvent | Transcript | Link) => void;
  #connection: Source | null = null;
  /** Whose stream it is, or was. */
  #agent = "";
  /** What the connection that is gone could not say. */
  #unsaid: readonly string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `told` hears every event, transcript and change of the link, after the view has changed. */
  constructor(host: Host, told: (event: StreamEvent | Transcript | Link) => void) {
    this.#host = host;
    this.#told = told;
    host.addController(this);
  }

  get call(): Call | null {
    return liveCall(this.view);
  }

  /** The live call's time now, ms since it began; an ended one stands still. */
  get at(): number {
    const { call } = this;
    if (call === null) return 0;
    return call.ended ? call.at : (this.#connection?.at ?? performance.now() - call.began);
  }

  /** What is shown, and what was done and not yet told, stays where it is the same agent's still. */
  open(url: string, identity: Identity, feed?: Feed): void {
    this.close();
    const isSame = feed === undefined && identity.agent === this.#agent; // a new token: its calls go on
    if (isSame) {
      this.view = lapse(this.view, Infinity); // what was dismissed has been told
    } else {
      this.#unsaid = [];
      this.view = { ...NOTHING, dial: this.view.dial };
    }
    this.#agent = identity.agent;
    this.link = "connecting";
    if (feed !== undefined) this.#connection = feed(this);
    else if (identity.agent !== "") this.#connection = new Connection(url, identity, this, undefined, this.#unsaid);
  }

  /** What was about to be dismissed is; then the connection goes. */
  close(): void {
    this.#settle(Infinity);
    this.#unsaid = this.#connection?.unsaid ?? this.#unsaid;
    this.#connection?.close();
    this.#connection = null;
  }

  /** What the agent does with a hint: shown at once, and told to the sidecar. False: it was done before. */
  do(hint: string, action: Action): boolean {
    if (action === "helpful" && this.thanked.has(hint)) return false;
    if (action === "helpful") this.thanked.add(hint);
    const verdict = VERDICTS[action];
    const deed = DEEDS[action];
    if (verdict !== undefined) this.feedback(hint, verdict);
    if (deed !== undefined) this.view = act(this.view, hint, deed, performance.now());
    this.#host.requestUpdate();
    return true;
  }

  /** What a supervisor said is before the agent's eyes. */
  shown(note: string): void {
    if (this.#shown.has(note)) return;
    this.#shown.add(note);
    this.#connection?.seen?.(note, "shown");
  }

  /** What a supervisor said has been read. */
  read(note: string): void {
    this.view = read(this.view, note);
    this.#connection?.seen?.(note, "read");
    this.#host.requestUpdate();
  }

  feedback(hint: string, verdict: Verdict): void {
    this.#connection?.feedback(hint, verdict);
  }

  dial(level: DialLevel): void {
    this.view = { ...this.view, dial: level };
    if (this.link === "lost" || this.link === "connecting" || this.link === "unreachable") this.#dialled = level;
    this.#connection?.dial(level);
    this.#host.requestUpdate();
  }

  onLink(link: Link, refusal: number | null = null): void {
    this.link = link;
    this.refusal = refusal;
    this.#told(link);
    this.#host.requestUpdate();
  }

  onEvent(event: StreamEvent): void {
    const dial = this.#dialled;
    this.#dialled = null;
    const told = event.type === "snapshot" && dial !== null ? { ...event, dial } : event;
    this.view = receive(this.view, told, performance.now());
    if (event.type === "call.start") {
      this.thanked.clear();
      this.#shown.clear();
    }
    this.#told(event);
    this.#host.requestUpdate();
  }

  onClocks(clocks: Readonly<Record<string, number>>): void {
    this.view = set(this.view, clocks, performance.now());
    this.#host.requestUpdate();
  }

  onTranscript(event: Transcript): void {
    this.#told(event);
  }

  /** Wakes for the next lapse, and at each full second of a running call. */
  hostUpdated(): void {
    clearTimeout(this.#timer);
    if (!this.#host.isConnected) return;
    const { call, at } = this;
    const steady = this.#connection?.at === undefined; // a clock that stands would be waited for in vain
    const second = call === null || call.ended ? Infinity : steady ? 1000 - (at % 1000) : 500;
    const wait = Math.min(second, (nextLapse(this.view) ?? Infinity) - performance.now());
    if (!Number.isFinite(wait)) return;
    this.#timer = setTimeout(
      () => {
        const now = performance.now(); // the same for both: what lapses without having been told is lost
        this.#settle(now);
        this.view = lapse(this.view, now);
        this.#host.requestUpdate();
      },
      Math.max(0, wait),
    );
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.close();
  }

  /** Dismissals that can no longer be undone are told to the sidecar. */
  #settle(now: number): void {
    for (const { id, dismissing } of this.view.calls.flatMap((call) => call.hints)) {
      if (dismissing !== null && dismissing <= now) this.feedback(id, "dismissed");
    }
  }
}
