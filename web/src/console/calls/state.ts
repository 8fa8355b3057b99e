/** What a screen shows while there is nothing else to show. */

import { type TemplateResult, html, nothing } from "lit";
import type { ApiError } from "../api.ts";
import type { Fetched } from "./fetched.ts";
import type { CallsWords } from "./words.ts";

export function loading(words: CallsWords): TemplateResult {
  return html`<p class="state quiet" role="status">${words.loading}</p>`;
}

/** What was asked for, once it is here; until then that it is not. */
export function answered<T>(
  asked: Fetched<T>,
  words: CallsWords,
  again: () => void,
  told: (value: T) => TemplateResult,
): TemplateResult {
  if (asked.fault !== undefined) return failed(asked.fault, words, again);
  return asked.value === undefined ? loading(words) : told(asked.value);
}

export function empty(what: string, more: string): TemplateResult {
  return html`<div class="state">
    <h2>${what}</h2>
    <p class="quiet">${more}</p>
  </div>`;
}

/** What failed, in the server's words where it said any, and how to try again. */
export function failed(fault: ApiError, words: CallsWords, retry: () => void): TemplateResult {
  return html`<div class="state" role="alert">
    <h2>${words.failed}</h2>
    ${fault.refusal === null ? nothing : html`<p class="quiet">${fault.refusal.detail}</p>`}
    <button class="first" @click=${retry}>${words.retry}</button>
  </div>`;
}
