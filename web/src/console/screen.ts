/** What a screen of the console is, and what the shell gives it. */

import { LitElement } from "lit";
import type { Lang } from "../i18n/words.ts";
import type { Api } from "./api.ts";
import type { Place } from "./place.ts";
import type { Session, Theme } from "./session.ts";
import { consoleWords } from "./words.ts";

/** Everything a screen is told; a new one whenever something of it changes. */
export interface Given {
  readonly api: Api;
  readonly session: Session;
  readonly supervisor: boolean;
  /** Whether the calls are samples that the demo plays. */
  readonly samples: boolean;
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

  /** What the tab is called while this screen shows; by default its word in the navigation. */
  protected heading(text: string): void {
    if (this.isConnected) document.title = titled(text, this.given.lang);
  }

  /** The token does not open this any more: the shell asks for another, and comes back here. */
  protected leave(why: string): void {
    this.dispatchEvent(
      new CustomEvent<string>("overtone-leave", { bubbles: true, composed: true, detail: why }),
    );
  }

  /** Whether something would be lost by leaving now: the shell asks before it goes on. */
  unsaved(): boolean {
    return false;
  }
}

/** The title of a tab: what it shows, then the product. */
export function titled(text: string, lang: Lang): string {
  const { product } = consoleWords(lang);
  return text === "" ? product : `${text} · ${product}`;
}

export interface Going {
  readonly address: string;
  readonly replace: boolean;
}
