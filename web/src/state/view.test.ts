import { describe, expect, test } from "vitest";
import { CALL, close, hint } from "../test-words.ts";
import { act, receive } from "./reduce.ts";
import { NOW, live, seen } from "./test-view.ts";
import { type Opened, type View, cards, open } from "./view.ts";

function shown(view: View, opened: Opened | null = null): string[] {
  return cards(live(view), opened).map(({ id }) => id);
}

describe("cards", () => {
  test("the most pressing is the large one; of equals the one that was there before", () => {
    const view = seen(hint("a"), hint("b"), hint("c", { priority: "urgent" }));
    expect(shown(view)).toEqual(["c", "a", "b"]);
  });

  test("what was taken back leads nothing while there is something that holds", () => {
    const view = seen(hint("a", { priority: "critical" }), hint("b"), hint("c"));
    const taken = receive(view, close("a", "retracted"), NOW);
    expect(shown(taken)).toEqual(["b", "a", "c"]);
    const waved = act(taken, "b", "dismiss", NOW);
    expect(shown(waved)).toEqual(["c", "a", "b"]);
    expect(shown(receive(waved, close("c", "retracted"), NOW))).toEqual(["a", "b", "c"]);
  });

  test("an opened one goes first, until something more pressing than it comes", () => {
    const view = seen(hint("a"), hint("b"), hint("c", { priority: "urgent" }));
    const opened = open(live(view), "b");
    expect(shown(view, opened)).toEqual(["b", "c", "a"]);
    const equal = receive(view, hint("d"), NOW);
    expect(shown(equal, opened)).toEqual(["b", "c", "a", "d"]);
    const pressing = receive(view, hint("d", { priority: "urgent" }), NOW);
    expect(shown(pressing, opened)).toEqual(["c", "d", "a", "b"]);
    const escalated = { ...hint("a", { priority: "critical" }), type: "hint.update", change: "escalated" } as const;
    expect(shown(receive(view, escalated, NOW), opened)).toEqual(["a", "c", "b"]);
    const taken = { type: "hint.close", call: CALL, at: 9_000, id: "b", need: "n", reason: "retracted" } as const;
    expect(shown(receive(view, taken, NOW), opened)).toEqual(["c", "a", "b"]);
  });
});
