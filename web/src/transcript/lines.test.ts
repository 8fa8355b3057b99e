import { expect, test } from "vitest";
import type { Transcript } from "../client/wire.ts";
import { type Line, hear, pieces } from "./lines.ts";

function heard(text: string, revision: number, more: Partial<Transcript> = {}): Transcript {
  const said = { speaker: "customer", utterance: "u-1", final: false, spans: [] } as const;
  return { type: "transcript", call: "c", at: 1_000, text, revision, ...said, ...more };
}

function after(...events: readonly Transcript[]): Line[] {
  return events.reduce<Line[]>(hear, []);
}

test("a new hypothesis takes the old one's place; what it changed is fresh", () => {
  const [line, ...others] = after(heard("我老伴走", 0), heard("我老板走了", 1));
  expect(others).toEqual([]);
  expect(line === undefined ? [] : pieces(line)).toEqual([
    { text: "我老", marked: false, fresh: false },
    { text: "板走了", marked: false, fresh: true },
  ]);
});

test("an old revision, or one after the final, changes nothing", () => {
  const lines = after(heard("喂你好", 2, { final: true }), heard("喂", 1), heard("喂你", 3));
  expect(lines.map(({ text }) => text)).toEqual(["喂你好"]);
});

test("speakers may use the same utterance ids", () => {
  expect(after(heard("喂", 0), heard("您好", 0, { speaker: "agent" }))).toHaveLength(2);
});

test("spans count characters, not UTF-16 units", () => {
  const [line] = after(heard("😀老伴走了", 0, { final: true, spans: [[1, 3, "spouse"]] }));
  expect(line === undefined ? [] : pieces(line).map(({ text, marked }) => [text, marked])).toEqual([
    ["😀", false],
    ["老伴", true],
    ["走了", false],
  ]);
});
