/** The form's fields. Each tells what it holds, and nothing else. */

import { type TemplateResult, html } from "lit";
import type { Lang } from "../../../i18n/words.ts";
import type { ToldLines } from "../wire.ts";
import type { StudioWords } from "../words.ts";

/** One line a wording; both languages, one's own first. */
export function texts(words: StudioWords, label: string, told: ToldLines, set: (told: ToldLines) => void): TemplateResult {
  const order: readonly Lang[] = words.lang === "en" ? ["en", "zh"] : ["zh", "en"];
  return html`${order.map(
    (lang) => html`<label class="text"
      >${label} <span class="small quiet">${words.language[lang]}</span
      ><textarea
        rows=${Math.max(1, told[lang].length)}
        lang=${lang === "en" ? "en" : "zh-CN"}
        .value=${told[lang].join("\n")}
        @input=${(event: Event) => {
          const { value } = event.target as HTMLTextAreaElement;
          set({ ...told, [lang]: value === "" ? [] : value.split("\n") });
        }}
      ></textarea>
    </label>`,
  )}`;
}

export function numberField(label: string, value: number | null, set: (value: number | null) => void): TemplateResult {
  return html`<label class="number"
    ><input
      type="number"
      min="0"
      .value=${value === null ? "" : String(value)}
      @change=${(event: Event) => {
        const { value: given } = event.target as HTMLInputElement;
        set(given === "" ? null : Number(given));
      }}
    />${label}</label
  >`;
}

export function choice(
  label: string,
  value: string,
  options: readonly (readonly [string, string])[],
  set: (value: string) => void,
): TemplateResult {
  return html`<label class="select"
    >${label}<select
      @change=${(event: Event) => {
        set((event.target as HTMLSelectElement).value);
      }}
    >
      ${options.map(
        ([name, word]) => html`<option value=${name} ?selected=${name === value} .selected=${name === value}>${word}</option>`,
      )}
    </select></label
  >`;
}
