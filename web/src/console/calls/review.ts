import { type PropertyValues, type TemplateResult, html, nothing } from "lit";
import { guard } from "lit/directives/guard.js";
import { tokens } from "../../ui/tokens.ts";
import { Screen } from "../screen.ts";
import { rest, to } from "../place.ts";
import { common } from "../styles.ts";
import "./curves.ts";
import type { Report, Review } from "./data.ts";
import { Saving } from "./download.ts";
import { Fetched } from "./fetched.ts";
import type { Chosen } from "./moments.ts";
import { reviewStyles } from "./review-styles.ts";
import { alerts, facts, hints, layers, needs, scorecard } from "./sections.ts";
import { empty, failed, loading, notExported } from "./state.ts";
import { callsStyles } from "./styles.ts";
import { clock, moment, seconds, zone } from "./time.ts";
import "./transcript.ts";
import "./why.ts";
import { type CallsWords, callsWords } from "./words.ts";

const FORMS = ["html", "md", "jsonl"] as const;

/** `/calls/ID?t=42`: one call, told from its end. The moment that is looked at stands in the address. */
export class CallsReview extends Screen {
  static override styles = [tokens, common, callsStyles, reviewStyles];

  readonly #review = new Fetched<Review>(this);
  readonly #saving = new Saving(this);
  #call = "";

  protected override willUpdate(changed: PropertyValues<this>): void {
    const [call = ""] = rest(this.given.place);
    if (changed.has("given") && call !== this.#call) {
      this.#call = call;
      this.#review.forget();
      void this.#ask();
    }
  }

  protected override render(): TemplateResult {
    const words = callsWords(this.given.lang);
    const { value, fault } = this.#review;
    return html`<div class="screen" @moment-chosen=${this.#onMoment}>
      ${value === undefined || fault !== undefined ? this.#title(words) : nothing}
      ${fault !== undefined
        ? fault.status === 404
          ? empty(words.gone, words.goneMore)
          : failed(fault, words, () => void this.#ask())
        : value === undefined
          ? loading(words)
          : this.#told(value, words)}
    </div>`;
  }

  #told(review: Review, words: CallsWords): TemplateResult {
    const { report } = review;
    const { lang, theme, api, session } = this.given;
    const at = this.#at();
    return html`${this.#head(review, words)}
      <section class="curves" aria-label=${words.curves}>
        <calls-curves theme=${theme} .report=${report} .lang=${lang} .at=${at}></calls-curves>
      </section>
      <div class="columns">
        <section aria-labelledby="transcript">
          <h2 id="transcript">${words.transcript}</h2>
          <p class="small quiet noprint">${words.transcriptHow}</p>
          <calls-transcript
            theme=${theme}
            .report=${report}
            .lang=${lang}
            .at=${at}
            .nth=${this.#nth()}
          ></calls-transcript>
        </section>
        <div class="side">
          <calls-why
            class="noprint"
            theme=${theme}
            .api=${api}
            .session=${session}
            .report=${report}
            .lang=${lang}
            .at=${at}
            .nth=${this.#nth()}
          ></calls-why>
          ${guard([report, lang], () => [
            scorecard(report, words),
            layers(report, words),
            needs(report, words),
            hints(report, words),
            facts(report, words),
            alerts(report, words),
          ])}
        </div>
      </div>`;
  }

  #head({ began, report }: Review, words: CallsWords): TemplateResult {
    const product = report.context["product"];
    const told = [
      [words.filters.agent, report.agents.map(([, agent]) => agent).join(" → ") || report.agent],
      [words.filters.queue, report.queue ?? ""],
      [words.filters.group, report.group ?? ""],
      [words.filters.product, typeof product === "string" ? product : ""],
      ["", began === null ? "" : moment(began, this.given.lang)],
      [words.columns.duration, clock(report.duration)],
      [words.held, report.held === 0 ? "" : clock(report.held)],
      [words.ended, report.reason ?? ""],
    ].filter(([, value]) => value !== "");
    return html`${this.#title(
        words,
        html`<p class="tools noprint">
          <span class="small quiet">${words.export}</span>
          ${FORMS.map(
            (form) =>
              html`<button @click=${() => void this.#export(form)}>${words.exported[form]}</button>`,
          )}
          <button
            @click=${() => {
              print();
            }}
          >
            ${words.print}
          </button>
        </p>`,
      )}
      ${notExported(this.#saving, words)}
      <p class="told">
        ${told.map(([name, value]) => html`<span><span class="quiet">${name}</span> ${value}</span>`)}
      </p>
      ${report.live ? this.#liveNote(words) : nothing}`;
  }

  /** What the page is of, and the way back: whatever else there is to show. */
  #title(words: CallsWords, more: TemplateResult | typeof nothing = nothing): TemplateResult {
    return html`<div class="head">
      <h1><a class="noprint" href="calls">${words.back}</a> ${this.#call}</h1>
      ${more}
    </div>`;
  }

  #liveNote(words: CallsWords): TemplateResult {
    return html`<p class="urgent" role="status">
      ${words.liveNote}
      <button ?disabled=${this.#review.busy} @click=${() => void this.#ask()}>${words.reload}</button>
    </p>`;
  }

  /** The moment in the address, ms; −1 where there is none. */
  #at(): number {
    const given = this.given.place.query.get("t");
    const at = given === null ? NaN : Number(given);
    return Number.isFinite(at) && at >= 0 ? Math.round(at * 1000) : -1;
  }

  /** Which of the entries at that moment, where the address says so. */
  #nth(): number | undefined {
    const given = this.given.place.query.get("n");
    return given !== null && /^\d{1,4}$/.test(given) ? Number(given) : undefined;
  }

  #onMoment = (event: Event): void => {
    const { at, nth } = (event as CustomEvent<Chosen>).detail;
    this.go(to("calls", [this.#call], { t: seconds(at), n: nth }), { replace: true });
  };

  #ask(): Promise<void> {
    const path = `v1/calls/${encodeURIComponent(this.#call)}`;
    return this.#review.ask((signal) => this.given.api.get<Review>(path, signal));
  }

  async #export(form: (typeof FORMS)[number]): Promise<void> {
    const report: Report | undefined = this.#review.value?.report;
    if (report === undefined) return;
    const query = new URLSearchParams({ lang: this.given.lang, zone: zone() });
    const path = `v1/calls/${encodeURIComponent(report.call)}/case.${form}?${query.toString()}`;
    await this.#saving.save(this.given.api, path, `${report.call}.${form}`);
  }
}

customElements.define("overtone-call-review", CallsReview);
