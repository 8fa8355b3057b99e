import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CallOver, Closed, Refused } from "./faults.ts";
import { IngestClient, type Options } from "./ingest.ts";
import type { Socket } from "./socket.ts";

/** The sidecar's end of each socket, played by the test. */
class Wire implements Socket {
  static opened: Wire[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: (() => void) | null = null;
  said: Record<string, unknown>[] = [];

  constructor() {
    Wire.opened.push(this);
  }

  send(text: string): void {
    const told = JSON.parse(text) as Record<string, unknown> | Record<string, unknown>[];
    this.said.push(...(Array.isArray(told) ? told : [told]));
  }

  close(code = 1000): void {
    this.onclose?.({ code, reason: "" });
  }

  tell(...messages: object[]): void {
    this.onmessage?.({ data: JSON.stringify(messages) });
  }
}

function client(options: Partial<Options> = {}): { it: IngestClient; wire: Wire } {
  const it = new IngestClient("ws://sidecar/", { token: "secret", socket: () => new Wire(), ...options });
  return { it, wire: latest() };
}

function latest(): Wire {
  const wire = Wire.opened.at(-1);
  if (wire === undefined) throw new Error("no socket was opened");
  return wire;
}

const ack = (seq: number): object => ({ type: "ack", call: "c1", sender: "", seq });

beforeEach(() => {
  vi.useFakeTimers();
  Wire.opened = [];
});
afterEach(() => {
  vi.useRealTimers();
});

test("a call is carried, numbered and ended", async () => {
  const { it, wire } = client();
  wire.onopen?.();
  wire.tell({ type: "welcome" });
  await it.connected();
  const call = await it.start({ call: "c1", agent: "7001" });
  await call.fragment({ speaker: "customer", utterance: "u1", text: "我老伴" });
  await call.fragment({ speaker: "customer", utterance: "u1", text: "我老伴走了", final: true }, 900);
  const ended = call.end("hangup");
  await Promise.resolve();
  expect(wire.said[0]).toEqual({ type: "hello", token: "secret" });
  expect(wire.said.slice(1).map(({ seq, type, revision }) => [seq, type, revision])).toEqual([
    [1, "call.start", undefined],
    [2, "fragment", 0],
    [3, "fragment", 1],
    [4, "call.end", undefined],
  ]);
  wire.tell(ack(4));
  await ended;
  expect(call.acked).toBe(4);
  await it.close();
});

test("after a lost connection it comes back, asks, and repeats", async () => {
  const { it, wire } = client();
  wire.onopen?.();
  await it.start({ call: "c1", agent: "7001" });
  wire.onclose?.({ code: 1006, reason: "" });
  expect(it.isConnected).toBe(false);
  vi.advanceTimersByTime(500);
  expect(Wire.opened).toHaveLength(2);
  latest().onopen?.();
  expect(latest().said.map(({ type }) => type)).toEqual(["hello", "resume"]);
  latest().tell({ type: "resumed", call: "c1", sender: "", seq: 0 });
  expect(latest().said.at(-1)).toMatchObject({ type: "call.start", seq: 1 });
});

test("a token that is refused rejects, and is not tried again", async () => {
  const { it, wire } = client();
  wire.onopen?.();
  const waiting = it.drained();
  const call = it.join("c1", "leg");
  const sent = call.leave();
  await Promise.resolve();
  await waiting;
  await sent;
  const connected = it.connected();
  wire.onclose?.({ code: 4500, reason: "unauthorized" });
  await expect(connected).rejects.toThrow(Refused);
  await expect(it.start({ call: "c2", agent: "7001" })).rejects.toThrow("4500 unauthorized");
  vi.advanceTimersByTime(60_000);
  expect(Wire.opened).toHaveLength(1);
});

test("at the bound send waits for room and offer says no", async () => {
  const declined = vi.fn();
  const { it } = client({ bounds: { events: 2, window: 1 }, hooks: { declined } });
  const call = await it.start({ call: "c1", agent: "7001" });
  await call.hold();
  expect(call.offer({ type: "call.resume" })).toBe(false);
  expect(declined).toHaveBeenCalledOnce();
  let through = false;
  const waiting = call.resume().then(() => (through = true));
  await Promise.resolve();
  expect(through).toBe(false);
  latest().onopen?.();
  latest().tell(ack(1));
  await waiting;
  expect(it.waiting).toBe(1);
});

test("a call that is over says so to whoever waits for it", async () => {
  const { it, wire } = client();
  wire.onopen?.();
  const call = await it.start({ call: "c1", agent: "7001" });
  const ended = call.end();
  await Promise.resolve();
  wire.tell({ type: "error", code: "call_ended", call: "c1", sender: "", seq: 1, detail: "it has ended" });
  await expect(ended).rejects.toThrow(CallOver);
});

test("leaving says how much did not arrive", async () => {
  const { it } = client();
  const call = await it.start({ call: "c1", agent: "7001" });
  const closed = it.close(100);
  const told = expect(closed).rejects.toThrow("1 events were not acknowledged");
  await vi.advanceTimersByTimeAsync(100);
  await told;
  await expect(call.hold()).rejects.toThrow(Closed);
  vi.advanceTimersByTime(60_000);
  expect(Wire.opened).toHaveLength(1);
});

test("dropping a call gives its room back", async () => {
  const { it } = client();
  const call = await it.start({ call: "c1", agent: "7001" });
  expect(it.waiting).toBe(1);
  call.drop();
  expect(it.waiting).toBe(0);
  await it.drained();
});

test("a final for which there was no room is sent again with a higher revision", async () => {
  const { it, wire } = client({ bounds: { events: 2 } });
  const call = await it.start({ call: "c1", agent: "7001" });
  const said = { type: "fragment", speaker: "customer", utterance: "u1", text: "我老伴走了" } as const;
  expect(call.offer({ ...said, text: "我老伴", final: false })).toBe(true);
  expect(call.offer({ type: "call.hold" })).toBe(false);
  expect(call.offer({ ...said, utterance: "u2", final: true })).toBe(false);
  wire.onopen?.();
  wire.tell({ type: "welcome" });
  await it.connected();
  expect(call.offer({ ...said, utterance: "u2", final: true })).toBe(true);
  const finals = wire.said.filter(({ final }) => final === true);
  expect(finals.map(({ utterance, revision }) => [utterance, revision])).toEqual([["u2", 1]]);
});

test("who leaves without having been let in is told, once", async () => {
  const { it, wire } = client();
  await it.start({ call: "c1", agent: "7001" });
  wire.onclose?.({ code: 4500, reason: "unauthorized" });
  await expect(it.close()).rejects.toBeInstanceOf(Refused);
  const other = client();
  await other.it.start({ call: "c1", agent: "7001" });
  other.wire.onclose?.({ code: 4500, reason: "unauthorized" });
  await expect(other.it.connected()).rejects.toBeInstanceOf(Refused);
  await other.it.close();
});

test("half a character is sent as one that cannot be read, and a backslash stays what it is", async () => {
  const { it, wire } = client();
  wire.onopen?.();
  wire.tell({ type: "welcome" });
  const call = await it.start({ call: "c1", agent: "7001" });
  const said = "\u{1f600}".slice(0, 1);
  await call.fragment({ speaker: "customer", utterance: "u1", text: `好${said}。\\ud83d \u{1f600}` });
  expect(wire.said.at(-1)).toMatchObject({ text: "好\ufffd。\\ud83d \u{1f600}" });
});

test("a sidecar that answers nothing any more is left for another connection", async () => {
  const { it, wire } = client();
  wire.onopen?.();
  wire.tell({ type: "welcome" });
  const call = await it.start({ call: "c1", agent: "7001" });
  wire.tell(ack(1));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(Wire.opened).toHaveLength(1); // nothing was to be answered
  await call.hold();
  await vi.advanceTimersByTimeAsync(14_000);
  expect(Wire.opened).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(Wire.opened).toHaveLength(2);
  latest().onopen?.();
  latest().tell({ type: "welcome" }, { type: "resumed", call: "c1", sender: "", seq: 1 });
  expect(latest().said.at(-1)).toMatchObject({ type: "call.hold", seq: 2 });
  latest().tell(ack(2));
  await it.close();
});
