import { describe, expect, test } from "vitest";
import { actionFor, deedFor, isChord, isOurs, isTyped, parseChord } from "./keys.ts";

function pressed(key: string, more: object = {}): Parameters<typeof actionFor>[0] {
  const held = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false };
  return { key, code: `Key${key.toUpperCase()}`, ...held, isComposing: false, ...more };
}

describe("actions", () => {
  test.each([
    ["h", "helpful"],
    ["H", "helpful"],
    ["x", "wrong"],
    ["l", "later"],
    ["Escape", "later"],
    ["Delete", "dismiss"],
    ["Backspace", "dismiss"],
    ["z", "undo"],
  ])("%s is %s, on the card and on its buttons", (key, action) => {
    expect(actionFor(pressed(key), true)).toBe(action);
    expect(actionFor(pressed(key), false)).toBe(action);
  });

  test("Enter is used on the card only: on a button it presses the button", () => {
    expect(actionFor(pressed("Enter"), true)).toBe("used");
    expect(actionFor(pressed("Enter"), false)).toBeNull();
  });

  test.each([{ altKey: true }, { ctrlKey: true }, { metaKey: true }, { isComposing: true }])(
    "the browser's own keys and an input method's stay theirs: %o",
    (held) => {
      expect(actionFor(pressed("x", held), true)).toBeNull();
    },
  );

  test("n takes note, c copies; with Ctrl it is the browser's own copying", () => {
    expect(["n", "N", "c", "x"].map((key) => deedFor(pressed(key)))).toEqual(["note", "note", "copy", null]);
    expect(deedFor(pressed("c", { ctrlKey: true }))).toBeNull();
  });

  test("what writes or chooses in a field is not for the page around; what calls its functions is", () => {
    for (const key of ["a", "1", " ", "好", "ArrowDown", "PageUp", "End", "Enter", "Escape", "Backspace"]) {
      expect(isTyped(pressed(key))).toBe(true);
    }
    for (const key of ["F9", "Tab", "Shift", "ContextMenu"]) expect(isTyped(pressed(key))).toBe(false);
    expect(isTyped(pressed("k", { ctrlKey: true }))).toBe(false);
    expect(["x", "n", "Enter", " ", "Escape"].every((key) => isOurs(pressed(key)))).toBe(true);
    expect(["k", "Tab", "F9", "ArrowDown"].some((key) => isOurs(pressed(key)))).toBe(false);
  });

  test("other keys do nothing", () => {
    for (const key of ["a", " ", "Tab", "ArrowDown", "toString"]) expect(actionFor(pressed(key), true)).toBeNull();
  });
});

describe("the chord", () => {
  test.each(["", "O", "Shift+O", "Enter", "Alt+Enter", "Hyper+O", "Alt+Oo", "Escape"])(
    "%o would steal typing, or is none",
    (text) => {
      expect(parseChord(text)).toBeNull();
    },
  );

  test("is matched by the physical key and exactly these modifiers", () => {
    const chord = parseChord("alt + Shift+o");
    if (chord === null) throw new Error("refused");
    const both = { altKey: true, shiftKey: true };
    expect(isChord(pressed("Ø", { ...both, code: "KeyO" }), chord)).toBe(true);
    expect(isChord(pressed("o", { altKey: true }), chord)).toBe(false);
    expect(isChord(pressed("o", { ...both, ctrlKey: true }), chord)).toBe(false);
    expect(isChord(pressed("p", both), chord)).toBe(false);
  });

  test("digits are keys too", () => {
    expect(parseChord("Ctrl+1")).toMatchObject({ code: "Digit1", ctrl: true, alt: false });
  });
});
