/** One call in full: what is said, what the agent sees, and why. Local times: `performance.now()`. */

import type { CallSnapshot, Emotion, StreamEvent, Transcript } from "../../client/wire.ts";
import { lapse, receive } from "../../state/reduce.ts";
import { reading, trail } from "../../state/snapshot.ts";
import { type Call, NOTHING, type Reading, type View } from "../../state/view.ts";
import { type Line, hear } from "../../transcript/lines.ts";
import type { Message } from "../line.ts";
import { Tale } from "./tale.ts";
import type { Note, NoteSeen, Watched } from "./wire.ts";

/** Lines of the transcript that are kept: some twenty minutes. All of them are in the review. */
export const LINES_KEPT = 400;

/** `asked`: not answered yet; `over`: not live, whether it ended under our eyes or before. */
export type Progress = "asked" | "live" | "over";

const EVENTS: ReadonlySet<string> = new Set<StreamEvent["type"]>([
  "call.context",
  "call.end",
  "hint.show",
  "hint.update",
  "hint.close",
  "need",
  "emotion",
  "roles",
  "queued",
]);

export class WatchedCall {
  readonly id: string;
  progress: Progress = "asked";
  /** Whose call it is; empty until it was told. */
  agent = "";
  queue = "";
  /** Why it ended, in the word of whoever ended it. */
  ended: string | null = null;
  lines: readonly Line[] = [];
  /** Whether lines were left out at the beginning. */
  cut = false;
  notes: readonly Note[] = [];
  /** The agent's voice, where it is listened to. */
  own: readonly Reading[] = [];
  readonly tale = new Tale();
  #view: View = NOTHING;

  constructor(id: string) {
    this.id = id;
  }

  /** The call as its agent sees it; null until it was told. */
  get call(): Call | null {
    return this.#view.calls[0] ?? null;
  }

  hear(message: Message, now: number): void {
    if (message.type === "watched") {
      this.#begin(message as unknown as Watched, now);
    } else if (message.type === "error") {
      const ours = message["call"] === this.id && message["ref"] === undefined;
      if (ours && message["code"] === "call_not_live") this.progress = "over";
    } else if (message["call"] === this.id) this.#take(message, now);
  }

  /** Lets go of what has been shown long enough. */
  lapse(now: number): void {
    this.#view = lapse(this.#view, now);
  }

  #begin({ call, snapshot, transcripts = [], trace = [] }: Watched, now: number): void {
    if (call !== this.id || snapshot === null) return;
    this.progress = "live";
    this.agent = snapshot.agent;
    this.queue = snapshot.queue ?? "";
    this.#view = receive(this.#view, around(snapshot), now);
    this.own = [];
    this.notes = snapshot.notes ?? [];
    this.lines = [];
    for (const said of transcripts) this.#hear(said);
    this.tale.begin(snapshot, trace);
  }

  #take(message: Message, now: number): void {
    if (this.progress === "asked") return;
    if (message.type === "transcript") this.#hear(message as unknown as Transcript);
    if (message.type === "note") this.notes = [...this.notes, message as unknown as Note];
    if (message.type === "note.seen") this.#see(message as unknown as NoteSeen);
    if (EVENTS.has(message.type)) {
      const event = message as unknown as StreamEvent;
      this.#view = receive(this.#view, event, now);
      if (event.type === "emotion") this.#feel(event);
      if (event.type === "call.context") this.queue = event.queue ?? "";
      if (event.type === "call.end") {
        this.progress = "over";
        this.ended = event.reason ?? "";
      }
    }
    this.tale.hear(message);
  }

  #see({ id, state, at }: NoteSeen): void {
    const seen = (note: Note): Note => ({ ...note, shown: note.shown ?? at, [state]: at });
    this.notes = this.notes.map((note) => (note.id === id ? seen(note) : note));
  }

  #feel(event: Emotion): void {
    if (event.speaker === "agent") this.own = trail(this.own, reading(event));
  }

  #hear(said: Transcript): void {
    const lines = hear(this.lines, said);
    this.cut ||= lines.length > LINES_KEPT;
    this.lines = lines.slice(-LINES_KEPT);
  }
}

function around(call: CallSnapshot): StreamEvent {
  return { type: "snapshot", seq: 0, dial: "balanced", calls: [call] };
}
