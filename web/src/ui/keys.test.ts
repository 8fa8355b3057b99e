import { describe, expect, it } from "vitest";
import { actionFor, isChord, parseChord } from "./keys.ts";

const press = (key: string, more: object = {}): Parameters<typeof actionFor>[0] => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  isComposing: false,
  ...more,
});

describe("keys inside the overlay", () => {
  it.each([
    ["Enter", "used"],
    ["h", "helpful"],
    ["X", "wrong"],
    ["Escape", "later"],
    ["l", "later"],
    ["Delete", "dismiss"],
    ["Backspace", "dismiss"],
    ["z", "undo"],
    ["q", null],
  ])("%s means %s", (key, action) => {
    expect(actionFor(press(key), true)).toBe(action);
  });

  it("leave Enter to the button that has focus", () => {
    expect(actionFor(press("Enter"), false)).toBeNull();
  });

  it("leave shortcuts and input methods alone", () => {
    expect(actionFor(press("x", { ctrlKey: true }), true)).toBeNull();
    expect(actionFor(press("z", { metaKey: true }), true)).toBeNull();
    expect(actionFor(press("x", { isComposing: true }), true)).toBeNull();
  });
});

describe("the chord", () => {
  it("goes by the physical key: Alt changes the character on some systems", () => {
    const chord = parseChord("Alt+Shift+O");
    if (chord === null) throw new Error("no chord");
    expect(isChord(press("Ø", { code: "KeyO", altKey: true, shiftKey: true }), chord)).toBe(true);
    expect(isChord(press("O", { code: "KeyO", shiftKey: true }), chord)).toBe(false);
  });

  it.each(["", "O", "Shift+O", "Enter", "Alt+Enter", "Hyper+O", "Alt+"])("refuses %j", (text) => {
    expect(parseChord(text)).toBeNull();
  });

  it("may be another", () => {
    expect(parseChord("ctrl + 9")).toMatchObject({ ctrl: true, alt: false, code: "Digit9" });
  });
});
