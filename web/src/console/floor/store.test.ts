import { expect, test } from "vitest";
import { alert, chance, row } from "./pretend.ts";
import { FloorStore, WITHDRAWN_FOR, duration } from "./store.ts";
import type { FloorMessage, Row } from "./wire.ts";

const shown = (store: FloorStore): Map<string, Row> =>
  new Map([...store.calls].map(([id, call]) => [id, call.row]));

test("whatever is told in whatever order, the floor is what was told last of each call", () => {
  for (let seed = 0; seed < 60; seed++) {
    const random = chance(seed);
    const store = new FloorStore();
    let model = new Map<string, Row>();
    for (let step = 0; step < 80; step++) {
      const names = Array.from({ length: random(6) }, () => `c-${random(12)}`);
      const rows = names.map((name) => row(name, { help: random(101) }));
      const anew = step === 0 || random(20) === 0;
      const gone = anew ? [] : Array.from({ length: random(3) }, () => `c-${random(12)}`).filter((name) => !names.includes(name));
      const message: FloorMessage = anew
        ? { type: "floor", rows }
        : { type: "floor.change", rows, gone };
      if (anew) model = new Map();
      for (const name of gone) model.delete(name);
      for (const each of rows) model.set(each.call, each);
      store.hear(message, step);
      expect(shown(store)).toEqual(model);
    }
  }
});

test("a row that was not told anew stays the same object: it is not drawn again", () => {
  const store = new FloorStore();
  store.hear({ type: "floor", rows: [row("c-1"), row("c-2")] }, 0);
  const before = store.calls.get("c-1");
  store.hear({ type: "floor.change", rows: [row("c-2", { help: 9 })], gone: [] }, 500);
  expect(store.calls.get("c-1")).toBe(before);
  expect(store.calls.get("c-2")?.row.help).toBe(9);
});

test("a call's clock goes on from where its row left it", () => {
  const store = new FloorStore();
  store.hear({ type: "floor", rows: [row("c-1", { started: 60_000 })] }, 1_000);
  const call = store.calls.get("c-1");
  expect(call && duration(call, 6_000)).toBe(65_000);
});

test("an alert is told once when it is raised, and again when its silence is over", () => {
  const store = new FloorStore();
  expect(store.hear(alert("x"), 0)?.id).toBe("x");
  expect(store.hear(alert("x", { ended: true }), 1)).toBeNull();
  expect(store.hear(alert("x", { state: "silenced", by: "林主管" }), 2)).toBeNull();
  expect(store.hear(alert("x"), 3)?.id).toBe("x");
});

test("how a watched call stood stays to be read when it is over, and nobody else's does", () => {
  const store = new FloorStore();
  store.hear({ type: "floor", rows: [row("c"), row("d")] }, 0);
  store.watch("c");
  store.hear(alert("x", { call: "c", state: "acknowledged", by: "林主管" }), 10);
  store.hear(alert("y", { call: "d" }), 10);
  store.hear({ type: "floor.change", rows: [], gone: ["c", "d"] }, 100);
  for (const id of ["x", "y"]) {
    store.hear(alert(id, { call: id === "x" ? "c" : "d", state: "withdrawn", why: "call_ended", by: "林主管" }), 100);
  }
  store.lapse(100 + 10 * WITHDRAWN_FOR);
  store.hear({ type: "floor", rows: [] }, 200 + 10 * WITHDRAWN_FOR); // the connection was lost and is back
  expect(store.seen?.row.call).toBe("c");
  expect([...store.alerts.keys()]).toEqual(["x"]);
  expect(store.calls.size).toBe(0);
  store.watch(null);
  store.lapse(100 + 10 * WITHDRAWN_FOR);
  expect(store.seen).toBeNull();
  expect(store.alerts.size).toBe(0);
});

test("a withdrawn alert stays long enough to be read, then goes; one never seen does not come", () => {
  const store = new FloorStore();
  store.hear(alert("x"), 0);
  store.hear(alert("x", { state: "withdrawn", why: "passed" }), 100);
  store.hear(alert("y", { state: "withdrawn", why: "passed" }), 100);
  expect([...store.alerts.keys()]).toEqual(["x"]);
  expect(store.lapse(100 + WITHDRAWN_FOR - 1)).toBe(false);
  expect(store.lapse(100 + WITHDRAWN_FOR)).toBe(true);
  expect(store.alerts.size).toBe(0);
});

test("a floor told anew voids alerts, too: those that stand are told after it", () => {
  const store = new FloorStore();
  store.hear(alert("x"), 0);
  store.hear({ type: "floor", rows: [] }, 1);
  expect(store.alerts.size).toBe(0);
});
