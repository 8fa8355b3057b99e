/** What the next person should know, as plain text: for a hand-over, or the bank's own record. */

import { type Words, clock, feeling } from "../i18n/words.ts";
import type { Call, Reading } from "./view.ts";

/** `at` is the call's time now, ms. Lines of which nothing is known are left out. */
export function summary(call: Call, words: Words, at: number): string {
  const says = words.summary;
  const { name, about } = who(call);
  const open = call.ended
    ? call.unfinished
    : call.needs.filter((need) => need.state === "open").map(({ text }) => text);
  const told: readonly (readonly [string, readonly string[]])[] = [
    [says.who, [name, about].filter((part) => part !== null)],
    ["", call.remembered === null ? [] : [call.remembered]],
    [says.why, why(call, words)],
    [says.told, call.facts.map(({ label, value }) => `${label} ${value}`)],
    [says.open, open],
    [says.done, [...new Set(call.done.values())]],
    [says.mood, mood(call, words)],
  ];
  const lines = told.filter(([, what]) => what.length > 0);
  const body = lines.map(([label, what]) => `${label}${what.join(says.and)}`);
  return [says.title(clock(at)), ...(body.length > 0 ? body : [says.nothing])].join("\n");
}

/** Name, product or queue, as far as they are known. */
export function who(call: Call): { readonly name: string | null; readonly about: string | null } {
  const { name, customer_name, product } = call.context;
  return { name: text(name) ?? text(customer_name), about: text(product) ?? call.queue };
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** In the customer's own words: those that raised the first need. */
function why({ raised }: Call, words: Words): string[] {
  const first = [...raised].sort((a, b) => a.quote.at - b.quote.at)[0];
  return first === undefined ? [] : [`${words.quote(first.quote.text)} ${clock(first.quote.at)}`];
}

function mood({ readings, peak }: Call, words: Words): string[] {
  const now = readings.at(-1);
  if (now === undefined) return [];
  const felt = (one: Reading): string => feeling(words, one.meter, one.level);
  const told = words.summary.now(felt(now));
  if (peak === null || felt(peak) === felt(now)) return [told];
  return [told, words.summary.peak(felt(peak), clock(peak.at))];
}
