import { describe, expect, test } from "vitest";
import {
  BACKOFF_FIRST,
  BACKOFF_MOST,
  DELAYED_AFTER,
  LOST_AFTER,
  RECOVERED_FOR,
  WELCOME_WITHIN,
  backoff,
} from "./lifeline.ts";
import { type Effect, Session } from "./session.ts";

const IDENTITY = { token: "secret", agent: "7001", transcript: false };
const NEED = { type: "need", call: "c", at: 0, id: "n", state: "open", rule: "r", text: "t" };

function frame(...messages: readonly object[]): string {
  return JSON.stringify(messages.length === 1 ? messages[0] : messages);
}

function welcome(recovered = false, epoch = "one"): object {
  return { type: "welcome", epoch, recovered, agent: "7001" };
}

function snapshot(seq: number): object {
  return { type: "snapshot", seq, dial: "balanced", calls: [] };
}

function event(seq: number): object {
  return { ...NEED, seq };
}

/** Greeted at time 0, with a snapshot that stands at 7. */
function greeted(): Session {
  const session = new Session(IDENTITY, () => 0.5);
  session.start(0);
  session.opened(0);
  session.received(frame(welcome(), snapshot(7)), 0);
  return session;
}

function kinds(effects: readonly Effect[]): string[] {
  return effects.map((effect) => (effect.kind === "link" ? `link ${effect.link}` : effect.kind));
}

function seqs(effects: readonly Effect[]): (number | undefined)[] {
  return effects.flatMap((effect) => (effect.kind === "event" ? [effect.event.seq] : []));
}

function hello(session: Session, now: number): Record<string, unknown> {
  const [sent] = session.opened(now);
  if (sent?.kind !== "send") throw new Error("no hello was sent");
  return JSON.parse(sent.text) as Record<string, unknown>;
}

/** Lost at `now`, and connected again as soon as the wait is over; the time then. */
function comeBack(session: Session, now: number): number {
  session.closed(1006, now);
  const due = session.deadline() ?? NaN;
  expect(kinds(session.tick(due))).toEqual(["connect"]);
  return due;
}

describe("greeting", () => {
  test("a first hello names the agent and resumes nothing", () => {
    const session = new Session(IDENTITY);
    expect(kinds(session.start(0))).toEqual(["connect"]);
    expect(hello(session, 5)).toEqual({ type: "hello", ...IDENTITY });
    expect(kinds(session.received(frame(welcome()), 9))).toEqual(["link live"]);
  });

  test("no welcome in time gives the connection up", () => {
    const session = new Session(IDENTITY, () => 0);
    session.start(0);
    session.opened(100);
    expect(session.deadline()).toBe(100 + WELCOME_WITHIN);
    expect(session.tick(99 + WELCOME_WITHIN)).toEqual([]);
    expect(kinds(session.tick(100 + WELCOME_WITHIN))).toEqual(["close"]);
  });

  test("a token that is refused is not tried again", () => {
    const session = greeted();
    expect(session.refusal).toBeNull();
    expect(session.closed(4501, 10)).toEqual([{ kind: "link", link: "refused", refusal: 4501 }]);
    expect(session.refusal).toBe(4501);
    expect(session.deadline()).toBeNull();
    expect(session.hurry(20)).toEqual([]);
  });
});

describe("a server that is never reached", () => {
  test("is said to be out of reach from the second try on, and tried on", () => {
    const session = new Session(IDENTITY, () => 0);
    session.start(0);
    expect(kinds(session.closed(1006, 5))).toEqual([]);
    const due = session.deadline() ?? NaN;
    expect(kinds(session.tick(due))).toEqual(["connect"]);
    expect(kinds(session.closed(1006, due + 10))).toEqual(["link unreachable"]);
    expect(session.deadline()).not.toBeNull();
    session.tick(session.deadline() ?? NaN);
    session.opened(90_000);
    expect(kinds(session.received(frame(welcome()), 90_001))).toEqual(["link live"]);
    expect(kinds(session.closed(1006, 95_000))).toEqual(["link lost"]);
  });
});

describe("the stream", () => {
  test("events come in order and once each", () => {
    const session = greeted();
    expect(seqs(session.received(frame(event(8), event(9)), 1))).toEqual([8, 9]);
    expect(seqs(session.received(frame(event(9), event(10)), 2))).toEqual([10]);
  });

  test("nothing is taken before the snapshot says where the stream stands", () => {
    const session = new Session(IDENTITY);
    session.start(0);
    session.opened(0);
    expect(seqs(session.received(frame(welcome(), event(3), snapshot(4), event(5)), 0))).toEqual([4, 5]);
  });

  test("a hole drops the connection, and what follows in the frame; the next hello asks anew", () => {
    const session = greeted();
    const effects = session.received(frame(event(9), event(10)), 1);
    expect(seqs(effects)).toEqual([]);
    expect(kinds(effects)).toEqual(["close", "link lost"]);
    session.tick(session.deadline() ?? NaN);
    expect(hello(session, 900)).not.toHaveProperty("resume");
  });

  test("frames that are no JSON, or of a type not known, change nothing", () => {
    const session = greeted();
    expect(session.received("{", 1)).toEqual([]);
    expect(session.received(frame({ type: "hologram", seq: 8 }), 1)).toEqual([]);
    // Its number counts: what comes next is no gap.
    expect(seqs(session.received(frame(event(8), event(9)), 1))).toEqual([9]);
    expect(session.received(frame({ type: "hologram" }), 1)).toEqual([]);
  });

  test("transcripts carry no number and pass through", () => {
    const effects = greeted().received(frame({ type: "transcript", call: "c", at: 1, text: "喂" }), 1);
    expect(kinds(effects)).toEqual(["transcript"]);
  });
});

describe("coming back", () => {
  test("resumes after the last event, and goes on from there", () => {
    const session = greeted();
    session.received(frame(event(8)), 1);
    const back = comeBack(session, 100);
    expect(hello(session, back)).toMatchObject({ resume: { epoch: "one", seq: 8 } });
    const effects = session.received(frame(welcome(true), event(9)), back);
    expect(seqs(effects)).toEqual([9]);
    expect(kinds(effects)).toContain("link recovered");
    expect(kinds(session.tick(back + RECOVERED_FOR))).toEqual(["link live"]);
  });

  test("says that it makes up for what was missed, until it has", () => {
    const session = greeted();
    const back = comeBack(session, 100);
    session.opened(back);
    const told = { ...welcome(true), upto: 9, clocks: { c: 60_000 } };
    const effects = session.received(frame(told), back);
    expect(effects).toContainEqual({ kind: "clocks", clocks: { c: 60_000 } });
    expect(kinds(effects)).toContain("link replaying");
    expect(kinds(session.received(frame(event(8)), back + 5_000))).toEqual(["event"]);
    expect(kinds(session.received(frame(event(9)), back + 6_000))).toEqual(["event", "link recovered"]);
    expect(kinds(session.tick(back + 6_000 + RECOVERED_FOR))).toEqual(["link live"]);
  });

  test("has nothing to make up for where nothing was missed, or a snapshot tells it all", () => {
    const session = greeted();
    const back = comeBack(session, 100);
    session.opened(back);
    expect(kinds(session.received(frame({ ...welcome(true), upto: 7 }), back))).toEqual(["link recovered"]);
    const again = comeBack(session, back + 100);
    session.opened(again);
    const anew = session.received(frame({ ...welcome(false, "two"), upto: 90 }, snapshot(90)), again);
    expect(kinds(anew)).not.toContain("link replaying");
  });

  test("in another epoch only a snapshot counts", () => {
    const session = greeted();
    const back = comeBack(session, 100);
    session.opened(back);
    const effects = session.received(frame(welcome(false, "two"), event(8), snapshot(2), event(3)), back);
    expect(seqs(effects)).toEqual([2, 3]);
  });

  test("what was clicked meanwhile is sent once, after the welcome", () => {
    const session = greeted();
    session.closed(1006, 10);
    expect(session.post({ type: "feedback", hint: "h", verdict: "used" })).toEqual([]);
    session.tick(session.deadline() ?? NaN);
    session.opened(800);
    const sent = session
      .received(frame(welcome(true)), 800)
      .filter((effect) => effect.kind === "send");
    expect(sent.map(({ text }) => JSON.parse(text) as unknown)).toEqual([
      { type: "feedback", hint: "h", verdict: "used" },
    ]);
    session.closed(1006, 900);
    session.tick(session.deadline() ?? NaN);
    session.opened(2_000);
    expect(kinds(session.received(frame(welcome(true)), 2_000))).not.toContain("send");
  });

  test("the network coming back ends the wait", () => {
    const session = greeted();
    session.closed(1006, 10);
    expect(kinds(session.hurry(11))).toEqual(["connect"]);
    expect(session.hurry(12)).toEqual([]);
  });
});

describe("waiting", () => {
  test.each([0, 0.5, 1])("doubles up to a bound, with jitter in the upper half (random %d)", (random) => {
    for (let attempt = 0; attempt < 40; attempt += 1) {
      const whole = Math.min(BACKOFF_MOST, BACKOFF_FIRST * 2 ** attempt);
      expect(backoff(attempt, random)).toBe(Math.round((whole / 2) * (1 + random)));
    }
    expect(backoff(39, random)).toBeLessThanOrEqual(BACKOFF_MOST);
  });

  test("a sidecar that greets and drops is waited for longer each time; a ping starts over", () => {
    const session = greeted();
    let now = 0;
    const waits: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const due = comeBack(session, now);
      waits.push(due - now);
      session.opened(due);
      session.received(frame(welcome(), snapshot(1)), due);
      now = due;
    }
    expect(waits).toEqual([backoff(0, 0.5), backoff(1, 0.5), backoff(2, 0.5)]);
    expect(kinds(session.received(frame({ type: "ping" }), now))).toContain("send");
    expect(comeBack(session, now) - now).toBe(backoff(0, 0.5));
  });
});

describe("silence", () => {
  test("one missed ping is a delay, and any word ends it", () => {
    const session = greeted();
    expect(session.tick(DELAYED_AFTER - 1)).toEqual([]);
    expect(kinds(session.tick(DELAYED_AFTER))).toEqual(["link delayed"]);
    expect(kinds(session.received(frame(event(8)), DELAYED_AFTER + 5))).toEqual(["event", "link live"]);
  });

  test("three are a loss", () => {
    const session = greeted();
    session.tick(DELAYED_AFTER);
    expect(session.deadline()).toBe(LOST_AFTER);
    expect(kinds(session.tick(LOST_AFTER))).toEqual(["close", "link lost"]);
  });

  test("who has left is not called back", () => {
    const session = greeted();
    expect(kinds(session.stop())).toEqual(["close"]);
    expect(session.closed(1006, 5)).toEqual([]);
    expect(session.deadline()).toBeNull();
  });
});
