import type { StreamEvent } from "../client/wire.ts";
import type { Words } from "../i18n/words.ts";

/** What a screen reader is told, politely; empty for what can wait to be looked at. */
export function announcement(event: StreamEvent, words: Words): string {
  switch (event.type) {
    case "hint.show":
      return `${words.priority[event.priority]}: ${event.text}`;
    case "hint.update":
      return event.change === "cued" || event.change === "firm"
        ? ""
        : `${words.priority[event.priority]}: ${event.text}`;
    case "hint.close":
      return event.reason === "retracted" ? words.leaving.retracted : "";
    case "roles":
      return event.exchanged ? words.exchanged : "";
    case "call.hold":
      return words.held;
    case "call.end":
      return words.ended;
    case "note":
      return `${words.note(event.from)}: ${event.text}`;
    default:
      return "";
  }
}
