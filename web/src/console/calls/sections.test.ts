import { expect, test } from "vitest";
import type { Hint, Line, Report, Shadow } from "./data.ts";
import { entriesOf, entryAt } from "./moments.ts";
import { alerts, hints } from "./sections.ts";
import { callsWords } from "./words.ts";

/** The addresses in what is shown, in their order. */
function links(shown: unknown): readonly URLSearchParams[] {
  if (typeof shown === "string") return shown.startsWith("calls/") ? [new URL(shown, "http://x/").searchParams] : [];
  if (Array.isArray(shown)) return shown.flatMap(links);
  return typeof shown === "object" && shown !== null && "values" in shown ? links(shown.values) : [];
}

const hint = (id: string): Hint => ({ id, shown: 5_000, escalations: [], verdicts: [], reason: null }) as unknown as Hint;
const report = {
  call: "c",
  lines: [{ at: 0, text: "你好" } as Line, { at: 5_020, text: "我不想活了" } as Line],
  hints: [hint("one"), hint("two")],
  shadows: [{ at: 5_000, rule: "comfort" } as Shadow],
  notes: [],
  alerts: [{ at: 5_000, rule: "self-harm", text: "有轻生念头", state: "raised", by: null }],
  holds: [],
  agents: [],
} as unknown as Report;

test("each hint and alert leads to its own line of the transcript, whatever else came in that moment", () => {
  const entries = entriesOf(report);
  const words = callsWords("zh");
  const led = [...links(hints(report, words)), ...links(alerts(report, words))].map(
    (query) => entries[entryAt(entries, Number(query.get("t")) * 1_000, query.has("n") ? Number(query.get("n")) : undefined)],
  );
  expect(led.map((entry) => (entry?.is === "hint" ? entry.hint.id : entry?.is))).toEqual(["one", "two", "shadow", "alert"]);
});
