/** The overlay's connection: a {@link Session} and its socket. */

import { Pump } from "./pump.ts";
import { type Identity, type Link, Session, type Told } from "./session.ts";
import type { OpenSocket } from "./socket.ts";
import type { DialLevel, NoteState, StreamEvent, Transcript, Verdict } from "./wire.ts";

export interface Listener {
  /** `refusal`: of a link that is refused, the code it was closed with (docs: close codes). */
  onLink(link: Link, refusal: number | null): void;
  onEvent(event: StreamEvent): void;
  onTranscript(event: Transcript): void;
  /** What each call's clock shows now, ms; told after a connection came back. */
  onClocks?(clocks: Readonly<Record<string, number>>): void;
}

export class Connection {
  #listener: Listener;
  #session: Session;
  #pump: Pump<Told>;
  /** A browser says when the network is back; Node does not. */
  #listen = typeof window === "undefined" ? null : window;
  #wake = (): void => {
    this.#pump.run(this.#session.hurry(performance.now()));
  };

  /** `socket`: opens one; `new WebSocket(url)` unless given. `unsaid`: what the connection before could not say any
   * more, to be sent first. */
  constructor(
    url: string,
    identity: Identity,
    listener: Listener,
    socket?: OpenSocket,
    unsaid: readonly string[] = [],
  ) {
    this.#listener = listener;
    this.#session = new Session(identity, Math.random, unsaid);
    const tell = (told: Told): void => {
      this.#tell(told);
    };
    this.#pump = new Pump<Told>(url, this.#session, tell, socket);
    this.#listen?.addEventListener("online", this.#wake);
    this.#pump.run(this.#session.start(performance.now()));
  }

  /** What waits to be sent, or never was. */
  get unsaid(): readonly string[] {
    return this.#session.unsaid;
  }

  /** Leaves for good. */
  close(): void {
    this.#listen?.removeEventListener("online", this.#wake);
    this.#pump.run(this.#session.stop());
  }

  feedback(hint: string, verdict: Verdict): void {
    this.#pump.run(this.#session.post({ type: "feedback", hint, verdict }));
  }

  /** A supervisor's note is before the agent's eyes, or was put away. */
  seen(note: string, state: NoteState): void {
    this.#pump.run(this.#session.post({ type: "note.seen", note, state }));
  }

  dial(level: DialLevel): void {
    this.#pump.run(this.#session.post({ type: "dial", level }));
  }

  #tell(told: Told): void {
    switch (told.kind) {
      case "link":
        this.#listener.onLink(told.link, told.refusal);
        break;
      case "event":
        this.#listener.onEvent(told.event);
        break;
      case "clocks":
        this.#listener.onClocks?.(told.clocks);
        break;
      case "transcript":
        this.#listener.onTranscript(told.event);
        break;
    }
  }
}
