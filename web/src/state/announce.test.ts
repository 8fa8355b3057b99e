import { expect, test } from "vitest";
import type { HintUpdate } from "../client/wire.ts";
import { en } from "../i18n/en.ts";
import { zh } from "../i18n/zh.ts";
import { CALL, hint, need } from "../test-words.ts";
import { announcement } from "./announce.ts";

function update(change: HintUpdate["change"]): HintUpdate {
  return { ...hint("a"), type: "hint.update", change };
}

test("a hint is read out with its severity, in the overlay's language", () => {
  expect(announcement(hint("a", { text: "先安慰", priority: "critical" }), zh)).toBe("紧要: 先安慰");
  expect(announcement(hint("a", { text: "Pause", priority: "urgent" }), en)).toBe("Soon: Pause");
});

test.each(["escalated", "step", "text"] as const)("so is one whose words changed: %s", (change) => {
  expect(announcement(update(change), zh)).toContain("做 a");
});

test.each(["cued", "firm"] as const)("one that says the same is not repeated: %s", (change) => {
  expect(announcement(update(change), zh)).toBe("");
});

test("only a retraction is read out when a hint goes", () => {
  const close = { type: "hint.close", call: CALL, at: 0, id: "a", need: "n" } as const;
  expect(announcement({ ...close, reason: "retracted" }, zh)).toBe(zh.leaving.retracted);
  expect(announcement({ ...close, reason: "met" }, zh)).toBe("");
  expect(announcement(need("a", "met"), zh)).toBe("");
});
