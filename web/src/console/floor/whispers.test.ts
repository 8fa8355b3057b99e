import { expect, test } from "vitest";
import { type Draft, NO_DRAFT, WHISPER_MOST, answered, mayBeSent, room, written } from "./whispers.ts";

const sending: Draft = { text: "先停一下", last: { is: "sending", text: "先停一下" } };
const sent = { type: "note.sent", id: "n", call: "c", text: "先停一下", screens: 2 } as const;

test("a whisper that arrived leaves the line empty and says on how many screens it is", () => {
  expect(answered(sending, sent)).toEqual({ text: "", last: { is: "sent", screens: 2, id: "n" } });
});

test("one that did not arrive is kept, with the reason", () => {
  const refused = { type: "error", code: "call_not_live", detail: "no such call is live" } as const;
  expect(answered(sending, refused)).toEqual({
    text: "先停一下",
    last: { is: "failed", code: "call_not_live", detail: "no such call is live" },
  });
});

test("what is written while one is on its way waits for its answer, and is there after it", () => {
  const on = written(sending, "先停一下再问材料");
  expect(mayBeSent(on)).toBe(false);
  expect(answered(on, sent).text).toBe("再问材料");
  expect(answered(written(sending, "停一下"), sent).text).toBe("停一下");
  expect(written({ text: "", last: { is: "sent", screens: 1, id: "n" } }, "再").last).toBeNull();
});

test("nothing, too much, and what is on its way already cannot be sent", () => {
  const text = (value: string): Draft => ({ text: value, last: null });
  expect([NO_DRAFT, text("  "), text("好".repeat(WHISPER_MOST + 1)), sending].map(mayBeSent)).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect(mayBeSent(text("好".repeat(WHISPER_MOST)))).toBe(true);
  expect(room("𠮷𠮷")).toBe(WHISPER_MOST - 2);
});
