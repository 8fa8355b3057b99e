import { LitElement, type TemplateResult, html, nothing } from "lit";
import { htmlLang } from "../i18n/words.ts";
import { tokens } from "../ui/tokens.ts";
import { Api, ApiError } from "./api.ts";
import { learnNeeds } from "./need-names.ts";
import { type Place, placeOf } from "./place.ts";
import { type Going, type Screen, titled } from "./screen.ts";
import { type Entry, SCREENS, entryOf } from "./screens.ts";
import { Session } from "./session.ts";
import { shellStyles } from "./shell-styles.ts";
import { SignIn } from "./sign-in.ts";
import { common } from "./styles.ts";
import { type ConsoleWords, consoleWords } from "./words.ts";

/** How the visitor stands: not known yet, outside (and why), or in. */
type Standing =
  | { readonly is: "asking" }
  | { readonly is: "out"; readonly fault: string }
  | { readonly is: "unreachable" }
  | { readonly is: "in"; readonly supervisor: boolean; readonly samples: boolean };

/**
 * `<overtone-console>`: the frame of every screen. Signs in, follows links between screens without loading
 * the page anew, and says so when a screen or the server is not there.
 */
export class OvertoneConsole extends LitElement {
  static override styles = [tokens, common, shellStyles];
  static override properties = {
    theme: { type: String, reflect: true },
    standing: { state: true },
    place: { state: true },
    screen: { state: true },
    broken: { state: true },
  };

  declare theme: string;
  declare private standing: Standing;
  declare private place: Place;
  declare private screen: Screen | null;
  declare private broken: boolean;

  #session = new Session();
  #api = new Api(() => this.#session.token);
  #shown: Entry | undefined;

  constructor() {
    super();
    if (customElements.get("overtone-sign-in") === undefined) {
      customElements.define("overtone-sign-in", SignIn);
    }
    this.theme = this.#session.theme;
    this.standing = { is: "asking" };
    this.place = this.#placeNow();
    this.screen = null;
    this.broken = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("popstate", this.#onPopState);
    addEventListener("hashchange", this.#onHashChange);
    addEventListener("beforeunload", this.#onUnload);
    this.addEventListener("overtone-go", this.#onGo);
    this.addEventListener("overtone-leave", this.#onLeave);
    this.addEventListener("click", this.#onClick);
    void this.#enter();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("popstate", this.#onPopState);
    removeEventListener("hashchange", this.#onHashChange);
    removeEventListener("beforeunload", this.#onUnload);
  }

  protected override render(): TemplateResult {
    const words = this.#words;
    document.documentElement.lang = htmlLang(words.lang);
    const { standing } = this;
    if (standing.is === "out") {
      return html`<overtone-sign-in
        .session=${this.#session}
        .fault=${standing.fault}
        theme=${this.theme}
        @overtone-signed-in=${this.#enter}
      ></overtone-sign-in>`;
    }
    return html`<div class="page" lang=${htmlLang(words.lang)}>
      ${this.#top(words)}
      <main id="content" tabindex="-1">${this.#content(words)}</main>
    </div>`;
  }

  #top(words: ConsoleWords): TemplateResult {
    const supervisor = this.standing.is === "in" && this.standing.supervisor;
    const entries = SCREENS.filter((entry) => supervisor || !entry.supervisors);
    return html`<header>
      <button class="skip" @click=${this.#skip}>${words.skip}</button>
      <p class="name"><b>${words.product}</b> ${supervisor ? words.console : nothing}</p>
      <nav aria-label=${words.navigation}>
        ${entries.map((entry) =>
          entry.nav === undefined
            ? nothing
            : html`<a
                href=${entry.path}
                aria-current=${entry.load === this.#shown?.load ? "page" : nothing}
                >${words.nav[entry.nav]}</a
              >`,
        )}
      </nav>
      <button @click=${this.#turnTheme}>${this.theme === "dark" ? words.light : words.dark}</button>
      <button lang=${words.lang === "zh" ? "en" : "zh-CN"} @click=${this.#turnLanguage}>
        ${words.language}
      </button>
      <button @click=${this.#signOut}>${words.signOut}</button>
    </header>`;
  }

  #content(words: ConsoleWords): TemplateResult | Screen {
    if (this.standing.is === "unreachable") {
      return this.#state(words.unreachable, "", words.retry, () => void this.#enter());
    }
    if (this.broken) {
      return this.#state(words.broken, "", words.reload, () => {
        location.reload();
      });
    }
    if (this.screen !== null) return this.screen;
    if (this.standing.is === "asking" || entryOf(this.place.path) !== undefined) {
      return html`<p class="state quiet" role="status">${words.loading}</p>`;
    }
    return this.#state(words.nowhere, words.nowhereMore);
  }

  #state(what: string, more: string, action = "", act: () => void = () => undefined): TemplateResult {
    return html`<div class="state">
      <h1>${what}</h1>
      ${more === "" ? nothing : html`<p class="quiet">${more}</p>`}
      ${action === "" ? nothing : html`<button class="first" @click=${act}>${action}</button>`}
    </div>`;
  }

  /** Ask what the token opens; then show what the address names. */
  #enter = async (): Promise<void> => {
    // A name, too: what a supervisor does stands beside it.
    if (this.#session.token === "" || this.#session.name === "") {
      this.standing = { is: "out", fault: "" };
      return;
    }
    const { token } = this.#session;
    const standing = await this.#ask();
    if (token !== this.#session.token) return; // they signed out meanwhile
    this.standing = standing;
    await this.#show();
  };

  async #ask(): Promise<Standing> {
    try {
      const { supervisor, samples, needs } = await this.#api.session();
      learnNeeds(needs);
      const barred = entryOf(this.place.path)?.supervisors === true && !supervisor;
      return barred ? { is: "out", fault: this.#words.agentsOnly } : { is: "in", supervisor, samples };
    } catch (fault) {
      if (!(fault instanceof ApiError)) throw fault;
      return fault.status === 401 ? { is: "out", fault: this.#words.wrongToken } : { is: "unreachable" };
    }
  }

  /** Show the screen of the present address, or tell the one that is shown of it. */
  async #show(): Promise<void> {
    if (this.standing.is !== "in") return;
    const entry = entryOf(this.place.path);
    if (entry?.load !== this.#shown?.load) {
      this.#shown = entry;
      this.screen = null;
      this.broken = false;
      if (entry === undefined) return;
      try {
        const Made = await entry.load();
        if (this.#shown?.load !== entry.load) return; // they went on meanwhile
        this.screen = new Made();
      } catch {
        this.broken ||= this.#shown?.load === entry.load;
      }
    }
    this.#tell();
  }

  #tell(): void {
    if (this.screen === null || this.standing.is !== "in") return;
    this.screen.setAttribute("theme", this.theme);
    const { nav } = this.#shown ?? {};
    document.title = titled(nav === undefined ? "" : this.#words.nav[nav], this.#session.lang);
    this.screen.given = {
      api: this.#api,
      session: this.#session,
      supervisor: this.standing.supervisor,
      samples: this.standing.samples,
      lang: this.#session.lang,
      theme: this.#session.theme,
      place: this.place,
    };
  }

  #go(address: string, { replace = false } = {}): void {
    const url = new URL(address, document.baseURI);
    const entry = entryOf(placeOf(url, new URL(document.baseURI)).path);
    const stays = entry?.load === this.#shown?.load;
    if (!stays && !this.#mayLeave()) return;
    if (replace) history.replaceState(null, "", url);
    else history.pushState(null, "", url);
    this.place = this.#placeNow();
    if (!stays) scrollTo(0, 0);
    void this.#show();
  }

  /** The screen stays as it is, and with it what was being written, until they are in again. */
  #onLeave = (event: Event): void => {
    this.standing = { is: "out", fault: (event as CustomEvent<string>).detail };
  };

  #onGo = (event: Event): void => {
    const { address, replace } = (event as CustomEvent<Going>).detail;
    this.#go(address, { replace });
  };

  /** Links between screens are followed here; those with a modifier key, a target or elsewhere are not. */
  #onClick = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.composedPath().find((on) => on instanceof HTMLAnchorElement);
    if (!(link instanceof HTMLAnchorElement)) return;
    if (link.target !== "" || link.hasAttribute("download")) return;
    const url = new URL(link.href);
    const entry = entryOf(placeOf(url, new URL(document.baseURI)).path);
    if (url.origin !== location.origin || entry === undefined) return;
    event.preventDefault();
    this.#go(url.href);
  };

  #onPopState = (): void => {
    const place = this.#placeNow();
    if (entryOf(place.path)?.load !== this.#shown?.load && !this.#mayLeave()) {
      history.pushState(null, "", new URL(this.#address(this.place), document.baseURI));
      return;
    }
    this.place = place;
    void this.#show();
  };

  /** Another token in the fragment is another visit. */
  #onHashChange = (): void => {
    if (location.hash.includes("token=")) location.reload();
  };

  #onUnload = (event: BeforeUnloadEvent): void => {
    if (this.screen?.unsaved() === true) event.preventDefault();
  };

  #skip = (): void => {
    this.renderRoot.querySelector<HTMLElement>("main")?.focus();
  };

  #turnTheme = (): void => {
    this.#session.theme = this.theme === "dark" ? "light" : "dark";
    this.theme = this.#session.theme;
    this.#tell();
  };

  #turnLanguage = (): void => {
    this.#session.lang = this.#session.lang === "zh" ? "en" : "zh";
    this.requestUpdate();
    this.#tell();
  };

  #signOut = (): void => {
    if (!this.#mayLeave()) return;
    this.#session.token = "";
    this.screen = null;
    this.#shown = undefined;
    this.standing = { is: "out", fault: "" };
  };

  #mayLeave(): boolean {
    return this.screen?.unsaved() !== true || confirm(this.#words.unsaved);
  }

  #placeNow(): Place {
    return placeOf(new URL(location.href), new URL(document.baseURI));
  }

  #address(place: Place): string {
    return place.query.size === 0 ? place.path : `${place.path}?${place.query.toString()}`;
  }

  get #words(): ConsoleWords {
    return consoleWords(this.#session.lang);
  }
}
