import { expect, test } from "vitest";
import type { Speaker } from "../../client/wire.ts";
import { type Made, NOTHING, type Practice, before, clockAt, take } from "./practice.ts";
import type { Told, Turn } from "./wire.ts";

const transcript = (speaker: Speaker, utterance: string, text: string, final: boolean, at: number): Told => ({
  type: "transcript",
  call: "t",
  speaker,
  utterance,
  text,
  final,
  at,
  revision: 0,
  spans: [],
});
const turn = (whose: Turn["whose"], at: number, runs: boolean): Told => ({
  type: "turn",
  whose,
  moment: 0,
  at,
  runs,
});
const after = (...told: Told[]): Practice =>
  told.reduce((practice, each, index) => take(practice, each, index * 100), NOTHING);

test("words grow where they stand, and keep their order", () => {
  const { spoken } = after(
    transcript("agent", "a1", "您好", true, 1000),
    transcript("customer", "c1", "我", false, 2000),
    transcript("customer", "c1", "我的卡", true, 2400),
  );
  expect(spoken.map(({ text, final }) => [text, final])).toEqual([
    ["您好", true],
    ["我的卡", true],
  ]);
});

test("the clock runs with the customer, and stands while the trainee types", () => {
  const speaking = after(turn("customer", 1000, true));
  expect(clockAt(speaking, 500, 1)).toBe(1500);
  expect(clockAt(speaking, 500, 2)).toBe(2000);
  expect(clockAt(take(speaking, { type: "paused", on: true, at: 1200 }, 200), 900, 1)).toBe(1200);
  const asked = take(speaking, turn("agent", 3000, false), 2000);
  expect(clockAt(asked, 90_000, 1)).toBe(3000);
});

test("what comes late does not turn the clock back", () => {
  const practice = take(after(turn("agent", 3000, false)), transcript("customer", "c1", "哦", true, 2000), 50);
  expect(practice.at).toBe(3000);
});

test("the moves before a moment are those that lead to it", () => {
  const made: Made[] = [0, 0, 1, 2].map((moment) => ({ moment, move: { type: "say", text: `${moment}` } }));
  expect(before(made, 0)).toEqual([]);
  expect(before(made, 1)).toHaveLength(2);
  expect(before(made, 9)).toHaveLength(4);
});

test("the line says whether it is the last, the turn why all is over", () => {
  const line: Told = { type: "line", moment: 3, text: "再见", at: 1, until: 2, last: true };
  const practice = after(line, { type: "turn", whose: "over", moment: 3, at: 5, runs: false, reason: "left" });
  expect([practice.last, practice.whose, practice.reason]).toEqual([true, "over", "left"]);
});
