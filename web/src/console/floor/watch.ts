import { LitElement, type TemplateResult, html, nothing } from "lit";
import { type Lang, type Words, clock, feeling, wordsFor } from "../../i18n/words.ts";
import { type Call, type Hint, type Reading, cards } from "../../state/view.ts";
import { script } from "../../transcript/view.ts";
import { mark, shape } from "../../ui/shapes.ts";
import { tokens } from "../../ui/tokens.ts";
import { to } from "../place.ts";
import { common } from "../styles.ts";
import { reason } from "./reasons.ts";
import { ARROWS, minute, spark, way } from "./spark.ts";
import { type LiveCall, duration } from "./store.ts";
import { tale } from "./tale-view.ts";
import { transcriptStyles } from "../../transcript/styles.ts";
import { severityStyles } from "./severity-styles.ts";
import { watchStyles } from "./watch-styles.ts";
import { type WatchWords, watchWords } from "./watch-words.ts";
import type { WatchedCall } from "./watched.ts";
import { whisper } from "./whisper.ts";
import { type Draft, NO_DRAFT } from "./whispers.ts";
import { tongue } from "./words.ts";

/** Within this many pixels of the end, the words scroll by themselves. */
const NEAR_END = 64;

/** `<overtone-watch>`: one call as it happens. Fires `overtone-write` and `overtone-send` (the whisper). */
export class Watch extends LitElement {
  static override styles = [tokens, common, transcriptStyles, watchStyles, severityStyles];
  static override properties = {
    watched: { attribute: false },
    live: { attribute: false },
    seen: { attribute: false },
    draft: { attribute: false },
    now: { attribute: false },
    lang: { type: String },
    theme: { type: String, reflect: true },
    stale: { type: Boolean, reflect: true },
    back: { type: String },
    following: { state: true },
  };

  declare watched: WatchedCall;
  /** Its row of the floor; null: it is not there. */
  declare live: LiveCall | null;
  /** The same, or how it stood when it left the floor. */
  declare seen: LiveCall | null;
  declare draft: Draft;
  declare now: number;
  declare lang: Lang;
  declare theme: string;
  declare stale: boolean;
  /** The address of the floor one came from. */
  declare back: string;
  /** Whether the words scroll by themselves. */
  declare private following: boolean;

  constructor() {
    super();
    this.live = null;
    this.seen = null;
    this.draft = NO_DRAFT;
    this.now = 0;
    this.lang = "zh";
    this.theme = "";
    this.stale = false;
    this.back = "";
    this.following = true;
  }

  /** Put the focus where whoever came here begins to read. */
  async focusHeading(): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector("h1")?.focus();
  }

  protected override updated(): void {
    const words = this.renderRoot.querySelector(".words");
    if (words !== null && this.following) words.scrollTop = words.scrollHeight;
  }

  protected override render(): TemplateResult {
    const words = watchWords(this.lang);
    const { watched } = this;
    return html`<p class="back"><a href=${this.back}>← ${words.back}</a></p>
      ${this.#heading(words)} ${this.#notices(words)}
      ${
        watched.call === null
          ? html`<p class="quiet state" role="status">
              ${watched.progress === "over" ? words.notLiveMore : words.asking}
            </p>`
          : html`<div class="columns">
              <div class="said">${this.#said(words)} ${this.#whisper(words)}</div>
              <div class="stands">${this.#stands(watched.call, words)}</div>
              <section class="why" aria-labelledby="why">
                <h2 id="why">${words.trace}</h2>
                ${tale(watched.tale.told, words, this.#moment)}
                <slot></slot>
              </section>
            </div>`
      }`;
  }

  #heading(words: WatchWords): TemplateResult {
    const { watched, live, seen } = this;
    const over = watched.progress === "over";
    const unknown = over ? words.notLive : words.asking;
    const title = watched.agent === "" ? unknown : words.watching(watched.agent);
    const where = [watched.queue, seen?.row.group ?? ""].filter((part) => part !== "");
    const at = live === null ? (watched.call?.at ?? 0) : duration(live, this.now);
    return html`<div class="top">
      <h1 tabindex="-1">${title}</h1>
      <p class="quiet">
        ${where.map((part) => html`${part} · `)}
        ${watched.call === null ? nothing : html`<span class="num">${clock(over ? watched.call.at : at)}</span>`}
      </p>
      <a class="review" href=${over ? to("calls", [watched.id]) : this.#moment(at)}
        >${over ? words.reviewWhole : words.review}</a
      >
    </div>`;
  }

  #notices(words: WatchWords): TemplateResult {
    const { watched, live } = this;
    const over = watched.progress === "over" && watched.call !== null;
    const told = [
      over ? `${words.over}${this.lang === "zh" ? "。" : ". "}${words.overMore}` : "",
      live?.row.input_lost === true ? words.inputLost : "",
      live?.row.muted === true ? words.muted : "",
      watched.call?.exchanged === true ? words.exchanged : "",
      live?.row.held === true ? words.held : "",
    ].filter((text) => text !== "");
    return html`<div role="status">${told.map((text) => html`<p class="told">${text}</p>`)}</div>`;
  }

  #said(words: WatchWords): TemplateResult {
    const { lines, cut } = this.watched;
    return html`<section aria-labelledby="transcript" class="transcript">
      <h2 id="transcript">${words.transcript}</h2>
      <div class="words" tabindex="0" aria-labelledby="transcript" role="log" aria-live="off" @scroll=${this.#onScroll}>
        ${cut ? html`<p class="small quiet"><a href=${to("calls", [this.watched.id])}>${words.cut}</a></p>` : nothing}
        ${lines.length === 0 ? html`<p class="quiet">${words.silent}</p>` : script(words.speakers, lines)}
      </div>
      ${
        this.following
          ? nothing
          : html`<button
              class="newest"
              @click=${() => {
                this.following = true;
              }}
            >
              ↓ ${words.newest}
            </button>`
      }
    </section>`;
  }

  #whisper(words: WatchWords): TemplateResult {
    const { watched, draft } = this;
    return whisper({
      words,
      draft,
      notes: watched.notes,
      over: watched.progress === "over",
      write: (text) => {
        this.dispatchEvent(new CustomEvent("overtone-write", { detail: text }));
      },
      send: () => {
        this.dispatchEvent(new CustomEvent("overtone-send"));
      },
    });
  }

  #stands(call: Call, words: WatchWords): TemplateResult {
    const feelings = wordsFor(this.lang);
    const at = this.live === null || call.ended ? call.at : duration(this.live, this.now);
    const open = call.needs;
    return html`<section aria-labelledby="mood">
        <h2 id="mood">${words.mood}</h2>
        ${this.#customer(call, words, feelings, at)}
        ${this.watched.own.length === 0 ? nothing : felt(words.agent, this.watched.own.at(-1), minute(this.watched.own, at), feelings)}
        ${this.seen === null ? nothing : this.#risk(this.seen, words)}
      </section>
      <section aria-labelledby="hints">
        <h2 id="hints">${words.hints}</h2>
        ${this.live?.row.screens === 0 ? html`<p class="unseen">${words.unseen}</p>` : nothing}
        ${this.#hints(call, words, feelings)}
      </section>
      <section aria-labelledby="needs">
        <h2 id="needs">${words.needs}</h2>
        ${
          open.length === 0
            ? html`<p class="quiet">${words.noNeeds}</p>`
            : html`<ul class="needs">
                ${open.map(
                  (need) => html`<li data-state=${need.state}>
                    ${mark(need.state === "met" ? "ticked" : need.state === "open" ? "ring" : "dashed")}<span
                      ><span lang=${tongue(need.text)}>${need.text}</span><span class="hidden"> ${feelings.needState[need.state]}</span></span
                    >
                  </li>`,
                )}
              </ul>`
        }
      </section>`;
  }

  /** As the table has it, which knows the minute before one began to watch, too. */
  #customer(call: Call, words: WatchWords, feelings: Words, at: number): TemplateResult {
    const { live } = this;
    if (live === null) return felt(words.customer, call.readings.at(-1), minute(call.readings, at), feelings);
    const { emotion } = live.row;
    return felt(words.customer, { ...emotion, meter: emotion.meter ?? "" }, emotion.curve, feelings);
  }

  #risk({ row }: LiveCall, words: WatchWords): TemplateResult {
    const why = row.complaint_why.map((each) => reason(each, this.lang));
    return html`<p class="risk">
      <span class="label">${words.risk}</span> <b class="num">${Math.round(row.complaint_risk * 100)}%</b>
      <span class="quiet">${why.join(this.lang === "zh" ? "、" : ", ")}</span>
    </p>`;
  }

  #hints(call: Call, words: WatchWords, feelings: Words): TemplateResult {
    const shown = cards(call);
    return html`${shown.length === 0 ? html`<p class="quiet">${words.noHints}</p>` : nothing}
      <ul class="hints">
        ${shown.map((hint) => card(hint, words, feelings))}
      </ul>
      ${call.queued === 0 ? nothing : html`<p class="small quiet">${words.queued(call.queued)}</p>`}`;
  }

  #moment = (at: number): string => to("calls", [this.watched.id], { t: Math.floor(at / 1000) });

  #onScroll = (scroll: Event): void => {
    const { scrollHeight, scrollTop, clientHeight } = scroll.target as HTMLElement;
    this.following = scrollHeight - scrollTop - clientHeight < NEAR_END;
  };
}

type Felt = Pick<Reading, "meter" | "level" | "spike">;

/** One speaker's mood: its word, where it goes, and the last minute of it. */
function felt(name: string, last: Felt | undefined, curve: readonly number[], feelings: Words): TemplateResult {
  const going = way(curve, last?.spike ?? false);
  const level = last?.level ?? "calm";
  return html`<p class="mood" data-level=${level}>
      <span class="label">${name}</span> <span class="word">${feeling(feelings, last?.meter ?? "", level)}</span>
      <span aria-hidden="true">${ARROWS[going]}</span><span class="hidden">${feelings.trend[going]}</span>
    </p>
    ${spark(curve)}`;
}

function card(hint: Hint, words: WatchWords, feelings: Words): TemplateResult {
  const leaving = hint.leaving === null ? "" : feelings.leaving[hint.leaving.reason as "retracted"];
  return html`<li data-hint=${hint.id} data-priority=${hint.priority} data-leaving=${hint.leaving === null ? nothing : ""}>
    <p>${shape(hint.priority)}<span class="hidden">${feelings.priority[hint.priority]} </span><b lang=${tongue(hint.text)}>${hint.text}</b></p>
    ${typeof hint.say !== "string" ? nothing : html`<p class="quiet" lang=${tongue(hint.say)}>${words.say(hint.say)}</p>`}
    ${leaving === "" ? nothing : html`<p class="small">${leaving}</p>`}
  </li>`;
}
