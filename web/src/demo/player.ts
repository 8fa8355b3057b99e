/** The demo's HTTP side: which calls there are, play one, stop it. */

export interface Sample {
  readonly id: string;
  readonly title: Readonly<Record<"zh" | "en", string>>;
  readonly about: Readonly<Record<"zh" | "en", string>>;
  readonly language: string;
  readonly duration_ms: number;
}

export interface Playing {
  readonly call: string;
  readonly agent: string;
}

export class Player {
  #token: string;
  #agent: string;

  /** `agent` names the overlay's stream: each page its own, so that two pages do not mix. */
  constructor(token: string, agent: string) {
    this.#token = token;
    this.#agent = agent;
  }

  /** @throws Error when the demo cannot be reached or refuses the token. */
  async samples(): Promise<Sample[]> {
    return (await this.#ask("demo/samples")) as Sample[];
  }

  /** @throws Error as above. */
  async play(sample: string, speed: number): Promise<Playing> {
    return (await this.#ask("demo/play", { sample, speed, agent: this.#agent })) as Playing;
  }

  /** @throws Error as above. */
  async stop(call: string): Promise<void> {
    await this.#ask("demo/stop", { call });
  }

  async #ask(path: string, body?: unknown): Promise<unknown> {
    const headers = { Authorization: `Bearer ${this.#token}`, "Content-Type": "application/json" };
    const reply = await fetch(
      path,
      body === undefined ? { headers } : { headers, method: "POST", body: JSON.stringify(body) },
    );
    if (!reply.ok) throw new Error(`${path}: ${reply.status}`);
    const text = await reply.text();
    return text === "" ? null : (JSON.parse(text) as unknown);
  }
}
