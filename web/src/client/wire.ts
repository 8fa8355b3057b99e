/** The overlay's half of the wire (docs/integrators/protocol.md). Times: ms since the call began. */

export type Speaker = "customer" | "agent" | "ivr" | "unknown";
export type Priority = "notice" | "advice" | "urgent" | "critical";
export type Level = "calm" | "mild" | "high" | "severe";
export type DialLevel = "off" | "minimal" | "balanced" | "active";
export type Verdict = "used" | "helpful" | "wrong" | "dismissed" | "later";
export type CloseReason =
  | "met"
  | "dismissed"
  | "later"
  | "used"
  | "expired"
  | "superseded"
  | "retracted"
  | "call_ended";

export interface Quote {
  readonly speaker: Speaker;
  readonly text: string;
  readonly at: number;
  readonly utterance: string;
}

export interface Step {
  readonly name: string;
  readonly index: number;
  readonly of: number;
}

/** What the agent may read on to: folded up below the hint. */
export interface KnowledgeCard {
  readonly title: string;
  readonly body?: string | null;
  readonly link?: string | null;
}

interface OfCall {
  readonly call: string;
  readonly at: number;
  /** Position in the agent's stream; absent on what is not part of it (transcript, ping). */
  readonly seq?: number;
}

export interface HintBody extends OfCall {
  readonly id: string;
  readonly rule: string;
  readonly need: string;
  readonly ability: string;
  readonly priority: Priority;
  readonly text: string;
  readonly say?: string | null;
  readonly because: readonly Quote[];
  readonly tentative: boolean;
  readonly count: number;
  readonly step?: Step;
  readonly escalated: boolean;
  readonly card?: KnowledgeCard;
  readonly expires: number;
}

export interface HintShow extends HintBody {
  readonly type: "hint.show";
}

export interface HintUpdate extends HintBody {
  readonly type: "hint.update";
  readonly change: "cued" | "escalated" | "firm" | "step" | "text";
}

export interface HintClose extends OfCall {
  readonly type: "hint.close";
  readonly id: string;
  readonly need: string;
  readonly reason: CloseReason;
}

export interface NeedChange extends OfCall {
  readonly type: "need";
  readonly id: string;
  readonly state: "open" | "met" | "undetermined";
  readonly rule: string;
  readonly text: string;
  /** The first of the words that raised it. */
  readonly quote?: Quote | null;
}

/** What the customer has told already; a later one of the same name takes its place. */
export interface Fact extends OfCall {
  readonly type: "fact";
  readonly name: string;
  readonly state: "given" | "withdrawn";
  readonly label: string;
  readonly value: string;
  readonly quote_at: number;
}

export interface Emotion extends OfCall {
  readonly type: "emotion";
  readonly speaker: Speaker;
  readonly meters: Readonly<Record<string, number>>;
  /** The highest that any of them is at. */
  readonly level: Level;
  readonly spike: boolean;
  /** The meter to name it by, empty where all are calm, and the level of that one. */
  readonly feeling?: string;
  readonly feeling_level?: Level;
}

/** Whether the two channels look exchanged; hints that rest on who speaks are paused meanwhile. */
export interface RolesDoubted extends OfCall {
  readonly type: "roles";
  readonly exchanged: boolean;
}

export interface Queued extends OfCall {
  readonly type: "queued";
  readonly count: number;
}

export type Context = Readonly<Record<string, unknown>>;

export interface CallStarted extends OfCall {
  readonly type: "call.start";
  readonly agent: string;
  readonly language: string;
  readonly queue?: string;
  readonly context: Context;
}

/** What is known of the call has changed: the whole of it, as it is now. */
export type CallContext = Omit<CallStarted, "type" | "agent"> & { readonly type: "call.context" };

export interface CallHeld extends OfCall {
  readonly type: "call.hold" | "call.resume";
}

export interface CallEnded extends OfCall {
  readonly type: "call.end";
  readonly reason?: string;
  readonly report: Readonly<Record<string, unknown>>;
}

/** One call in a snapshot: everything that is true of it now. */
export interface CallSnapshot {
  readonly call: string;
  readonly agent: string;
  readonly language: string;
  readonly queue?: string | null;
  readonly context: Context;
  readonly at: number;
  readonly needs: readonly NeedChange[];
  readonly hints: readonly HintShow[];
  readonly queued: number;
  readonly emotion: readonly Emotion[];
  readonly held: boolean;
  readonly ended: boolean;
  readonly exchanged?: boolean;
  /** The engine failed: there are no hints any more. */
  readonly muted?: boolean;
  /** Those that were met. */
  readonly done?: readonly NeedChange[];
  readonly facts?: readonly Fact[];
  readonly notes?: readonly Note[];
  /** One line of what is known of the customer from earlier calls. */
  readonly remembered?: string | null;
}

export interface Snapshot {
  readonly type: "snapshot";
  readonly seq: number;
  readonly dial: DialLevel;
  readonly calls: readonly CallSnapshot[];
}

/** Another screen of the agent's has turned the dial. */
export interface DialTurned {
  readonly type: "dial.turned";
  readonly seq: number;
  readonly level: DialLevel;
}

/** What a supervisor says to the agent. */
export interface Note extends OfCall {
  readonly type: "note";
  readonly id: string;
  readonly from: string;
  readonly text: string;
  /** When a screen of the agent's showed it, and when the agent put it away: in a snapshot. */
  readonly shown?: number;
  readonly read?: number;
}

export type NoteState = "shown" | "read";

/** One of the agent's screens has shown a note, or the agent has put it away there. */
export interface NoteSeen extends OfCall {
  readonly type: "note.seen";
  readonly id: string;
  readonly state: NoteState;
}

export interface Transcript extends OfCall {
  readonly type: "transcript";
  readonly speaker: Speaker;
  readonly utterance: string;
  readonly revision: number;
  readonly text: string;
  readonly final: boolean;
  readonly start?: number;
  readonly end?: number;
  /** Matched spans: first and past-the-last character (code points), signal. */
  readonly spans: readonly (readonly [number, number, string])[];
}

/** What the agent's stream carries. */
export type StreamEvent =
  | Snapshot
  | CallStarted
  | CallContext
  | CallEnded
  | CallHeld
  | HintShow
  | HintUpdate
  | HintClose
  | NeedChange
  | Fact
  | Emotion
  | RolesDoubted
  | Queued
  | DialTurned
  | Note
  | NoteSeen;

export interface Welcome {
  readonly type: "welcome";
  readonly epoch: string;
  readonly recovered: boolean;
  readonly agent: string;
  readonly language?: string;
  /** The number of the last event so far: up to it, what was missed is made up for. */
  readonly upto?: number;
  /** What each call's clock shows now, ms. */
  readonly clocks?: Readonly<Record<string, number>>;
}

export interface Ping {
  readonly type: "ping";
}

export interface ServerError {
  readonly type: "error";
  readonly code: string;
  readonly temporary: boolean;
}

/** An event of a newer sidecar: nothing to show, but its number counts. */
export interface Unknown {
  readonly type: "unknown";
  readonly seq: number;
}

export type ServerFrame = Unknown | StreamEvent | Transcript | Welcome | Ping | ServerError;
