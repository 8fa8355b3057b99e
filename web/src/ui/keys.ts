/** Keys, as pure mappings. They are heard only while focus is inside the overlay. */

export type Action = "used" | "helpful" | "wrong" | "later" | "dismiss" | "undo";

interface Pressed {
  readonly key: string;
  readonly code: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly isComposing: boolean;
}

const ACTIONS: ReadonlyMap<string, Action> = new Map([
  ["Enter", "used"],
  ["h", "helpful"],
  ["x", "wrong"],
  ["l", "later"],
  ["Escape", "later"],
  ["Delete", "dismiss"],
  ["Backspace", "dismiss"],
  ["z", "undo"],
]);

/** `onCard`: the card itself has focus, not one of its buttons (there Enter presses the button). */
export function actionFor(pressed: Pressed, onCard: boolean): Action | null {
  if (pressed.altKey || pressed.ctrlKey || pressed.metaKey || pressed.isComposing) return null;
  const key = pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key;
  if (key === "Enter" && !onCard) return null;
  return ACTIONS.get(key) ?? null;
}

export type Chord = Readonly<{ alt: boolean; ctrl: boolean; meta: boolean; shift: boolean; code: string }>;

/**
 * `Alt+Shift+O` → a chord. Null for what would steal typing from the host page: a chord needs Alt, Ctrl
 * or Meta and one letter or digit.
 */
export function parseChord(text: string): Chord | null {
  const parts = text.split("+").map((part) => part.trim().toLowerCase());
  const last = parts.pop() ?? "";
  const held = new Set(parts);
  const code = /^[a-z]$/.test(last) ? `Key${last.toUpperCase()}` : `Digit${last}`;
  const known = [...held].every((part) => ["alt", "ctrl", "meta", "shift"].includes(part));
  const strong = held.has("alt") || held.has("ctrl") || held.has("meta");
  if (!/^[a-z0-9]$/.test(last) || !known || !strong) return null;
  return {
    alt: held.has("alt"),
    ctrl: held.has("ctrl"),
    meta: held.has("meta"),
    shift: held.has("shift"),
    code,
  };
}

/** By physical key: with Alt held, the character differs between systems. */
export function isChord(pressed: Pressed, chord: Chord): boolean {
  return (
    pressed.code === chord.code &&
    pressed.altKey === chord.alt &&
    pressed.ctrlKey === chord.ctrl &&
    pressed.metaKey === chord.meta &&
    pressed.shiftKey === chord.shift
  );
}
