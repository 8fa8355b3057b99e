import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Connection } from "./connection.ts";
import type { Socket } from "./socket.ts";

/** A socket like that of the package `ws`: it throws errors that nobody listens for. */
class Wire implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  said: string[] = [];

  send(text: string): void {
    this.said.push(text);
  }

  close(): void {
    this.onclose?.({ code: 1000 });
  }

  /** As when nobody listens at the address. */
  refuse(): void {
    if (this.onerror === null) throw new Error("Unhandled 'error' event: ECONNREFUSED");
    this.onerror(new Error("ECONNREFUSED"));
    this.onclose?.({ code: 1006 });
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("hints come through a socket that is handed in, and a refused connection is made again", async () => {
  const wires: Wire[] = [];
  const ignore = (): void => undefined;
  const listener = { onLink: ignore, onEvent: ignore, onTranscript: ignore };
  const identity = { token: "secret", agent: "7001", transcript: false };
  const it = new Connection("ws://sidecar/v1/overlay", identity, listener, (url) => {
    expect(url).toBe("ws://sidecar/v1/overlay");
    const wire = new Wire();
    wires.push(wire);
    return wire;
  });
  wires[0]?.refuse();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(wires.length).toBeGreaterThan(1);
  const wire = wires.at(-1);
  wire?.onopen?.();
  expect(JSON.parse(wire?.said[0] ?? "")).toMatchObject({ type: "hello", token: "secret", agent: "7001" });
  it.close();
});
