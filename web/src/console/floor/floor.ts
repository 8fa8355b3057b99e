import { type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { htmlLang } from "../../i18n/words.ts";
import { tokens } from "../../ui/tokens.ts";
import { alertText } from "../own-alerts.ts";
import { rest, to } from "../place.ts";
import { Screen } from "../screen.ts";
import { common } from "../styles.ts";
import { Alerts } from "./alerts.ts";
import { filterBar, totalsBar } from "./bars.ts";
import { type Filter, filterOf, isAmong, isOn, parametersOf, passes, totals } from "./filter.ts";
import { floorStyles } from "./floor-styles.ts";
import { waiting } from "./handling.ts";
import { byHelp, placed } from "./order.ts";
import { standingLine } from "./standing.ts";
import type { LiveCall } from "./store.ts";
import { FloorStream } from "./stream.ts";
import { FloorTable } from "./table.ts";
import { Watch } from "./watch.ts";
import { type Draft, NO_DRAFT, answered, written } from "./whispers.ts";
import { type FloorWords, floorWords } from "./words.ts";

/** `/console`: the floor, live. `/console/call/ID`: one call of it, over the same connection. */
export class Floor extends Screen {
  static override styles = [tokens, common, floorStyles];

  #stream = new FloorStream(this, () => {
    this.leave(this.#words.signInAgain);
  });
  #hand = false;
  #order: readonly string[] = [];
  #moves = 0;
  /** What was last shown of each call: one that is over keeps its place while the order is held. */
  #shown = new Map<string, LiveCall>();
  #filter = "";
  #drafts = new Map<string, Draft>();
  /** The call one comes back from: its row gets the focus. */
  #from: string | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("keydown", this.#onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("keydown", this.#onKey);
  }

  override unsaved(): boolean {
    return [...this.#drafts.values()].some(({ text }) => text.trim() !== "");
  }

  protected override willUpdate(): void {
    const { api, session } = this.given;
    this.#stream.open(
      api.socket("v1/supervise"),
      () => session.token,
      () => session.name,
    );
    this.#stream.watch(this.#watching());
    this.#place();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has("given")) return;
    const before = changed.get("given")?.place.path;
    if (before === undefined || before === this.given.place.path) return;
    const watching = this.#watching();
    const root = this.renderRoot;
    if (watching !== null) void root.querySelector<Watch>("overtone-watch")?.focusHeading();
    else if (this.#from !== null) void root.querySelector<FloorTable>("overtone-floor-table")?.focusCall(this.#from);
    this.#from = watching;
  }

  protected override render(): TemplateResult {
    const words = this.#words;
    const standing = [...this.#stream.store.alerts.values()].filter(({ gone }) => gone === null);
    const waitingFor = waiting(standing).length;
    this.heading(waitingFor === 0 ? words.title : `(${waitingFor}) ${words.title}`);
    return html`<div class="page" lang=${htmlLang(this.given.lang)}>
      ${standingLine(words, this.#stream)}
      ${this.given.samples ? html`<p class="small quiet">${words.samples}</p>` : nothing}
      ${this.#watching() === null ? this.#floor(words) : this.#watch(words)}
      <div class="hidden" role="status" aria-live="polite">${this.#announcement(words)}</div>
    </div>`;
  }

  #floor(words: FloorWords): TemplateResult {
    const { store } = this.#stream;
    if (!store.known) return html`<p class="quiet state" role="status">${words.waiting}</p>`;
    const filter = filterOf(this.given.place.query);
    const rows = [...store.calls.values()].map(({ row }) => row);
    const among = rows.filter((row) => isAmong(row, filter));
    const shown = this.#order.length;
    return html`<h1 class="hidden">${words.title}</h1>
      <div class="floor">
        <aside>${this.#alerts(null)}</aside>
        <div class="calls">
          ${totalsBar(words, totals(among), filter, this.#address)}
          ${filterBar(words, rows, filter, (wanted) => {
            this.go(this.#address(wanted), { replace: true });
          })}
          <p class="order small quiet">
            <span>${isOn(filter) ? words.shown(shown, rows.length) : ""} ${this.#hand ? words.moving(this.#moves) : words.keys}</span>
          </p>
          ${shown === 0 ? this.#nothing(words, rows.length, filter) : this.#table()}
        </div>
      </div>`;
  }

  #table(): TemplateResult {
    const calls = this.#order.flatMap((id) => this.#shown.get(id) ?? []);
    const { store } = this.#stream;
    const gone = new Set(this.#order.filter((id) => !store.calls.has(id)));
    return html`<overtone-floor-table
      .calls=${calls}
      .gone=${gone}
      .now=${this.#stream.now}
      .lang=${this.given.lang}
      .theme=${this.given.theme}
      .stale=${!this.#stream.current}
      .address=${this.#watchAddress}
      @overtone-hand=${this.#onHand}
    ></overtone-floor-table>`;
  }

  #nothing(words: FloorWords, all: number, filter: Filter): TemplateResult {
    if (all === 0 || !isOn(filter)) {
      return html`<div class="state">
        <p class="large">${words.empty}</p>
        <p class="quiet">${words.emptyMore}</p>
      </div>`;
    }
    return html`<div class="state">
      <p class="large">${words.nothing}</p>
      <p><a href="console">${words.clear}</a></p>
    </div>`;
  }

  #watch(words: FloorWords): TemplateResult | typeof nothing {
    const { watched, store, current, now } = this.#stream;
    if (watched === null) return nothing;
    return html`<overtone-watch
      aria-label=${words.title}
      .watched=${watched}
      .live=${store.calls.get(watched.id) ?? null}
      .seen=${store.seen}
      .draft=${this.#drafts.get(watched.id) ?? NO_DRAFT}
      .now=${now}
      .lang=${this.given.lang}
      .theme=${this.given.theme}
      .stale=${!current}
      .back=${this.#address(filterOf(this.given.place.query))}
      @overtone-write=${({ detail }: CustomEvent<string>) => {
        this.#write(watched.id, written(this.#drafts.get(watched.id) ?? NO_DRAFT, detail));
      }}
      @overtone-send=${() => {
        this.#send(watched.id);
      }}
      >${this.#alerts(watched.id)}</overtone-watch
    >`;
  }

  /** All of them, or those of one call. */
  #alerts(call: string | null): TemplateResult {
    const { store, current, now } = this.#stream;
    const alerts = [...store.alerts.values()].filter(({ alert }) => call === null || alert.call === call);
    return html`<overtone-alerts
      .alerts=${alerts}
      .silences=${store.silences}
      .now=${now}
      .lang=${this.given.lang}
      .theme=${this.given.theme}
      .stale=${!current}
      .inCall=${call !== null}
      .address=${this.#alertAddress}
      .ask=${this.#stream.ask}
    ></overtone-alerts>`;
  }

  #announcement(words: FloorWords): string {
    const [first, ...others] = this.#stream.announcer.told;
    if (first === undefined) return "";
    const text = alertText(first, this.given.lang);
    return others.length === 0
      ? words.newAlert(text, first.agent)
      : words.newAlerts(others.length + 1, text);
  }

  /** Bring the order into line with the floor, unless somebody's hand is in the table. */
  #place(): void {
    const filter = filterOf(this.given.place.query);
    const asked = JSON.stringify(filter);
    const held = this.#hand && asked === this.#filter;
    this.#filter = asked;
    const calls = this.#stream.store.calls;
    const wanted = byHelp([...calls.values()].filter(({ row }) => passes(row, filter)));
    const { ids, moves } = placed(this.#order, wanted, held);
    this.#order = ids;
    this.#moves = moves;
    this.#shown = new Map(ids.flatMap((id) => {
      const call = calls.get(id) ?? this.#shown.get(id);
      return call === undefined ? [] : [[id, call]];
    }));
  }

  #settle = (): void => {
    const held = this.#hand;
    this.#hand = false;
    this.#place();
    this.#hand = held;
    this.requestUpdate();
  };

  #onHand = ({ detail }: CustomEvent<boolean>): void => {
    this.#hand = detail;
    this.requestUpdate();
  };

  #onKey = (pressed: KeyboardEvent): void => {
    if (pressed.altKey || pressed.ctrlKey || pressed.metaKey || pressed.key.toLowerCase() !== "r") return;
    const typing = pressed.composedPath()[0];
    if (typing instanceof HTMLElement && typing.matches("input, textarea, select")) return;
    if (this.#watching() === null) this.#settle();
  };

  #write(call: string, draft: Draft): void {
    this.#drafts.set(call, draft);
    this.requestUpdate();
  }

  #send(call: string): void {
    const { text } = this.#drafts.get(call) ?? NO_DRAFT;
    this.#write(call, { text, last: { is: "sending", text } });
    this.#stream.ask({ type: "whisper", call, text: text.trim() }, () => false, (answer) => {
      this.#write(call, answered(this.#drafts.get(call) ?? NO_DRAFT, answer));
    });
  }

  /** The call of the address; null: the floor as a whole. */
  #watching(): string | null {
    const [what, call] = rest(this.given.place);
    return what === "call" && call !== undefined ? call : null;
  }

  #address = (filter: Filter): string => to("console", [], parametersOf(filter));

  #watchAddress = (call: string): string =>
    to("console", ["call", call], parametersOf(filterOf(this.given.place.query)));

  #alertAddress = (call: string, ended: boolean, at: number): string =>
    ended ? to("calls", [call], { t: Math.floor(at / 1000) }) : this.#watchAddress(call);

  get #words(): FloorWords {
    return floorWords(this.given.lang);
  }
}

customElements.define("overtone-floor-table", FloorTable);
customElements.define("overtone-alerts", Alerts);
customElements.define("overtone-watch", Watch);
customElements.define("overtone-floor", Floor);
