/** A rule by what agents see of it, with the name that it has in its file. */

import { type TemplateResult, html } from "lit";

export function ruleName(name: string, headlines: ReadonlyMap<string, string>): TemplateResult {
  const headline = headlines.get(name);
  return headline === undefined ? html`${name}` : html`${headline} <code class="id">${name}</code>`;
}
