/** The console's requests: JSON with the token, and refusals as errors that can be shown. */

import type { NeedNames } from "./need-names.ts";

/** What the server says of a request that it refuses (`docs/integrators/protocol.md`, Codes). */
export interface Refusal {
  readonly code: string;
  readonly detail: string;
  readonly temporary: boolean;
  readonly [more: string]: unknown;
}

/** A request that failed. `refusal` is null when the server could not be reached. */
export class ApiError extends Error {
  readonly status: number;
  readonly refusal: Refusal | null;

  constructor(status: number, refusal: Refusal | null) {
    super(refusal?.detail ?? "unreachable");
    this.status = status;
    this.refusal = refusal;
  }

  /** Whether the server could not be reached, or will take the same request later. */
  get passing(): boolean {
    return this.refusal === null || this.refusal.temporary;
  }
}

export interface SessionInfo {
  readonly supervisor: boolean;
  readonly version: string;
  readonly digest: string;
  /** Whether the calls are samples that the demo plays. */
  readonly samples: boolean;
  /** What needs are called, by the rules in force. */
  readonly needs: NeedNames;
}

export class Api {
  readonly #root: URL;
  readonly #token: () => string;

  /** `root`: the server's own address, whatever sub-path it stands behind. */
  constructor(token: () => string, root: URL = new URL(document.baseURI)) {
    this.#token = token;
    this.#root = root;
  }

  session(): Promise<SessionInfo> {
    return this.get("v1/session");
  }

  get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return this.ask("GET", path, undefined, signal);
  }

  post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
    return this.ask("POST", path, body, signal);
  }

  put<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
    return this.ask("PUT", path, body, signal);
  }

  delete<T>(path: string, body?: unknown): Promise<T> {
    return this.ask("DELETE", path, body);
  }

  /** Throws {@link ApiError}, and what `signal` was aborted with. */
  async ask<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
    const response = await this.send(method, path, body, signal);
    return (await response.json()) as T;
  }

  /** One JSON value a line, as they come. Throws as {@link ask} does. */
  async *lines<T>(path: string, body: unknown, signal?: AbortSignal): AsyncGenerator<T> {
    const response = await this.send("POST", path, body, signal);
    if (response.body === null) return;
    let held = "";
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const whole = (held + read.value).split("\n");
      held = whole.pop() ?? "";
      for (const line of whole) if (line !== "") yield JSON.parse(line) as T;
    }
    if (held !== "") yield JSON.parse(held) as T;
  }

  /** The address of a websocket of this server. */
  socket(path: string): string {
    const url = new URL(path, this.#root);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    return url.href;
  }

  /** The answer itself, for what is no JSON. Throws as {@link ask} does. */
  async send(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.#token()}` };
    const init: RequestInit = { method, headers, cache: "no-store", signal: signal ?? null };
    if (body !== undefined) {
      headers["content-type"] = "application/json";
      init.body = JSON.stringify(body);
    }
    let response: Response;
    try {
      response = await fetch(new URL(path, this.#root), init);
    } catch (fault) {
      if (signal?.aborted === true) throw fault;
      throw new ApiError(0, null);
    }
    if (response.ok) return response;
    const told: unknown = await response.json().catch(() => null);
    throw new ApiError(response.status, isRefusal(told) ? told : null);
  }
}

function isRefusal(told: unknown): told is Refusal {
  return typeof told === "object" && told !== null && "code" in told && "detail" in told;
}
