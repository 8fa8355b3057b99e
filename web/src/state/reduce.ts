/** The stream folded into the {@link View}. Pure: local time is handed in. */

import type {
  CallSnapshot,
  CloseReason,
  Fact,
  HintBody,
  NeedChange,
  Note,
  StreamEvent,
} from "../client/wire.ts";
import { callOf, raise, reading, requote, stronger, trail } from "./snapshot.ts";
import type { Call, Hint, Need, View } from "./view.ts";

/** Milliseconds (UI.md: what is met is shown as done for three seconds). */
export const MET_FOR = 3_000;
/** Long enough to finish reading the line and see why it goes. */
export const LEAVING_FOR = 4_000;
export const UNDO_FOR = 5_000;
/** As many as a snapshot brings. */
const NOTES_KEPT = 3;
/** A call of which nothing has been told yet. */
const BLANK: Pick<CallSnapshot, "needs" | "hints" | "queued" | "emotion" | "held" | "ended"> = {
  needs: [],
  hints: [],
  queued: 0,
  emotion: [],
  held: false,
  ended: false,
};

export function receive(view: View, event: StreamEvent, now: number): View {
  switch (event.type) {
    case "snapshot": {
      const hints = event.calls.reduce((n, call) => n + call.hints.length, 0);
      const calls = event.calls.map((call) => callOf(call, view, now));
      const gone = view.calls.findLast(
        (call) => !call.ended && !calls.some(({ id }) => id === call.id),
      );
      const left = calls.length > 0 ? null : (gone ?? view.left);
      return { ...view, calls, left, dial: event.dial, seen: view.seen + hints };
    }
    case "note":
      return inCall(view, event, now, (call) => hear(call, event));
    case "note.seen":
      return event.state === "read" ? read(inCall(view, event, now, (call) => call), event.id) : view;
    case "call.start": {
      const { call, agent, language, context, at } = event;
      const fresh = { call, agent, language, context, at, ...BLANK };
      const started = callOf({ ...fresh, queue: event.queue ?? null }, view, now);
      // An ended call stays to be looked at until the next one comes.
      const others = view.calls.filter((other) => other.id !== call && !other.ended);
      return { ...view, left: null, calls: [...others, started] };
    }
    case "call.context": {
      const { language, context, queue = null } = event;
      return inCall(view, event, now, (call) => ({ ...call, language, context, queue }));
    }
    case "call.hold":
    case "call.resume":
      return inCall(view, event, now, (call) => ({ ...call, held: event.type === "call.hold" }));
    case "call.end":
      return inCall(view, event, now, (call) => ({
        ...call,
        ended: true,
        hints: [],
        queued: 0,
        needs: call.needs.filter((need) => need.state !== "open"),
        unfinished: call.needs.filter((need) => isLeft(need, event.at)).map(({ text }) => text),
      }));
    case "hint.show": {
      const next = inCall(view, event, now, (call) => show(call, event, view.seen));
      return next === view ? view : { ...next, seen: view.seen + 1 };
    }
    case "hint.update":
      return inCall(view, event, now, (call) => ({
        ...yielded(withHint(call, event.id, (old) => merge(old, event))),
        raised: requote(call.raised, event.rule, event.because),
      }));
    case "hint.close":
      return inCall(view, event, now, (call) => leave(call, event.id, event.reason, now));
    case "need":
      return inCall(view, event, now, (call) => ({
        ...call,
        needs: tick(call.needs, event, now),
        done: finish(call.done, event),
        raised: raise(call.raised, event),
        hints: call.hints.filter((hint) => !((hint.later || hint.off === "done") && settles(event, hint))),
      }));
    case "emotion":
      if (event.speaker !== "customer") return inCall(view, event, now, (call) => call);
      return inCall(view, event, now, (call) => ({
        ...call,
        readings: trail(call.readings, reading(event)),
        peak: stronger(call.peak, reading(event)),
      }));
    case "fact":
      return inCall(view, event, now, (call) => ({ ...call, facts: note(call.facts, event) }));
    case "roles":
      return inCall(view, event, now, (call) => ({ ...call, exchanged: event.exchanged }));
    case "dial.turned":
      return { ...view, dial: event.level };
    case "queued":
      return inCall(view, event, now, (call) => ({ ...call, queued: event.count }));
  }
}

/** What each call's clock shows now, ms: where events are made up for, it is later than they say. */
export function set(view: View, clocks: Readonly<Record<string, number>>, now: number): View {
  const calls = view.calls.map((call) => {
    const at = clocks[call.id];
    return at === undefined ? call : { ...call, began: now - at };
  });
  return { ...view, calls };
}

/** The agent has taken note of what a supervisor said. */
export function read(view: View, id: string): View {
  const calls = view.calls.map((call) => ({
    ...call,
    notes: call.notes.map((one) => (one.id === id ? { ...one, read: true } : one)),
  }));
  return { ...view, calls };
}

/** Drops what has been shown long enough. */
export function lapse(view: View, now: number): View {
  if ((nextLapse(view) ?? Infinity) > now) return view;
  return {
    ...view,
    calls: view.calls.map((call) => ({
      ...call,
      hints: call.hints.filter(
        (hint) =>
          (hint.leaving === null || hint.leaving.until > now) &&
          (hint.dismissing === null || hint.dismissing > now),
      ),
      needs: call.needs.filter((need) => need.until === null || need.until > now),
    })),
  };
}

/** When `lapse` next changes something (local time). */
export function nextLapse(view: View): number | null {
  const times = view.calls.flatMap((call) => [
    ...call.hints.flatMap((hint) => [hint.leaving?.until ?? Infinity, hint.dismissing ?? Infinity]),
    ...call.needs.map((need) => need.until ?? Infinity),
  ]);
  const first = Math.min(...times);
  return Number.isFinite(first) ? first : null;
}

/** What the agent did with a hint, shown at once; the sidecar hears of it separately. */
export function act(view: View, hint: string, deed: Deed, now: number): View {
  return {
    ...view,
    calls: view.calls.map((call) => {
      if (deed === "gone") return { ...call, hints: call.hints.filter(({ id }) => id !== hint) };
      const change =
        deed === "dismiss"
          ? { dismissing: now + UNDO_FOR }
          : deed === "later"
            ? { later: true, dismissing: null }
            : { later: false, dismissing: null };
      return withHint(call, hint, (old) => {
        const off = deed === "later" && old.off === "no" ? "asked" : old.off;
        return { ...old, ...change, off };
      });
    }),
  };
}

/** `gone`: used, wrong, or dismissed for good. `back`: undone, or fetched from the later list. */
export type Deed = "gone" | "dismiss" | "later" | "back";

function inCall(
  view: View,
  event: { readonly call: string; readonly at: number },
  now: number,
  change: (call: Call) => Call,
): View {
  if (!view.calls.some((call) => call.id === event.call)) return view;
  const calls = view.calls.map((call) => {
    if (call.id !== event.call) return call;
    const at = Math.max(call.at, event.at);
    return change({ ...call, at, began: Math.min(call.began, now - at) });
  });
  return { ...view, calls };
}

function show(call: Call, body: HintBody, order: number): Call {
  const old = call.hints.find((hint) => hint.id === body.id);
  if (old !== undefined) return withHint(call, body.id, () => merge({ ...old, later: false, off: "no" }, body));
  // What was put off comes back under another id, where it was.
  const waited = call.hints.find((hint) => hint.need === body.need && hint.off === "done");
  const fading = call.hints.find((hint) => hint.leaving !== null && isSame(hint, body));
  const fresh: Hint = {
    ...body,
    order: (waited ?? fading)?.order ?? order,
    later: false,
    off: "no",
    dismissing: null,
    leaving: null,
  };
  return yielded({ ...call, hints: [...call.hints.filter((hint) => hint !== waited), fresh] });
}

/** Struck out above itself, advice that is still wanted reads as “do not”: what fades gives way to the same live. */
function yielded(call: Call): Call {
  const live = call.hints.filter((hint) => hint.leaving === null && hint.dismissing === null && !hint.later);
  return {
    ...call,
    hints: call.hints.filter((hint) => hint.leaving === null || !live.some((other) => isSame(hint, other))),
  };
}

/** Twin rules word one deed alike. */
function isSame(a: HintBody, b: HintBody): boolean {
  return a.need === b.need || a.text === b.text;
}

function merge(old: Hint, body: HintBody): Hint {
  const { order, later, off, dismissing } = old;
  return { ...body, order, later, off, dismissing, leaving: null };
}

function withHint(call: Call, id: string, change: (hint: Hint) => Hint): Call {
  return { ...call, hints: call.hints.map((hint) => (hint.id === id ? change(hint) : hint)) };
}

/** What the agent did, or what ends the call, goes at once; the rest says why and fades. */
function leave(call: Call, id: string, reason: CloseReason, now: number): Call {
  const old = call.hints.find((hint) => hint.id === id);
  if (old === undefined) return call;
  if (reason === "later") {
    // Closed on the sidecar's side only: here it waits in the list, unless it was fetched from there already.
    const later = old.later || old.off === "no";
    return withHint(call, id, () => ({ ...old, later, off: "done", dismissing: null, leaving: null }));
  }
  // What rested on misheard words was never needed: it is not even “not confirmed”.
  const needs = call.needs.filter(
    (need) => reason !== "retracted" || need.id !== old.need || need.state !== "undetermined",
  );
  const explained = reason === "retracted" || reason === "superseded" || reason === "expired";
  if (!explained || old.later || old.dismissing !== null) {
    return { ...call, needs, hints: call.hints.filter((hint) => hint !== old) };
  }
  const leaving = { reason, until: now + LEAVING_FOR };
  return yielded(withHint({ ...call, needs }, id, () => ({ ...old, leaving })));
}

function settles(change: NeedChange, hint: Hint): boolean {
  return change.state !== "open" && change.id === hint.need;
}

/** The engine gives up open needs in the moment in which the call ends. */
function isLeft({ state, at }: Need, ended: number): boolean {
  return state === "open" || (state === "undetermined" && at === ended);
}

function finish(done: Call["done"], { rule, state, text }: NeedChange): Call["done"] {
  const changed = new Map(done);
  if (state === "met") changed.set(rule, text);
  else if (state === "open") changed.delete(rule);
  return changed;
}

function note(facts: readonly Fact[], event: Fact): Fact[] {
  if (event.state === "withdrawn") return facts.filter(({ name }) => name !== event.name);
  return facts.some(({ name }) => name === event.name)
    ? facts.map((fact) => (fact.name === event.name ? event : fact))
    : [...facts, event];
}

function hear(call: Call, { id, from, text }: Note): Call {
  if (call.notes.some((one) => one.id === id)) return call;
  return { ...call, notes: [...call.notes, { id, from, text, read: false }].slice(-NOTES_KEPT) };
}

function tick(needs: readonly Need[], { id, state, text, at }: NeedChange, now: number): Need[] {
  const until = state === "open" ? null : now + MET_FOR;
  const changed: Need = { id, state, text, at, until };
  return needs.some((need) => need.id === id)
    ? needs.map((need) => (need.id === id ? changed : need))
    : [...needs, changed];
}

