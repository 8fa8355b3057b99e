/** What whoever listens is told, politely: all there is to say, at once. */

import { type ReactiveController, type ReactiveControllerHost, type TemplateResult, html } from "lit";

export class Aloud implements ReactiveController {
  #host: ReactiveControllerHost;
  #and: () => string;
  #waiting: string[] = [];
  #said = "";

  /** `and`: what parts several things, in the language of the moment. */
  constructor(host: ReactiveControllerHost, and: () => string) {
    this.#host = host;
    this.#and = and;
    host.addController(this);
  }

  /** Said with the next drawing. */
  say(text: string): void {
    if (text === "") return;
    this.#waiting.push(text);
    this.#host.requestUpdate();
  }

  /** The same again is said again. */
  hostUpdate(): void {
    if (this.#waiting.length === 0) return;
    const said = this.#waiting.join(this.#and());
    this.#said = said === this.#said ? `${said}\u00a0` : said;
    this.#waiting = [];
  }

  region(): TemplateResult {
    return html`<div class="hidden" role="status" aria-live="polite">${this.#said}</div>`;
  }
}
