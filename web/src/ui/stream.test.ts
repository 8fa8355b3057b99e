import { type Mock, afterEach, beforeEach, expect, test, vi } from "vitest";
import type { StreamEvent } from "../client/wire.ts";
import { UNDO_FOR } from "../state/reduce.ts";
import { HintStream } from "./stream.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const HINT = { id: "h", call: "c", at: 1, rule: "r", need: "n", priority: "advice", text: "先安慰", because: [] };
const CALL = { call: "c", agent: "7", language: "zh", context: {}, at: 1, needs: [], hints: [HINT], emotion: [] };
const SNAPSHOT = { type: "snapshot", seq: 0, dial: "balanced", calls: [{ ...CALL, queued: 0, ended: true }] };

/** A stream with one hint, and what it tells. */
function opened(): { stream: HintStream; feedback: Mock } {
  const feedback = vi.fn();
  const host = {
    isConnected: true,
    addController: vi.fn(),
    removeController: vi.fn(),
    requestUpdate: () => {
      stream.hostUpdated();
    },
    updateComplete: Promise.resolve(true),
  };
  const stream = new HintStream(host, vi.fn());
  stream.open("", { token: "", agent: "7", transcript: false }, () => ({ feedback, dial: vi.fn(), close: vi.fn() }));
  stream.onEvent(SNAPSHOT as unknown as StreamEvent);
  return { stream, feedback };
}

test("what was waved away is told once it cannot be undone, though a timer rings early", async () => {
  const { stream, feedback } = opened();
  stream.do("h", "dismiss");
  const due = performance.now() + UNDO_FOR;
  // A browser's timers ring up to a millisecond before their time: here, the time comes just after.
  vi.spyOn(performance, "now").mockReturnValueOnce(due - 0.01);
  await vi.advanceTimersByTimeAsync(UNDO_FOR + 100);
  expect(feedback.mock.calls).toEqual([["h", "dismissed"]]);
});

test("the dial that was turned while the connection was lost stays turned", () => {
  const { stream } = opened();
  stream.onLink("lost");
  stream.dial("active");
  stream.onLink("recovered");
  stream.onEvent(SNAPSHOT as unknown as StreamEvent); // from before it heard of that
  expect(stream.view.dial).toBe("active");
  stream.onEvent(SNAPSHOT as unknown as StreamEvent);
  expect(stream.view.dial).toBe("balanced");
});
