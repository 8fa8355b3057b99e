/**
 * The overlay in a window of its own, always on top where the browser can (Document Picture-in-Picture),
 * else in a small plain window. The window gets a fresh element: a shadow root loses its adopted style
 * sheets when it moves to another document.
 */

import type { ReactiveControllerHost } from "lit";
import type { Words } from "../i18n/words.ts";

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
  | { readonly kind: "floating"; readonly window: Window }
  | { readonly kind: "plain"; readonly inFrame: boolean }
  | { readonly kind: "blocked" };

/** The small window of one overlay. */
export class SmallWindow {
  /** Where the hints are shown meanwhile. */
  floating: Window | null = null;
  #refused: "popInFrame" | "popBlocked" | null = null;
  #host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  /** What is to be said of the last attempt, or nothing. */
  remark(words: Words): string {
    return this.#refused === null ? "" : words[this.#refused];
  }

  async open(attributes: ReadonlyMap<string, string>, moduleUrl: string): Promise<void> {
    const popped = await popOut(attributes, moduleUrl);
    this.#refused = null;
    if (popped.kind === "floating") {
      this.floating = popped.window;
      popped.window.addEventListener("pagehide", () => {
        this.floating = null;
        this.#host.requestUpdate();
      });
    } else if (popped.kind === "blocked") {
      this.#refused = "popBlocked";
    } else if (popped.inFrame) {
      this.#refused = "popInFrame";
    }
    this.#host.requestUpdate();
  }

  /** The hints come back to where they were. */
  close(): void {
    this.floating?.close();
  }
}

/** Only a top-level page may float; an embedded one falls back to a plain window. Needs a user's click. */
async function popOut(
  attributes: ReadonlyMap<string, string>,
  moduleUrl: string,
): Promise<PoppedOut> {
  const inFrame = window.top !== window;
  if (!inFrame && window.documentPictureInPicture !== undefined) {
    try {
      const script = trusted(moduleUrl); // before there is a window that would stay empty
      const floating = await window.documentPictureInPicture.requestWindow(SIZE);
      furnish(floating.document, attributes, script);
      return { kind: "floating", window: floating };
    } catch {
      // Refused by the browser or a policy: the plain window below serves as well.
    }
  }
  const page = new URL("../overlay", moduleUrl);
  page.hash = new URLSearchParams([...attributes]).toString();
  const { width, height } = SIZE;
  const opened = window.open(page, "overtone-overlay", `popup,width=${width},height=${height}`);
  return opened === null ? { kind: "blocked" } : { kind: "plain", inFrame };
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

function furnish(page: Document, attributes: ReadonlyMap<string, string>, source: string): void {
  page.documentElement.style.height = "100%";
  page.body.style.cssText = "margin:0;height:100%";
  page.title = document.title;
  const script = page.createElement("script");
  script.type = "module";
  script.src = source;
  page.head.append(script);
  const overlay = page.createElement("assist-overlay");
  for (const [name, value] of attributes) overlay.setAttribute(name, value);
  page.body.append(overlay);
}
