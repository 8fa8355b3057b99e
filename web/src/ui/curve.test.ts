import { describe, expect, it } from "vitest";
import type { Emotion, Level } from "../client/wire.ts";
import { en } from "../i18n/en.ts";
import { clock, feeling, langOf } from "../i18n/words.ts";
import { zh } from "../i18n/zh.ts";
import { reading, trail } from "../state/snapshot.ts";
import type { Reading } from "../state/view.ts";
import { curvePath, trend } from "./curve.ts";

const felt = (at: number, value: number, more: Partial<Reading> = {}): Reading => ({
  at,
  value,
  meter: "anger",
  level: "mild",
  spike: false,
  ...more,
});

describe("readings", () => {
  it("take the highest meter", () => {
    const emotion: Emotion = {
      type: "emotion",
      call: "c",
      at: 5,
      speaker: "customer",
      meters: { anger: 0.2, grief: 0.6 },
      level: "high",
      spike: false,
    };
    expect(reading(emotion)).toEqual({ at: 5, value: 0.6, meter: "grief", level: "high", spike: false });
    expect(reading({ ...emotion, meters: {} })).toMatchObject({ value: 0, meter: "" });
  });

  it("keep the last minute, and the one that was in force when it began", () => {
    const all = [0, 10_000, 30_000, 75_000].map((at) => felt(at, 0.5));
    expect(all.reduce<readonly Reading[]>(trail, []).map(({ at }) => at)).toEqual([10_000, 30_000, 75_000]);
  });

  it("replace one of the same or a later time", () => {
    expect(trail([felt(1, 0.1), felt(5, 0.2)], felt(5, 0.9))).toMatchObject([{ at: 1 }, { value: 0.9 }]);
  });
});

describe("the curve", () => {
  it("is nothing before the first reading", () => {
    expect(curvePath([], 1000)).toBeNull();
  });

  it("runs from a minute ago to now, high feelings high", () => {
    expect(curvePath([felt(30_000, 1)], 60_000)).toBe("M0 22C40 22 40 2 80 2C120 2 120 2 160 2");
  });

  it("enters at the reading in force a minute ago", () => {
    expect(curvePath([felt(1000, 1)], 90_000)).toBe("M0 2C80 2 80 2 160 2");
  });
});

describe("the trend", () => {
  it.each([
    [[felt(0, 0.2), felt(9000, 0.6)], "rising"],
    [[felt(0, 0.6), felt(9000, 0.2)], "falling"],
    [[felt(0, 0.5), felt(9000, 0.55)], "steady"],
    [[felt(0, 0.2), felt(9000, 0.8, { spike: true })], "spike"],
    [[], "steady"],
  ] as const)("of %j is %s", (readings, expected) => {
    expect(trend(readings, 10_000)).toBe(expected);
  });

  it("forgets a spike after a while", () => {
    expect(trend([felt(1000, 0.8, { spike: true })], 20_000)).toBe("steady");
  });
});

describe("words", () => {
  it("name the feeling by its meter, else by its level", () => {
    expect(feeling(zh, "anxiety", "high")).toBe("焦急");
    expect(feeling(zh, "anxiety", "calm")).toBe("平静");
    expect(feeling(en, "unheard-of", "severe")).toBe(en.level.severe);
    const levels: Level[] = ["mild", "high", "severe"];
    expect(new Set(levels.map((level) => feeling(zh, "grief", level))).size).toBe(3);
  });

  it("tell the time and the language", () => {
    expect(clock(192_400)).toBe("3:12");
    expect(clock(-5)).toBe("0:00");
    expect([langOf("en-US"), langOf("zh-CN"), langOf("")]).toEqual(["en", "zh", "zh"]);
  });
});
