import { expect, test } from "vitest";
import { acting, waiting } from "./handling.ts";
import { alert } from "./pretend.ts";
import type { LiveAlert } from "./store.ts";
import type { Alert } from "./wire.ts";

const live = (id: string, raised: number, more: Partial<Alert> = {}): LiveAlert => ({
  alert: alert(id, more),
  raised,
  gone: null,
});
const ids = (alerts: readonly LiveAlert[]): string[] => alerts.map((each) => each.alert.id);

test("the most pressing first, then whoever has waited longest", () => {
  const alerts = [live("new", 9), live("old", 1), live("critical", 10, { priority: "critical" })];
  expect(ids(waiting(alerts))).toEqual(["critical", "old", "new"]);
});

test("what somebody has taken on waits no more", () => {
  const alerts = [
    live("a", 1, { state: "acknowledged" }),
    live("b", 2, { state: "silenced" }),
    live("c", 3, { state: "withdrawn" }),
  ];
  expect(ids(waiting(alerts))).toEqual(["c"]);
  expect(ids(acting(alerts, "acknowledged"))).toEqual(["a"]);
  expect(ids(acting(alerts, "silenced"))).toEqual(["b"]);
});
