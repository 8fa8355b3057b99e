/** What happened to a call's rules, in the order in which it did: the trace as a supervisor reads it. */

import type { CallSnapshot, HintBody, NeedChange, Quote } from "../../client/wire.ts";
import type { Message } from "../line.ts";
import type { Shadow, Trace } from "./wire.ts";

export type Happening =
  | "opened"
  | "shown"
  | "changed"
  | "suppressed"
  | "closed"
  | "feedback"
  | "met"
  | "shadow"
  | "shadow_withdrawn";

/** One line of it. */
export interface Told {
  /** Order of arrival: its key on the screen. */
  readonly number: number;
  /** ms since the call began. */
  readonly at: number;
  readonly what: Happening;
  readonly rule: string;
  /** What the agent was to be told; empty where only the rule's name is known. */
  readonly text: string;
  /** Reason, budget, verdict, or kind of change; may be empty. */
  readonly why: string;
  /** The words that it rests on. */
  readonly because: readonly Quote[];
}

/** As many as a call's trace keeps on the server. */
const KEPT = 256;
const TRACES: ReadonlySet<string> = new Set<Happening>(["opened", "suppressed", "closed", "feedback"]);

export class Tale {
  /** Oldest first. */
  told: readonly Told[] = [];
  #texts = new Map<string, string>();
  #number = 0;

  /** What was so when one began to watch. */
  begin(snapshot: CallSnapshot, trace: readonly Trace[]): void {
    this.told = [];
    for (const need of snapshot.needs) this.#texts.set(need.rule, need.text);
    for (const hint of snapshot.hints) this.#texts.set(hint.rule, hint.text);
    for (const each of trace) this.#trace(each);
  }

  hear(message: Message): void {
    switch (message.type) {
      case "trace":
        this.#trace(message as unknown as Trace);
        break;
      case "hint.show":
        this.#hint(message as unknown as HintBody, "shown", "");
        break;
      case "hint.update":
        this.#hint(message as unknown as HintBody, "changed", String(message["change"]));
        break;
      case "need":
        this.#need(message as unknown as NeedChange);
        break;
      case "hint.shadow":
        this.#shadow(message as unknown as Shadow);
        break;
    }
  }

  #trace({ at, rule, text, what, why }: Trace): void {
    if (!TRACES.has(what)) return; // of a newer server
    // The same thing keeps a hint back at every moment: it is told once.
    const last = this.told.findLast((each) => each.rule === rule);
    if (what === "suppressed" && last?.what === what && last.why === why) return;
    this.#tell(at, what as Happening, rule, this.#texts.get(rule) ?? text, why);
  }

  #hint({ at, rule, text, because }: HintBody, what: Happening, why: string): void {
    this.#texts.set(rule, text);
    this.#tell(at, what, rule, text, why, because);
  }

  #need({ at, rule, text, state }: NeedChange): void {
    if (!this.#texts.has(rule)) this.#texts.set(rule, text);
    if (state === "met") this.#tell(at, "met", rule, text, "");
  }

  #shadow({ at, rule, text, state }: Shadow): void {
    this.#tell(at, state === "raised" ? "shadow" : "shadow_withdrawn", rule, text, "");
  }

  #tell(
    at: number,
    what: Happening,
    rule: string,
    text: string,
    why: string,
    because: readonly Quote[] = [],
  ): void {
    this.#number += 1;
    this.told = [...this.told, { number: this.#number, at, what, rule, text, why, because }].slice(-KEPT);
  }
}
