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
  }

  hostDisconnected(): void {
    removeEventListener("keydown", this.#onKey);
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

  #onKey = (pressed: KeyboardEvent): void => {
    if (this.#chord === null || !isChord(pressed, this.#chord)) return;
    pressed.preventDefault();
    if (this.#focused !== null) {
      this.leave();
      return;
    }
    this.#cameFrom = focused();
    this.#enter();
  };
}

/** What has the focus, however deep in components it lies. */
function focused(): Element | null {
  let inner = document.activeElement;
  while (inner?.shadowRoot?.activeElement) inner = inner.shadowRoot.activeElement;
  return inner;
}
