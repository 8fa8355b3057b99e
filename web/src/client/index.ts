/** Both sides of the wire, typed: hints out to an overlay, calls in from an integrator. */

export { Connection, type Listener } from "./connection.ts";
export { type Identity, type Link } from "./session.ts";
export * from "./wire.ts";
export { parseFrame } from "./parse.ts";
export * from "./events.ts";
export * from "./faults.ts";
export { Call } from "./call.ts";
export { IngestClient, type Options } from "./ingest.ts";
export type { OpenSocket, Socket } from "./socket.ts";
export type { Bounds, Hooks } from "./link.ts";
