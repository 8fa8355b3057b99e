import { describe, expect, it } from "vitest";
import type { Transcript } from "../client/wire.ts";
import { type Line, hear, pieces } from "./script.ts";

const said = (text: string, revision: number, more: Partial<Transcript> = {}): Transcript => ({
  type: "transcript",
  call: "c",
  at: 1000,
  speaker: "customer",
  utterance: "u1",
  revision,
  text,
  final: false,
  spans: [],
  ...more,
});

const after = (...events: Transcript[]): Line[] => events.reduce<Line[]>(hear, []);

describe("a line of the call", () => {
  it("is rewritten in place, and knows what it kept", () => {
    const lines = after(said("我老半上个", 0), said("我老伴上个月", 1), said("您好", 0, { speaker: "agent" }));
    expect(lines.map(({ text, kept }) => [text, kept])).toEqual([
      ["我老伴上个月", 2],
      ["您好", 0],
    ]);
  });

  it("does not go back, nor change once final", () => {
    expect(after(said("二", 2), said("一", 1))[0]?.text).toBe("二");
    expect(after(said("定", 2, { final: true }), said("改", 3))[0]?.text).toBe("定");
  });

  it("is cut where the marks are, by characters and not by their halves", () => {
    const [line] = after(said("😀我老伴走了吗", 0, { spans: [[1, 6, "bereavement"]] }));
    if (line === undefined) throw new Error("no line");
    expect(pieces({ ...line, kept: 6 })).toEqual([
      { text: "😀", marked: false, fresh: false },
      { text: "我老伴走了", marked: true, fresh: false },
      { text: "吗", marked: false, fresh: true },
    ]);
    expect(pieces({ ...line, final: true, spans: [] })).toEqual([
      { text: "😀我老伴走了吗", marked: false, fresh: false },
    ]);
  });
});
