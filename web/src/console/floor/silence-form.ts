/** What to silence, for how long, and why. */

import { type TemplateResult, html } from "lit";
import type { Alert } from "./wire.ts";
import type { FloorWords } from "./words.ts";

/** As the server is asked: one alert, or all that fit what is given. */
export interface Asked {
  readonly alert?: string;
  readonly rule?: string;
  readonly queue?: string;
  readonly call?: string;
  readonly minutes: number;
  readonly reason?: string;
}

const MINUTES = [15, 30, 60, 240] as const;

type Scope = "alert" | "call" | "rule" | "ruleQueue" | "queue";

/** `done` hears what is wanted; null: nothing after all. */
export function silenceForm(alert: Alert, words: FloorWords, done: (asked: Asked | null) => void): TemplateResult {
  const queue = alert.queue ?? "";
  const scopes: readonly (readonly [Scope, string])[] = [
    ["alert", words.scope.alert],
    ["call", words.scope.call],
    ["rule", words.scope.rule],
    ...(queue === ""
      ? []
      : ([
          ["ruleQueue", words.scope.ruleQueue(queue)],
          ["queue", words.scope.queue(queue)],
        ] as const)),
  ];
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const given = new FormData(event.target as HTMLFormElement);
    const field = (name: string): string => (given.get(name) as string | null) ?? "";
    const reason = field("reason").trim();
    done({
      ...named(alert, field("scope") as Scope),
      minutes: Number(field("minutes")),
      ...(reason === "" ? {} : { reason }),
    });
  };
  return html`<form
    @submit=${submit}
    @keydown=${(pressed: KeyboardEvent) => {
      if (pressed.key === "Escape") done(null);
    }}
  >
    <label
      >${words.silencing}
      <select name="scope">
        ${scopes.map(([scope, text]) => html`<option value=${scope}>${text}</option>`)}
      </select></label
    >
    <label
      >${words.howLong}
      <select name="minutes">
        ${MINUTES.map((minutes) => html`<option value=${minutes}>${words.minutesLong(minutes)}</option>`)}
      </select></label
    >
    <label
      >${words.reason} <input name="reason" maxlength="200" autocomplete="off" placeholder=${words.reasonMore}
    /></label>
    <p class="actions">
      <button class="first">${words.confirm}</button>
      <button
        type="button"
        @click=${() => {
          done(null);
        }}
      >
        ${words.cancel}
      </button>
    </p>
  </form>`;
}

function named({ id, rule, queue, call }: Alert, scope: Scope): Omit<Asked, "minutes" | "reason"> {
  switch (scope) {
    case "alert":
      return { alert: id };
    case "call":
      return { call };
    case "rule":
      return { rule };
    case "ruleQueue":
      return { rule, queue: queue ?? "" };
    case "queue":
      return { queue: queue ?? "" };
  }
}
