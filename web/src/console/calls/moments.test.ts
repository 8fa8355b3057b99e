import { expect, test } from "vitest";
import type { Hint, Line, Report, Shadow } from "./data.ts";
import { entriesOf, entryAt, knownAt, nthInAddress, pieces, step } from "./moments.ts";

const line = (at: number, text: string, marks: Line["marks"] = []): Line => ({
  at,
  end: at + 1_000,
  heard: at + 1_300,
  speaker: "customer",
  text,
  marks,
});
const hint = { id: "h", shown: 1_400 } as Hint;
const report = {
  lines: [line(0, "你好"), line(5_000, "我老伴走了"), line(9_000, "嗯")],
  hints: [hint],
  shadows: [{ at: 6_500, rule: "comfort" } as Shadow],
  notes: [{ at: 6_000, author: "林", text: "慢慢来" }],
  alerts: [],
  holds: [[7_000, 8_500]],
  agents: [
    [0, "7001"],
    [8_600, "7002"],
  ],
} as unknown as Report;
const entries = entriesOf(report);

test("everything of a call comes in the order in which it came", () => {
  expect(entries.map((entry) => entry.is)).toEqual([
    "line",
    "hint",
    "line",
    "note",
    "shadow",
    "hold",
    "agent",
    "line",
  ]);
});

test("the entry at a moment is the last that had come", () => {
  expect([0, 1_399, 1_400, 4_940, 4_960, 99_000].map((at) => entryAt(entries, at))).toEqual([
    0, 1, 1, 1, 2, 7,
  ]);
  expect(entryAt(entries, -1_000)).toBe(-1);
});

test("what begins in the same moment is told apart, in both directions", () => {
  const both = entriesOf({
    ...report,
    lines: [line(0, "你好"), line(5_000, "我先说"), { ...line(5_010, "您说"), speaker: "agent" }, line(9_000, "嗯")],
    hints: [],
  });
  const spoken = both.flatMap((entry, index) => (entry.is === "line" ? [index] : []));
  const addresses = spoken.map((index) => [both[index]?.at ?? 0, nthInAddress(both, index)] as const);
  expect(addresses.map(([, nth]) => nth)).toEqual([undefined, 0, 1, undefined]);
  const tenth = (at: number): number => Math.round(at / 100) * 100;
  expect(addresses.map(([at, nth]) => entryAt(both, tenth(at), nth))).toEqual(spoken);
  expect(entryAt(both, 5_000)).toBe(spoken[2]);
  expect(entryAt(both, 5_000, 7)).toBe(spoken[2]);
});

test("one goes from hint to hint and stays where there is none", () => {
  const isHint = (entry: { is: string }): boolean => entry.is === "hint";
  expect(step(entries, 7, -1, isHint)).toBe(1);
  expect(step(entries, 1, 1, isHint)).toBe(1);
  expect(step(entries, 0, 1)).toBe(1);
});

test("rules know a line once its last word is final", () => {
  expect(knownAt(entries, 5_000)).toBe(6_300);
  expect(knownAt(entries, 6_500)).toBe(6_500);
});

test("a line is parted at the words that mattered, and nothing of it is lost", () => {
  const mark = (start: number, end: number) => ({ start, end, part: "cue", rule: "r", need: "n" }) as const;
  const told = pieces(line(0, "𠮷我老伴走了啊", [mark(2, 4), mark(2, 6), mark(4, 6)]));
  expect(told.map((piece) => [piece.text, piece.part])).toEqual([
    ["𠮷我", undefined],
    ["老伴", "cue"],
    ["走了", "cue"],
    ["啊", undefined],
  ]);
});
