/** What whoever listens is told, politely: all there is to say, at once. */

import { type ReactiveControllerHost, type TemplateResult, html } from "lit";

export class Aloud {
  #host: ReactiveControllerHost;
  #waiting: string[] = [];
  #said = "";

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  /** Said with the next drawing. */
  say(text: string): void {
    if (text === "") return;
    this.#waiting.push(text);
    this.#host.requestUpdate();
  }

  /** Several things are parted by `and`; the same again is said again. */
  region(and: string): TemplateResult {
    if (this.#waiting.length > 0) {
      const said = this.#waiting.join(and);
      this.#said = said === this.#said ? `${said}\u00a0` : said;
      this.#waiting = [];
    }
    return html`<div class="hidden" role="status" aria-live="polite">${this.#said}</div>`;
  }
}
