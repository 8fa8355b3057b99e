/** One backtest at a time: how far it is, what it found, and for which text. */

import { ApiError } from "../../api.ts";
import type { Ask } from "../ask.ts";
import type { Asked, Backtested, Progress } from "../wire.ts";

export type BacktestState =
  | { readonly is: "idle" }
  | { readonly is: "running"; readonly progress: Progress }
  | { readonly is: "stopped" }
  | { readonly is: "failed"; readonly code: string; readonly detail: string }
  | { readonly is: "done"; readonly path: string; readonly text: string; readonly result: Backtested };

const STARTING: Progress = { done: 0, of: 0, stage: "starting" };

export class Backtest {
  state: BacktestState = { is: "idle" };
  readonly #ask: Pick<Ask, "backtest">;
  readonly #changed: () => void;
  #running: AbortController | null = null;

  constructor(ask: Pick<Ask, "backtest">, changed: () => void) {
    this.#ask = ask;
    this.#changed = changed;
  }

  async run(path: string, text: string, asked: Asked): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.#become({ is: "running", progress: STARTING });
    try {
      for await (const line of this.#ask.backtest(path, text, asked, running.signal)) {
        if (this.#running !== running) return;
        if ("progress" in line) this.#become({ is: "running", progress: line.progress });
        else if ("result" in line) this.#become({ is: "done", path, text, result: line.result });
        else this.#become({ is: "failed", ...line.error });
      }
      if (this.#running === running && this.state.is === "running") this.#become(BROKEN_OFF);
    } catch (error) {
      if (this.#running !== running) return;
      const refusal = error instanceof ApiError ? error.refusal : null;
      this.#become(refusal === null ? BROKEN_OFF : { is: "failed", ...refusal });
    }
  }

  /** Stops it, here and on the server. */
  stop(): void {
    if (this.#running === null || this.state.is !== "running") return;
    this.#running.abort();
    this.#running = null;
    this.#become({ is: "stopped" });
  }

  #become(state: BacktestState): void {
    this.state = state;
    this.#changed();
  }
}

/** The connection was lost in the midst of it. */
const BROKEN_OFF: BacktestState = { is: "failed", code: "unreachable", detail: "" };
