/** A snapshot's calls, and the readings of the emotion curve. */

import type { CallSnapshot, Emotion } from "../client/wire.ts";
import type { Call, Hint, Reading, View } from "./view.ts";

/** The curve shows the last minute of the call. */
export const CURVE_MS = 60_000;

/**
 * A call as the snapshot tells it. What only this overlay knows is kept: the readings of the curve,
 * the order of hints already on screen, and what the agent put off or is about to dismiss.
 */
export function callOf(wire: CallSnapshot, before: View, now: number): Call {
  const known = before.calls.find((call) => call.id === wire.call);
  const open = wire.needs.filter((need) => need.state === "open");
  const putOff = (known?.hints ?? []).filter(
    (hint) =>
      hint.later &&
      open.some((need) => need.id === hint.need) &&
      !wire.hints.some((body) => body.id === hint.id),
  );
  const emotion = wire.emotion.filter(({ speaker }) => speaker === "customer");
  return {
    id: wire.call,
    language: wire.language,
    queue: wire.queue ?? null,
    context: wire.context,
    held: wire.held,
    ended: wire.ended,
    exchanged: wire.exchanged ?? false,
    began: now - wire.at,
    at: wire.at,
    hints: wire.hints
      .map((body, index): Hint => {
        const old = known?.hints.find((hint) => hint.id === body.id);
        return {
          ...body,
          order: old?.order ?? before.seen + index,
          later: old?.later ?? false,
          dismissing: old?.dismissing ?? null,
          leaving: null,
        };
      })
      .concat(putOff),
    needs: open.map(({ id, text, state }) => ({ id, text, state, until: null })),
    queued: wire.queued,
    readings: emotion.map(reading).reduce<readonly Reading[]>(trail, known?.readings ?? []),
  };
}

export function reading({ at, meters, level, spike }: Emotion): Reading {
  const [meter, value] = Object.entries(meters).reduce(
    (top, entry) => (entry[1] > top[1] ? entry : top),
    ["", 0],
  );
  return { at, value, meter, level, spike };
}

/** Adds a reading; keeps the last minute, and the one before it, where the curve enters. */
export function trail(readings: readonly Reading[], next: Reading): Reading[] {
  const earlier = readings.filter((old) => old.at < next.at);
  const entry = earlier.findLastIndex((old) => old.at <= next.at - CURVE_MS);
  return [...earlier.slice(Math.max(0, entry)), next];
}
