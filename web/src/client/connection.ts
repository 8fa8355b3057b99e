/** The shell around {@link Session}: one WebSocket, one timer, the clock. */

import { type Effect, type Identity, type Link, Session } from "./session.ts";
import type { DialLevel, StreamEvent, Transcript, Verdict } from "./wire.ts";

export interface Listener {
  onLink(link: Link): void;
  onEvent(event: StreamEvent): void;
  onTranscript(event: Transcript): void;
  /** What each call's clock shows now, ms; told after a connection came back. */
  onClocks?(clocks: Readonly<Record<string, number>>): void;
}

export class Connection {
  #url: string;
  #listener: Listener;
  #session: Session;
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** A browser says when the network is back; Node does not. */
  #listen = typeof window === "undefined" ? null : window;
  #wake = (): void => {
    this.#run(this.#session.hurry(performance.now()));
  };

  constructor(url: string, identity: Identity, listener: Listener) {
    this.#url = url;
    this.#listener = listener;
    this.#session = new Session(identity);
    this.#listen?.addEventListener("online", this.#wake);
    this.#run(this.#session.start(performance.now()));
  }

  /** Leaves for good. */
  close(): void {
    this.#listen?.removeEventListener("online", this.#wake);
    this.#run(this.#session.stop());
  }

  feedback(hint: string, verdict: Verdict): void {
    this.#run(this.#session.post({ type: "feedback", hint, verdict }));
  }

  dial(level: DialLevel): void {
    this.#run(this.#session.post({ type: "dial", level }));
  }

  #open(): void {
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    const current = (): boolean => this.#socket === socket;
    socket.onopen = () => {
      if (current()) this.#run(this.#session.opened(performance.now()));
    };
    socket.onmessage = (message: MessageEvent<unknown>) => {
      if (!current() || typeof message.data !== "string") return;
      this.#run(this.#session.received(message.data, performance.now()));
    };
    socket.onclose = (closing) => {
      if (!current()) return;
      this.#socket = null;
      this.#run(this.#session.closed(closing.code, performance.now()));
    };
  }

  #run(effects: readonly Effect[]): void {
    for (const effect of effects) this.#carryOut(effect);
    clearTimeout(this.#timer);
    const due = this.#session.deadline();
    if (due === null) return;
    this.#timer = setTimeout(
      () => {
        this.#run(this.#session.tick(performance.now()));
      },
      Math.max(0, due - performance.now()),
    );
  }

  #carryOut(effect: Effect): void {
    switch (effect.kind) {
      case "connect":
        this.#open();
        break;
      case "send":
        this.#socket?.send(effect.text);
        break;
      case "close": {
        const socket = this.#socket;
        this.#socket = null;
        socket?.close();
        break;
      }
      case "link":
        this.#listener.onLink(effect.link);
        break;
      case "event":
        this.#listener.onEvent(effect.event);
        break;
      case "clocks":
        this.#listener.onClocks?.(effect.clocks);
        break;
      case "transcript":
        this.#listener.onTranscript(effect.event);
        break;
    }
  }
}
