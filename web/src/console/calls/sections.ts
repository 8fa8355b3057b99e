/** What is told of a call beside its transcript: scores, needs, hints, facts. */

import { type TemplateResult, html, nothing } from "lit";
import { shape } from "../../ui/shapes.ts";
import { alertText } from "../own-alerts.ts";
import { to } from "../place.ts";
import type { Report } from "./data.ts";
import { type Entry, entriesOf, nthInAddress } from "./moments.ts";
import { clock, seconds } from "./time.ts";
import { type CallsWords, named } from "./words.ts";

function at(report: Report, ms: number, nth?: number): TemplateResult {
  return html`<a href=${to("calls", [report.call], { t: seconds(ms), n: nth })}>${clock(ms)}</a>`;
}

/** A link to just this one of what came in its moment. */
function atEntry(report: Report, entries: readonly Entry[], is: (entry: Entry) => boolean): TemplateResult | typeof nothing {
  const index = entries.findIndex(is);
  const entry = entries[index];
  return entry === undefined ? nothing : at(report, entry.at, nthInAddress(entries, index));
}

export function scorecard(report: Report, words: CallsWords): TemplateResult {
  const { scoreColumns: columns } = words;
  return html`<section aria-labelledby="scorecard">
    <h2 id="scorecard">${words.scorecard}</h2>
    <table>
      <thead>
        <tr>
          <th scope="col"><span class="hidden">${words.scorecard}</span></th>
          ${Object.values(columns).map((name) => html`<th scope="col" class="num">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${Object.entries(report.abilities).map(
          ([ability, score]) =>
            html`<tr>
              <th scope="row">${named(words.abilities, ability)}</th>
              <td class="num">${score.asked}</td>
              <td class="num">${score.unprompted}</td>
              <td class="num">${score.after_hint}</td>
              <td class="num ${score.missed > 0 ? "missed" : ""}">${score.missed}</td>
              <td class="num">${score.share === null ? "–" : `${Math.round(score.share * 100)}%`}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

export function layers(report: Report, words: CallsWords): TemplateResult {
  return html`<section aria-labelledby="layers">
    <h2 id="layers">${words.fourLayers}</h2>
    <dl class="pairs">
      ${report.layers.map((layer) => {
        const word = layer.reached === null ? "none" : layer.reached ? "yes" : "no";
        const why = layer.reached === false ? named(words.levels, layer.why) : "";
        const kind = word === "yes" ? "good" : word === "no" ? "no" : "quiet";
        return html`<dt>${words.layers[layer.name]}</dt>
          <dd>
            <span class=${kind}>${words.reached[word]}</span>
            <span class="small quiet">${why}</span>
          </dd>`;
      })}
      <dt>${words.strain}</dt>
      <dd>${words.minutes(report.strain)}</dd>
    </dl>
  </section>`;
}

export function needs(report: Report, words: CallsWords): TemplateResult {
  return html`<section aria-labelledby="needs">
    <h2 id="needs">${words.needs}</h2>
    ${report.needs.length === 0
      ? html`<p class="quiet">${words.needNone}</p>`
      : html`<table class="needs-table">
          <tbody>
            ${report.needs.map((need) => {
              const kind = need.ended === "missed" ? "missed" : need.met === null ? "quiet" : "good";
              return html`<tr>
                <td>${at(report, need.opened ?? need.met ?? 0)}</td>
                <td class="wrap">
                  ${need.text}
                  <span class="small quiet">${named(words.abilities, need.ability)}</span>
                </td>
                <td>
                  <span class=${kind}>${words.outcomes[need.ended]}</span>
                  ${need.met === null ? nothing : at(report, need.met)}
                </td>
              </tr>`;
            })}
          </tbody>
        </table>`}
  </section>`;
}

export function hints(report: Report, words: CallsWords): TemplateResult {
  return html`<section aria-labelledby="hints">
    <h2 id="hints">${words.hints}</h2>
    ${shown(report, words)} ${shadows(report, words)}
  </section>`;
}

/** What rules in shadow would have shown: nobody saw it. */
function shadows(report: Report, words: CallsWords): TemplateResult | typeof nothing {
  if (report.shadows.length === 0) return nothing;
  const entries = entriesOf(report);
  return html`<h3>${words.shadows}</h3>
    <p class="small quiet">${words.shadowsMore}</p>
    <table>
      <tbody>
        ${report.shadows.map(
          (shadow) =>
            html`<tr>
              <td>${atEntry(report, entries, (each) => each.is === "shadow" && each.shadow === shadow)}</td>
              <td class="wrap">
                ${shape(shadow.priority)}<span class="hidden">${words.priorities[shadow.priority]} </span
                >${shadow.text} <span class="small quiet">${shadow.rule}</span>
              </td>
              <td class="quiet">${words.shadowOf}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
}

function shown(report: Report, words: CallsWords): TemplateResult {
  const entries = entriesOf(report);
  return html`${report.hints.length === 0
      ? html`<p class="quiet">${words.hintNone}</p>`
      : html`<table>
          <tbody>
            ${report.hints.map(
              (hint) =>
                html`<tr>
                  <td>${atEntry(report, entries, (each) => each.is === "hint" && each.hint === hint)}</td>
                  <td class="wrap">
                    <span class=${hint.priority}
                      >${shape(hint.priority)}<span class="hidden"
                        >${words.priorities[hint.priority]} </span
                      >${hint.text}</span
                    >${hint.count > 1 ? ` ${words.times(hint.count)}` : nothing}
                    <span class="small quiet">${hint.rule}</span>
                    ${hint.escalations.map(
                      (later) =>
                        html`<div>
                          ${at(report, later.at)} ${words.escalatedTo}
                          <span class=${later.priority}>${shape(later.priority)}${later.text}</span>
                        </div>`,
                    )}
                  </td>
                  <td>
                    ${[
                      hint.reason === null ? "" : named(words.reasons, hint.reason),
                      ...hint.verdicts.map((verdict) => named(words.verdicts, verdict)),
                    ]
                      .filter((word, place, all) => word !== "" && all.indexOf(word) === place)
                      .join(" · ")}
                  </td>
                </tr>`,
            )}
          </tbody>
        </table>`}`;
}

export function facts(report: Report, words: CallsWords): TemplateResult | typeof nothing {
  if (report.facts.length === 0) return nothing;
  return html`<section aria-labelledby="facts">
    <h2 id="facts">${words.facts}</h2>
    <dl class="pairs">
      ${report.facts.map(
        (fact) => html`<dt>${fact.label}</dt>
          <dd>${fact.value} ${at(report, fact.at)}</dd>`,
      )}
    </dl>
  </section>`;
}

export function alerts(report: Report, words: CallsWords): TemplateResult | typeof nothing {
  if (report.alerts.length === 0) return nothing;
  const entries = entriesOf(report);
  return html`<section aria-labelledby="alerts">
    <h2 id="alerts">${words.alert}</h2>
    <dl class="pairs">
      ${report.alerts.map(
        (alert) => html`<dt>${atEntry(report, entries, (each) => each.is === "alert" && each.alert === alert)}</dt>
          <dd>
            ${alertText(alert, words.lang)}
            <span class="small quiet"
              >${[words.alertStates[alert.state], alert.handled === null ? "" : clock(alert.handled), alert.by ?? ""].filter((w) => w !== "").join(" · ")}</span
            >
          </dd>`,
      )}
    </dl>
  </section>`;
}
