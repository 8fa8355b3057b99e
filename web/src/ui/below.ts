/** What a low window cuts off is counted at its edge, so that nobody takes the last line to be all there is. */

import { type ReactiveController, type ReactiveControllerHost, type TemplateResult, html, nothing } from "lit";
import type { Words } from "../i18n/words.ts";

/** Of an item, so much may be out of sight before it counts, px. */
const SLACK = 4;
/** The line that says so, px: it hides some itself. */
const LINE = 32;

interface Host extends ReactiveControllerHost {
  readonly renderRoot: ParentNode;
}

export class Below implements ReactiveController {
  #host: Host;
  #count = 0;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  /** What is on the screen tells, after each change of it and, while a call runs, each second. */
  hostUpdated(): void {
    this.look();
  }

  look = (): void => {
    const count = cutOff(this.#host.renderRoot.querySelector(".middle"));
    if (count === this.#count) return;
    this.#count = count;
    this.#host.requestUpdate();
  };

  /** It lies over the pane's last line and takes no room: nothing moves when it comes, and what a headline asks for
   * stands above it. Pressed, it turns the page. Who listens misses nothing. */
  line(words: Words): TemplateResult | typeof nothing {
    if (this.#count === 0) return nothing;
    return html`<button class="below" tabindex="-1" aria-hidden="true" @click=${this.#turn}>
      ${words.noteMore(this.#count)} ▾
    </button>`;
  }

  #turn = (): void => {
    const pane = this.#host.renderRoot.querySelector(".middle");
    pane?.scrollBy({ top: pane.clientHeight - LINE });
  };
}

/** How many items of the pane lie below its lower edge, wholly or in part: 0 where all is in sight. */
function cutOff(pane: Element | null): number {
  if (pane === null || pane.scrollHeight - pane.scrollTop - pane.clientHeight <= SLACK) return 0;
  const edge = pane.getBoundingClientRect().top + pane.clientHeight;
  const ends = [...pane.querySelectorAll(".card, .checklist li")].map((item) => item.getBoundingClientRect().bottom);
  const under = (at: number): number => ends.filter((end) => end > at + SLACK).length;
  return under(edge) === 0 ? 0 : under(edge - LINE);
}
