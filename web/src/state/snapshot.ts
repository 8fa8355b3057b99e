/** A snapshot's calls, and the readings of the emotion curve. */

import type { CallSnapshot, Emotion, Level, NeedChange, Quote } from "../client/wire.ts";
import type { Call, Hint, Raised, Reading, Said, View } from "./view.ts";

/** The curve shows the last minute of the call. */
export const CURVE_MS = 60_000;
/** A note this old is no news to an overlay that is opened only now, ms. */
const NOTE_IS_NEWS = 120_000;

/**
 * A call as the snapshot tells it. What only this overlay knows is kept: the readings of the curve,
 * the order of hints already on screen, and what the agent put off or is about to dismiss.
 */
export function callOf(wire: CallSnapshot, before: View, now: number): Call {
  const known = before.calls.find((call) => call.id === wire.call);
  const open = wire.needs.filter((need) => need.state === "open");
  const putOff = (known?.hints ?? []).filter(
    (hint) =>
      (hint.later || hint.off === "done") &&
      open.some((need) => need.id === hint.need) &&
      !wire.hints.some((body) => body.need === hint.need),
  );
  const done = wire.done ?? [];
  const emotion = wire.emotion.filter(({ speaker }) => speaker === "customer");
  return {
    id: wire.call,
    language: wire.language,
    queue: wire.queue ?? null,
    context: wire.context,
    held: wire.held,
    ended: wire.ended,
    exchanged: wire.exchanged ?? false,
    muted: wire.muted ?? false,
    began: now - wire.at,
    at: wire.at,
    hints: wire.hints
      .map((body, index): Hint => {
        const old = known?.hints.find((hint) => hint.id === body.id);
        return {
          ...body,
          order: old?.order ?? before.seen + index,
          later: old?.later ?? false,
          off: old?.off ?? "no",
          dismissing: old?.dismissing ?? null,
          leaving: null,
        };
      })
      .concat(putOff),
    needs: open.map(({ id, text, state, at }) => ({ id, text, state, at, until: null })),
    queued: wire.queued,
    readings: emotion.map(reading).reduce<readonly Reading[]>(trail, known?.readings ?? []),
    peak: emotion.map(reading).reduce(stronger, known?.peak ?? null),
    facts: wire.facts ?? [],
    done: new Map(done.map(({ rule, text }) => [rule, text])),
    raised: [...open, ...done].reduce<readonly Raised[]>(raise, []),
    unfinished: known?.unfinished ?? [],
    notes: notesOf(wire, known),
    remembered: wire.remembered ?? null,
  };
}

/** A page that is opened late shows no old notes as news. */
function notesOf(wire: CallSnapshot, known: Call | undefined): Said[] {
  return (wire.notes ?? []).map(({ id, from, text, at, read: readAt }) => {
    const old = known?.notes.find((note) => note.id === id);
    const before = old?.read ?? (known === undefined && wire.at - at > NOTE_IS_NEWS);
    return { id, from, text, read: before || readAt !== undefined };
  });
}

/** What raised a need is kept once a rule, and forgotten where it turns out to have been nothing. */
export function raise(raised: readonly Raised[], { rule, state, quote }: NeedChange): Raised[] {
  if (state === "undetermined") return raised.filter((one) => one.rule !== rule);
  if (quote?.speaker !== "customer") return [...raised];
  if (raised.some((one) => one.rule === rule)) return requote(raised, rule, [quote]);
  return [...raised, { rule, quote }];
}

/** The same words once more, as the recogniser has them by now: with its punctuation, a whole clause. */
export function requote(raised: readonly Raised[], rule: string, quotes: readonly Quote[]): Raised[] {
  return raised.map((one) => {
    const later = quotes.find(({ utterance }) => utterance === one.quote.utterance);
    return one.rule === rule && later !== undefined ? { rule, quote: later } : one;
  });
}

const LEVELS: readonly Level[] = ["calm", "mild", "high", "severe"];

export function stronger(peak: Reading | null, next: Reading): Reading {
  if (peak === null) return next;
  const more = LEVELS.indexOf(next.level) - LEVELS.indexOf(peak.level);
  return more > 0 || (more === 0 && next.value > peak.value) ? next : peak;
}

/** What the sidecar names it by; the highest meter where it names none. */
export function reading({ at, meters, level, spike, feeling = "", feeling_level }: Emotion): Reading {
  const top = Object.entries(meters).reduce((high, entry) => (entry[1] > high[1] ? entry : high), ["", 0]);
  const meter = feeling === "" ? top[0] : feeling;
  return { at, value: meters[meter] ?? 0, meter, meters, level: feeling_level ?? level, spike };
}

/** Heights of the feeling that is named now, at any reading; where all is calm, of what was named then. */
export function heights(readings: readonly Reading[]): (one: Reading) => number {
  const last = readings.at(-1);
  if (last === undefined || last.level === "calm") return ({ value }) => value;
  return ({ meters }) => meters[last.meter] ?? 0;
}

/** Adds a reading; keeps the last minute, and the one before it, where the curve enters. */
export function trail(readings: readonly Reading[], next: Reading): Reading[] {
  const earlier = readings.filter((old) => old.at < next.at);
  const entry = earlier.findLastIndex((old) => old.at <= next.at - CURVE_MS);
  return [...earlier.slice(Math.max(0, entry)), next];
}
