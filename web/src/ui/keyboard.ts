/** Keys pressed inside the overlay: what is ours is done here, and never reaches the page around. */

import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Hint } from "../state/view.ts";
import type { Focus } from "./focus.ts";
import { type Action, type Deed, actionFor, deedFor, isOurs, isTyped } from "./keys.ts";

export interface Hands {
  /** What can be dealt with, headline first. */
  hints(): readonly Hint[];
  act(hint: Hint, action: Action): void;
  do(deed: Deed): void;
}

const WRITES = "select, textarea";

export class Keyboard implements ReactiveController {
  #host: ReactiveControllerHost & HTMLElement;
  #focus: Focus;
  #hands: Hands;
  /** Keys that went down in here: the page that did not hear them go down does not hear them come up, wherever the
   * focus is by then. */
  #held = new Set<string>();

  constructor(host: ReactiveControllerHost & HTMLElement, focus: Focus, hands: Hands) {
    this.#host = host;
    this.#focus = focus;
    this.#hands = hands;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener("keydown", this.#elsewhere, true);
    addEventListener("keypress", this.#pressed, true);
    addEventListener("keyup", this.#up, true);
    addEventListener("blur", this.#away);
  }

  hostDisconnected(): void {
    removeEventListener("keydown", this.#elsewhere, true);
    removeEventListener("keypress", this.#pressed, true);
    removeEventListener("keyup", this.#up, true);
    removeEventListener("blur", this.#away);
  }

  /** The listener for what is inside. */
  down = (pressed: KeyboardEvent): void => {
    const target = pressed.target as HTMLElement;
    const writes = target.matches(WRITES);
    if (!(writes ? isTyped(pressed) : isOurs(pressed))) return;
    pressed.stopPropagation();
    this.#held.add(pressed.code);
    if (writes) return;
    if (pressed.repeat) {
      pressed.preventDefault(); // held down, it is still one press
      return;
    }
    if (this.#press(pressed, target)) pressed.preventDefault();
  };

  /** False where the browser may go on with it: a button that is pressed. */
  #press(pressed: KeyboardEvent, target: HTMLElement): boolean {
    const deed = deedFor(pressed);
    if (deed !== null) {
      this.#hands.do(deed);
      return true;
    }
    const action = actionFor(pressed, target.matches("article"));
    if (action === null) return false;
    const named = target.closest<HTMLElement>("[data-hint]")?.dataset["hint"];
    const there = this.#hands.hints().filter((hint) => (hint.dismissing !== null) === (action === "undo"));
    const hint = there.find((one) => one.id === named) ?? there[0];
    if (hint !== undefined) this.#hands.act(hint, action);
    else if (pressed.key === "Escape") this.#focus.leave();
    return true;
  }

  #elsewhere = (pressed: KeyboardEvent): void => {
    if (!pressed.composedPath().includes(this.#host)) this.#held.delete(pressed.code);
  };

  #pressed = (pressed: KeyboardEvent): void => {
    if (this.#held.has(pressed.code)) pressed.stopPropagation();
  };

  #up = (released: KeyboardEvent): void => {
    if (this.#held.delete(released.code)) released.stopPropagation();
  };

  #away = (): void => {
    this.#held.clear();
  };
}
