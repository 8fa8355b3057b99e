import { describe, expect, test } from "vitest";
import type { Fact, StreamEvent } from "../client/wire.ts";
import { en } from "../i18n/en.ts";
import { zh } from "../i18n/zh.ts";
import { CALL, call, hint, need, snapshot } from "../test-words.ts";
import { receive } from "./reduce.ts";
import { summary } from "./summary.ts";
import { type Call, NOTHING, liveCall } from "./view.ts";

const NOW = 100_000;

function after(...events: readonly StreamEvent[]): Call {
  const begun = receive(NOTHING, snapshot(call({ context: { name: "王女士" }, queue: "信用卡" })), NOW);
  const found = liveCall(events.reduce((view, event) => receive(view, event, NOW), begun));
  if (found === null) throw new Error("no call is live");
  return found;
}

function fact(name: string, value: string, state: Fact["state"] = "given"): Fact {
  return { type: "fact", call: CALL, at: 6_000, name, state, label: name, value, quote_at: 5_000 };
}

function felt(at: number, anger: number, level: "calm" | "mild" | "high"): StreamEvent {
  return { type: "emotion", call: CALL, at, speaker: "customer", meters: { anger }, level, spike: false };
}

function raised(id: string, text: string, at: number): StreamEvent {
  return { ...need(id), quote: { speaker: "customer", text, at, utterance: `u-${at}` } };
}

const lines = (of: Call): string[] => summary(of, zh, 65_000).split("\n").slice(1);

describe("the hand-over note", () => {
  test("says what is known and leaves out the rest", () => {
    expect(summary(after(), zh, 65_000)).toBe("交接摘要（通话 1:05，自动整理，请核对）\n客户：王女士；信用卡");
    const blank = liveCall(receive(NOTHING, snapshot(call()), NOW));
    expect(blank === null ? "" : summary(blank, en, 65_000)).toBe(
      "Hand-over note (call 1:05, put together automatically, please check)\nNothing has been noted of this call yet.",
    );
  });

  test("tells why they call in the words that came first, whenever the need was seen", () => {
    const told = after(raised("limit", "限额太低", 30_000), raised("loss", "老伴走了", 4_000));
    expect(lines(told)).toContain("来电原因：“老伴走了” 0:04");
  });

  test("quotes them as the recogniser has them by now", () => {
    const said = { speaker: "customer", at: 4_000, utterance: "u-4000" } as const;
    const firm: StreamEvent = {
      ...hint("loss", { because: [{ ...said, text: "我老伴上个月走了" }] }),
      type: "hint.update",
      change: "firm",
    };
    expect(lines(after(raised("loss", "…老伴上个", 4_000), firm))).toContain("来电原因：“我老伴上个月走了” 0:04");
    const met: StreamEvent = { ...need("loss", "met"), quote: { ...said, text: "老伴走了" } };
    expect(lines(after(raised("loss", "…老伴上个", 4_000), met))).toContain("来电原因：“老伴走了” 0:04");
  });

  test("forgets words that turned out to be nothing", () => {
    const told = after(raised("loss", "老伴走了", 4_000), need("loss", "undetermined"));
    expect(lines(told)).not.toContain("来电原因：“老伴走了” 0:04");
  });

  test("holds the latest of each fact, and none that was taken back", () => {
    const told = after(fact("金额", "十二万"), fact("日期", "三号"), fact("金额", "十五万"));
    expect(lines(told)).toContain("已提供，不必再问：金额 十五万；日期 三号");
    expect(lines(after(fact("金额", "十二万"), fact("金额", "十二万", "withdrawn")))).toHaveLength(1);
  });

  test("tells open from done, and what comes up again is open again", () => {
    expect(lines(after(need("a"), need("b"), need("a", "met")))).toEqual([
      "客户：王女士；信用卡",
      "还没做完：要 b",
      "已经做了：要 a",
    ]);
    expect(lines(after(need("a"), need("a", "met"), need("a")))).toContain("还没做完：要 a");
  });

  test("of a call that is over tells what it left undone, not what was given up before", () => {
    const end: StreamEvent = { type: "call.end", call: CALL, at: 9_000, report: {} };
    const given = { ...need("early", "undetermined"), at: 7_000 };
    const told = after(need("early"), given, need("a"), { ...need("a", "undetermined"), at: 9_000 }, end);
    expect(lines(told)).toContain("还没做完：要 a");
  });

  test("tells the mood, and the strongest where it was another", () => {
    expect(lines(after(felt(5_000, 0.7, "high"), felt(9_000, 0.1, "calm")))).toContain(
      "情绪：现在平静；最强时生气 0:05",
    );
    expect(lines(after(felt(5_000, 0.7, "high")))).toContain("情绪：现在生气");
  });
});
