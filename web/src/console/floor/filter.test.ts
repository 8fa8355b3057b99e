import { expect, test } from "vitest";
import { to } from "../place.ts";
import { type Filter, filterOf, isAmong, isOn, parametersOf, passes, totals } from "./filter.ts";
import { row } from "./pretend.ts";

const of = (query: string): Filter => filterOf(new URLSearchParams(query));
const calm = row("a").emotion;

test("a filter is what its address says, and its address is what it is", () => {
  const filter = of("queue=信用卡&group=金卡&agent=70&mood=severe&alerts=1&risky=1");
  const address = to("console", [], parametersOf(filter));
  expect(of(address.split("?")[1] ?? "")).toEqual(filter);
  expect(to("console", [], parametersOf(of("")))).toBe("console");
  expect([isOn(filter), isOn(of(""))]).toEqual([true, false]);
});

test("what an address makes up is no filter", () => {
  expect(isOn(of("mood=furious&alerts=yes&x=1"))).toBe(false);
});

test("each part of a filter leaves out what does not fit", () => {
  const angry = row("a", {
    queue: "信用卡",
    group: "金卡",
    agent: "A7001",
    alerts: 1,
    complaint_risk: 0.5,
    emotion: { ...calm, level: "severe" },
  });
  const other = row("b", { queue: "储蓄", agent: "8001" });
  for (const query of ["queue=信用卡", "group=金卡", "agent=a70", "mood=severe", "alerts=1", "risky=1"]) {
    expect([query, passes(angry, of(query)), passes(other, of(query))]).toEqual([query, true, false]);
  }
});

test("totals go by where and whose, not by how it stands: they lead to what they count", () => {
  const rows = [
    row("a", { queue: "q", emotion: { ...calm, level: "high" }, alerts: 2, held: true }),
    row("b", { queue: "q", complaint_risk: 0.9 }),
    row("c"),
  ];
  const filter = of("queue=q&mood=high");
  expect(totals(rows.filter((each) => isAmong(each, filter)))).toEqual({
    calls: 2,
    moods: { calm: 1, mild: 0, high: 1, severe: 0 },
    alerts: 1,
    risky: 1,
    held: 1,
  });
});
