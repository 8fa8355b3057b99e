import { describe, expect, it } from "vitest";
import {
  BACKOFF_MOST,
  DELAYED_AFTER,
  type Effect,
  LOST_AFTER,
  RECOVERED_FOR,
  Session,
  WELCOME_WITHIN,
  backoff,
} from "./session.ts";

const IDENTITY = { token: "t", agent: "7001", transcript: false };
const welcome = (epoch = "one", recovered = false): string =>
  JSON.stringify({ type: "welcome", epoch, recovered, agent: "7001" });
const snapshot = (seq: number): string =>
  JSON.stringify({ type: "snapshot", seq, dial: "balanced", calls: [] });
const queued = (seq: number): string =>
  JSON.stringify({ type: "queued", seq, call: "c", at: 1, count: seq });
const PING = '{"type":"ping"}';

/** Connected, welcomed, with a snapshot at seq 10, at time 0. */
function live(): Session {
  const session = new Session(IDENTITY, () => 0.5);
  session.start(0);
  session.opened(0);
  session.received(welcome(), 0);
  session.received(snapshot(10), 0);
  return session;
}

function hello(effects: readonly Effect[]): unknown {
  const sent = effects.find((effect) => effect.kind === "send");
  return sent === undefined ? null : JSON.parse(sent.text);
}

const events = (effects: readonly Effect[]): unknown[] =>
  effects.flatMap((effect) => (effect.kind === "event" ? [effect.event.seq] : []));
const links = (effects: readonly Effect[]): string[] =>
  effects.flatMap((effect) => (effect.kind === "link" ? [effect.link] : []));

describe("the first connection", () => {
  it("says hello without a resume, and is live once welcomed", () => {
    const session = new Session(IDENTITY);
    expect(session.start(0)).toEqual([{ kind: "connect" }]);
    expect(hello(session.opened(5))).toEqual({ type: "hello", ...IDENTITY });
    expect(links(session.received(welcome(), 9))).toEqual(["live"]);
  });

  it("is given up when nobody welcomes it", () => {
    const session = new Session(IDENTITY, () => 0);
    session.start(0);
    session.opened(100);
    expect(session.deadline()).toBe(100 + WELCOME_WITHIN);
    expect(session.tick(100 + WELCOME_WITHIN)).toEqual([{ kind: "close" }]);
    expect(session.deadline()).toBe(100 + WELCOME_WITHIN + backoff(0, 0));
  });

  it("stops for good when the token is refused", () => {
    const session = new Session(IDENTITY);
    session.start(0);
    session.opened(0);
    expect(links(session.closed(4500, 1))).toEqual(["refused"]);
    expect(session.deadline()).toBeNull();
    expect(session.closed(1006, 2)).toEqual([]);
  });
});

describe("the stream", () => {
  it("passes events on in order, once each", () => {
    const session = live();
    expect(events(session.received(`[${queued(11)},${queued(12)}]`, 1))).toEqual([11, 12]);
    expect(events(session.received(queued(12), 2))).toEqual([]);
    expect(events(session.received(queued(13), 3))).toEqual([13]);
  });

  it("comes back for a snapshot when a number is missing", () => {
    const session = live();
    const effects = session.received(queued(12), 1);
    expect(events(effects)).toEqual([]);
    expect(effects[0]).toEqual({ kind: "close" });
    expect(links(effects)).toEqual(["lost"]);
    session.tick(session.deadline() ?? 0);
    expect(hello(session.opened(2))).not.toHaveProperty("resume");
  });

  it("ignores what follows a gap in the same frame", () => {
    expect(events(live().received(`[${queued(12)},${queued(11)}]`, 1))).toEqual([]);
  });

  it("answers pings, and passes transcripts without numbers", () => {
    const session = live();
    expect(session.received(PING, 1)).toEqual([{ kind: "send", text: '{"type":"pong"}' }]);
    const words = { type: "transcript", call: "c", at: 1, text: "喂" };
    expect(session.received(JSON.stringify(words), 2)).toEqual([{ kind: "transcript", event: words }]);
  });

  it.each(["", "nonsense", "null", "[1,{}]", '{"type":"from.the.future","seq":99}'])(
    "is not upset by %j",
    (frame) => {
      const session = live();
      expect(session.received(frame, 1)).toEqual([]);
      expect(events(session.received(queued(11), 2))).toEqual([11]);
    },
  );
});

describe("a lost connection", () => {
  it("is told, and resumed from the last event taken", () => {
    const session = live();
    session.received(queued(11), 1);
    expect(links(session.closed(1006, 100))).toEqual(["lost"]);
    const due = session.deadline() ?? 0;
    expect(due).toBe(100 + backoff(0, 0.5));
    expect(session.tick(due - 1)).toEqual([]);
    expect(session.tick(due)).toEqual([{ kind: "connect" }]);
    expect(hello(session.opened(due))).toMatchObject({ resume: { epoch: "one", seq: 11 } });
    const back = session.received(welcome("one", true), due);
    expect(links(back)).toEqual(["recovered"]);
    expect(events(session.received(queued(12), due))).toEqual([12]);
    expect(links(session.tick(due + RECOVERED_FOR))).toEqual(["live"]);
  });

  it("takes nothing of a new epoch before its snapshot", () => {
    const session = live();
    session.closed(1006, 0);
    session.tick(session.deadline() ?? 0);
    session.opened(1);
    session.received(welcome("two"), 1);
    expect(events(session.received(queued(11), 2))).toEqual([]);
    expect(events(session.received(snapshot(3), 3))).toEqual([3]);
    expect(events(session.received(queued(4), 4))).toEqual([4]);
  });

  it("waits longer each time, and never in step with the other overlays", () => {
    const waits = Array.from({ length: 12 }, (_, attempt) => backoff(attempt, 0.5));
    expect(waits.slice(0, 3)).toEqual([375, 750, 1500]);
    expect(Math.max(...waits)).toBeLessThanOrEqual(BACKOFF_MOST);
    expect(backoff(3, 0)).toBe(2000);
    expect(backoff(3, 1)).toBe(4000);
  });

  it("is not hammered by a sidecar that greets and drops at once", () => {
    const session = live();
    const waits: number[] = [];
    let now = 0;
    for (let round = 0; round < 4; round += 1) {
      session.closed(1006, now);
      waits.push((session.deadline() ?? 0) - now);
      now = session.deadline() ?? 0;
      session.tick(now);
      session.opened(now);
      session.received(welcome(), now);
    }
    expect(waits).toEqual([375, 750, 1500, 3000]);
    session.received(PING, now);
    session.closed(1006, now);
    expect((session.deadline() ?? 0) - now).toBe(375);
  });

  it("is tried at once when the network is back", () => {
    const session = live();
    session.closed(1006, 0);
    expect(session.hurry(1)).toEqual([{ kind: "connect" }]);
    expect(session.hurry(2)).toEqual([]);
  });

  it("keeps what the agent did, and tells it after the welcome", () => {
    const session = live();
    session.closed(1006, 0);
    expect(session.post({ type: "feedback", hint: "h", verdict: "used" })).toEqual([]);
    session.tick(session.deadline() ?? 0);
    session.opened(1);
    expect(session.received(welcome("one", true), 2)).toContainEqual({
      kind: "send",
      text: '{"type":"feedback","hint":"h","verdict":"used"}',
    });
    session.closed(1006, 3);
    session.tick(session.deadline() ?? 0);
    session.opened(4);
    expect(session.received(welcome("one", true), 5).filter(({ kind }) => kind === "send")).toEqual([]);
  });
});

describe("a silent connection", () => {
  it("is delayed, then lost", () => {
    const session = live();
    expect(session.deadline()).toBe(DELAYED_AFTER);
    expect(links(session.tick(DELAYED_AFTER))).toEqual(["delayed"]);
    expect(session.deadline()).toBe(LOST_AFTER);
    const lost = session.tick(LOST_AFTER);
    expect(lost[0]).toEqual({ kind: "close" });
    expect(links(lost)).toEqual(["lost"]);
  });

  it("is live again as soon as it is heard", () => {
    const session = live();
    session.tick(DELAYED_AFTER);
    expect(links(session.received(PING, DELAYED_AFTER + 1))).toEqual(["live"]);
    expect(session.deadline()).toBe(2 * DELAYED_AFTER + 1);
  });
});
