/** Asking as somebody types: a little later, one at a time, and only the last answer counts. */

export type Clock = Pick<typeof globalThis, "setTimeout" | "clearTimeout">;

export class Latest<Question, Answer> {
  readonly #wait: number;
  readonly #ask: (question: Question, signal: AbortSignal) => Promise<Answer>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | null = null;

  /** `wait`: milliseconds of silence before a question is asked. */
  constructor(wait: number, ask: (question: Question, signal: AbortSignal) => Promise<Answer>) {
    this.#wait = wait;
    this.#ask = ask;
  }

  /** Whether an answer is still to come. */
  get busy(): boolean {
    return this.#timer !== undefined || this.#running !== null;
  }

  /** Asks once nothing newer came for a while; the answer to a superseded question is dropped. */
  soon(question: Question, then: (answer: Answer) => void, otherwise: (error: unknown) => void): void {
    this.cancel();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.now(question, then, otherwise);
    }, this.#wait);
  }

  async now(
    question: Question,
    then: (answer: Answer) => void,
    otherwise: (error: unknown) => void,
  ): Promise<void> {
    this.cancel();
    const running = new AbortController();
    this.#running = running;
    const last = (): boolean => this.#running === running;
    try {
      const answer = await this.#ask(question, running.signal);
      if (!last()) return;
      this.#running = null;
      then(answer);
    } catch (error) {
      if (!last()) return;
      this.#running = null;
      otherwise(error);
    }
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running?.abort();
    this.#running = null;
  }
}
