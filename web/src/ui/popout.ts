/**
 * The overlay in a window of its own, always on top where the browser can (Document Picture-in-Picture),
 * else in a small plain window. The window gets a fresh element: a shadow root loses its adopted style
 * sheets when it moves to another document.
 */

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

export type PoppedOut =
  | { readonly kind: "floating"; readonly window: Window }
  | { readonly kind: "plain"; readonly inFrame: boolean }
  | { readonly kind: "blocked" };

/** Only a top-level page may float; an embedded one falls back to a plain window. Needs a user's click. */
export async function popOut(
  attributes: ReadonlyMap<string, string>,
  moduleUrl: string,
): Promise<PoppedOut> {
  const inFrame = window.top !== window;
  if (!inFrame && window.documentPictureInPicture !== undefined) {
    try {
      const floating = await window.documentPictureInPicture.requestWindow(SIZE);
      furnish(floating.document, attributes, moduleUrl);
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

function furnish(page: Document, attributes: ReadonlyMap<string, string>, moduleUrl: string): void {
  page.documentElement.style.height = "100%";
  page.body.style.cssText = "margin:0;height:100%";
  page.title = document.title;
  const script = page.createElement("script");
  script.type = "module";
  script.src = moduleUrl;
  page.head.append(script);
  const overlay = page.createElement("assist-overlay");
  for (const [name, value] of attributes) overlay.setAttribute(name, value);
  page.body.append(overlay);
}
