import { type PropertyValues, type TemplateResult, html } from "lit";
import "../../index.ts";
import { tokens } from "../../ui/tokens.ts";
import { ApiError } from "../api.ts";
import { rest, to } from "../place.ts";
import { Screen } from "../screen.ts";
import { common } from "../styles.ts";
import { type Kept, type Options, forget, keepOptions, kept, options } from "./kept.ts";
import { list, prepare } from "./list.ts";
import { type Made, before } from "./practice.ts";
import { Rehearsing } from "./rehearsing.ts";
import { resultPage } from "./result.ts";
import { trainingStyles } from "./styles.ts";
import { talkStyles } from "./talk-styles.ts";
import { talk } from "./talk.ts";
import type { Catalogue, Result, Scenario } from "./wire.ts";
import { type TrainingWords, trainingWords } from "./words.ts";

/** `/train`: choose a scenario, take the call, see how it went. Leaves nothing behind but what this tab keeps. */
export class Training extends Screen {
  static override styles = [tokens, common, trainingStyles, talkStyles];
  static override properties = {
    ...Screen.properties,
    catalogue: { state: true },
    failed: { state: true },
    options: { state: true },
    call: { state: true },
  };

  declare private catalogue: Catalogue | null;
  declare private failed: boolean;
  declare private options: Options;
  /** Null: no call has been taken here. */
  declare private call: Rehearsing | null;

  #id = "";
  #composed = -Infinity;
  #said = 0;
  #shown: Result | null = null;
  #loading = false;

  constructor() {
    super();
    this.catalogue = null;
    this.failed = false;
    this.options = options();
    this.call = null;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has("given")) return;
    const id = rest(this.given.place)[0] ?? "";
    if (id !== this.#id) {
      this.#id = id;
      this.call?.close();
      this.call = null;
    }
    if (this.catalogue === null && !this.failed && !this.#loading) void this.#load();
  }

  /** What is typed and not yet said has not been masked, and is kept nowhere; once the call is over, nothing can be said. */
  override unsaved(): boolean {
    const { call } = this;
    return call !== null && call.practice.whose !== "over" && call.practice.result === null && call.draft.trim() !== "";
  }

  /** The latest words stay in sight; who has finished is shown how it went from its beginning. */
  protected override updated(): void {
    const { spoken = [], result = null } = this.call?.practice ?? {};
    const length = spoken.reduce((sum, { text }) => sum + text.length, 0);
    const words = this.renderRoot.querySelector(".words");
    if (words !== null && length !== this.#said) words.scrollTop = words.scrollHeight;
    this.#said = length;
    if (result !== this.#shown) {
      this.#shown = result;
      scrollTo(0, 0);
      this.renderRoot.querySelector<HTMLElement>("h1")?.focus();
    }
  }

  protected override render(): TemplateResult {
    return html`${this.#page()}
      <div class="hidden announced" role="status" aria-live="polite">${this.call?.announced ?? ""}</div>`;
  }

  #page(): TemplateResult {
    const words = this.#words;
    const { lang } = this.given;
    const { catalogue, call } = this;
    if (this.failed) {
      return html`<div class="room">
        <h1>${words.training}</h1>
        <p class="fault" role="alert">${words.failed}</p>
        <p><button class="first" @click=${() => void this.#load()}>${words.retry}</button></p>
      </div>`;
    }
    if (catalogue === null) return html`<p class="room quiet" role="status">${words.loading}</p>`;
    const left = kept();
    if (this.#id === "") {
      const halfway = catalogue.scenarios.find(({ id }) => left?.over === false && id === left.scenario) ?? null;
      return list({ words, lang, catalogue, left: halfway, discard: this.#discard });
    }
    const scenario = this.#scenario;
    if (scenario === undefined) {
      return html`<div class="room">
        <h1>${words.unknown}</h1>
        <p class="quiet">${words.unknownMore} <a href=${to("train")}>${words.back}</a></p>
      </div>`;
    }
    if (call === null) {
      const halfway = left?.scenario === scenario.id && !left.over;
      const begin = (resumed: boolean): void => {
        if (resumed && left !== null) this.#goOn(scenario, left);
        else this.#take(scenario, []);
      };
      return prepare({ words, lang, scenario, options: this.options, halfway, choose: this.#choose, begin });
    }
    const { result, made, whose } = call.practice;
    if (result !== null) {
      const again = (moment: number): void => {
        this.#take(scenario, before(made, moment));
      };
      const download = (): void => {
        save(`${scenario.id}.md`, result.markdown);
      };
      return resultPage({ words, lang, scenario, result, again, download });
    }
    if (whose === "over") return html`<p class="room quiet" role="status">${words.scoring}</p>`;
    return this.#talk(words, call);
  }

  #talk(words: TrainingWords, call: Rehearsing): TemplateResult {
    const { lang, theme } = this.given;
    return talk({
      words,
      lang,
      theme,
      scenario: call.scenario,
      practice: call.practice,
      options: this.options,
      standing: call.standing,
      at: call.at,
      draft: call.draft,
      listening: call.listening,
      remark: call.remark,
      feed: call.feed,
      composed: this.#composed,
      compose: ({ timeStamp }) => {
        this.#composed = timeStamp;
        this.requestUpdate();
      },
      write: (draft) => {
        call.write(draft);
      },
      say: () => {
        call.say();
      },
      listen: () => {
        const { activeElement } = this.renderRoot as ShadowRoot;
        call.listen(() => {
          this.#toAnswer(activeElement);
        });
      },
      pause: () => {
        call.ask({ type: "pause", on: !call.practice.paused });
        this.#toAnswer();
      },
      skip: () => {
        call.skip();
        this.#toAnswer();
      },
      end: () => {
        call.ask({ type: "end" });
      },
      leave: () => {
        this.go(to("train"));
      },
      reconnect: () => {
        call.reconnect();
      },
      setPace: (pace) => {
        call.ask({ type: "pace", pace });
        this.#choose({ ...this.options, pace });
      },
    });
  }

  get #words(): TrainingWords {
    return trainingWords(this.given.lang);
  }

  get #scenario(): Scenario | undefined {
    return this.catalogue?.scenarios.find(({ id }) => id === this.#id);
  }

  async #load(): Promise<void> {
    this.failed = false;
    this.#loading = true;
    try {
      const catalogue = await this.given.api.get<Catalogue>("v1/train/scenarios");
      if (!this.isConnected) return; // they went elsewhere: no call is taken behind their back
      this.catalogue = catalogue;
    } catch (fault) {
      if (!(fault instanceof ApiError)) throw fault;
      this.failed = true;
      return;
    } finally {
      this.#loading = false;
    }
    // A page that was loaded anew goes on where it was, or shows again how it went.
    const left = kept();
    const scenario = this.#scenario;
    if (scenario !== undefined && left?.scenario === scenario.id) this.#goOn(scenario, left);
  }

  #choose = (chosen: Options): void => {
    this.options = chosen;
    keepOptions(chosen);
  };

  #discard = (): void => {
    forget();
    this.requestUpdate();
  };

  /** To where one answers; `from`: unless the focus has gone on from there, or from nowhere. */
  #toAnswer = (from?: Element | null): void => {
    const { activeElement } = this.renderRoot as ShadowRoot;
    if (from !== undefined && activeElement !== null && activeElement !== from) return;
    this.renderRoot.querySelector("textarea")?.focus();
  };

  #goOn(scenario: Scenario, left: Kept): void {
    this.options = left.options;
    this.#take(scenario, left.made);
  }

  /** Take the call, or go on with it: `made` is what has been done in it. */
  #take(scenario: Scenario, made: readonly Made[]): void {
    this.call?.close();
    const { api, session } = this.given;
    this.call = new Rehearsing(this, scenario, made, {
      api,
      token: session.token,
      around: () => ({ words: this.#words, options: this.options }),
    });
    void this.updateComplete.then(() => {
      this.#toAnswer();
    });
  }
}

function save(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/markdown;charset=utf-8" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

if (customElements.get("overtone-training") === undefined) {
  customElements.define("overtone-training", Training);
}
