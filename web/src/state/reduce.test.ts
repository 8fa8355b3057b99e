import { describe, expect, it } from "vitest";
import type { CallSnapshot, HintShow, NeedChange, Priority, StreamEvent } from "../client/wire.ts";
import { LEAVING_FOR, MET_FOR, UNDO_FOR, act, lapse, nextLapse, receive } from "./reduce.ts";
import { type Call, NOTHING, type View, cards, checklist, liveCall, putOff } from "./view.ts";

const START: StreamEvent = {
  type: "call.start",
  seq: 1,
  call: "c",
  at: 0,
  agent: "7001",
  language: "zh",
  context: { customer_name: "王女士" },
};

function hint(id: string, priority: Priority = "advice", more: Partial<HintShow> = {}): HintShow {
  return {
    type: "hint.show",
    call: "c",
    at: 1000,
    id,
    rule: id,
    need: id,
    ability: "empathy",
    priority,
    text: id,
    because: [],
    tentative: false,
    count: 1,
    escalated: false,
    expires: 26_000,
    ...more,
  };
}

const need = (id: string, state: NeedChange["state"]): NeedChange => ({
  type: "need",
  call: "c",
  at: 1000,
  id,
  state,
  rule: id,
  text: id,
});

function closes(id: string, reason: "met" | "retracted" | "used" | "dismissed" | "expired"): StreamEvent {
  return { type: "hint.close", call: "c", at: 2000, id, need: id, reason };
}

/** After these events, all at local time 0 unless said otherwise. */
function after(events: readonly StreamEvent[], view: View = NOTHING, now = 0): View {
  return events.reduce((before, event) => receive(before, event, now), view);
}

function live(view: View): Call {
  const call = liveCall(view);
  if (call === null) throw new Error("no call");
  return call;
}

const ids = (view: View, raised: string | null = null): string[] =>
  cards(live(view), raised).map(({ id }) => id);

describe("cards", () => {
  it("put the most pressing first, and otherwise move nothing", () => {
    const two = after([START, hint("first"), hint("second")]);
    expect(ids(two)).toEqual(["first", "second"]);
    expect(ids(after([hint("note", "notice"), hint("stop", "critical")], two))).toEqual([
      "stop",
      "first",
      "second",
      "note",
    ]);
  });

  it("let the agent raise one above its equals, but never above something more pressing", () => {
    const view = after([START, hint("a"), hint("b"), hint("c", "urgent")]);
    expect(ids(view, "b")).toEqual(["c", "b", "a"]);
  });

  it("show a hint once, however often it is shown", () => {
    const view = after([START, hint("a"), hint("b"), hint("a", "advice", { count: 2 })]);
    expect(ids(view)).toEqual(["a", "b"]);
    expect(live(view).hints[0]?.count).toBe(2);
  });

  it("take an update whole, in place", () => {
    const raised = { ...hint("a", "urgent", { escalated: true }), type: "hint.update" as const };
    const view = after([START, hint("b"), hint("a"), { ...raised, change: "escalated" }]);
    expect(cards(live(view))[0]).toMatchObject({ id: "a", priority: "urgent", escalated: true, order: 1 });
  });

  it("ignore an update or close of a hint or call that is not there", () => {
    const view = after([START]);
    const stray = { ...hint("x"), type: "hint.update" as const, change: "cued" as const };
    expect(live(after([stray, closes("x", "met")], view)).hints).toEqual([]);
    expect(after([hint("x", "advice", { call: "other" })], view)).toBe(view);
  });
});

describe("a hint that goes", () => {
  const view = after([START, hint("a")]);

  it("fades with its reason when it is taken back", () => {
    const fading = after([closes("a", "retracted")], view, 100);
    expect(cards(live(fading))[0]?.leaving).toEqual({ reason: "retracted", until: 100 + LEAVING_FOR });
    expect(nextLapse(fading)).toBe(100 + LEAVING_FOR);
    expect(lapse(fading, 99 + LEAVING_FOR)).toBe(fading);
    expect(ids(lapse(fading, 100 + LEAVING_FOR))).toEqual([]);
  });

  it.each(["met", "used", "dismissed"] as const)("goes at once when %s", (reason) => {
    expect(ids(after([closes("a", reason)], view))).toEqual([]);
  });

  it("is back in full when it is shown again meanwhile", () => {
    const again = after([closes("a", "retracted"), hint("a")], view);
    expect(cards(live(again))[0]?.leaving).toBeNull();
    expect(nextLapse(again)).toBeNull();
  });
});

describe("what the agent does", () => {
  const view = after([START, hint("a"), hint("b")]);

  it("can take a dismissal back for some seconds", () => {
    const waved = act(view, "a", "dismiss", 0);
    expect(nextLapse(waved)).toBe(UNDO_FOR);
    expect(ids(act(waved, "a", "back", 10))).toEqual(["a", "b"]);
    expect(nextLapse(act(waved, "a", "back", 10))).toBeNull();
    expect(ids(lapse(waved, UNDO_FOR))).toEqual(["b"]);
  });

  it("can put a hint off and fetch it back, though the sidecar closed it", () => {
    const off = after([closes("a", "dismissed")], act(view, "a", "later", 0));
    expect(ids(off)).toEqual(["b"]);
    expect(putOff(live(off)).map(({ id }) => id)).toEqual(["a"]);
    expect(ids(act(off, "a", "back", 0))).toEqual(["a", "b"]);
  });

  it("sees a put-off hint again when the sidecar shows it again", () => {
    const off = act(view, "a", "later", 0);
    expect(ids(after([hint("a")], off))).toEqual(["a", "b"]);
  });

  it("is not asked again about a put-off hint whose need is met", () => {
    const off = act(view, "a", "later", 0);
    expect(putOff(live(after([need("a", "met")], off)))).toEqual([]);
    expect(putOff(live(after([closes("a", "retracted")], off)))).toEqual([]);
  });
});

describe("the checklist", () => {
  it("holds open needs that no card shows", () => {
    const view = after([START, need("a", "open"), need("b", "open"), hint("a")]);
    expect(checklist(live(view)).map(({ id }) => id)).toEqual(["b"]);
  });

  it("shows what was met for three seconds, then lets it go", () => {
    const view = after([START, need("a", "open"), hint("a")]);
    const met = after([need("a", "met"), closes("a", "met")], view, 500);
    expect(checklist(live(met))).toEqual([{ id: "a", text: "a", state: "met", until: 500 + MET_FOR }]);
    expect(checklist(live(lapse(met, 500 + MET_FOR)))).toEqual([]);
  });

  it("forgets what rested on misheard words", () => {
    const view = after([START, need("a", "open"), hint("a"), need("a", "undetermined")]);
    expect(checklist(live(view)).map(({ state }) => state)).toEqual(["undetermined"]);
    expect(checklist(live(after([closes("a", "retracted")], view)))).toEqual([]);
  });

  it("opens again what was met", () => {
    const view = after([START, need("a", "open"), need("a", "met"), need("a", "open")]);
    expect(checklist(live(view))).toMatchObject([{ id: "a", state: "open", until: null }]);
  });
});

describe("calls", () => {
  it("keep their own hints; the newest that is not held is live", () => {
    const second: StreamEvent = { ...START, call: "d" };
    const view = after([START, hint("a"), second, hint("x", "advice", { call: "d" })]);
    expect(live(view).id).toBe("d");
    expect(ids(view)).toEqual(["x"]);
    const over: StreamEvent = { type: "call.end", call: "d", at: 9, report: {} };
    expect(ids(after([over], view))).toEqual(["a"]);
  });

  it("stay to be looked at when ended, without hints, until the next one", () => {
    const over: StreamEvent = { type: "call.end", call: "c", at: 60_000, report: {} };
    const view = after([over], after([START, hint("a")]), 60_000);
    expect(live(view)).toMatchObject({ ended: true, at: 60_000, hints: [] });
    expect(after([{ ...START, call: "d" }], view).calls).toHaveLength(1);
  });

  it("know how long they have lasted from the events' own times", () => {
    const view = after([{ ...hint("a"), at: 12_000 }], after([START], NOTHING, 1000), 12_500);
    expect(live(view).began).toBe(500);
  });
});

describe("a snapshot", () => {
  const wire = (more: Partial<CallSnapshot> = {}): CallSnapshot => ({
    call: "c",
    agent: "7001",
    language: "zh",
    context: {},
    at: 5000,
    needs: [need("a", "open"), need("old", "met")],
    hints: [hint("a")],
    queued: 2,
    emotion: [],
    held: false,
    ended: false,
    ...more,
  });
  const taken = (view: View, more: Partial<CallSnapshot> = {}): View =>
    receive(view, { type: "snapshot", seq: 7, dial: "minimal", calls: [wire(more)] }, 6000);

  it("is the whole truth", () => {
    const view = taken(after([START, hint("gone")]));
    expect(view.dial).toBe("minimal");
    expect(ids(view)).toEqual(["a"]);
    expect(live(view)).toMatchObject({ queued: 2, began: 1000, at: 5000 });
    expect(live(view).needs.map(({ id }) => id)).toEqual(["a"]);
    expect(receive(view, { type: "snapshot", seq: 8, dial: "off", calls: [] }, 0).calls).toEqual([]);
  });

  it("keeps places, and what the agent put off while its need is open", () => {
    const before = act(after([START, hint("b"), hint("a")]), "b", "later", 0);
    const open = { needs: [need("a", "open"), need("b", "open")] };
    expect(putOff(live(taken(before, open))).map(({ id }) => id)).toEqual(["b"]);
    expect(putOff(live(taken(before)))).toEqual([]);
    expect(live(taken(before)).hints[0]?.order).toBe(1);
  });

  it("gives later hints a place behind its own", () => {
    const view = after([hint("z")], taken(NOTHING, { hints: [hint("x"), hint("y")] }));
    expect(ids(view)).toEqual(["x", "y", "z"]);
  });
});
