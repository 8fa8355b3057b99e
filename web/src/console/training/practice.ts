/** A rehearsal as the page knows it, folded from what the server tells. Pure: local time is handed in. */

import type { Speaker } from "../../client/wire.ts";
import type { Move, Result, Told } from "./wire.ts";

export interface Spoken {
  readonly key: string;
  readonly speaker: Speaker;
  readonly text: string;
  readonly final: boolean;
}

/** A move and the moment it was made in: what a rehearsal is played again by. */
export interface Made {
  readonly moment: number;
  readonly move: Move;
}

export interface Practice {
  /** Empty until the server has begun it. */
  readonly call: string;
  readonly moments: number;
  readonly moment: number;
  readonly whose: "nobody" | "customer" | "agent" | "over";
  /** What is answered now ends the call. */
  readonly last: boolean;
  readonly spoken: readonly Spoken[];
  /** What the customer is saying, or has said last, as a whole. */
  readonly line: string;
  readonly made: readonly Made[];
  readonly paused: boolean;
  /** The call's clock showed `at` at the local time `since`, and runs or stands. */
  readonly at: number;
  readonly since: number;
  readonly runs: boolean;
  readonly reason: string;
  readonly result: Result | null;
}

export const NOTHING: Practice = {
  call: "",
  moments: 0,
  moment: 0,
  whose: "nobody",
  last: false,
  spoken: [],
  line: "",
  made: [],
  paused: false,
  at: 0,
  since: 0,
  runs: false,
  reason: "",
  result: null,
};

/** What the call's clock shows at the local time `now`; `pace`: how fast it runs. */
export function clockAt(practice: Practice, now: number, pace: number): number {
  const { at, since, runs, paused } = practice;
  return runs && !paused ? at + Math.round((now - since) * pace) : at;
}

/** `made`: what was made before, where the call is played again. */
export function begun(made: readonly Made[]): Practice {
  return { ...NOTHING, made };
}

export function take(practice: Practice, told: Told, now: number): Practice {
  switch (told.type) {
    case "begun":
      return { ...practice, call: told.call, moments: told.moments };
    case "line":
      return { ...stand(practice, told.at, now), line: told.text, last: told.last, moment: told.moment };
    case "turn": {
      const { whose, moment, runs, reason = "" } = told;
      return { ...stand(practice, told.at, now), whose, moment, runs, reason };
    }
    case "paused":
      return { ...stand(practice, told.at, now), paused: told.on };
    case "moved":
      return { ...practice, made: [...practice.made, { moment: told.moment, move: told.move }] };
    case "transcript": {
      if (told.speaker !== "customer" && told.speaker !== "agent") return practice;
      const key = `${told.speaker}/${told.utterance}`;
      const said: Spoken = { key, speaker: told.speaker, text: told.text, final: told.final };
      return { ...stand(practice, told.at, now), spoken: withSaid(practice.spoken, said) };
    }
    case "result":
      return { ...practice, result: told };
    default:
      return practice;
  }
}

/** The moves before a moment: with them the call stands where that moment begins. */
export function before(made: readonly Made[], moment: number): Made[] {
  const first = made.findIndex((each) => each.moment >= moment);
  return made.slice(0, first === -1 ? made.length : first);
}

function stand(practice: Practice, at: number, now: number): Practice {
  return at < practice.at ? practice : { ...practice, at, since: now };
}

function withSaid(spoken: readonly Spoken[], said: Spoken): Spoken[] {
  return spoken.some((each) => each.key === said.key)
    ? spoken.map((each) => (each.key === said.key ? said : each))
    : [...spoken, said];
}
