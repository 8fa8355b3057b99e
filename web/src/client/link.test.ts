import { describe, expect, test, vi } from "vitest";
import type { CallEvent } from "./events.ts";
import { CallOver, Misused } from "./faults.ts";
import { FRAME_MOST, type Lane, item } from "./lane.ts";
import { AGAIN_AFTER, BOUNDS, type Bounds, Link } from "./link.ts";

type Message = Record<string, unknown>;

const START: CallEvent = { type: "call.start", agent: "7001" };

function says(utterance: string, text: string, final = true, supersedes?: string[]): CallEvent {
  const words = { type: "fragment", speaker: "customer", utterance, revision: 0, text, final } as const;
  return supersedes ? { ...words, supersedes } : words;
}

function put(link: Link, lane: Lane, ...events: CallEvent[]): void {
  for (const event of events) link.put(lane, item(lane.call, lane.sender, { ...event, at: 0 }, 0));
}

/** What it says, but for the hello. */
function sent(link: Link, now = 0): Message[] {
  const messages: Message[] = [];
  for (const frame of link.toSend(now)) {
    expect(frame.length).toBeLessThanOrEqual(FRAME_MOST);
    const told = JSON.parse(frame) as Message | Message[];
    messages.push(...(Array.isArray(told) ? told : [told]));
  }
  return messages.filter(({ type }) => type !== "hello");
}

function answer(type: string, call: string, more: object): string {
  return JSON.stringify({ type, call, sender: "", ...more });
}

function opened(bounds: Partial<Bounds> = {}): { link: Link; lane: Lane; told: string[] } {
  const told: string[] = [];
  const link = new Link("secret", { ...BOUNDS, ...bounds }, {
    connected: () => told.push("connected"),
    merged: () => told.push("merged"),
    lost: (call, events) => told.push(`lost ${events} of ${call}`),
    acknowledged: (events) => told.push(`acknowledged ${events}`),
  });
  return { link, lane: link.open("c1", "", false), told };
}

const numbers = (messages: Message[]): unknown[] => messages.map(({ seq }) => seq);

describe("merging", () => {
  test("a hypothesis that waits gives way to the next of its utterance; a final never does", () => {
    const { link, lane, told } = opened();
    put(link, lane, says("u1", "我", false), says("u2", "好"), says("u1", "我老", false), says("u1", "我老伴"));
    put(link, lane, says("u1", "我", false));
    link.connected();
    expect(sent(link).map(({ seq, text }) => [seq, text])).toEqual([[1, "好"], [2, "我老伴"], [3, "我"]]);
    expect(told).toEqual(["merged", "merged"]);
  });

  test("what folds others in is left out only if the next does too", () => {
    const { link, lane } = opened();
    put(link, lane, says("u1", "甲", false, ["u7"]), says("u1", "甲乙", false));
    expect(link.waiting).toBe(2);
    put(link, lane, says("u1", "甲乙丙", false, ["u7"]));
    expect(link.waiting).toBe(2);
  });

  test("what has a number is not merged any more", () => {
    const { link, lane } = opened();
    link.connected();
    put(link, lane, says("u1", "我", false));
    expect(numbers(sent(link))).toEqual([1]);
    put(link, lane, says("u1", "我老", false));
    expect(numbers(sent(link))).toEqual([2]);
  });
});

describe("bounds", () => {
  test("the window bounds what is under way", () => {
    const { link, lane } = opened({ window: 60 });
    link.connected();
    for (let n = 0; n < 100; n += 1) put(link, lane, says(`u${n}`, "好"));
    expect(sent(link)).toHaveLength(60);
    expect(link.deadline()).toBeNull();
    link.received(answer("ack", "c1", { seq: 50 }), 1);
    expect(numbers(sent(link))).toEqual(Array.from({ length: 40 }, (_, n) => 61 + n));
  });

  test("at the bound there is room for what replaces another and nothing else", () => {
    const { link, lane } = opened({ events: 2 });
    put(link, lane, says("u1", "我", false), says("u2", "我", false));
    const waiting = (id: string) => item("c1", "", { ...says(id, "我们", false), at: 0 }, 0);
    expect(link.hasRoom(lane, waiting("u2"))).toBe(true);
    expect(link.hasRoom(lane, waiting("u3"))).toBe(false);
  });

  test("calls are bounded, frames too, and an event larger than any is refused", () => {
    const { link, lane } = opened({ calls: 1 });
    expect(() => link.open("c2", "", false)).toThrow(Misused);
    expect(() => opened().link.open("c1", "", false)).toThrow("open already");
    link.connected();
    for (let n = 0; n < 60; n += 1) put(link, lane, says(`u${n}`, "话".repeat(4_000)));
    expect(sent(link)).toHaveLength(60);
    expect(() => {
      put(link, lane, { type: "context", set: { note: "长".repeat(70_000) } });
    }).toThrow(Misused);
  });

  test("calls take turns", () => {
    const { link, lane } = opened();
    const other = link.open("c2", "", false);
    link.connected();
    for (let n = 0; n < 200; n += 1) put(link, lane, says(`u${n}`, "好"));
    put(link, other, START);
    expect(sent(link).findIndex(({ call }) => call === "c2")).toBe(50);
  });
});

describe("coming back", () => {
  test("it asks where the sidecar stands, and repeats what that has not", () => {
    const { link, lane, told } = opened();
    link.connected();
    put(link, lane, START, says("u1", "一"), says("u2", "二"));
    sent(link);
    link.received(answer("ack", "c1", { seq: 1 }), 0);
    link.disconnected(1006, "");
    put(link, lane, says("u3", "三"));
    link.connected();
    expect(sent(link)).toEqual([{ type: "resume", call: "c1", sender: "" }]);
    link.received(answer("resumed", "c1", { seq: 2 }), 0);
    expect(sent(link).map(({ seq, text }) => [seq, text])).toEqual([[3, "二"], [4, "三"]]);
    expect(told).toEqual(["acknowledged 1"]);
  });

  test.each([
    [0, [[1, undefined], [2, "三"]], "lost 3 of c1"],
    [2, [[3, "三"]], "lost 1 of c1"],
    [3, [[4, "三"]], "acknowledged 3"],
  ])("a sidecar that stands at %d is told what it needs", (seq, again, last) => {
    const { link, lane, told } = opened();
    link.connected();
    put(link, lane, START, says("u1", "一"), says("u2", "二"));
    sent(link);
    link.received(answer("ack", "c1", { seq: 3 }), 0);
    put(link, lane, says("u3", "三"));
    sent(link);
    link.disconnected(4000, "going_away");
    link.connected();
    sent(link);
    link.received(answer("resumed", "c1", { seq }), 0);
    expect(sent(link).map((message) => [message["seq"], message["text"]])).toEqual(again);
    expect(told.at(-1)).toBe(last);
  });

  test("who is acknowledged more than it has sent goes on from there", () => {
    const { link, lane } = opened();
    link.connected();
    put(link, lane, START, says("u1", "一"));
    expect(numbers(sent(link))).toEqual([1, 2]);
    link.received(answer("ack", "c1", { seq: 18 }), 0);
    put(link, lane, says("u2", "二"));
    expect(sent(link).map(({ seq, text }) => [seq, text])).toEqual([[19, "一"], [20, "二"]]);
    link.received(answer("ack", "c1", { seq: 20 }), 0);
    expect(lane.unacknowledged).toBe(0);
  });

  test("who goes on for another process takes up its numbers", () => {
    const link = new Link("secret");
    const lane = link.open("c1", "", true);
    link.connected();
    put(link, lane, START, says("u1", "喂"));
    expect(sent(link).map(({ type }) => type)).toEqual(["resume"]);
    link.received(answer("resumed", "c1", { seq: 7 }), 0);
    expect(sent(link).map(({ seq, type }) => [seq, type])).toEqual([[8, "fragment"]]);
  });

  test.each([[4499, false], [4500, true], [1006, false]])("close code %d stops it: %s", (code, stops) => {
    const { link } = opened();
    link.connected();
    link.disconnected(code, "because");
    expect(link.refused !== null).toBe(stops);
  });
});

describe("what the sidecar refuses", () => {
  test("a call without room asks again a second later; others go on", () => {
    const { link, lane } = opened();
    const other = link.open("c2", "", false);
    link.connected();
    put(link, lane, START, says("u1", "好"));
    sent(link);
    link.received(answer("error", "c1", { seq: 1, code: "overloaded" }), 10);
    link.received(answer("error", "c1", { seq: 2, code: "unknown_call" }), 10);
    put(link, other, START);
    expect(sent(link, 10).map(({ call }) => call)).toEqual(["c2"]);
    expect(link.deadline()).toBe(10 + AGAIN_AFTER);
    expect(sent(link, 10 + AGAIN_AFTER).map(({ type }) => type)).toEqual(["resume"]);
    link.received(answer("resumed", "c1", { seq: 0 }), 20);
    expect(numbers(sent(link, 20 + AGAIN_AFTER))).toEqual([1, 2]);
  });

  test("a call that is over takes no more, and gives its room back", () => {
    const { link, lane, told } = opened();
    link.connected();
    put(link, lane, START);
    sent(link);
    put(link, lane, says("u1", "好"));
    link.received(answer("error", "c1", { seq: 1, code: "call_ended", detail: "over" }), 0);
    expect([link.waiting, link.unacknowledged, told.at(-1)]).toEqual([0, 0, "lost 2 of c1"]);
    expect(() => {
      put(link, lane, says("u2", "好"));
    }).toThrow(CallOver);
  });

  test("told to slow down, it rests", () => {
    const { link, lane } = opened();
    link.connected();
    put(link, lane, START);
    link.received(JSON.stringify({ type: "error", code: "rate_limited" }), 5);
    expect(sent(link, 6)).toEqual([]);
    expect(sent(link, 5 + AGAIN_AFTER)).toHaveLength(1);
  });

  test("a warning is passed on, and said aloud where nobody asks for it", () => {
    const spoken = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const warning = answer("error", "c1", { seq: 2, code: "unknown_speaker", detail: "nobody knows" });
    const asked: string[] = [];
    const refused = () => asked.push("refused");
    new Link("secret", BOUNDS, { refused, warned: (call, code) => asked.push(`${call} ${code}`) }).received(warning, 0);
    expect(asked).toEqual(["c1 unknown_speaker"]);
    expect(spoken).not.toHaveBeenCalled();
    new Link("secret", BOUNDS, {}).received(warning, 0);
    expect(spoken).toHaveBeenCalledWith("call c1: unknown_speaker: nobody knows");
  });

  test.each(["{", "[1]", '"hi"'])("%s is no sidecar of ours", (frame) => {
    const { link } = opened();
    link.connected();
    expect(link.received(frame, 0)).toBe(false);
  });

  test("what it cannot read is not sent for ever", () => {
    const { link } = opened();
    link.connected();
    link.received(JSON.stringify({ type: "error", code: "malformed" }), 0);
    expect(link.refused?.message).toContain("malformed");
  });
});
