/** What can be practised, and what stands between an agent and the call. */

import { type TemplateResult, html, nothing } from "lit";
import type { Lang } from "../../i18n/words.ts";
import { to } from "../place.ts";
import type { Options } from "./kept.ts";
import { canSpeak } from "./speech.ts";
import type { Catalogue, Problem, Scenario } from "./wire.ts";
import type { TrainingWords } from "./words.ts";

export interface ListProps {
  readonly words: TrainingWords;
  readonly lang: Lang;
  readonly catalogue: Catalogue;
  /** The scenario that was left halfway. */
  readonly left: Scenario | null;
  readonly discard: () => void;
}

export function list({ words, lang, catalogue, left, discard }: ListProps): TemplateResult {
  const own = [...catalogue.scenarios].sort((a, b) => Number(b.language === lang) - Number(a.language === lang));
  const written = own.filter((each) => each.kind === "scenario");
  const recorded = own.filter((each) => each.kind === "call");
  return html`<div class="room">
    <h1>${words.training}</h1>
    <p class="quiet about">${words.about}</p>
    ${
      left === null
        ? nothing
        : html`<p class="told">
            ${words.left(left.title[lang])}
            <a class="do" href=${to("train", [left.id])}>${words.resume}</a>
            <button @click=${discard}>${words.discard}</button>
          </p>`
    }
    ${catalogue.problems.length === 0 ? nothing : faults(words, catalogue.problems)}
    ${catalogue.scenarios.length === 0 ? html`<p>${words.none}</p>` : nothing}
    ${written.length === 0 ? nothing : table(words, lang, words.written, words.writtenMore, written)}
    ${recorded.length === 0 ? nothing : table(words, lang, words.recorded, words.recordedMore, recorded)}
  </div>`;
}

function table(
  words: TrainingWords,
  lang: Lang,
  title: string,
  more: string,
  scenarios: readonly Scenario[],
): TemplateResult {
  return html`<section>
    <h2>${title}</h2>
    <p class="quiet small">${more}</p>
    <table>
      <thead>
        <tr>
          <th scope="col">${words.title}</th>
          <th scope="col">${words.trains}</th>
          <th scope="col">${words.difficulty}</th>
          <th scope="col" class="wide">${words.language}</th>
          <th scope="col" class="num">${words.minutes}</th>
        </tr>
      </thead>
      <tbody>
        ${scenarios.map(
          (each) => html`<tr>
            <td>
              <a href=${to("train", [each.id])}>${each.title[lang]}</a>
              <span class="quiet small block">${each.about[lang]}</span>
            </td>
            <td class="nowrap">${each.trains.map((ability) => words.abilities[ability]).join(" · ") || "–"}</td>
            <td class="nowrap">${pips(each.difficulty)} ${words.levels[each.difficulty]}</td>
            <td class="nowrap wide">${words.languages[each.language]}</td>
            <td class="num nowrap">${words.takes(each.minutes)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

/** Difficulty by shape, beside its word. */
function pips(difficulty: 1 | 2 | 3): TemplateResult {
  return html`<span class="pips" aria-hidden="true">${"●".repeat(difficulty)}${"○".repeat(3 - difficulty)}</span>`;
}

function faults(words: TrainingWords, problems: readonly Problem[]): TemplateResult {
  return html`<details class="told">
    <summary>${words.problems} (${problems.length})</summary>
    <ul>
      ${problems.map(
        ({ file, line, column, message, advice }) =>
          html`<li>
            <code>${file}:${line}:${column}</code> ${message}${advice === null ? "" : ` (${advice})`}
          </li>`,
      )}
    </ul>
  </details>`;
}

export interface PrepareProps {
  readonly words: TrainingWords;
  readonly lang: Lang;
  readonly scenario: Scenario;
  readonly options: Options;
  /** Whether this one was left halfway. */
  readonly halfway: boolean;
  readonly choose: (options: Options) => void;
  readonly begin: (resumed: boolean) => void;
}

export function prepare(props: PrepareProps): TemplateResult {
  const { words, lang, scenario, options, halfway, choose, begin } = props;
  const known = Object.entries(scenario.context).filter(([, value]) => typeof value !== "object");
  return html`<div class="room prepare">
    <p><a href=${to("train")}>${words.back}</a></p>
    <h1>${scenario.title[lang]}</h1>
    <p class="quiet">
      ${pips(scenario.difficulty)} ${words.levels[scenario.difficulty]} · ${words.takes(scenario.minutes)} ·
      ${words.languages[scenario.language]}${
        scenario.trains.length === 0
          ? ""
          : ` · ${scenario.trains.map((ability) => words.abilities[ability]).join(" · ")}`
      }
    </p>
    <h2>${words.situation}</h2>
    <p class="situation">${scenario.about[lang]}</p>
    ${
      known.length === 0
        ? nothing
        : html`<p class="quiet small">${words.known}: ${known.map(([, value]) => String(value)).join(" · ")}</p>`
    }
    <fieldset>
      <legend class="hidden">${words.training}</legend>
      ${tick(words.hints, words.hintsMore, options.hints, (hints) => {
        choose({ ...options, hints });
      })}
      ${tick(words.pressure, words.pressureMore, options.pressure, (pressure) => {
        choose({ ...options, pressure });
      })}
      ${tick(
        words.aloud,
        canSpeak() ? words.aloudMore : words.aloudMissing,
        options.aloud && canSpeak(),
        (aloud) => {
          choose({ ...options, aloud });
        },
        !canSpeak(),
      )}
    </fieldset>
    <p class="doing">
      ${
        halfway
          ? html`<button class="first" @click=${() => { begin(true); }}>${words.resume}</button>
              <button @click=${() => { begin(false); }}>${words.anew}</button>`
          : html`<button class="first" @click=${() => { begin(false); }}>${words.answer}</button>`
      }
    </p>
  </div>`;
}

function tick(
  label: string,
  more: string,
  on: boolean,
  set: (on: boolean) => void,
  disabled = false,
): TemplateResult {
  return html`<label class="tick">
    <input
      type="checkbox"
      .checked=${on}
      ?disabled=${disabled}
      @change=${(change: Event) => {
        set((change.target as HTMLInputElement).checked);
      }}
    />
    <span>${label}<span class="quiet small block">${more}</span></span>
  </label>`;
}
