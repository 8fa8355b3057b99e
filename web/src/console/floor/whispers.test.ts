import { expect, test } from "vitest";
import { type Draft, NO_DRAFT, WHISPER_MOST, answered, mayBeSent, room } from "./whispers.ts";

const written: Draft = { text: "先停一下", last: { is: "sending" } };

test("a whisper that arrived leaves the line empty and says on how many screens it is", () => {
  const sent = { type: "note.sent", id: "n", call: "c", text: "先停一下", screens: 2 } as const;
  expect(answered(written, sent)).toEqual({ text: "", last: { is: "sent", screens: 2, id: "n" } });
});

test("one that did not arrive is kept, with the reason", () => {
  const refused = { type: "error", code: "call_not_live", detail: "no such call is live" } as const;
  expect(answered(written, refused)).toEqual({
    text: "先停一下",
    last: { is: "failed", code: "call_not_live", detail: "no such call is live" },
  });
});

test("nothing, too much, and what is on its way already cannot be sent", () => {
  const text = (value: string): Draft => ({ text: value, last: null });
  expect([NO_DRAFT, text("  "), text("好".repeat(WHISPER_MOST + 1)), written].map(mayBeSent)).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect(mayBeSent(text("好".repeat(WHISPER_MOST)))).toBe(true);
  expect(room("𠮷𠮷")).toBe(WHISPER_MOST - 2);
});
