/**
 * The overlay in a window of its own, always on top where the browser can (Document Picture-in-Picture),
 * else in a small plain window. The window gets a fresh element: a shadow root loses its adopted style
 * sheets when it moves to another document.
 */

import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Words } from "../i18n/words.ts";
import { brand } from "./branding.ts";

/** Document Picture-in-Picture (WICG), not yet in TypeScript's DOM library. */
interface PictureInPicture {
  requestWindow(size: { width: number; height: number }): Promise<Window>;
}

declare global {
  interface Window {
    readonly documentPictureInPicture?: PictureInPicture;
  }
}

export const SIZE = { width: 320, height: 440 };

type PoppedOut =
  | { readonly kind: "floating"; readonly window: Window; readonly script: string }
  | { readonly kind: "plain"; readonly window: Window; readonly inFrame: boolean }
  | { readonly kind: "blocked" };

/** The small window of one overlay. */
export class SmallWindow implements ReactiveController {
  /** Where the hints are shown meanwhile. */
  floating: Window | null = null;
  #refused: "popInFrame" | "popBlocked" | null = null;
  #host: ReactiveControllerHost & HTMLElement;
  /** The page of a plain one, as far as it is still there. */
  #plain: Window | null = null;
  #page = "";
  #element: HTMLElement | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  /** What is set on the element is set on that in the window, too: a new token, another agent, the bank's colours. */
  pass(attributes: ReadonlyMap<string, string>, moduleUrl: string): void {
    if (this.#element !== null) furnish(this.#element, attributes, this.#host);
    const page = pageOf(attributes, moduleUrl);
    if (this.#plain?.closed === false && page !== this.#page) this.#plain.location.href = page;
    this.#page = page;
  }

  /** An element that is only moved is back in a moment; one that is removed takes its window along, and with it the
   * customer whom it shows. */
  hostDisconnected(): void {
    setTimeout(() => {
      if (this.#host.isConnected) return;
      this.close();
      this.#plain?.close();
    });
  }

  /** What is to be said of the last attempt, or nothing. */
  remark(words: Words): string {
    return this.#refused === null ? "" : words[this.#refused];
  }

  async open(attributes: ReadonlyMap<string, string>, moduleUrl: string): Promise<void> {
    const popped = await popOut(moduleUrl, attributes);
    this.#refused = null;
    if (popped.kind === "floating") {
      this.floating = popped.window;
      this.#element = settle(popped.window.document, popped.script);
      furnish(this.#element, attributes, this.#host);
      popped.window.addEventListener("pagehide", () => {
        this.floating = null;
        this.#element = null;
        this.#host.requestUpdate();
      });
    } else if (popped.kind === "blocked") {
      this.#refused = "popBlocked";
    } else {
      this.#plain = popped.window;
      this.#page = pageOf(attributes, moduleUrl);
      if (popped.inFrame) this.#refused = "popInFrame";
    }
    this.#host.requestUpdate();
  }

  /** The hints come back to where they were. */
  close(): void {
    this.floating?.close();
  }
}

/** Only a top-level page may float; an embedded one falls back to a plain window. Needs a user's click. */
async function popOut(moduleUrl: string, attributes: ReadonlyMap<string, string>): Promise<PoppedOut> {
  const inFrame = window.top !== window;
  if (!inFrame && window.documentPictureInPicture !== undefined) {
    try {
      const script = trusted(moduleUrl); // before there is a window that would stay empty
      const floating = await window.documentPictureInPicture.requestWindow(SIZE);
      return { kind: "floating", window: floating, script };
    } catch {
      // Refused by the browser or a policy: the plain window below serves as well.
    }
  }
  const { width, height } = SIZE;
  const page = pageOf(attributes, moduleUrl);
  const opened = window.open(page, "overtone-overlay", `popup,width=${width},height=${height}`);
  return opened === null ? { kind: "blocked" } : { kind: "plain", window: opened, inFrame };
}

/** The overlay's own page. */
function pageOf(attributes: ReadonlyMap<string, string>, moduleUrl: string): string {
  const page = new URL("../overlay", moduleUrl);
  page.hash = new URLSearchParams([...attributes]).toString();
  return page.href;
}

/** Where a page asks for Trusted Types, it must allow the policies `lit-html` and `assist-overlay`. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string };
}

declare global {
  interface Window {
    readonly trustedTypes?: TrustedTypes;
  }
}

let policy: ReturnType<TrustedTypes["createPolicy"]> | undefined;

/** This module's own address, and no other, may be loaded by the small window. */
function trusted(moduleUrl: string): string {
  policy ??= window.trustedTypes?.createPolicy("assist-overlay", { createScriptURL: (url) => url });
  return policy?.createScriptURL(moduleUrl) ?? moduleUrl;
}

/** An empty page gets an element of its own. */
function settle(page: Document, source: string): HTMLElement {
  page.documentElement.style.height = "100%";
  page.body.style.cssText = "margin:0;height:100%";
  page.title = document.title;
  const script = page.createElement("script");
  script.type = "module";
  script.src = source;
  page.head.append(script);
  const overlay = page.createElement("assist-overlay");
  page.body.append(overlay);
  return overlay;
}

/** Only what is another one: an attribute that is set anew to what it was changes nothing. */
function furnish(overlay: HTMLElement, attributes: ReadonlyMap<string, string>, like: HTMLElement): void {
  for (const [name, value] of attributes) {
    if (overlay.getAttribute(name) !== value) overlay.setAttribute(name, value);
  }
  brand(overlay, like);
}
