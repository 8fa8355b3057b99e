/** The connection to the training room: one websocket, opened again when it is lost. */

import { BACKOFF_FIRST, LOST_AFTER, STOP_CODES_FROM, WELCOME_WITHIN, backoff } from "../../client/lifeline.ts";
import { type Asked, type Told, toldIn } from "./wire.ts";

/** `open`: greeted. `lost`: to be opened again. `idle`: let go for having been left alone. `refused`: for good. */
export type Standing = "opening" | "open" | "lost" | "idle" | "refused";

export interface Hears {
  onTold(told: Told): void;
  onStanding(standing: Standing): void;
}

const IDLE = 4_006;

export class TrainingLine {
  #url: string;
  #token: string;
  #hears: Hears;
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;

  constructor(url: string, token: string, hears: Hears) {
    this.#url = url;
    this.#token = token;
    this.#hears = hears;
    this.open();
  }

  /** Open it, or open it again at once. */
  open(): void {
    this.#drop();
    this.#hears.onStanding("opening");
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    this.#within(WELCOME_WITHIN);
    socket.onopen = () => {
      socket.send(JSON.stringify({ type: "hello", token: this.#token }));
    };
    socket.onmessage = (message: MessageEvent<unknown>) => {
      if (this.#socket !== socket || typeof message.data !== "string") return;
      this.#within(LOST_AFTER);
      for (const told of toldIn(message.data)) this.#take(told);
    };
    socket.onclose = ({ code }) => {
      if (this.#socket === socket) this.#lose(code);
    };
  }

  /** False when there is no connection: nothing was sent. */
  send(asked: Asked): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(asked));
    return true;
  }

  /** Leave for good. */
  close(): void {
    this.#drop();
  }

  #take(told: Told): void {
    if (told.type === "ping") {
      this.#attempt = 0;
      this.#socket?.send('{"type":"pong"}');
    } else if (told.type === "welcome") this.#hears.onStanding("open");
    else this.#hears.onTold(told);
  }

  /** Without a word for so long, the server is as good as gone. */
  #within(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#lose(1006);
    }, ms);
  }

  #lose(code: number): void {
    this.#drop();
    if (code >= STOP_CODES_FROM) this.#hears.onStanding("refused");
    else if (code === IDLE) this.#hears.onStanding("idle");
    else {
      this.#hears.onStanding("lost");
      const wait = Math.max(BACKOFF_FIRST, backoff(this.#attempt, Math.random()));
      this.#attempt += 1;
      this.#timer = setTimeout(() => {
        this.open();
      }, wait);
    }
  }

  #drop(): void {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }
}
