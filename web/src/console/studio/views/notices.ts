/** What somebody has to know about the file before they go on. */

import { type TemplateResult, html, nothing } from "lit";
import type { Desk } from "../state/desk.ts";
import type { Mode, Override } from "../wire.ts";
import type { StudioWords } from "../words.ts";
import { sign } from "./signs.ts";
import { unsaved } from "./tree-pane.ts";

export interface NoticeActs {
  readonly compare: () => void;
  readonly open: (path: string, line: number) => void;
}

export function notices(desk: Desk, words: StudioWords, { compare, open }: NoticeActs): TemplateResult {
  const { bench } = desk;
  const { file: said } = words;
  const { file, notice } = bench;
  const others = unsaved(desk).filter((path) => path !== file?.path);
  return html`${
      bench.offline ? html`<div class="notice" role="alert"><p>${sign("alert")} ${said.offline}</p></div>` : nothing
    }
    ${
      bench.underneath === null
        ? nothing
        : html`<div class="notice" role="alert">
            <p>${sign("alert")} ${said.underneath(bench.underneath.by)}</p>
            <button @click=${compare}>${said.look}</button>
          </div>`
    }
    ${file?.writable === false && file.whyNot !== null ? html`<div class="notice"><p>${sign("lock")} ${words.tree.whyNot[file.whyNot]}</p></div>` : nothing}
    ${(desk.ruleEntry?.overrides ?? []).map(
      (each) => html`<div class="notice">
        <p>${sign("dot")} ${overridden(each, desk.ruleEntry?.overridden?.mode, words)}</p>
        <button
          @click=${() => {
            open(each.path, each.line);
          }}
        >
          ${said.override.look}
        </button>
      </div>`,
    )}
    ${notice === null ? nothing : told(desk, words)}
    ${
      others.length === 0 || !bench.dirty
        ? nothing
        : html`<div class="notice"><p class="small quiet">${said.others(others.join(words.comma))}</p></div>`
    }`;
}

/** What the site changes, in a sentence; `mode`: the one that it puts the rule in. */
export function overridden({ path, of, name, keys }: Override, mode: Mode | undefined, words: StudioWords): string {
  const { override } = words.file;
  if (of !== "rule") return override[of](path, name);
  const said = keys.map((key) => {
    const what = override.keys[key] ?? key;
    return key === "mode" && mode !== undefined ? override.is(what, words.mode[mode]) : what;
  });
  return override.rule(path, said.join(words.comma));
}

function told({ bench }: Desk, words: StudioWords): TemplateResult | typeof nothing {
  const { file: said } = words;
  const { notice } = bench;
  const dismiss = html`<button
    @click=${() => {
      bench.dismiss();
    }}
  >
    ${said.dismiss}
  </button>`;
  switch (notice?.is) {
    case "restored":
      return html`<div class="notice" role="status">
        <p>${said.restored(moment(notice.at, words))}</p>
        <button
          @click=${() => {
            if (confirm(said.discardSure)) bench.discard();
          }}
        >
          ${said.discard}
        </button>
        ${dismiss}
      </div>`;
    case "reloaded":
      return html`<div class="notice" role="status"><p>${said.reloaded}</p>${dismiss}</div>`;
    case "saved":
      return html`<div class="notice" role="status">
        <p>${notice.saved.in_force ? html`${sign("tick")} ${said.saved}` : html`${sign("alert")} ${said.savedWaiting}`}</p>
        ${dismiss}
      </div>`;
    case "unkept":
      return html`<div class="notice" role="alert"><p>${sign("alert")} ${said.unkept}</p></div>`;
    default:
      return nothing;
  }
}

function moment(at: number, { lang }: StudioWords): string {
  const options = { dateStyle: "medium", timeStyle: "short" } as const;
  return new Date(at).toLocaleString(lang === "en" ? "en-GB" : "zh-CN", options);
}
