import { describe, expect, test } from "vitest";
import { LINES_KEPT, WatchedCall } from "./watched.ts";

const SNAPSHOT = {
  call: "c-1",
  agent: "7001",
  language: "zh",
  queue: "信用卡",
  context: {},
  at: 20_000,
  needs: [{ type: "need", call: "c-1", at: 9_000, id: "n", state: "open", rule: "comfort", text: "先安慰" }],
  hints: [],
  queued: 0,
  emotion: [],
  held: false,
  ended: false,
};
const trace = (what: string, why = "", rule = "comfort", text = "先安慰") =>
  ({ type: "trace", call: "c-1", at: 21_000, rule, text, hint: "h", what, why }) as const;
const said = (utterance: string, text: string) =>
  ({
    type: "transcript",
    call: "c-1",
    at: 1_000,
    speaker: "customer",
    utterance,
    revision: 0,
    text,
    final: true,
    spans: [],
  }) as const;

function watched(): WatchedCall {
  const call = new WatchedCall("c-1");
  call.hear({ type: "watched", call: "c-1", snapshot: SNAPSHOT, transcripts: [said("u-0", "您好")], trace: [trace("opened")] }, 0);
  return call;
}

test("what has been is there at once, and what happens is added", () => {
  const call = watched();
  expect([call.progress, call.agent, call.queue]).toEqual(["live", "7001", "信用卡"]);
  call.hear(said("u-1", "我老伴走了"), 1);
  expect(call.lines.map(({ text }) => text)).toEqual(["您好", "我老伴走了"]);
  expect(call.tale.told.map(({ what, text }) => [what, text])).toEqual([["opened", "先安慰"]]);
});

test("what is said of another call is not ours", () => {
  const call = watched();
  call.hear({ ...said("u-1", "别的电话"), call: "c-2" }, 1);
  call.hear({ ...trace("closed"), call: "c-2" }, 1);
  expect([call.lines.length, call.tale.told.length]).toEqual([1, 1]);
});

test("a call that is moved to another queue says so", () => {
  const call = watched();
  call.hear({ type: "call.context", call: "c-1", at: 25_000, language: "zh", queue: "贷款", context: {} }, 1);
  expect(call.queue).toBe("贷款");
});

test("the end is told, and what was there stays to be read", () => {
  const call = watched();
  call.hear({ type: "call.end", call: "c-1", at: 30_000, reason: "hangup", report: {} }, 1);
  expect([call.progress, call.ended, call.lines.length]).toEqual(["over", "hangup", 1]);
});

test("a call that is not live is said to be over; a refused whisper says nothing of that", () => {
  const call = new WatchedCall("c-9");
  call.hear({ type: "error", code: "call_not_live", detail: "", call: "c-9", ref: "r1" }, 0);
  expect(call.progress).toBe("asked");
  call.hear({ type: "error", code: "call_not_live", detail: "", call: "c-9" }, 0);
  expect(call.progress).toBe("over");
});

test("after a connection was lost, all is told anew and nothing is there twice", () => {
  const call = watched();
  call.hear(trace("closed", "met"), 1);
  call.hear({ type: "watched", call: "c-1", snapshot: SNAPSHOT, transcripts: [said("u-0", "您好")], trace: [trace("opened"), trace("closed", "met")] }, 2);
  expect(call.lines.length).toBe(1);
  expect(call.tale.told.map(({ what }) => what)).toEqual(["opened", "closed"]);
});

test("of a very long call the last words are kept, and it is said that there were more", () => {
  const call = watched();
  for (let n = 1; n <= LINES_KEPT; n++) call.hear(said(`u-${n}`, `第 ${n} 句`), n);
  expect([call.lines.length, call.cut]).toEqual([LINES_KEPT, true]);
  expect(call.lines.at(-1)?.text).toBe(`第 ${LINES_KEPT} 句`);
});

describe("the trace", () => {
  test("says once what keeps a hint back moment after moment", () => {
    const call = watched();
    for (const why of ["room", "room", "gap", "room"]) call.hear(trace("suppressed", why), 1);
    expect(call.tale.told.slice(1).map(({ why }) => why)).toEqual(["room", "gap", "room"]);
  });

  test("holds what the agent saw, did, and what a rule on trial would have shown", () => {
    const call = watched();
    const about = { call: "c-1", at: 22_000, rule: "comfort", text: "慢慢说", id: "h" };
    const because = [{ speaker: "customer", text: "我老伴走了", at: 20_000, utterance: "u-1" }];
    call.hear({ type: "hint.show", ...about, because, need: "n", priority: "urgent" }, 1);
    call.hear({ type: "hint.update", ...about, because, need: "n", priority: "urgent", change: "escalated" }, 2);
    call.hear({ type: "need", ...about, state: "met" }, 3);
    call.hear({ type: "hint.shadow", ...about, rule: "trial", state: "raised" }, 4);
    call.hear({ type: "hint.shadow", ...about, rule: "trial", state: "withdrawn" }, 5);
    call.hear(trace("feedback", "used"), 6);
    expect(call.tale.told.slice(1).map(({ what, why }) => [what, why])).toEqual([
      ["shown", ""],
      ["changed", "escalated"],
      ["met", ""],
      ["shadow", ""],
      ["shadow_withdrawn", ""],
      ["feedback", "used"],
    ]);
  });
});
