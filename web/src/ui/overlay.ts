import { LitElement, type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Link } from "../client/session.ts";
import type { StreamEvent, Transcript } from "../client/wire.ts";
import { type Words, htmlLang, langOf, wordsFor } from "../i18n/words.ts";
import { announcement } from "../state/announce.ts";
import { summary } from "../state/summary.ts";
import { type Hint, type Opened, cards, checklist, nameless, open, putOff, unread } from "../state/view.ts";
import { Aloud } from "./aloud.ts";
import { Below } from "./below.ts";
import { breathStyles } from "./breath.ts";
import { cardStyles } from "./card-styles.ts";
import { headline, small } from "./card.ts";
import { Copying } from "./copying.ts";
import { factsLine } from "./facts.ts";
import { Focus, isSeen, keepFocus } from "./focus.ts";
import { header, linkMore } from "./header.ts";
import { Keyboard } from "./keyboard.ts";
import type { Action, Deed } from "./keys.ts";
import { listStyles } from "./list-styles.ts";
import { foot, checklist as ticks } from "./lists.ts";
import { noteOf } from "./note.ts";
import { SmallWindow } from "./popout.ts";
import { rest } from "./rest.ts";
import { Steady } from "./steady.ts";
import { type Feed, HintStream, addressOf } from "./stream.ts";
import { foot as footStyles, frame, header as headerStyles } from "./styles.ts";
import { talkStyles } from "./talk-styles.ts";
import { tokens } from "./tokens.ts";

/** What the hand-over note is called when it is copied; no capture has that name. */
const SUMMARY = "·summary";
const CHORD = "Alt+Shift+O";
/** What the element in the small window is given of ours. */
const ATTRIBUTES = ["agent", "token", "src", "lang", "theme", "chord"] as const;

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
    opened: { state: true },
    unfolded: { state: true },
    told: { state: true },
  };

  // An attribute that is taken away is null.
  declare agent: string | null;
  declare token: string | null;
  declare src: string | null;
  declare lang: string;
  declare theme: string | null;
  declare chord: string | null;
  declare transcript: boolean;
  declare docked: boolean;
  declare feed?: Feed;
  declare private opened: Opened | null;
  declare private unfolded: boolean;
  declare private told: boolean;

  #stream = new HintStream(this, (event) => {
    this.#hear(event);
  });
  #window = new SmallWindow(this);
  #copying = new Copying(this);
  #focus = new Focus(this);
  #keyboard = new Keyboard(this, this.#focus, {
    hints: () => this.#shown.filter((hint) => hint.leaving === null),
    act: (hint, action) => {
      this.#act(hint, action);
    },
    do: (deed) => {
      this.#do(deed);
    },
  });
  #below = new Below(this);
  #steady = new Steady(this, () => this.#shown);
  #aloud = new Aloud(this, () => this.#words.summary.and);
  /** The call that was on the screen last. */
  #seen = "";

  constructor() {
    super();
    this.agent = "";
    this.token = "";
    this.src = "";
    this.lang = "";
    this.theme = "";
    this.chord = CHORD;
    this.transcript = false;
    this.docked = false;
    this.opened = null;
    this.unfolded = false;
    this.told = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#open();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("chord")) this.#focus.listenFor(this.chord ?? CHORD);
    const asked = ["agent", "token", "src", "transcript", "feed"] as const;
    // One that was removed opens nothing: it does when it is back.
    if (this.isConnected && asked.some((name) => changed.has(name))) this.#open();
    if (ATTRIBUTES.some((name) => changed.has(name))) this.#window.pass(this.#attributes, import.meta.url);
    const { call } = this.#stream;
    if (call !== null && call.id !== this.#seen) {
      this.#seen = call.id;
      this.#copying.forget();
      this.unfolded = this.told = false;
    }
  }

  protected override updated(): void {
    // While a call runs this is asked every second.
    const note = this.renderRoot.querySelector<HTMLElement>(".note");
    const seen = note?.dataset["note"];
    if (seen !== undefined && isSeen(this)) this.#stream.shown(seen);
  }

  protected override render(): TemplateResult {
    const words = this.#words;
    return html`<div
      class="overlay"
      role="region"
      aria-label=${words.overlay}
      lang=${htmlLang(words.lang)}
      tabindex="-1"
      @keydown=${this.#keyboard.down}
      @mousedown=${keepFocus}
    >
      ${this.#window.floating === null ? this.#whole(words) : this.#elsewhere(words)}
    </div>`;
  }

  #whole(words: Words): TemplateResult {
    const { call, at, refusal, view } = this.#stream;
    const isNobody = this.feed === undefined && (this.agent ?? "") === "";
    const link = isNobody ? null : this.#stream.link;
    const { copied } = this.#copying;
    const shown = this.#shown;
    const large = shown.find((hint) => hint.dismissing === null);
    const current = link === "live" || link === "recovered";
    const props = { words, thanked: this.#stream.thanked, act: this.#act, raise: this.#raise };
    const resting = { words, call, left: view.left, isNobody, copied: copied === SUMMARY, copy: this.#copySummary };
    return html`${header({ words, call, at, link, refusal, remark: this.#window.remark(words) })}
      <div class="middle hair ${current ? "" : "stale"}" @scroll=${this.#below.look}>
        ${repeat(
          shown,
          (hint) => hint.id,
          (hint) => (hint === large ? headline(hint, props) : small(hint, props)),
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
      ${this.#aloud.region()}`;
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

  /** The cards that are before the agent's eyes, headline first; none while they are in the small window. */
  get #shown(): readonly Hint[] {
    const { call } = this.#stream;
    return call === null || this.#window.floating !== null ? [] : cards(call, this.opened);
  }

  get #attributes(): ReadonlyMap<string, string> {
    return new Map([...ATTRIBUTES.map((name) => [name, this[name] ?? ""] as const), ["docked", ""]]);
  }

  get #words(): Words {
    const { call } = this.#stream;
    return wordsFor(langOf(this.lang || (call?.language ?? document.documentElement.lang)));
  }

  #open(): void {
    const identity = { token: this.token ?? "", agent: this.agent ?? "", transcript: this.transcript };
    this.#stream.open(addressOf(this.src ?? "", import.meta.url), identity, this.feed);
  }

  #hear(event: StreamEvent | Transcript | Link): void {
    if (typeof event === "string") {
      this.#aloud.say(linkMore(this.#words, event, this.refusal));
      this.dispatchEvent(new CustomEvent("overtone-link", { detail: event }));
      return;
    }
    if (event.type !== "transcript") this.#aloud.say(announcement(event, this.#words));
    this.dispatchEvent(new CustomEvent("overtone-event", { detail: event }));
  }

  #raise = (hint: Hint): void => {
    const { call } = this.#stream;
    if (call !== null) this.opened = open(call, hint.id);
  };

  #act = (hint: Hint, action: Action): void => {
    if (!this.#steady.isSettled(hint)) return;
    if (this.#stream.do(hint.id, action) && action === "helpful") this.#aloud.say(this.#words.thanks);
  };

  #do(deed: Deed): void {
    const { call } = this.#stream;
    if (this.#window.floating !== null) return;
    if (deed === "copy") this.#copySummary();
    else for (const note of call === null ? [] : unread(call).slice(0, 1)) this.#readNote(note.id);
  }

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
    if (done) this.#aloud.say(this.#words.copied);
    await this.updateComplete;
    if (!done) this.shadowRoot?.querySelector("textarea")?.focus();
  }

  #popOut = (): void => {
    void this.#window.open(this.#attributes, import.meta.url);
  };
}
