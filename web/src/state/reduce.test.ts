import { describe, expect, test } from "vitest";
import type { StreamEvent } from "../client/wire.ts";
import { CALL, call, close, hint, need, snapshot } from "../test-words.ts";
import { LEAVING_FOR, MET_FOR, UNDO_FOR, act, lapse, nextLapse, read, receive, set } from "./reduce.ts";
import { NOW, live, seen } from "./test-view.ts";
import { type Call, NOTHING, type View, cards, checklist, liveCall, nameless, putOff, unread } from "./view.ts";

function shown(view: View): string[] {
  return cards(live(view)).map(({ id }) => id);
}

/** How many things are remembered of a call. */
function size(one: Call): number {
  const { hints, needs, readings, facts, done, raised, notes } = one;
  return done.size + [hints, needs, readings, facts, raised, notes].reduce((n, { length }) => n + length, 0);
}

describe("cards", () => {
  test("the same hint shown twice is one card", () => {
    expect(shown(seen(hint("a"), hint("a")))).toEqual(["a"]);
  });

  test("an update brings the new state and keeps the place", () => {
    const view = seen(hint("a"), hint("b"), {
      ...hint("a", { count: 2, escalated: true, text: "快" }),
      type: "hint.update",
      change: "escalated",
    });
    expect(shown(view)).toEqual(["a", "b"]);
    expect(live(view).hints[0]).toMatchObject({ count: 2, escalated: true, text: "快" });
  });

  test("hints of another call, or of none, change nothing", () => {
    const view = seen();
    expect(receive(view, hint("a", { call: "c-2" }), NOW)).toBe(view);
    expect(seen({ ...hint("ghost"), type: "hint.update", change: "cued" }).calls[0]?.hints).toEqual([]);
  });
});

describe("closing", () => {
  test.each(["met", "used", "dismissed", "call_ended"] as const)("%s goes at once", (reason) => {
    expect(shown(seen(hint("a"), close("a", reason)))).toEqual([]);
  });

  test.each(["retracted", "superseded", "expired"] as const)("%s stays with its reason, then goes", (reason) => {
    const view = seen(hint("a"), close("a", reason));
    expect(live(view).hints[0]?.leaving).toEqual({ reason, until: NOW + LEAVING_FOR });
    expect(nextLapse(view)).toBe(NOW + LEAVING_FOR);
    expect(lapse(view, NOW + LEAVING_FOR - 1)).toBe(view);
    expect(shown(lapse(view, NOW + LEAVING_FOR))).toEqual([]);
  });

  test("the same need again takes the place of one that was taken back", () => {
    const view = seen(hint("a"), hint("b"), close("a", "retracted"), hint("c", { need: "need-a" }));
    expect(shown(view)).toEqual(shown(seen(hint("c"), hint("b"))));
  });

  test("one that comes back while it fades is current again", () => {
    const view = seen(hint("a"), close("a", "expired"), hint("a", { count: 2 }));
    expect(live(view).hints[0]).toMatchObject({ leaving: null, count: 2 });
  });

  test("taken back and shown again, it takes its own place at once, and is not struck out above itself", () => {
    const again = hint("a2", { need: "need-a", text: "做 a" });
    const view = seen(hint("a"), hint("b"), close("a", "retracted"), again);
    expect(shown(view)).toEqual(["a2", "b"]);
    expect(live(view).hints.every(({ leaving }) => leaving === null)).toBe(true);
  });

  test("nor above a twin that says the same for another need, whichever came first", () => {
    const twin = hint("b", { text: "做 a" });
    expect(shown(seen(hint("a"), twin, close("a", "superseded")))).toEqual(["b"]);
    expect(shown(seen(hint("a"), close("a", "superseded"), twin))).toEqual(["b"]);
  });

  test("what was put off does not make the same fade unexplained", () => {
    const off = act(seen(hint("a"), hint("b", { text: "做 a" })), "b", "later", NOW);
    expect(shown(receive(off, close("a", "retracted"), NOW))).toEqual(["a"]);
  });

  test("a need that rested on misheard words is not even unconfirmed", () => {
    const told = [hint("a"), need("need-a", "undetermined")];
    expect(checklist(live(seen(...told)))).toHaveLength(1);
    expect(checklist(live(seen(...told, close("a", "retracted"))))).toEqual([]);
  });
});

describe("the checklist", () => {
  test("lists open needs that no card shows, ticks them off, and lets them go", () => {
    const open = seen(hint("a"), need("need-a"), need("papers"));
    expect(checklist(live(open)).map(({ id }) => id)).toEqual(["papers"]);
    const met = receive(open, need("papers", "met"), NOW);
    expect(checklist(live(met))).toMatchObject([{ state: "met", until: NOW + MET_FOR }]);
    expect(checklist(live(lapse(met, NOW + MET_FOR)))).toEqual([]);
  });

  test("a need that opens again stays", () => {
    const view = seen(need("papers", "met"), need("papers"));
    expect(checklist(live(view))).toMatchObject([{ state: "open", until: null }]);
    expect(nextLapse(view)).toBeNull();
  });
});

describe("what the agent does", () => {
  test("dismissing can be undone for a while", () => {
    const view = act(seen(hint("a")), "a", "dismiss", NOW);
    expect(nextLapse(view)).toBe(NOW + UNDO_FOR);
    expect(shown(lapse(view, NOW + UNDO_FOR))).toEqual([]);
    expect(live(act(view, "a", "back", NOW)).hints[0]?.dismissing).toBeNull();
  });

  test("later puts it on the list, to be fetched from there", () => {
    const view = act(seen(hint("a"), hint("b")), "a", "later", NOW);
    expect(shown(view)).toEqual(["b"]);
    const closed = receive(view, close("a", "later"), NOW);
    expect(putOff(live(closed)).map(({ id }) => id)).toEqual(["a"]);
    expect(shown(act(closed, "a", "back", NOW))).toEqual(["a", "b"]);
  });

  test("what is put off on one screen waits in the list of every other", () => {
    const view = seen(hint("a", { priority: "critical" }), hint("b"), close("a", "later"));
    expect([shown(view), putOff(live(view)).map(({ id }) => id)]).toEqual([["b"], ["a"]]);
  });

  test("one that was fetched before the sidecar heard that it was put off stays", () => {
    const fetched = act(act(seen(hint("a")), "a", "later", NOW), "a", "back", NOW);
    const closed = receive(fetched, close("a", "later"), NOW);
    expect([shown(closed), putOff(live(closed))]).toEqual([["a"], []]);
  });

  test.each(["listed", "fetched"])("what was put off comes back under another id, and the one %s goes", (where) => {
    const off = seen(hint("a"), hint("b"), close("a", "later"));
    const view = where === "listed" ? off : act(off, "a", "back", NOW);
    const back = receive(view, hint("a2", { need: "need-a" }), NOW);
    expect([shown(back), putOff(live(back))]).toEqual([["a2", "b"], []]);
  });

  test("what was put off is named, and not counted among what waits namelessly", () => {
    const told = (count: number): StreamEvent => ({ type: "queued", call: CALL, at: 8_000, count });
    const off = seen(hint("a"), hint("b"), close("a", "later"), told(2));
    expect(nameless(live(off))).toBe(1);
    expect(nameless(live(act(off, "a", "back", NOW)))).toBe(1);
    expect(nameless(live(receive(off, told(0), NOW)))).toBe(0);
  });

  test("what was put off goes when its need is met, listed or fetched, and comes back when shown again", () => {
    const view = seen(hint("a"), close("a", "later"));
    const fetched = act(view, "a", "back", NOW);
    for (const each of [view, fetched]) expect(live(receive(each, need("need-a", "met"), NOW)).hints).toEqual([]);
    expect(shown(receive(view, hint("a"), NOW))).toEqual(["a"]);
    expect(shown(receive(act(seen(hint("a")), "a", "later", NOW), hint("a"), NOW))).toEqual(["a"]);
  });

  test("used is gone", () => {
    expect(shown(act(seen(hint("a")), "a", "gone", NOW))).toEqual([]);
  });
});

describe("calls", () => {
  const start: StreamEvent = {
    type: "call.start",
    call: "c-2",
    at: 0,
    agent: "7001",
    language: "en",
    context: {},
  };
  const end: StreamEvent = { type: "call.end", call: CALL, at: 9_000, report: {} };

  test("an ended one keeps only what was done, and stays until the next begins", () => {
    const ended = seen(hint("a"), need("open"), need("done", "met"), end);
    expect(live(ended)).toMatchObject({ ended: true, hints: [], queued: 0 });
    expect(live(ended).needs.map(({ id }) => id)).toEqual(["done"]);
    expect(receive(ended, start, NOW).calls.map(({ id }) => id)).toEqual(["c-2"]);
  });

  test("the one that is not held is live", () => {
    const view = receive(NOTHING, snapshot(call(), call({ call: "c-2", held: true })), NOW);
    expect(live(view).id).toBe(CALL);
  });

  test("a supervisor's notes are kept, the last three, each once, until they are read", () => {
    const note = (id: string): StreamEvent => ({ type: "note", call: CALL, at: 6_000, id, from: "王", text: id });
    const noted = seen(note("a"), note("b"), note("b"), note("c"), note("d"));
    expect(unread(live(noted)).map(({ id }) => id)).toEqual(["b", "c", "d"]);
    expect(unread(live(read(noted, "c"))).map(({ id }) => id)).toEqual(["b", "d"]);
    expect(live(receive(noted, start, NOW)).notes).toEqual([]);
  });

  test("a call that goes elsewhere is kept to be summed up, until the next one comes", () => {
    const gone = receive(seen(), snapshot(), NOW);
    expect([liveCall(gone), gone.left?.id]).toEqual([null, CALL]);
    expect(receive(gone, snapshot(), NOW).left?.id).toBe(CALL);
    expect(receive(gone, start, NOW).left).toBeNull();
    expect(receive(receive(seen(), end, NOW), snapshot(), NOW).left).toBeNull();
  });

  test("what becomes known of a call takes the place of what was known", () => {
    const told = seen({ type: "call.context", call: CALL, at: 7_000, language: "zh", queue: "cards", context: { name: "王女士" } });
    expect([live(told).queue, live(told).context]).toEqual(["cards", { name: "王女士" }]);
    const less = receive(told, { type: "call.context", call: CALL, at: 8_000, language: "zh", context: {} }, NOW);
    expect([live(less).queue, live(less).context]).toEqual([null, {}]);
  });

  test("hold and resume", () => {
    const held = seen({ type: "call.hold", call: CALL, at: 7_000 });
    expect(live(held).held).toBe(true);
    expect(live(receive(held, { type: "call.resume", call: CALL, at: 8_000 }, NOW)).held).toBe(false);
  });

  test("while events are made up for, the clock is what the sidecar says", () => {
    expect(live(set(seen(), { [CALL]: 60_000, other: 1 }, NOW)).began).toBe(NOW - 60_000);
  });

  test("three hours change nothing but what is shown", () => {
    const levels = ["calm", "mild", "high", "severe"] as const;
    let view = seen();
    let most = 0;
    for (let at = 6_000; at < 3 * 3_600_000; at += 1_000) {
      const n = at / 1_000;
      const level = levels[n % 4] ?? "calm";
      const more: StreamEvent[] = [
        { type: "emotion", call: CALL, at, speaker: "customer", meters: { anger: (n % 10) / 10 }, level, spike: false },
        need(`n${n % 40}`, n % 3 === 0 ? "met" : "open"),
        hint(`h${n}`, { at }),
        close(`h${n - 3}`, "expired"),
        { type: "fact", call: CALL, at, name: `f${n % 9}`, state: "given", label: "", value: `${n}`, quote_at: at },
        { type: "note", call: CALL, at, id: `${n}`, from: "王", text: "" },
        { type: "queued", call: CALL, at, count: n % 5 },
      ];
      view = lapse(more.reduce((old, event) => receive(old, event, at), view), at);
      if (n > 600) most = Math.max(most, size(live(view)));
      else if (n === 600) most = size(live(view));
    }
    expect(most).toBeLessThan(200);
  });

  test("the call's clock follows the event that came soonest", () => {
    expect(live(seen()).began).toBe(NOW - 5_000);
    expect(live(seen({ type: "queued", call: CALL, at: 9_000, count: 2 }))).toMatchObject({
      began: NOW - 9_000,
      at: 9_000,
      queued: 2,
    });
  });

  test("channels that look exchanged are told until they are put right", () => {
    const roles = (exchanged: boolean): StreamEvent => ({ type: "roles", call: CALL, at: 6_000, exchanged });
    expect(live(seen()).exchanged).toBe(false);
    expect(live(seen(roles(true))).exchanged).toBe(true);
    expect(live(seen(roles(true), roles(false))).exchanged).toBe(false);
    expect(live(receive(NOTHING, snapshot(call({ exchanged: true })), NOW)).exchanged).toBe(true);
  });

  test("a hint brings its card, and an update brings another", () => {
    const card = { title: "继承材料", body: "死亡证明" };
    const view = seen(hint("a", { card }));
    expect(live(view).hints[0]?.card).toEqual(card);
    const next = { ...hint("a", { card: { title: "城东支行" } }), type: "hint.update", change: "text" } as const;
    expect(live(receive(view, next, NOW)).hints[0]?.card?.title).toBe("城东支行");
  });
});
