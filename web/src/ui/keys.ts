/** Keys, as pure mappings. They are heard only while focus is inside the overlay. */

/** What is done with a hint. */
export type Action = "used" | "helpful" | "wrong" | "later" | "dismiss" | "undo";
/** What is done with the call: `note`: a supervisor's note is taken note of; `copy`: its summary. */
export type Deed = "note" | "copy";

interface Pressed {
  readonly key: string;
  readonly code: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly isComposing: boolean;
}

const DEEDS: ReadonlyMap<string, Deed> = new Map([
  ["n", "note"],
  ["c", "copy"],
]);
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

const PRESSING: ReadonlySet<string> = new Set(["Enter", " "]);

/** `onCard`: the card itself has focus, not one of its buttons (there Enter presses the button). */
export function actionFor(pressed: Pressed, onCard: boolean): Action | null {
  const key = plain(pressed);
  if (key === "Enter" && !onCard) return null;
  return ACTIONS.get(key) ?? null;
}

export function deedFor(pressed: Pressed): Deed | null {
  return DEEDS.get(plain(pressed)) ?? null;
}

/** Whether a key is one of ours, or presses what has the focus: the page around never hears of it. */
export function isOurs(pressed: Pressed): boolean {
  return PRESSING.has(plain(pressed)) || ACTIONS.has(plain(pressed)) || DEEDS.has(plain(pressed));
}

/** Whether it writes, or chooses, in a field that has the focus. */
export function isTyped(pressed: Pressed): boolean {
  return /^(.|Arrow.*|Page.*|Home|End|Enter|Escape|Backspace|Delete)$/u.test(plain(pressed));
}

/** The key alone; empty where it belongs to a chord or to an input method. */
function plain({ key, altKey, ctrlKey, metaKey, isComposing }: Pressed): string {
  if (altKey || ctrlKey || metaKey || isComposing) return "";
  return key.length === 1 ? key.toLowerCase() : key;
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
