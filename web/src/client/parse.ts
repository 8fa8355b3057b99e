/** What comes over the overlay's websocket, read. */

import type { ServerFrame } from "./wire.ts";

const KNOWN: ReadonlySet<string> = new Set<Exclude<ServerFrame["type"], "unknown">>([
  "snapshot",
  "call.start",
  "call.context",
  "call.end",
  "call.hold",
  "call.resume",
  "hint.show",
  "hint.update",
  "hint.close",
  "need",
  "fact",
  "emotion",
  "roles",
  "queued",
  "dial.turned",
  "note",
  "note.seen",
  "transcript",
  "welcome",
  "ping",
  "error",
]);

/** What a frame holds, one or several; nothing where it cannot be read. */
export function messagesIn(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? (value as unknown[]) : [value];
  } catch {
    return [];
  }
}

/** A frame's messages; of what this version does not know only the number is left, so that a newer
 * sidecar can add. */
export function parseFrame(text: string): ServerFrame[] {
  return messagesIn(text).flatMap(known);
}

function known(message: unknown): ServerFrame[] {
  if (typeof message !== "object" || message === null || !("type" in message)) return [];
  if (typeof message.type === "string" && KNOWN.has(message.type)) return [message as ServerFrame];
  return "seq" in message && typeof message.seq === "number" ? [{ type: "unknown", seq: message.seq }] : [];
}
