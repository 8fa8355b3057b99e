import { LitElement, type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Link } from "../client/session.ts";
import type { StreamEvent, Transcript } from "../client/wire.ts";
import { type Words, htmlLang, langOf, wordsFor } from "../i18n/words.ts";
import { announcement } from "../state/announce.ts";
import { summary } from "../state/summary.ts";
import { type Hint, cards, checklist, nameless, putOff, unread } from "../state/view.ts";
import { Below } from "./below.ts";
import { breathStyles } from "./breath.ts";
import { cardStyles } from "./card-styles.ts";
import { headline, small } from "./card.ts";
import { Copying } from "./copying.ts";
import { factsLine } from "./facts.ts";
import { Focus } from "./focus.ts";
import { header, linkMore } from "./header.ts";
import { type Action, actionFor, deedFor } from "./keys.ts";
import { listStyles } from "./list-styles.ts";
import { foot, checklist as ticks } from "./lists.ts";
import { noteOf } from "./note.ts";
import { SmallWindow } from "./popout.ts";
import { rest } from "./rest.ts";
import { type Feed, HintStream } from "./stream.ts";
import { foot as footStyles, frame, header as headerStyles } from "./styles.ts";
import { talkStyles } from "./talk-styles.ts";
import { tokens } from "./tokens.ts";

/** What the hand-over note is called when it is copied; no capture has that name. */
const SUMMARY = "·summary";

/**
 * `<assist-overlay agent="7001" token="…">`: the live hints of one agent.
 *
 * Attributes: `agent`, `token`, `src` (websocket URL; by default that of the server this file came from), `lang`
 * (`zh`, `en`; by default the call's), `theme` (`light`, `dark`; by default the system's), `chord` (moves focus here
 * and back; `""` for none), `transcript` (ask for the words too), `docked` (no pop-out). Property `feed`: another stream.
 * Fires `overtone-event` (each event of the stream and transcript, in `detail`) and `overtone-link`; `refusal` is the
 * close code of a link that is refused.
 */
export class AssistOverlay extends LitElement {
  static override styles = [tokens, frame, headerStyles, cardStyles, listStyles, breathStyles, talkStyles, footStyles];
  static override properties = {
    agent: { type: String },
    token: { type: String },
    src: { type: String },
    lang: { type: String },
    theme: { type: String, reflect: true },
    chord: { type: String },
    transcript: { type: Boolean },
    docked: { type: Boolean },
    feed: { attribute: false },
    raised: { state: true },
    unfolded: { state: true },
    told: { state: true },
    spoken: { state: true },
  };

  declare agent: string;
  declare token: string;
  declare src: string;
  declare lang: string;
  declare theme: string;
  declare chord: string;
  declare transcript: boolean;
  declare docked: boolean;
  declare feed?: Feed;
  declare private raised: string | null;
  declare private unfolded: boolean;
  declare private told: boolean;
  declare private spoken: string;

  #stream = new HintStream(this, (event) => {
    this.#hear(event);
  });
  #window = new SmallWindow(this);
  #copying = new Copying(this);
  #focus = new Focus(this);
  #below = new Below(this);
  #aloud: string[] = [];

  constructor() {
    super();
    this.agent = "";
    this.token = "";
    this.src = "";
    this.lang = "";
    this.theme = "";
    this.chord = "Alt+Shift+O";
    this.transcript = false;
    this.docked = false;
    this.raised = null;
    this.unfolded = false;
    this.told = false;
    this.spoken = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#open();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (this.#aloud.length > 0) {
      const said = this.#aloud.join(this.#words.summary.and);
      this.spoken = said === this.spoken ? `${said}\u00a0` : said;
      this.#aloud = [];
    }
    if (changed.has("chord")) this.#focus.listenFor(this.chord);
    const asked = ["agent", "token", "src", "transcript", "feed"] as const;
    if (asked.some((name) => changed.has(name))) this.#open();
  }

  protected override updated(): void {
    // A page in a background tab shows nobody anything. While a call runs this is asked every second.
    const note = this.renderRoot.querySelector<HTMLElement>(".note");
    const seen = note?.dataset["note"];
    if (seen !== undefined && note?.ownerDocument.visibilityState === "visible") this.#stream.shown(seen);
  }

  protected override render(): TemplateResult {
    const words = this.#words;
    return html`<div
      class="overlay"
      role="region"
      aria-label=${words.overlay}
      lang=${htmlLang(words.lang)}
      tabindex="-1"
      @keydown=${this.#onKey}
    >
      ${this.#window.floating === null ? this.#whole(words) : this.#elsewhere(words)}
    </div>`;
  }

  #whole(words: Words): TemplateResult {
    const { call, at, link, refusal, view } = this.#stream;
    const { copied } = this.#copying;
    const shown = call === null ? [] : cards(call, this.raised);
    const current = link === "live" || link === "recovered";
    const props = { words, thanked: this.#stream.thanked, act: this.#act, raise: this.#raise };
    const resting = { words, call, left: view.left, copied: copied === SUMMARY, copy: this.#copySummary };
    return html`${header({ words, call, at, link, refusal, remark: this.#window.remark(words) })}
      <div class="middle hair ${current ? "" : "stale"}" @scroll=${this.#below.look}>
        ${repeat(
          shown,
          (hint) => hint.id,
          (hint, index) => (index === 0 ? headline(hint, props) : small(hint, props)),
        )}
        ${call === null ? nothing : ticks(words, checklist(call))}
        ${shown.length === 0 ? rest(resting) : nothing} ${this.#below.line(words)}
      </div>
      ${noteOf(words, call === null ? [] : unread(call), this.#readNote)}
      ${factsLine({
        words,
        copied,
        facts: call?.facts ?? [],
        unfolded: this.told,
        unfold: () => {
          this.told = !this.told;
        },
        copy: (fact) => {
          void this.#copy(fact.name, fact.value);
        },
      })}
      ${this.#copying.byHand(words)}
      ${foot({
        words,
        putOff: call === null ? [] : putOff(call),
        queued: call === null ? 0 : nameless(call),
        unfolded: this.unfolded,
        dial: view.dial,
        poppable: !this.docked,
        summable: call !== null && !call.ended,
        copied: copied === SUMMARY,
        unfold: () => {
          this.unfolded = !this.unfolded;
        },
        bringBack: (hint) => {
          this.#stream.do(hint.id, "undo");
          this.#raise(hint);
        },
        setDial: (level) => {
          this.#stream.dial(level);
        },
        copy: this.#copySummary,
        popOut: this.#popOut,
      })}
      <div class="hidden" role="status" aria-live="polite">${this.spoken}</div>`;
  }

  #elsewhere(words: Words): TemplateResult {
    return html`<div class="rest">
      <div>
        <p>${words.popped}</p>
        <button
          @click=${() => {
            this.#window.close();
          }}
        >
          ${words.bringHome}
        </button>
      </div>
    </div>`;
  }

  /** The code with which the server refused the connection (protocol: close codes); null while it did not. */
  get refusal(): number | null {
    return this.#stream.refusal;
  }

  get #words(): Words {
    const { call } = this.#stream;
    return wordsFor(langOf(this.lang || (call?.language ?? document.documentElement.lang)));
  }

  #open(): void {
    const url = new URL(this.src || "../v1/overlay", import.meta.url);
    url.protocol = url.protocol.replace("http", "ws");
    const { token, agent, transcript } = this;
    this.#stream.open(url.href, { token, agent, transcript }, this.feed);
  }

  #hear(event: StreamEvent | Transcript | Link): void {
    if (typeof event === "string") {
      this.#speak(linkMore(this.#words, event, this.refusal));
      this.dispatchEvent(new CustomEvent("overtone-link", { detail: event }));
      return;
    }
    if (event.type !== "transcript") {
      this.#speak(announcement(event, this.#words));
    }
    this.dispatchEvent(new CustomEvent("overtone-event", { detail: event }));
  }

  /** Read out with whatever else there is to say now; the same again is said again. */
  #speak(text: string): void {
    if (text === "") return;
    this.#aloud.push(text);
    this.requestUpdate();
  }

  #raise = (hint: Hint): void => {
    this.raised = hint.id;
  };

  #act = (hint: Hint, action: Action): void => {
    if (this.#stream.do(hint.id, action) && action === "helpful") this.#speak(this.#words.thanks);
  };

  #onKey = (pressed: KeyboardEvent): void => {
    const target = pressed.target as HTMLElement;
    const { call } = this.#stream;
    if (target.matches("select, textarea")) return;
    const deed = deedFor(pressed);
    if (deed !== null) {
      if (deed === "copy") this.#copySummary();
      else for (const note of call === null ? [] : unread(call).slice(0, 1)) this.#readNote(note.id);
      pressed.preventDefault();
      pressed.stopPropagation();
      return;
    }
    const action = actionFor(pressed, target.matches("article"));
    if (action === null) return;
    const shown = (call === null ? [] : cards(call, this.raised)).filter((hint) => hint.leaving === null);
    const named = target.closest<HTMLElement>("[data-hint]")?.dataset["hint"];
    const there = shown.filter((hint) => (hint.dismissing !== null) === (action === "undo"));
    const hint = there.find((one) => one.id === named) ?? there[0];
    if (hint === undefined) {
      if (pressed.key === "Escape") this.#focus.leave();
      return;
    }
    pressed.preventDefault();
    pressed.stopPropagation();
    this.#act(hint, action);
  };

  #readNote = (id: string): void => {
    this.#stream.read(id);
  };

  #copySummary = (): void => {
    const { at, view } = this.#stream;
    const call = this.#stream.call ?? view.left;
    if (call !== null) void this.#copy(SUMMARY, summary(call, this.#words, at || call.at));
  };

  async #copy(name: string, text: string): Promise<void> {
    const done = await this.#copying.copy(name, text);
    if (done) this.#speak(this.#words.copied);
    await this.updateComplete;
    if (!done) this.shadowRoot?.querySelector("textarea")?.focus();
  }

  #popOut = (): void => {
    const { agent, token, src, lang, theme, chord } = this;
    const attributes = new Map(Object.entries({ agent, token, src, lang, theme, chord, docked: "" }));
    void this.#window.open(attributes, import.meta.url);
  };
}
