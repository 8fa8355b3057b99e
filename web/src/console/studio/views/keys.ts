/** The keys, told. */

import { type TemplateResult, html } from "lit";
import { ref } from "lit/directives/ref.js";
import type { StudioWords } from "../words.ts";

export function keysDialog(words: StudioWords, close: () => void): TemplateResult {
  return html`<dialog
    class="keys"
    aria-labelledby="keys-title"
    @close=${close}
    ${ref((element) => {
      const dialog = element as HTMLDialogElement | undefined;
      if (dialog !== undefined && !dialog.open) queueMicrotask(() => {
        dialog.showModal();
      });
    })}
  >
    <form method="dialog">
      <h2 id="keys-title">${words.keys.title}</h2>
      <table>
        <tbody>
          ${words.keys.list.map(
            ([keys, what]) => html`<tr>
              <td><code>${keys}</code></td>
              <td>${what}</td>
            </tr>`,
          )}
        </tbody>
      </table>
      <div class="row"><button class="first">${words.keys.close}</button></div>
    </form>
  </dialog>`;
}
