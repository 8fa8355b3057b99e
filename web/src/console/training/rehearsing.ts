/** A rehearsal under way: its connection, its state, its voices. The screen shows what this holds. */

import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Listener } from "../../client/connection.ts";
import type { Feed } from "../../ui/stream.ts";
import type { Api } from "../api.ts";
import { type Options, keep } from "./kept.ts";
import { type Standing, TrainingLine } from "./line.ts";
import { type Made, NOTHING, type Practice, begun, clockAt, take } from "./practice.ts";
import { hush, speak } from "./speech.ts";
import { Voice } from "./voice.ts";
import type { Asked, Scenario, Told } from "./wire.ts";
import type { TrainingWords } from "./words.ts";

/** What a rehearsal asks of the screen that shows it, at any moment. */
export interface Around {
  readonly words: TrainingWords;
  readonly options: Options;
}

export class Rehearsing implements ReactiveController {
  practice: Practice = NOTHING;
  standing: Standing = "opening";
  draft = "";
  /** What became of the trainee's voice, in words. */
  remark = "";
  /** What a screen reader is told. */
  announced = "";
  readonly scenario: Scenario;
  #host: ReactiveControllerHost;
  #around: () => Around;
  #line: TrainingLine;
  #listener: Listener | null = null;
  #voice = new Voice();
  #aloud = "";
  /** What was said and the server has not taken yet: with the connection it may be lost. */
  #unheard: string[] = [];
  #ticking: ReturnType<typeof setInterval> | undefined;

  /** `made`: what has been done in it before, which is played at once. */
  constructor(
    host: ReactiveControllerHost,
    scenario: Scenario,
    made: readonly Made[],
    { api, token, around }: { api: Api; token: string; around: () => Around },
  ) {
    this.#host = host;
    this.scenario = scenario;
    this.#around = around;
    this.practice = begun(made);
    this.#keep();
    this.#line = new TrainingLine(api.socket("v1/train"), token, {
      onTold: (told) => {
        this.#hear(told);
      },
      onStanding: (standing) => {
        this.#stand(standing);
      },
    });
    host.addController(this);
    this.hostConnected();
  }

  /** What the overlay is shown: this call's hints, by this connection. */
  readonly feed: Feed = (listener) => {
    this.#listener = listener;
    const clock = (): number => this.at;
    return {
      get at(): number {
        return clock();
      },
      feedback: (hint, verdict) => this.ask({ type: "feedback", hint, verdict }),
      dial: (level) => this.ask({ type: "dial", level }),
      close: () => {
        if (this.#listener === listener) this.#listener = null;
      },
    };
  };

  /** What the call's clock shows. */
  get at(): number {
    return clockAt(this.practice, performance.now(), this.#around().options.pace);
  }

  get listening(): boolean {
    return this.#voice.listening;
  }

  hostConnected(): void {
    clearInterval(this.#ticking);
    this.#ticking = setInterval(() => {
      if (this.practice.runs) this.#host.requestUpdate();
    }, 500);
  }

  hostDisconnected(): void {
    this.close();
  }

  /** Let go of the connection and the voices; what was made is kept. */
  close(): void {
    clearInterval(this.#ticking);
    this.#line.close();
    this.#voice.drop();
    hush();
    this.#host.removeController(this);
  }

  reconnect(): void {
    this.#line.open();
  }

  /** False when there is no connection: nothing was asked. */
  ask(asked: Asked): boolean {
    return this.#line.send(asked);
  }

  skip(): void {
    hush();
    this.ask({ type: "skip" });
  }

  write(draft: string): void {
    this.draft = draft;
    this.#host.requestUpdate();
  }

  /** Say the draft. It stays where it cannot be said now. */
  say(): void {
    const text = this.draft.trim();
    const { call, paused } = this.practice;
    if (text === "" || call === "" || paused) return;
    const took = this.#voice.took(text);
    if (!this.ask({ type: "say", text, ...(took === undefined ? {} : { took }) })) return;
    hush();
    this.#voice.drop();
    this.#unheard.push(text);
    this.remark = "";
    this.write("");
  }

  /** Begin to listen, or stop; `done` is called once it is over. */
  listen(done: () => void): void {
    if (this.#voice.listening) this.#voice.stop();
    else {
      this.remark = "";
      this.#voice.start(this.scenario.language, {
        onHeard: (text) => {
          this.write(text);
        },
        onEnd: (fault) => {
          this.remark = fault === null ? "" : this.#around().words[fault];
          this.#host.requestUpdate();
          done();
        },
      });
    }
    this.#host.requestUpdate();
  }

  #stand(standing: Standing): void {
    this.standing = standing;
    this.#listener?.onLink(LINKS[standing], null);
    if (standing === "lost") this.announced = this.#around().words.lost;
    if (standing === "lost" || standing === "idle") {
      this.draft = [...this.#unheard.splice(0), this.draft].filter((each) => each !== "").join("\n");
    }
    if (standing === "open") {
      const { made } = this.practice;
      const { hints, pressure, pace } = this.#around().options;
      this.practice = begun(made);
      const moves = made.map(({ move }) => move);
      this.ask({ type: "begin", scenario: this.scenario.id, hints, pressure, pace, moves });
    }
    this.#host.requestUpdate();
  }

  #hear(told: Told): void {
    const { words } = this.#around();
    this.practice = take(this.practice, told, performance.now());
    switch (told.type) {
      case "moved":
        if (told.move.type === "say") this.#unheard.shift();
        this.#keep();
        break;
      case "turn":
        if (told.whose === "agent") this.announced = words.yourTurn;
        break;
      case "transcript":
        this.#listener?.onTranscript(told);
        if (told.speaker === "customer") this.#customer(told.text, told.final);
        break;
      case "result":
        this.#keep();
        this.close();
        break;
      case "line":
      case "begun":
      case "paused":
      case "welcome":
      case "ping":
      case "error":
        break;
      default:
        this.#listener?.onEvent(told);
    }
    this.#host.requestUpdate();
  }

  /** The customer is heard: aloud from the first word on, and whole by a screen reader. */
  #customer(text: string, final: boolean): void {
    const { words, options } = this.#around();
    const { line } = this.practice;
    if (final) this.announced = `${words.customer}: ${text}`;
    else if (options.aloud && this.#aloud !== line) {
      this.#aloud = line;
      speak(line, this.scenario.language, this.scenario.voice, options.pace);
    }
  }

  #keep(): void {
    const { made, result } = this.practice;
    const { options } = this.#around();
    keep({ scenario: this.scenario.id, made, options, over: result !== null });
  }
}

const LINKS = {
  opening: "connecting",
  open: "live",
  lost: "lost",
  idle: "lost",
  refused: "refused",
} as const;
