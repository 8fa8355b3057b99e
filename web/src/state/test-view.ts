/** What an overlay has seen of one call, for tests. */

import type { StreamEvent } from "../client/wire.ts";
import { call, snapshot } from "../test-words.ts";
import { receive } from "./reduce.ts";
import { type Call, NOTHING, type View, liveCall } from "./view.ts";

export const NOW = 100_000;

export function seen(...events: readonly StreamEvent[]): View {
  return events.reduce((view, event) => receive(view, event, NOW), receive(NOTHING, snapshot(call()), NOW));
}

export function live(view: View): Call {
  const found = liveCall(view);
  if (found === null) throw new Error("no call is live");
  return found;
}
