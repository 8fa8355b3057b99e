/** What a screen of the console is, and what the shell gives it. */

import { LitElement } from "lit";
import type { Lang } from "../i18n/words.ts";
import type { Api } from "./api.ts";
import type { Place } from "./place.ts";
import type { Session, Theme } from "./session.ts";

/** Everything a screen is told; a new one whenever something of it changes. */
export interface Given {
  readonly api: Api;
  readonly session: Session;
  readonly supervisor: boolean;
  readonly lang: Lang;
  readonly theme: Theme;
  readonly place: Place;
}

/**
 * The base of every screen. The shell sets `given` before the screen is shown and at every change of
 * address, language or theme. A screen moves by ordinary links (`<a href=${to("calls", [id])}>`), which
 * the shell follows without loading the page anew, or by {@link Screen.go}.
 */
export abstract class Screen extends LitElement {
  static override properties = { given: { attribute: false } };

  declare given: Given;

  /** Go to an address of {@link to}; `replace`: the back button skips the present one. */
  protected go(address: string, { replace = false } = {}): void {
    this.dispatchEvent(
      new CustomEvent<Going>("overtone-go", {
        bubbles: true,
        composed: true,
        detail: { address, replace },
      }),
    );
  }

  /** Whether something would be lost by leaving now: the shell asks before it goes on. */
  unsaved(): boolean {
    return false;
  }
}

export interface Going {
  readonly address: string;
  readonly replace: boolean;
}
