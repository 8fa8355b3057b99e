import { LitElement, type PropertyValues, type TemplateResult, html, nothing } from "lit";
import type { StreamEvent, Transcript } from "../client/wire.ts";
import { type Lang, clock, htmlLang } from "../i18n/words.ts";
import { tokens } from "../ui/tokens.ts";
import { Player, type Playing, type Sample } from "./player.ts";
import { type Line, hear } from "../transcript/lines.ts";
import { script } from "../transcript/view.ts";
import { transcriptStyles } from "../transcript/styles.ts";
import { demoStyles } from "./styles.ts";
import { type DemoWords, demoWords } from "./words.ts";

const SPEEDS = [1, 2, 4] as const;
/** Within this many pixels of the end, the words scroll by themselves. */
const NEAR_END = 64;

/** `<overtone-demo token="…">`: a sample call being played, beside what the agent sees. */
export class OvertoneDemo extends LitElement {
  static override styles = [tokens, transcriptStyles, demoStyles];
  static override properties = {
    token: { type: String },
    supervisor: { type: String },
    lang: { type: String },
    theme: { type: String, reflect: true },
    samples: { state: true },
    chosen: { state: true },
    playing: { state: true },
    speed: { state: true },
    lines: { state: true },
    at: { state: true },
    failed: { state: true },
    ended: { state: true },
  };

  declare token: string;
  /** What opens the console; empty: it stays shut. */
  declare supervisor: string;
  declare lang: Lang;
  declare theme: string;
  declare private samples: readonly Sample[];
  declare private chosen: string;
  declare private playing: Playing | null;
  declare private speed: number;
  declare private lines: readonly Line[];
  declare private at: number;
  declare private failed: boolean;
  declare private ended: boolean;
  #follow = true;
  #agent = `demo-${Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) => byte.toString(16)).join("")}`;

  constructor() {
    super();
    this.token = "";
    this.supervisor = "";
    this.lang = "zh";
    this.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    this.samples = [];
    this.chosen = "";
    this.playing = null;
    this.speed = 1;
    this.lines = [];
    this.at = 0;
    this.failed = false;
    this.ended = false;
  }

  protected override firstUpdated(): void {
    void this.#try(async (player) => {
      this.samples = await player.samples();
      this.chosen = this.samples[0]?.id ?? "";
    });
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("lang")) document.documentElement.lang = htmlLang(this.lang);
    if (changed.has("theme")) document.documentElement.dataset["theme"] = this.theme;
    const words = this.renderRoot.querySelector(".words");
    if (words !== null && this.#follow) words.scrollTop = words.scrollHeight;
  }

  protected override render(): TemplateResult {
    const words = demoWords(this.lang);
    return html`<main class="page">
      <div class="top">
        <h1>弦外 <span>Overtone</span></h1>
        <p>${words.tagline}</p>
        ${this.supervisor === "" ? nothing : html`<a href=${this.#console(words)} title=${words.consoleMore}>${words.console}</a>`}
        <button lang=${this.lang === "zh" ? "en" : "zh-CN"} @click=${this.#switchLanguage}>
          ${words.language}
        </button>
        <button @click=${this.#switchTheme}>${this.theme === "dark" ? words.light : words.dark}</button>
      </div>
      ${this.#calls(words)} ${this.#call(words)}
      <section class="stage" aria-label=${words.overlay}>
        <p class="label">${words.overlay}</p>
        <div class="window">
          <assist-overlay
            .agent=${this.#agent}
            .token=${this.token}
            .lang=${this.lang}
            .theme=${this.theme}
            .transcript=${true}
            @overtone-event=${this.#onEvent}
          ></assist-overlay>
        </div>
        <p class="keys">${words.keys}</p>
      </section>
    </main>`;
  }

  /** The console's door, opened: by the supervisors' token and a name. */
  #console(words: DemoWords): string {
    const { supervisor: token, lang, theme } = this;
    return `console#${new URLSearchParams({ token, name: words.supervisor, lang, theme }).toString()}`;
  }

  #calls(words: DemoWords): TemplateResult {
    return html`<nav class="calls" aria-label=${words.calls}>
      <p class="label">${words.calls}</p>
      <ul>
        ${this.samples.map(
          (sample) => html`<li>
            <button
              data-sample=${sample.id}
              aria-pressed=${sample.id === this.chosen ? "true" : "false"}
              @click=${() => {
                this.chosen = sample.id;
                void this.#play();
              }}
            >
              <span class="title"
                ><b>${sample.title[this.lang]}</b
                ><span class="time">${clock(sample.duration_ms)}</span></span
              >
              <span class="about">${sample.about[this.lang]}</span>
            </button>
          </li>`,
        )}
      </ul>
    </nav>`;
  }

  #call(words: DemoWords): TemplateResult {
    const duration = this.samples.find(({ id }) => id === this.chosen)?.duration_ms ?? 1;
    const done = Math.min(1, this.at / duration);
    const running = this.playing !== null && !this.ended;
    return html`<section class="call" aria-label=${words.transcript}>
      <div class="controls">
        <button class="play" ?disabled=${this.chosen === ""} @click=${this.#play}>
          ${this.playing === null ? words.play : words.again}
        </button>
        <button ?disabled=${!running} @click=${this.#stop}>${words.stop}</button>
        <span class="grow"></span>
        <div class="speeds" role="group" aria-label=${words.speed}>
          ${SPEEDS.map(
            (speed) =>
              html`<button
                aria-pressed=${speed === this.speed ? "true" : "false"}
                @click=${() => {
                  this.speed = speed;
                }}
              >
                ${speed}×
              </button>`,
          )}
        </div>
      </div>
      <div class="progress" aria-hidden="true"><i .style=${`transform:scaleX(${done})`}></i></div>
      <div class="words" tabindex="0" lang=${nothing} @scroll=${this.#onScroll}>
        ${
          this.failed
            ? html`<p class="empty" role="alert">${words.failed}</p>`
            : this.lines.length === 0
              ? html`<p class="empty"><b>${words.empty}</b>${words.emptyMore}</p>`
              : script(words, this.lines)
        }
        ${this.ended ? html`<p class="over">${words.ended}</p>` : nothing}
      </div>
    </section>`;
  }

  #onEvent = ({ detail }: CustomEvent<StreamEvent | Transcript>): void => {
    if (detail.type === "note" || !("call" in detail)) return;
    if (detail.call !== this.playing?.call) return;
    this.at = Math.max(this.at, detail.at);
    if (detail.type === "transcript") this.lines = hear(this.lines, detail);
    if (detail.type === "call.end") this.ended = true;
  };

  #onScroll = (scroll: Event): void => {
    const { scrollHeight, scrollTop, clientHeight } = scroll.target as HTMLElement;
    this.#follow = scrollHeight - scrollTop - clientHeight < NEAR_END;
  };

  #play = async (): Promise<void> => {
    await this.#try(async (player) => {
      if (this.playing !== null && !this.ended) await player.stop(this.playing.call);
      const playing = await player.play(this.chosen, this.speed);
      this.playing = playing;
      this.lines = [];
      this.at = 0;
      this.ended = false;
      this.#follow = true;
    });
  };

  #stop = async (): Promise<void> => {
    const { playing } = this;
    if (playing !== null) await this.#try((player) => player.stop(playing.call));
  };

  #switchLanguage = (): void => {
    this.lang = this.lang === "zh" ? "en" : "zh";
  };

  #switchTheme = (): void => {
    this.theme = this.theme === "dark" ? "light" : "dark";
  };

  async #try(ask: (player: Player) => Promise<void>): Promise<void> {
    try {
      await ask(new Player(this.token, this.#agent));
      this.failed = false;
    } catch {
      this.failed = true;
    }
  }
}
