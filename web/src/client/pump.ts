/** The shell around a {@link Lifeline}: one WebSocket, one timer, the clock. */

import type { Wire } from "./lifeline.ts";
import { type OpenSocket, openSocket, type Socket } from "./socket.ts";

interface Machine<Own> {
  opened(now: number): readonly (Wire | Own)[];
  received(text: string, now: number): readonly (Wire | Own)[];
  closed(code: number, now: number): readonly (Wire | Own)[];
  deadline(): number | null;
  tick(now: number): readonly (Wire | Own)[];
}

export class Pump<Own extends { readonly kind: string }> {
  #url: string;
  #machine: Machine<Own>;
  #carryOut: (effect: Own) => void;
  #openSocket: OpenSocket;
  #socket: Socket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `carryOut` is given the effects that are not the wire's. */
  constructor(url: string, machine: Machine<Own>, carryOut: (effect: Own) => void, open: OpenSocket = openSocket) {
    this.#openSocket = open;
    this.#url = url;
    this.#machine = machine;
    this.#carryOut = carryOut;
  }

  /** Carry out what the machine wants done, in order, and wait for its next deadline. */
  run(effects: readonly (Wire | Own)[]): void {
    for (const effect of effects) {
      if (isWire(effect)) this.#wire(effect);
      else this.#carryOut(effect);
    }
    clearTimeout(this.#timer);
    const due = this.#machine.deadline();
    if (due === null) return;
    this.#timer = setTimeout(
      () => {
        this.run(this.#machine.tick(performance.now()));
      },
      Math.max(0, due - performance.now()),
    );
  }

  #wire(effect: Wire): void {
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
    }
  }

  #open(): void {
    const socket = this.#openSocket(this.#url);
    this.#socket = socket;
    const current = (): boolean => this.#socket === socket;
    socket.onopen = () => {
      if (current()) this.run(this.#machine.opened(performance.now()));
    };
    socket.onmessage = ({ data }: { data: unknown }) => {
      if (!current() || typeof data !== "string") return;
      this.run(this.#machine.received(data, performance.now()));
    };
    socket.onerror = () => undefined; // a close follows, and tells more
    socket.onclose = ({ code }: { code: number }) => {
      if (!current()) return;
      this.#socket = null;
      this.run(this.#machine.closed(code, performance.now()));
    };
  }
}

function isWire(effect: { readonly kind: string }): effect is Wire {
  return effect.kind === "connect" || effect.kind === "send" || effect.kind === "close";
}
