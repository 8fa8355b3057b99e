/** The bank's own colours, sizes and font, for the overlay in its window, which no style sheet of the bank's reaches. */

import { tokens } from "./tokens.ts";

/** All custom properties that may be set on the element. */
const NAMES: ReadonlySet<string> = new Set(tokens.cssText.match(/--ot-[a-z0-9-]+(?=:)/g));

/** Set on an element what was set on another of its kind: what there differs from how it would be by itself. */
export function brand(element: HTMLElement, like: HTMLElement): void {
  const theirs = getComputedStyle(like);
  const ours = plain(like);
  for (const name of NAMES) {
    const value = theirs.getPropertyValue(name);
    if (value === ours.get(name)) element.style.removeProperty(name);
    else element.style.setProperty(name, value);
  }
}

/** What the properties are where nobody has set any, in the same theme. */
function plain(like: HTMLElement): ReadonlyMap<string, string> {
  const bare = document.createElement("div");
  const theme = like.getAttribute("theme");
  if (theme !== null) bare.setAttribute("theme", theme);
  const sheet = tokens.styleSheet;
  if (sheet !== undefined) bare.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
  document.body.append(bare);
  const style = getComputedStyle(bare);
  const values = new Map([...NAMES].map((name) => [name, style.getPropertyValue(name)]));
  bare.remove();
  return values;
}
