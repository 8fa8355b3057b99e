/** The call: the words as they are spoken, whose turn it is, and the trainee's answer. */

import { type TemplateResult, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { type Lang, clock, htmlLang } from "../../i18n/words.ts";
import type { Feed } from "../../ui/stream.ts";
import type { Options } from "./kept.ts";
import type { Standing } from "./line.ts";
import type { Practice } from "./practice.ts";
import { canListen } from "./speech.ts";
import type { Scenario } from "./wire.ts";
import type { TrainingWords } from "./words.ts";

export interface TalkProps {
  readonly words: TrainingWords;
  readonly lang: Lang;
  readonly theme: string;
  readonly scenario: Scenario;
  readonly practice: Practice;
  readonly options: Options;
  readonly standing: Standing;
  /** What the call's clock shows. */
  readonly at: number;
  readonly draft: string;
  /** What the microphone is doing, or what went wrong with it. */
  readonly listening: boolean;
  readonly remark: string;
  readonly feed: Feed;
  /** When a composition of the input method ended last. */
  readonly composed: number;
  readonly compose: (event: CompositionEvent) => void;
  readonly write: (draft: string) => void;
  readonly say: () => void;
  readonly listen: () => void;
  readonly pause: () => void;
  readonly skip: () => void;
  readonly end: () => void;
  readonly leave: () => void;
  readonly reconnect: () => void;
  readonly setPace: (pace: number) => void;
}

export function talk(props: TalkProps): TemplateResult {
  const { words, lang, scenario, practice, options, theme, feed } = props;
  const tag = htmlLang(scenario.language);
  return html`<div class="talk ${options.hints ? "" : "alone"}">
    ${top(props)} ${troubles(props)}
    <section class="words" aria-label=${words.words} tabindex="0">
      <p class="situation quiet small">${scenario.about[lang]}</p>
      <ol>
        ${repeat(
          practice.spoken,
          (each) => each.key,
          (each) => html`<li class=${each.speaker} data-final=${each.final}>
            <span class="who">${each.speaker === "agent" ? words.you : words.customer}</span>
            <span class="what" lang=${tag}>${each.text}${each.final ? nothing : html`<i aria-hidden="true">…</i>`}</span>
          </li>`,
        )}
      </ol>
    </section>
    ${composer(props)}
    <aside class="side" aria-label=${words.overlay}>
      ${
        options.hints
          ? html`<assist-overlay
              .feed=${feed}
              .lang=${lang}
              .theme=${theme}
              ?docked=${true}
            ></assist-overlay>`
          : html`<p class="quiet small">${words.noHints}</p>`
      }
    </aside>
  </div>`;
}

function top(props: TalkProps): TemplateResult {
  const { words, lang, scenario, practice, options, at } = props;
  const { moment, moments, whose, paused } = practice;
  return html`<div class="top">
    <h1>${scenario.title[lang]}</h1>
    <span class="quiet" role="timer">${clock(at)}</span>
    <span class="quiet">${moments === 0 ? "" : words.moment(moment + 1, moments)}</span>
    <span class="grow"></span>
    <label class="small quiet"
      >${words.pace}
      <select
        @change=${(change: Event) => {
          props.setPace(Number((change.target as HTMLSelectElement).value));
        }}
      >
        ${words.paces.map(
          ([pace, word]) => html`<option value=${pace} ?selected=${pace === options.pace}>${word}</option>`,
        )}
      </select>
    </label>
    <button @click=${props.skip} ?disabled=${whose !== "customer" || paused}>${words.skip}</button>
    <button @click=${props.pause} aria-pressed=${paused ? "true" : "false"}>
      ${paused ? words.go : words.pause}
    </button>
    <button @click=${props.leave}>${words.leave}</button>
    <button class="end" @click=${props.end}>${words.end}</button>
  </div>`;
}

function troubles({ words, standing, practice, reconnect }: TalkProps): TemplateResult | typeof nothing {
  if (standing === "lost" || standing === "idle") {
    return html`<p class="told" role="alert">
      ${standing === "lost" ? words.lost : words.idle}
      <button class="do" @click=${reconnect}>${standing === "lost" ? words.reconnect : words.resume}</button>
    </p>`;
  }
  if (standing === "refused") return html`<p class="told" role="alert">${words.refused}</p>`;
  if (standing === "opening" || practice.call === "") {
    return html`<p class="told quiet" role="status">${words.connecting}</p>`;
  }
  return practice.paused ? html`<p class="told">${words.paused}</p>` : nothing;
}

function composer(props: TalkProps): TemplateResult {
  const { words, practice, draft, listening, remark, scenario, standing } = props;
  const ready = standing === "open" && practice.call !== "" && !practice.paused;
  return html`<form
    class="composer"
    @submit=${(submit: SubmitEvent) => {
      submit.preventDefault();
      props.say();
    }}
  >
    <label for="answer" class=${practice.whose === "agent" ? "turn yours" : "turn"}>${whose(words, practice)}</label>
    <textarea
      id="answer"
      rows="2"
      maxlength="500"
      lang=${htmlLang(scenario.language)}
      placeholder=${words.placeholder}
      .value=${draft}
      @input=${(input: Event) => {
        props.write((input.target as HTMLTextAreaElement).value);
      }}
      @compositionend=${props.compose}
      @keydown=${(pressed: KeyboardEvent) => {
        if (!sends(pressed, props.composed)) return;
        pressed.preventDefault();
        props.say();
      }}
    ></textarea>
    <div class="doing">
      <button class="first" ?disabled=${!ready || draft.trim() === ""}>${words.say}</button>
      ${
        canListen()
          ? html`<button type="button" aria-pressed=${listening ? "true" : "false"} @click=${props.listen}>
              ${listening ? words.listening : words.listen}
            </button>`
          : nothing
      }
      <span class="quiet small" role="status">${remark}</span>
    </div>
  </form>`;
}

function whose(words: TrainingWords, { whose, last, line, spoken }: Practice): string {
  if (whose === "agent") return last ? words.lastTurn : words.yourTurn;
  const latest = spoken.at(-1);
  if (line === "" || latest?.speaker === "agent") return words.yourAnswer;
  return latest?.final === true ? words.silent : words.over;
}

/** Enter says it. Not while an input method is composing: there it chooses a word. `composed`: when a composition ended
 * last (Safari ends it just before the very key that chose the word). */
export function sends(pressed: KeyboardEvent, composed: number): boolean {
  const { key, shiftKey, isComposing, timeStamp } = pressed;
  return key === "Enter" && !shiftKey && !isComposing && timeStamp - composed > JUST_NOW_MS;
}

const JUST_NOW_MS = 50;
