/** The shell around {@link Line}: one websocket, one timer, the clock. */

import { type Deed, Line, type Message, type Standing } from "./line.ts";

export interface Listener {
  onStanding(standing: Standing): void;
  onMessage(message: Message): void;
}

export class Socket {
  #url: string;
  #listener: Listener;
  #line: Line;
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `hello` is asked at every connection. */
  constructor(url: string, hello: () => Message, listener: Listener) {
    this.#url = url;
    this.#listener = listener;
    this.#line = new Line(hello);
    addEventListener("online", this.#onWake);
    addEventListener("pageshow", this.#onWake);
    document.addEventListener("visibilitychange", this.#onWake);
    this.#run(this.#line.start(performance.now()));
  }

  /** When the server was last heard (`performance.now()`). */
  get heard(): number {
    return this.#line.heard;
  }

  /** False, and nothing is sent, while there is no connection. */
  say(message: Message): boolean {
    if (!this.#line.open || this.#socket === null) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** Try at once, instead of waiting for the next turn. */
  hurry(): void {
    this.#run(this.#line.woke(performance.now()));
  }

  /** Leaves for good. */
  close(): void {
    removeEventListener("online", this.#onWake);
    removeEventListener("pageshow", this.#onWake);
    document.removeEventListener("visibilitychange", this.#onWake);
    this.#run(this.#line.stop());
  }

  #onWake = (): void => {
    if (document.visibilityState === "visible") this.hurry();
  };

  #open(): void {
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    const current = (): boolean => this.#socket === socket;
    socket.onopen = () => {
      if (current()) this.#run(this.#line.opened(performance.now()));
    };
    socket.onmessage = (message: MessageEvent<unknown>) => {
      if (!current() || typeof message.data !== "string") return;
      this.#run(this.#line.received(message.data, performance.now()));
    };
    socket.onclose = (closing) => {
      if (!current()) return;
      this.#socket = null;
      this.#run(this.#line.closed(closing.code, performance.now()));
    };
  }

  #run(deeds: readonly Deed[]): void {
    for (const deed of deeds) this.#carryOut(deed);
    clearTimeout(this.#timer);
    const due = this.#line.deadline();
    if (due === null) return;
    this.#timer = setTimeout(
      () => {
        this.#run(this.#line.tick(performance.now()));
      },
      Math.max(0, due - performance.now()),
    );
  }

  #carryOut(deed: Deed): void {
    switch (deed.do) {
      case "connect":
        this.#open();
        break;
      case "send":
        this.#socket?.send(deed.text);
        break;
      case "close": {
        const socket = this.#socket;
        this.#socket = null;
        socket?.close();
        break;
      }
      case "stand":
        this.#listener.onStanding(deed.standing);
        break;
      case "hear":
        this.#listener.onMessage(deed.message);
        break;
    }
  }
}
