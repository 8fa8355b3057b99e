/** The floor as the screen holds it: the connection, what it told, and when to draw it. */

import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Standing } from "../../client/lifeline.ts";
import type { Message } from "../line.ts";
import { Socket } from "../socket.ts";
import { Announcer } from "./announcer.ts";
import { FloorStore } from "./store.ts";
import { WatchedCall } from "./watched.ts";
import { type Alert, type FloorMessage, type NoteSent, type Refused, isFloor } from "./wire.ts";

/** What became of what was asked: only whispers are answered by name; all else is seen in what it changes. */
export type Answer = (answer: Refused | NoteSent) => void;

/** Whether a message shows that what was asked has been done: others' doings are told alike. */
export type Done = (told: FloorMessage) => boolean;

/** Said of what was asked when the connection went before the answer came. */
const CUT_OFF: Refused = { type: "error", code: "offline", detail: "" };

export class FloorStream implements ReactiveController {
  readonly store = new FloorStore();
  standing: Standing = "connecting";
  watched: WatchedCall | null = null;
  /** What a screen reader is told. */
  readonly announcer: Announcer;
  #host: ReactiveControllerHost;
  #refused: () => void;
  #socket: Socket | null = null;
  #told = false;
  #frame = 0;
  #second: ReturnType<typeof setTimeout> | undefined;
  #refs = 0;
  #asked = new Map<string, { readonly done: Done; readonly answered: Answer }>();
  /** Whether the host is in the page: what it still draws after it has gone opens nothing. */
  #there = false;

  /** `refused`: the token does not open the floor any more. */
  constructor(host: ReactiveControllerHost, refused: () => void) {
    this.#host = host;
    this.#refused = refused;
    this.announcer = new Announcer(() => {
      host.requestUpdate();
    });
    host.addController(this);
  }

  /** Local time to which clocks are drawn: they stand still while nothing is heard. */
  get now(): number {
    const still = this.standing === "lost" || this.standing === "refused";
    return still ? (this.#socket?.heard ?? 0) : performance.now();
  }

  /** When the server was last heard, by the wall clock. */
  get heardAt(): number {
    return Date.now() - (performance.now() - (this.#socket?.heard ?? 0));
  }

  /** Whether what is shown is how things stand: after a loss, once the floor has been told anew. */
  get current(): boolean {
    return this.#told && this.standing !== "lost" && this.standing !== "refused";
  }

  open(url: string, token: () => string, name: () => string): void {
    if (!this.#there || this.#socket !== null) return;
    const hello = (): Message => ({ type: "hello", token: token(), name: name() });
    this.#socket = new Socket(url, hello, {
      onStanding: (standing) => {
        this.#stand(standing);
      },
      onMessage: (message) => {
        this.#hear(message);
      },
    });
  }

  retry(): void {
    this.#socket?.hurry();
  }

  watch(call: string | null): void {
    this.store.watch(call);
    if ((this.watched?.id ?? null) === call) return;
    this.watched = call === null ? null : new WatchedCall(call);
    this.#socket?.say({ type: "watch", call });
    this.#draw();
  }

  /** Ask for something; `answered` hears why it was not done, and of a whisper that it was. */
  ask = (message: Message, done: Done, answered: Answer): void => {
    this.#refs += 1;
    const ref = `r${this.#refs}`;
    if (this.#socket?.say({ ...message, ref }) === true) this.#asked.set(ref, { done, answered });
    else answered(CUT_OFF);
  };

  hostConnected(): void {
    this.#there = true;
    this.#tick();
  }

  hostDisconnected(): void {
    this.#there = false;
    clearTimeout(this.#second);
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#socket?.close();
    this.#socket = null;
  }

  #stand(standing: Standing): void {
    this.standing = standing;
    if (standing === "lost" || standing === "refused") {
      this.#told = false;
      // What was asked and not answered may or may not have been done: who asked must know.
      for (const { answered } of this.#asked.values()) answered(CUT_OFF);
      this.#asked.clear();
    }
    if (standing === "refused") this.#refused();
    this.#host.requestUpdate();
  }

  #hear(message: Message): void {
    const now = performance.now();
    if (message.type === "welcome") {
      if (this.watched !== null) this.#socket?.say({ type: "watch", call: this.watched.id });
    } else if (isFloor(message)) {
      this.#told ||= message.type === "floor";
      const raised: Alert | null = this.store.hear(message, now);
      if (raised !== null) this.announcer.alert(raised);
      for (const [ref, { done }] of this.#asked) if (done(message)) this.#asked.delete(ref);
    } else this.#answer(message);
    this.watched?.hear(message, now);
    this.#draw();
  }

  #answer(message: Message): void {
    const ref = message["ref"];
    if (typeof ref !== "string") return;
    const asked = this.#asked.get(ref);
    this.#asked.delete(ref);
    asked?.answered(message as unknown as Refused | NoteSent);
  }

  /** At most once a frame. */
  #draw(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#host.requestUpdate();
    });
  }

  #tick = (): void => {
    const now = performance.now();
    this.#second = setTimeout(this.#tick, 1000 - (now % 1000));
    this.store.lapse(now);
    this.watched?.lapse(now);
    this.#host.requestUpdate(); // in a tab that nobody looks at, too: its title tells of alerts
  };
}
