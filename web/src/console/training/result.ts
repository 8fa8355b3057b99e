/** How it went: what was done, and what else could be said. */

import { type TemplateResult, html, nothing, svg } from "lit";
import { type Lang, clock, htmlLang } from "../../i18n/words.ts";
import { to } from "../place.ts";
import type { Ability, Feeling, Result, Reviewed, Scenario } from "./wire.ts";
import type { TrainingWords } from "./words.ts";

export interface ResultProps {
  readonly words: TrainingWords;
  readonly lang: Lang;
  readonly scenario: Scenario;
  readonly result: Result;
  readonly again: (moment: number) => void;
  readonly download: () => void;
}

export function resultPage(props: ResultProps): TemplateResult {
  const { words, lang, scenario, result, again, download } = props;
  const { report, met, asked } = result;
  return html`<div class="room result">
    <p class="screen-only"><a href=${to("train")}>${words.back}</a></p>
    <h1 tabindex="-1">${words.reasons[report.reason ?? "completed"] ?? words.training}</h1>
    <p class="quiet">${scenario.title[lang]} · ${clock(report.duration)}</p>
    <p class="met">${asked === 0 ? words.nothingAsked : words.metOf(met, asked)}</p>
    <p class="doing screen-only">
      <button class="first" @click=${() => { again(0); }}>${words.whole}</button>
      <a class="do" href=${to("train")}>${words.another}</a>
      <button @click=${download}>${words.download}</button>
      <button @click=${() => { print(); }}>${words.print}</button>
      <span class="quiet small">${words.kept}</span>
    </p>
    <section>
      <h2>${words.moments}</h2>
      <ol class="moments">
        ${result.moments.map((moment) => reviewed(props, moment))}
      </ol>
    </section>
    <section class="card">
      <h2>${words.scorecard}</h2>
      ${scorecard(words, result)}
    </section>
    <section>
      <h2>${words.layersTitle}</h2>
      <dl class="layers">
        ${report.layers.map(
          ({ name, reached, why }) => html`<div>
            <dt>${words.layers[name]}</dt>
            <dd>
              ${words.reached(reached)}${
                reached === false && why !== ""
                  ? html`<span class="quiet small block">${words.level[why] ?? why}</span>`
                  : nothing
              }
            </dd>
          </div>`,
        )}
      </dl>
    </section>
    ${feelings(words, result)}
  </div>`;
}

function reviewed({ words, scenario, again }: ResultProps, moment: Reviewed): TemplateResult {
  const tag = htmlLang(scenario.language);
  const said = moment.said.length === 0 ? [words.nothingSaid] : moment.said;
  const offered = moment.hinted.filter((text) => !moment.good.includes(text)).slice(0, HINTS_TOLD);
  return html`<li>
    <div class="head">
      <time class="quiet">${clock(moment.at)}</time>
      ${moment.aim === null ? nothing : html`<h3 lang=${tag}>${moment.aim}</h3>`}
      <button class="screen-only" @click=${() => { again(moment.moment); }}>${words.again}</button>
    </div>
    <dl>
      ${quotes(words.customer, moment.customer, tag, "customer")} ${quotes(words.said, said, tag, "said")}
      ${quotes(scenario.kind === "call" ? words.then : words.might, moment.good, tag, "good")}
      ${offered.length === 0 ? nothing : quotes(words.hinted, offered, tag, "good")}
      ${moment.poor.length === 0 ? nothing : quotes(words.easily, moment.poor, tag, "poor")}
    </dl>
    ${
      moment.wanted.length === 0
        ? nothing
        : html`<p class="wanted small">
            ${moment.wanted.map(
              ({ text, ended }) =>
                html`<span data-ended=${ended}
                  ><b aria-hidden="true">${MARKS[ended]}</b> <span lang=${tag}>${text}</span> · ${words.ended[ended]}</span
                >`,
            )}
          </p>`
    }
  </li>`;
}

/** Of what hints offered: more than this is a wall. */
const HINTS_TOLD = 2;
const MARKS = {
  unprompted: "●",
  after_hint: "●",
  missed: "○",
  undetermined: "◌",
  not_asked: "◌",
} as const;

function quotes(title: string, texts: readonly string[], tag: string, kind: string): TemplateResult {
  return html`<dt class="small quiet">${title}</dt>
    <dd class=${kind} lang=${tag}>${texts.map((text) => html`<p>${text}</p>`)}</dd>`;
}

function scorecard(words: TrainingWords, { report }: Result): TemplateResult {
  const rows = Object.entries(report.abilities) as [Ability, Result["report"]["abilities"][Ability]][];
  return html`<table>
    <thead>
      <tr>
        ${words.columns.map((name, index) => html`<th scope="col" class=${index === 0 ? "" : "num"}>${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ([ability, score]) => html`<tr>
          <th scope="row">${words.abilities[ability]}</th>
          <td class="num">${score.asked}</td>
          <td class="num">${score.unprompted}</td>
          <td class="num">${score.after_hint}</td>
          <td class="num">${score.missed}</td>
          <td class="num">${score.share === null ? "–" : `${Math.round(score.share * 100)} %`}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

const WIDTH = 640;
const HEIGHT = 96;
const LEVELS = ["calm", "mild", "high", "severe"];

function feelings(words: TrainingWords, { report }: Result): TemplateResult | typeof nothing {
  const curve = report.feelings["customer"] ?? [];
  const last = curve.at(-1);
  if (last === undefined) return nothing;
  const worst = LEVELS[Math.max(...curve.map(({ level }) => LEVELS.indexOf(level)))] ?? "calm";
  const told = words.feelingsEnded(words.level[worst] ?? worst, words.level[last.level] ?? last.level);
  const x = (at: number): number => Math.round((at / Math.max(1, report.duration)) * WIDTH);
  return html`<section>
    <h2>${words.feelings}</h2>
    <p class="quiet small">${told}${words.lang === "en" ? ". " : "。"}${words.feelingsMore}</p>
    <svg class="feelings" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${told}>
      ${report.hints.map(({ shown }) => svg`<line class="hint" x1=${x(shown)} x2=${x(shown)} y1="0" y2=${HEIGHT} />`)}
      ${svg`<line class="base" x1="0" x2=${WIDTH} y1=${HEIGHT - 0.5} y2=${HEIGHT - 0.5} />
        <polyline points=${points(curve, x, report.duration)} />`}
    </svg>
  </section>`;
}

/** The highest meter over the call, from calm before the first reading. */
function points(curve: readonly Feeling[], x: (at: number) => number, duration: number): string {
  const top = ({ meters }: Feeling): number => Math.max(0, ...Object.values(meters));
  const y = (value: number): number => Math.round((1 - Math.min(1, value)) * (HEIGHT - 4)) + 2;
  const last = curve.at(-1);
  const ends = last === undefined ? 0 : top(last);
  return [[0, y(0)], ...curve.map((each) => [x(each.at), y(top(each))]), [x(duration), y(ends)]]
    .map((point) => point.join(","))
    .join(" ");
}
