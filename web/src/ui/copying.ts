/** Puts text on the clipboard, says so for a moment, and offers it to be copied by hand where it may not. */

import { type ReactiveController, type ReactiveControllerHost, type TemplateResult, html, nothing } from "lit";
import type { Words } from "../i18n/words.ts";

/** How long “copied” is said, ms. */
const SAID_FOR = 2_000;

export class Copying implements ReactiveController {
  /** What has just been copied, by the name it was given. */
  copied: string | null = null;
  /** A text that the browser would not take. */
  refused: string | null = null;
  #host: ReactiveControllerHost & HTMLElement;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  /** True once it is there; a page in a frame or without TLS may refuse it. */
  async copy(name: string, text: string): Promise<boolean> {
    const done = await this.#write(text);
    this.copied = done ? name : null;
    this.refused = done ? null : text;
    this.#host.requestUpdate();
    clearTimeout(this.#timer);
    if (done) {
      this.#timer = setTimeout(() => {
        this.copied = null;
        this.#host.requestUpdate();
      }, SAID_FOR);
    }
    return done;
  }

  /** The call is another one: what was said in the last is not left lying about. */
  forget(): void {
    this.refused = null;
    this.copied = null;
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.forget();
  }

  /** The text itself, selected, to be copied by the agent. */
  byHand(words: Words): TemplateResult | typeof nothing {
    if (this.refused === null) return nothing;
    return html`<div class="byhand hair">
      <label>${words.copyByHand}<textarea readonly rows="4" .value=${this.refused} @focus=${select}></textarea></label>
      <button
        @click=${() => {
          this.refused = null;
          this.#host.requestUpdate();
        }}
      >
        ${words.close}
      </button>
    </div>`;
  }

  async #write(text: string): Promise<boolean> {
    const clipboard = this.#host.ownerDocument.defaultView?.navigator.clipboard;
    try {
      await clipboard?.writeText(text);
      return clipboard !== undefined;
    } catch {
      return false;
    }
  }
}

function select(event: FocusEvent): void {
  (event.target as HTMLTextAreaElement).select();
}
