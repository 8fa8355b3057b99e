/** The words of the call, folded from transcript events. Pure. */

import type { Speaker, Transcript } from "../client/wire.ts";

export interface Line {
  readonly key: string;
  readonly speaker: Speaker;
  readonly at: number;
  readonly text: string;
  readonly final: boolean;
  readonly revision: number;
  /** Code points that the latest hypothesis kept from the one before. */
  readonly kept: number;
  readonly spans: Transcript["spans"];
}

export function hear(lines: readonly Line[], event: Transcript): Line[] {
  const key = `${event.speaker}/${event.utterance}`;
  const old = lines.find((line) => line.key === key);
  if (old !== undefined && (old.final || event.revision < old.revision)) return [...lines];
  const line: Line = {
    key,
    speaker: event.speaker,
    at: old?.at ?? event.start ?? event.at,
    text: event.text,
    final: event.final,
    revision: event.revision,
    kept: old === undefined ? 0 : common(old.text, event.text),
    spans: event.spans,
  };
  return old === undefined ? [...lines, line] : lines.map((other) => (other === old ? line : other));
}

export interface Piece {
  readonly text: string;
  readonly marked: boolean;
  readonly fresh: boolean;
}

/** The line cut where marking or freshness changes. Offsets count code points, as the sidecar's do. */
export function pieces({ text, spans, kept, final }: Line): Piece[] {
  const characters = Array.from(text);
  const cut: Piece[] = [];
  for (const [index, character] of characters.entries()) {
    const marked = spans.some(([start, end]) => start <= index && index < end);
    const fresh = !final && index >= kept;
    const last = cut.at(-1);
    if (last?.marked === marked && last.fresh === fresh) {
      cut[cut.length - 1] = { ...last, text: last.text + character };
    } else cut.push({ text: character, marked, fresh });
  }
  return cut;
}

function common(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  const differs = right.findIndex((character, index) => character !== left[index]);
  return differs === -1 ? right.length : differs;
}
