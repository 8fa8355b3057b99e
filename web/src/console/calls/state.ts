/** What a screen shows while there is nothing else to show. */

import { type TemplateResult, html, nothing } from "lit";
import type { ApiError } from "../api.ts";
import type { Saving } from "./download.ts";
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

/** What failed, and how to try again where that may help. */
export function failed(fault: ApiError, words: CallsWords, retry: () => void): TemplateResult {
  return html`<div class="state" role="alert">
    <h2>${why(fault, words)}</h2>
    ${detail(fault)}
    ${fault.passing ? html`<button class="first" @click=${retry}>${words.retry}</button>` : nothing}
  </div>`;
}

/** Why there is no file, beside what was clicked; nothing where nothing failed. */
export function notExported(saving: Saving, words: CallsWords): TemplateResult | typeof nothing {
  const { fault } = saving;
  if (fault === undefined) return nothing;
  return html`<p class="fault noprint" role="alert">${words.exportFailed} ${why(fault, words)} ${detail(fault)}</p>`;
}

/** What kind of fault it is. */
export function why(fault: ApiError, words: CallsWords): string {
  if (fault.refusal === null) return fault.status === 0 ? words.failed : words.failedServer;
  if (fault.refusal.temporary) return words.failedBusy;
  if (fault.status === 401 || fault.status === 403) return words.failedAccess;
  return fault.status === 404 ? words.gone : words.failedRefused;
}

/** The server's own words, which are English. */
function detail({ refusal }: ApiError): TemplateResult | typeof nothing {
  return refusal === null ? nothing : html`<span class="small quiet" lang="en">${refusal.detail}</span>`;
}
