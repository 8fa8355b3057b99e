import { LitElement, type PropertyValues, type TemplateResult, css, html, unsafeCSS } from "lit";
import uPlot, { type AlignedData, type Options, type Series } from "uplot";
import uplotStyle from "uplot/dist/uPlot.min.css?inline";
import type { Lang } from "../../i18n/words.ts";
import { tokens } from "../../ui/tokens.ts";
import { common } from "../styles.ts";
import type { Curve, Report } from "./data.ts";
import type { Chosen } from "./moments.ts";
import { clock } from "./time.ts";
import { type CallsWords, callsWords, meterNamed, named } from "./words.ts";

const HEIGHT = 120;
/** A meter that never rose above this is not drawn. */
const SEEN = 0.05;
const DASHES: readonly number[][] = [[], [6, 3], [2, 3], [8, 2, 2, 2]];
/** The same, as borders are drawn: a piece of each line stands before its name. */
const BORDERS = ["solid", "dashed", "dotted", "dashed"];
const COLOURS = ["--ot-ink", "--ot-accent", "--ot-advice", "--ot-urgent"];

/**
 * The emotion of both speakers over the call, one below the other: when hints came (dashed), what was on
 * hold (shaded), which moment is looked at. Fires `moment-chosen` (ms) where one clicks, or moves the
 * slider, which is the same for the keyboard.
 */
export class CallsCurves extends LitElement {
  static override styles = [
    tokens,
    common,
    unsafeCSS(uplotStyle),
    css`
      .plot {
        min-block-size: ${HEIGHT}px;
      }
      .uplot,
      .u-legend {
        font: 400 var(--ot-12) / 1.5 var(--ot-font);
      }
      .u-legend {
        text-align: start;
      }
      .u-legend th,
      .u-legend td {
        border: 0;
        padding: 2px 4px;
        color: var(--ot-ink-2);
      }
      .u-legend {
        margin-block-end: 8px;
      }
      .u-legend .u-marker {
        block-size: 0;
        inline-size: 24px;
        border-inline: 0 !important;
        border-block-end: 0 !important;
        border-radius: 0;
      }
      .u-over {
        cursor: crosshair;
      }
      h2 {
        font-size: var(--ot-12);
        font-weight: 400;
        color: var(--ot-ink-2);
      }
      label {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) 64px;
        align-items: center;
        gap: 8px;
        color: var(--ot-ink-2);
        font-size: var(--ot-12);
      }
      input {
        accent-color: var(--ot-accent);
        padding: 0;
        border: 0;
      }
      @media print {
        label {
          display: none;
        }
      }
    `,
  ];
  static override properties = {
    report: { attribute: false },
    lang: { type: String },
    at: { attribute: false },
    theme: { type: String, reflect: true },
  };

  declare report: Report;
  declare lang: Lang;
  declare at: number;
  declare theme: string;

  #plots: uPlot[] = [];
  readonly #sized = new ResizeObserver(() => {
    for (const plot of this.#plots) plot.setSize({ width: this.#width(), height: HEIGHT });
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sized.disconnect();
    this.#clear();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#draw();
    this.#sized.observe(this);
  }

  protected override render(): TemplateResult {
    const words = callsWords(this.lang);
    const speakers = this.#speakers();
    return html`${speakers.length === 0 ? html`<p class="quiet">${words.curveNone}</p>` : ""}
      ${speakers.map(([who]) => {
        const name = words.curveOf(named(words.speakers, who));
        return html`<section aria-label=${name}>
          <h2>${name}</h2>
          <div class="plot" data-who=${who} role="img" aria-label=${name}></div>
        </section>`;
      })}
      <label
        >${words.moment}
        <input
          type="range"
          min="0"
          max=${Math.max(1, Math.ceil(this.report.duration / 1000))}
          .value=${String(Math.max(0, Math.round(this.at / 1000)))}
          aria-valuetext=${clock(Math.max(0, this.at))}
          @change=${this.#onSlide}
        /><span class="num">${clock(Math.max(0, this.at))}</span></label
      >`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("report") || changed.has("lang") || changed.has("theme")) this.#draw();
    else for (const plot of this.#plots) plot.redraw(false, false);
  }

  #speakers(): readonly (readonly [string, Curve])[] {
    return Object.entries(this.report.feelings).filter(([, curve]) => metersOf(curve).length > 0);
  }

  #clear(): void {
    for (const plot of this.#plots) plot.destroy();
    this.#plots = [];
  }

  #width(): number {
    return Math.max(240, this.clientWidth);
  }

  #draw(): void {
    this.#clear();
    const words = callsWords(this.lang);
    for (const [who, curve] of this.#speakers()) {
      const place = this.renderRoot.querySelector<HTMLElement>(`[data-who="${CSS.escape(who)}"]`);
      if (place === null) continue;
      const plot = new uPlot(this.#options(who, curve, words), dataOf(curve, this.report.duration), place);
      plot.over.addEventListener("click", (event) => {
        const at = plot.posToVal(event.offsetX, "x");
        this.#choose(Math.max(0, Math.round(at * 10) * 100));
      });
      this.#plots.push(plot);
    }
  }

  #options(who: string, curve: Curve, words: CallsWords): Options {
    const style = getComputedStyle(this);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    const meters = metersOf(curve).map(
      (meter, number): Series => ({
        label: meterNamed(words, meter),
        stroke: colour(COLOURS[number % COLOURS.length] ?? "--ot-ink"),
        dash: DASHES[number % DASHES.length] ?? [],
        width: 1.5,
        points: { show: false },
        value: (_, value: number | null) => (value === null ? "" : value.toFixed(2)),
      }),
    );
    const axis = {
      stroke: colour("--ot-ink-2"),
      grid: { stroke: colour("--ot-hair"), width: 1 },
      ticks: { show: false },
      font: `12px ${colour("--ot-font")}`,
    };
    return {
      width: this.#width(),
      height: HEIGHT,
      scales: { x: { time: false, range: [0, this.report.duration / 1000] }, y: { range: [0, 1] } },
      cursor: { drag: { setScale: false, x: false, y: false }, sync: { key: this.report.call } },
      legend: {
        live: false,
        markers: { width: 2, dash: (_, number) => BORDERS[(number - 1) % BORDERS.length] ?? "solid" },
      },
      series: [{ value: (_, at: number | null) => (at === null ? "" : clock(at * 1000)) }, ...meters],
      axes: [
        { ...axis, values: (_, at: number[]) => at.map((s) => clock(s * 1000)), size: 24 },
        { ...axis, splits: () => [0, 0.5, 1], size: 32 },
      ],
      hooks: {
        drawClear: [(plot) => { this.#shade(plot, colour("--ot-wash")); }],
        draw: [
          (plot) => {
            if (who === "customer") this.#hints(plot, colour("--ot-ink-3"));
            if (this.at >= 0) upright(plot, this.at, colour("--ot-accent"), [], 2);
          },
        ],
      },
    };
  }

  #shade(plot: uPlot, colour: string): void {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.fillStyle = colour;
    for (const [from, to] of this.report.holds) {
      const left = plot.valToPos(from / 1000, "x", true);
      ctx.fillRect(left, bbox.top, plot.valToPos(to / 1000, "x", true) - left, bbox.height);
    }
    ctx.restore();
  }

  #hints(plot: uPlot, colour: string): void {
    for (const hint of this.report.hints) upright(plot, hint.shown, colour, [3, 3], 1);
  }

  #onSlide = (event: Event): void => {
    this.#choose(Number((event.target as HTMLInputElement).value) * 1000);
  };

  #choose(at: number): void {
    this.dispatchEvent(
      new CustomEvent("moment-chosen", { bubbles: true, composed: true, detail: { at } satisfies Chosen }),
    );
  }
}

function metersOf(curve: Curve): readonly string[] {
  return Object.entries(curve.meters)
    .filter(([, values]) => values.some((value) => value > SEEN))
    .map(([meter]) => meter);
}

/** From the call's beginning to its end: what is told in between fades slowly, so lines are near enough. */
function dataOf(curve: Curve, duration: number): AlignedData {
  const at = [0, ...curve.at.map((ms) => ms / 1000), duration / 1000];
  const meters = metersOf(curve).map((meter) => {
    const values = curve.meters[meter] ?? [];
    return [0, ...values, values.at(-1) ?? 0];
  });
  return [at, ...meters];
}

function upright(plot: uPlot, at: number, colour: string, dash: number[], width: number): void {
  const { ctx, bbox } = plot;
  const x = plot.valToPos(at / 1000, "x", true);
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.setLineDash(dash);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

customElements.define("calls-curves", CallsCurves);
