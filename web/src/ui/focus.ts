/** Focus moves into the overlay by a chord, from anywhere on the page, and back to where it was. */

import type { ReactiveController, ReactiveControllerHost } from "lit";
import { type Chord, isChord, parseChord } from "./keys.ts";

export class Focus implements ReactiveController {
  #host: ReactiveControllerHost & HTMLElement;
  #chord: Chord | null = null;
  #cameFrom: Element | null = null;
  #inside = false;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  /** Which chord; none where the text names none. */
  listenFor(chord: string): void {
    this.#chord = parseChord(chord);
  }

  /** Back to where it was before the chord. */
  leave(): void {
    if (this.#cameFrom instanceof HTMLElement && this.#cameFrom.isConnected) this.#cameFrom.focus();
    else this.#focused?.blur();
    this.#cameFrom = null;
  }

  hostConnected(): void {
    addEventListener("keydown", this.#onKey);
    document.addEventListener("focusin", this.#onFocus);
  }

  hostDisconnected(): void {
    removeEventListener("keydown", this.#onKey);
    document.removeEventListener("focusin", this.#onFocus);
    this.#cameFrom = null;
  }

  hostUpdate(): void {
    this.#inside = this.#focused !== null;
  }

  /** Whoever had the focus in the overlay keeps it there, though what had it has gone. */
  hostUpdated(): void {
    if (this.#inside && this.#focused === null) this.#enter();
  }

  get #focused(): HTMLElement | null {
    return (this.#host.shadowRoot?.activeElement ?? null) as HTMLElement | null;
  }

  #enter(): void {
    const root = this.#host.shadowRoot;
    const target = root?.querySelector<HTMLElement>(".headline") ?? root?.querySelector<HTMLElement>(".overlay");
    target?.focus();
  }

  /** A chord that somebody has answered already, another overlay perhaps, is not ours as well. */
  #onKey = (pressed: KeyboardEvent): void => {
    if (this.#chord === null || pressed.defaultPrevented || !isChord(pressed, this.#chord)) return;
    if (!isSeen(this.#host)) return;
    pressed.preventDefault();
    if (this.#focused !== null) {
      this.leave();
      return;
    }
    this.#cameFrom = focused(this.#host.localName);
    this.#enter();
  };

  /** Who has gone elsewhere meanwhile, by mouse or Tab, is not taken back to where he was before. */
  #onFocus = (event: FocusEvent): void => {
    if (event.target !== this.#host) this.#cameFrom = null;
  };
}

/** A click does something, and takes the focus from nobody: who is typing into the page around goes on typing. */
export function keepFocus(pressed: MouseEvent): void {
  if (pressed.target instanceof Element && pressed.target.closest("button, summary") !== null) pressed.preventDefault();
}

/** Whether an element is before somebody's eyes: a page in a background tab, or what is hidden, is not. */
export function isSeen(element: Element): boolean {
  const { visibilityState } = element.ownerDocument;
  const isDrawn = element.getClientRects().length > 0 && getComputedStyle(element).visibility === "visible";
  return visibilityState === "visible" && isDrawn;
}

/** What has the focus, however deep in components it lies; null inside one called `besides`: of two overlays on a page
 * neither leads back to the other. */
function focused(besides: string): Element | null {
  let inner = document.activeElement;
  while (inner?.shadowRoot?.activeElement) {
    if (inner.localName === besides) return null;
    inner = inner.shadowRoot.activeElement;
  }
  return inner;
}
