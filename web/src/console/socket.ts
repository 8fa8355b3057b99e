/** A connection of the console: a {@link Line} and its socket. */

import type { Standing } from "../client/lifeline.ts";
import { Pump } from "../client/pump.ts";
import { Line, type Message, type Told } from "./line.ts";

export interface Listener {
  onStanding(standing: Standing): void;
  onMessage(message: Message): void;
}

export class Socket {
  #line: Line;
  #pump: Pump<Told>;

  /** `hello` is asked at every connection. */
  constructor(url: string, hello: () => Message, listener: Listener) {
    this.#line = new Line(hello);
    this.#pump = new Pump<Told>(url, this.#line, (told) => {
      if (told.kind === "stand") listener.onStanding(told.standing);
      else listener.onMessage(told.message);
    });
    addEventListener("online", this.#onWake);
    addEventListener("pageshow", this.#onWake);
    document.addEventListener("visibilitychange", this.#onWake);
    this.#pump.run(this.#line.start(performance.now()));
  }

  /** When the server was last heard (`performance.now()`). */
  get heard(): number {
    return this.#line.heard;
  }

  /** False, and nothing is sent, while there is no connection. */
  say(message: Message): boolean {
    if (!this.#line.open) return false;
    this.#pump.run([{ kind: "send", text: JSON.stringify(message) }]);
    return true;
  }

  /** Try at once, instead of waiting for the next turn. */
  hurry(): void {
    this.#pump.run(this.#line.hurry(performance.now()));
  }

  /** Leaves for good. */
  close(): void {
    removeEventListener("online", this.#onWake);
    removeEventListener("pageshow", this.#onWake);
    document.removeEventListener("visibilitychange", this.#onWake);
    this.#pump.run(this.#line.stop());
  }

  #onWake = (): void => {
    if (document.visibilityState === "visible") this.hurry();
  };
}
