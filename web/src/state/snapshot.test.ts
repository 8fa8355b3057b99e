import { expect, test } from "vitest";
import type { Emotion } from "../client/wire.ts";
import { CALL, call, close, hint, need, snapshot } from "../test-words.ts";
import { act, receive } from "./reduce.ts";
import { CURVE_MS, reading, stronger, trail } from "./snapshot.ts";
import { NOTHING, type Reading, type View, cards, liveCall, putOff } from "./view.ts";

function emotion(at: number, anger: number, grief = 0): Emotion {
  return { type: "emotion", call: CALL, at, speaker: "customer", meters: { anger, grief }, level: "mild", spike: false };
}

function ids(view: View): string[] {
  const call = liveCall(view);
  return call === null ? [] : cards(call).map(({ id }) => id);
}

test("a snapshot is the whole state: what it does not name is gone", () => {
  const before = receive(NOTHING, snapshot(call({ hints: [hint("a"), hint("b")] })), 0);
  const after = receive(before, snapshot(call({ hints: [hint("b"), hint("c")], queued: 3 })), 10);
  expect(ids(after)).toEqual(["b", "c"]);
  expect(liveCall(after)).toMatchObject({ queued: 3 });
  expect(ids(receive(after, snapshot(), 20))).toEqual([]);
});

test("cards on the screen keep their places", () => {
  const before = receive(NOTHING, snapshot(call({ hints: [hint("a"), hint("b")] })), 0);
  const after = receive(before, snapshot(call({ hints: [hint("b"), hint("a")] })), 10);
  expect(ids(after)).toEqual(["a", "b"]);
});

test("what the agent put off stays put off while its need is open", () => {
  const wire = call({ hints: [hint("a")], needs: [need("need-a")] });
  const before = act(receive(NOTHING, snapshot(wire), 0), "a", "later", 0);
  const named = liveCall(receive(before, snapshot(wire), 10));
  const unnamed = liveCall(receive(before, snapshot({ ...wire, hints: [] }), 10));
  const met = liveCall(receive(before, snapshot(call()), 10));
  expect([named, unnamed, met].map((each) => (each === null ? [] : putOff(each)).length)).toEqual([1, 1, 0]);
});

test("what was put off and has come back meanwhile is there once", () => {
  const wire = call({ hints: [hint("a")], needs: [need("need-a")] });
  const off = receive(receive(NOTHING, snapshot(wire), 0), close("a", "later"), 0);
  const back = liveCall(receive(off, snapshot({ ...wire, hints: [hint("a2", { need: "need-a" })] }), 10));
  expect([back?.hints.map(({ id }) => id), back === null ? [] : putOff(back)]).toEqual([["a2"], []]);
  const fetched = liveCall(receive(act(off, "a", "back", 0), snapshot({ ...wire, hints: [] }), 10));
  expect(fetched?.hints.map(({ id }) => id)).toEqual(["a"]);
});

test("only open needs are on the checklist", () => {
  const view = receive(NOTHING, snapshot(call({ needs: [need("a"), need("b", "met")] })), 0);
  expect(liveCall(view)?.needs.map(({ id }) => id)).toEqual(["a"]);
});

test("the curve goes on over a snapshot", () => {
  const before = receive(receive(NOTHING, snapshot(call()), 0), emotion(1_000, 0.2), 0);
  const after = receive(before, snapshot(call({ emotion: [emotion(2_000, 0.4)] })), 0);
  expect(liveCall(after)?.readings.map(({ value }) => value)).toEqual([0.2, 0.4]);
});

test("a reading is of the meter that the sidecar names it by, with its own level", () => {
  const widow: Emotion = { ...emotion(5, 0.1, 0.4), feeling: "grief", feeling_level: "mild", level: "severe" };
  const told = reading({ ...widow, meters: { ...widow.meters, mood: 0.97 } });
  expect(told).toMatchObject({ at: 5, value: 0.4, meter: "grief", level: "mild" });
});

test("where it names none, it is of the highest", () => {
  const told = { at: 5, value: 0.8, meter: "grief", level: "mild", spike: false };
  expect(reading(emotion(5, 0.3, 0.8))).toEqual({ ...told, meters: { anger: 0.3, grief: 0.8 } });
  expect(reading({ ...emotion(5, 0.1), feeling: "", feeling_level: "calm" }).level).toBe("calm");
});

test("the strongest is that of the highest level, then of the greatest height", () => {
  const low = reading(emotion(1, 0.65));
  const high = reading({ ...emotion(2, 0, 0.5), level: "high" });
  const higher = reading({ ...emotion(3, 0, 0.6), level: "high" });
  expect([high, higher, low].reduce(stronger, low)).toBe(higher);
});

test("the trail keeps one minute and where the curve enters it", () => {
  const at = [0, 10_000, 20_000, 65_000, 75_000];
  const kept = at.map((time) => reading(emotion(time, 0.1))).reduce<readonly Reading[]>(trail, []);
  expect(kept.map((each) => each.at)).toEqual(at.filter((time) => time >= 75_000 - CURVE_MS - 5_000));
});
