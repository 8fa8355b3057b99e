/** YAML's flow style, `{a: [b, c]}`, read as far as it is written: half a mapping is no error here. */

export type Path = readonly (string | number)[];

/** A word of the text, with offsets into the whole document. */
export interface Word {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

interface Frame {
  readonly opener: "{" | "[";
  /** The key whose value is being written; null while a key is. */
  key: string | null;
  index: number;
  readonly keys: string[];
}

/** Where a position within flow style stands, relative to the value it began as. */
export interface FlowPlace {
  readonly path: Path;
  readonly kind: "key" | "value";
  readonly word: Word;
  readonly siblings: readonly string[];
}

export interface FlowRead {
  /** Where the value ended: just behind its last bracket, or the end of the text. */
  readonly end: number;
  readonly place: FlowPlace | null;
}

const PLAIN = /[^\s,:[\]{}"'#][^,[\]{}\n]*?(?=\s*(?:,|\]|\}|\n|$|:(?:\s|$)|\s#))/uy;

/** Reads the value that begins at `start` with a bracket, up to its end or to `position`. */
export function readFlow(text: string, start: number, position: number): FlowRead {
  const stack: Frame[] = [];
  let last: Word | null = null;
  let at = start;
  const place = (word: Word): FlowPlace => {
    const top = stack.at(-1);
    const path = stack.map((frame) => (frame.opener === "[" ? frame.index : (frame.key ?? "")));
    const asKey = top?.opener === "{" && top.key === null;
    return {
      path: asKey ? path.slice(0, -1) : path,
      kind: asKey ? "key" : "value",
      word,
      siblings: top?.keys ?? [],
    };
  };
  while (at < text.length) {
    const char = text[at] ?? "";
    const empty = { from: position, to: position, text: "" };
    if (position <= at && stack.length > 0 && (char !== ":" || last?.to !== at)) {
      if (/[\s,[\]{}#]/u.test(char) || position < at) return { end: at, place: place(empty) };
    }
    if (/\s/u.test(char)) at += 1;
    else if (char === "#") {
      const stop = lineEnd(text, at);
      if (position > at && position <= stop) return { end: at, place: null };
      at = stop;
    } else if (char === "{" || char === "[") {
      stack.push({ opener: char, key: null, index: 0, keys: [] });
      last = null;
      at += 1;
    } else if (char === "}" || char === "]") {
      stack.pop();
      last = null;
      at += 1;
      if (stack.length === 0) return { end: at, place: null };
    } else if (char === ",") {
      const top = stack.at(-1);
      if (top !== undefined) {
        top.index += 1;
        top.key = null;
      }
      last = null;
      at += 1;
    } else if (char === ":") {
      const top = stack.at(-1);
      if (top?.opener === "{" && top.key === null && last !== null) {
        top.key = last.text;
        top.keys.push(last.text);
      }
      last = null;
      at += 1;
    } else {
      const word = readWord(text, at);
      if (position >= word.from && position <= word.to) return { end: word.to, place: place(word) };
      last = word;
      at = word.to;
    }
  }
  const inside = stack.length > 0 && position >= start;
  return { end: at, place: inside ? place({ from: position, to: position, text: "" }) : null };
}

/** One scalar; `text` is without its quotes, `from` and `to` are with them. */
export function readWord(text: string, at: number): Word {
  const quote = text[at];
  if (quote === '"' || quote === "'") {
    let end = at + 1;
    while (end < text.length && text[end] !== quote) end += quote === '"' && text[end] === "\\" ? 2 : 1;
    const closed = Math.min(text.length, end + 1);
    return { from: at, to: closed, text: text.slice(at + 1, Math.min(end, text.length)) };
  }
  PLAIN.lastIndex = at;
  const found = PLAIN.exec(text)?.[0] ?? text.slice(at, at + 1);
  return { from: at, to: at + found.length, text: found };
}

export function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}
