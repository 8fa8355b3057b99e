/** Who is signed in at this tab, and how they want to see things. */

import { type Lang, langOf } from "../i18n/words.ts";

const TOKEN = "overtone.token";
const NAME = "overtone.name";
const LANG = "overtone.lang";
const THEME = "overtone.theme";

export type Theme = "light" | "dark";

/**
 * The token lives as long as the tab (`sessionStorage`); name, language and theme are remembered by the
 * browser. Storage may be barred: then everything holds until the page is left.
 */
export class Session {
  #held = new Map<string, string>();

  /** Take what the fragment says (`#token=…&lang=…&theme=…`) and remove it from the address. */
  constructor() {
    const given = new URLSearchParams(location.hash.slice(1));
    const kept = [
      ["token", TOKEN],
      ["name", NAME],
      ["lang", LANG],
      ["theme", THEME],
    ] as const;
    for (const [parameter, key] of kept) {
      const value = given.get(parameter);
      if (value !== null) this.#keep(key, value);
    }
    if (location.hash !== "") history.replaceState(history.state, "", location.pathname + location.search);
  }

  get token(): string {
    return this.#read(TOKEN) ?? "";
  }
  set token(token: string) {
    this.#keep(TOKEN, token);
  }

  /** What the supervisor is called beside what they do: whispers, edits, acknowledgements. */
  get name(): string {
    return this.#read(NAME) ?? "";
  }
  set name(name: string) {
    this.#keep(NAME, name.trim());
  }

  get lang(): Lang {
    return langOf(this.#read(LANG) ?? "zh");
  }
  set lang(lang: Lang) {
    this.#keep(LANG, lang);
  }

  get theme(): Theme {
    const kept = this.#read(THEME);
    if (kept === "light" || kept === "dark") return kept;
    return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }
  set theme(theme: Theme) {
    this.#keep(THEME, theme);
  }

  #read(key: string): string | null {
    try {
      return this.#storage(key).getItem(key);
    } catch {
      return this.#held.get(key) ?? null;
    }
  }

  #keep(key: string, value: string): void {
    this.#held.set(key, value);
    try {
      this.#storage(key).setItem(key, value);
    } catch {
      return; // barred or full: it holds as long as the page
    }
  }

  #storage(key: string): Storage {
    return key === TOKEN ? sessionStorage : localStorage;
  }
}
