import type { ReactiveController, ReactiveControllerHost } from "lit";
import { ApiError } from "../api.ts";

/** Something asked of the server: on its way, here, or not to be had. The last one asked for counts. */
export class Fetched<T> implements ReactiveController {
  value: T | undefined;
  fault: ApiError | undefined;
  busy = false;
  readonly #host: ReactiveControllerHost;
  #asked: AbortController | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#asked?.abort();
  }

  /** Ask; the value there is stays until the next one comes. Resolves when this one is here or has failed. */
  async ask(what: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.#asked?.abort();
    const asked = new AbortController();
    this.#asked = asked;
    this.busy = true;
    this.fault = undefined;
    this.#host.requestUpdate();
    try {
      const value = await what(asked.signal);
      if (asked.signal.aborted) return;
      this.value = value;
    } catch (fault) {
      if (asked.signal.aborted) return;
      if (!(fault instanceof ApiError)) throw fault;
      this.fault = fault;
    }
    this.busy = false;
    this.#host.requestUpdate();
  }

  forget(): void {
    this.#asked?.abort();
    this.value = undefined;
    this.fault = undefined;
    this.busy = false;
  }
}
