import { LitElement, type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Link } from "../client/session.ts";
import type { StreamEvent, Transcript } from "../client/wire.ts";
import { type Words, htmlLang, langOf, wordsFor } from "../i18n/words.ts";
import { announcement } from "../state/announce.ts";
import { type Hint, cards, checklist, putOff } from "../state/view.ts";
import { breathStyles } from "./breath.ts";
import { cardStyles } from "./card-styles.ts";
import { headline, small } from "./card.ts";
import { header } from "./header.ts";
import { type Action, type Chord, actionFor, isChord, parseChord } from "./keys.ts";
import { foot, checklist as ticks } from "./lists.ts";
import { popOut } from "./popout.ts";
import { rest } from "./rest.ts";
import { HintStream } from "./stream.ts";
import { foot as footStyles, frame, header as headerStyles } from "./styles.ts";
import { tokens } from "./tokens.ts";

/**
 * `<assist-overlay agent="7001" token="…">`: the live hints of one agent.
 *
 * Attributes: `agent`, `token`, `src` (websocket URL; by default that of the server this file came from),
 * `lang` (`zh`, `en`; by default the call's), `theme` (`light`, `dark`; by default the system's), `chord`
 * (moves focus here and back, from anywhere on the page; `""` for none), `transcript` (ask for the
 * words too), `docked` (no pop-out button).
 * Fires `overtone-event` (each event of the stream and transcript, in `detail`) and `overtone-link`.
 */
export class AssistOverlay extends LitElement {
  static override styles = [tokens, frame, headerStyles, cardStyles, breathStyles, footStyles];
  static override properties = {
    agent: { type: String },
    token: { type: String },
    src: { type: String },
    lang: { type: String },
    theme: { type: String, reflect: true },
    chord: { type: String },
    transcript: { type: Boolean },
    docked: { type: Boolean },
    raised: { state: true },
    unfolded: { state: true },
    remark: { state: true },
    spoken: { state: true },
    floating: { state: true },
  };

  declare agent: string;
  declare token: string;
  declare src: string;
  declare lang: string;
  declare theme: string;
  declare chord: string;
  declare transcript: boolean;
  declare docked: boolean;
  declare private raised: string | null;
  declare private unfolded: boolean;
  declare private remark: string | null;
  declare private spoken: string;
  declare private floating: Window | null;

  #stream = new HintStream(this, (event) => {
    this.#hear(event);
  });
  #thanked = new Set<string>();
  #chord: Chord | null = null;
  #cameFrom: Element | null = null;
  #refocus = false;

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
    this.remark = null;
    this.spoken = "";
    this.floating = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("keydown", this.#onChord);
    if (this.hasUpdated) this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("keydown", this.#onChord);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("chord")) this.#chord = parseChord(this.chord);
    const asked = ["agent", "token", "src", "transcript"] as const;
    if (asked.some((name) => changed.has(name))) this.#open();
  }

  protected override updated(): void {
    if (!this.#refocus) return;
    this.#refocus = false;
    if (this.shadowRoot?.activeElement === null) this.#focusIn();
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
      ${this.floating === null ? this.#whole(words) : this.#elsewhere(words)}
    </div>`;
  }

  #whole(words: Words): TemplateResult {
    const { call, at, link, view } = this.#stream;
    const shown = call === null ? [] : cards(call, this.raised);
    const current = link === "live" || link === "recovered" || link === "delayed";
    const props = { words, thanked: this.#thanked, act: this.#act, raise: this.#raise };
    return html`${header({ words, call, at, link, note: view.note, remark: this.remark })}
      <div class="middle hair ${current ? "" : "stale"}">
        ${repeat(
          shown,
          (hint) => hint.id,
          (hint, index) => (index === 0 ? headline(hint, props) : small(hint, props)),
        )}
        ${call === null ? nothing : ticks(words, checklist(call))}
        ${shown.length === 0 ? html`<p class="rest">${rest(words, call)}</p>` : nothing}
      </div>
      ${foot({
        words,
        putOff: call === null ? [] : putOff(call),
        queued: call?.queued ?? 0,
        unfolded: this.unfolded,
        dial: view.dial,
        poppable: !this.docked,
        unfold: () => {
          this.unfolded = !this.unfolded;
        },
        bringBack: (hint) => {
          this.#stream.act(hint.id, "back");
          this.#raise(hint);
        },
        setDial: (level) => {
          this.#stream.dial(level);
        },
        popOut: () => {
          void this.#popOut();
        },
      })}
      <div class="hidden" role="status" aria-live="polite">${this.spoken}</div>`;
  }

  #elsewhere(words: Words): TemplateResult {
    return html`<div class="rest">
      <div>
        <p>${words.popped}</p>
        <button @click=${() => this.floating?.close()}>${words.bringHome}</button>
      </div>
    </div>`;
  }

  get #words(): Words {
    const { call } = this.#stream;
    return wordsFor(langOf(this.lang || (call?.language ?? document.documentElement.lang)));
  }

  #open(): void {
    const url = new URL(this.src || "../v1/overlay", import.meta.url);
    url.protocol = url.protocol.replace("http", "ws");
    const { token, agent, transcript } = this;
    this.#stream.open(url.href, { token, agent, transcript });
  }

  #hear(event: StreamEvent | Transcript | Link): void {
    if (typeof event === "string") {
      this.#speak(this.#words.linkMore[event]);
      this.dispatchEvent(new CustomEvent("overtone-link", { detail: event }));
      return;
    }
    if (event.type !== "transcript") {
      this.#speak(announcement(event, this.#words));
      // Focus stays in the overlay when the card that has it goes.
      if (this.shadowRoot?.activeElement) this.#refocus = true;
    }
    this.dispatchEvent(new CustomEvent("overtone-event", { detail: event }));
  }

  #speak(text: string): void {
    if (text !== "") this.spoken = text;
  }

  #raise = (hint: Hint): void => {
    this.raised = hint.id;
    this.#refocus = true;
  };

  #act = (hint: Hint, action: Action): void => {
    this.#refocus = true;
    switch (action) {
      case "used":
      case "wrong":
        this.#stream.feedback(hint.id, action);
        this.#stream.act(hint.id, "gone");
        break;
      case "helpful":
        if (this.#thanked.has(hint.id)) return;
        this.#thanked.add(hint.id);
        this.#stream.feedback(hint.id, "helpful");
        this.#speak(this.#words.thanks);
        break;
      case "later":
        this.#stream.feedback(hint.id, "later");
        this.#stream.act(hint.id, "later");
        break;
      case "dismiss":
        this.#stream.act(hint.id, "dismiss");
        break;
      case "undo":
        this.#stream.act(hint.id, "back");
        break;
    }
  };

  #onKey = (pressed: KeyboardEvent): void => {
    const target = pressed.target as HTMLElement;
    const { call } = this.#stream;
    const action = target.matches("select") ? null : actionFor(pressed, target.matches("article"));
    if (action === null) return;
    const shown = (call === null ? [] : cards(call, this.raised)).filter((hint) => hint.leaving === null);
    const named = target.closest<HTMLElement>("[data-hint]")?.dataset["hint"];
    const there = shown.filter((hint) => (hint.dismissing !== null) === (action === "undo"));
    const hint = there.find((one) => one.id === named) ?? there[0];
    if (hint === undefined) {
      if (pressed.key === "Escape") this.#focusOut();
      return;
    }
    pressed.preventDefault();
    pressed.stopPropagation();
    this.#act(hint, action);
  };

  #onChord = (pressed: KeyboardEvent): void => {
    if (this.#chord === null || !isChord(pressed, this.#chord)) return;
    pressed.preventDefault();
    if (this.shadowRoot?.activeElement) {
      this.#focusOut();
      return;
    }
    this.#cameFrom = document.activeElement;
    this.#focusIn();
  };

  #focusIn(): void {
    const root = this.shadowRoot;
    const target = root?.querySelector<HTMLElement>(".headline") ?? root?.querySelector<HTMLElement>(".overlay");
    target?.focus();
  }

  #focusOut(): void {
    if (this.#cameFrom instanceof HTMLElement && this.#cameFrom.isConnected) this.#cameFrom.focus();
    else (this.shadowRoot?.activeElement as HTMLElement | null)?.blur();
    this.#cameFrom = null;
  }

  async #popOut(): Promise<void> {
    const { agent, token, src, lang, theme, chord } = this;
    const attributes = new Map(Object.entries({ agent, token, src, lang, theme, chord, docked: "" }));
    const popped = await popOut(attributes, import.meta.url);
    this.remark = null;
    switch (popped.kind) {
      case "floating":
        this.floating = popped.window;
        popped.window.addEventListener("pagehide", () => {
          this.floating = null;
        });
        break;
      case "plain":
        if (popped.inFrame) this.remark = this.#words.popInFrame;
        break;
      case "blocked":
        this.remark = this.#words.popBlocked;
        break;
    }
  }
}
