/** The packs at the side, and the way to what is seen of them. */

import { type TemplateResult, html, nothing } from "lit";
import { to } from "../../place.ts";
import type { Desk } from "../state/desk.ts";
import { writable } from "../state/new-file.ts";
import type { StudioWords } from "../words.ts";
import { sign } from "./signs.ts";

export interface TreeActs {
  readonly open: boolean;
  readonly health: boolean;
  readonly toggle: () => void;
  readonly create: () => void;
  readonly local: () => void;
}

export function treePane(desk: Desk, words: StudioWords, theme: string, acts: TreeActs): TemplateResult {
  const { tree } = words;
  const toggle = html`<button
    class="word"
    aria-expanded=${String(acts.open)}
    aria-label=${acts.open ? tree.hide : tree.show}
    title=${acts.open ? tree.hide : tree.show}
    @click=${acts.toggle}
  >
    ${sign(acts.open ? "open" : "shut")} ${tree.label}
  </button>`;
  if (!acts.open) return html`<aside class="side folded" aria-label=${tree.label}>${toggle}</aside>`;
  const { path } = desk.bench.file ?? { path: "" };
  const edit = to("console/rules", [], { file: path, rule: desk.form.rule ?? undefined });
  return html`<aside class="side" aria-label=${tree.label}>
    <div class="row">${toggle}</div>
    <nav class="views" aria-label=${words.views.label}>
      <a href=${edit} aria-current=${acts.health ? nothing : "page"}>${words.views.edit}</a>
      <a href=${to("console/rules", [], { view: "health" })} aria-current=${acts.health ? "page" : nothing}
        >${words.views.health}</a
      >
    </nav>
    ${packs(desk, words, theme, acts)}
  </aside>`;
}

function packs(desk: Desk, words: StudioWords, theme: string, acts: TreeActs): TemplateResult | typeof nothing {
  const { tree } = desk;
  if (tree === null) return nothing;
  if (tree.packs.length === 0) {
    return html`<p><b>${words.tree.empty}</b></p><p class="quiet">${words.tree.emptyMore}</p>`;
  }
  const locked = !tree.packs.some((pack) => pack.writable) && writable(tree).length === 0;
  return html`${
      locked
        ? html`<p class="small quiet">${words.tree.nowhere}</p>
            <button @click=${acts.local}>${words.tree.makeLocal}</button>`
        : html`<button class="first" ?disabled=${desk.names === null} @click=${acts.create}>
            ${words.tree.newRule}
          </button>`
    }
    ${tree.stale ? html`<p class="small bad" role="status">${sign("alert")} ${words.tree.stale}</p>` : nothing}
    ${tree.durable ? nothing : html`<p class="small quiet">${words.tree.notDurable}</p>`}
    <studio-tree
      theme=${theme}
      .tree=${tree}
      .ask=${desk.ask}
      .path=${desk.bench.file?.path ?? ""}
      .rule=${desk.form.rule ?? ""}
      .drafts=${unsaved(desk)}
      .words=${words}
    ></studio-tree>`;
}

/** Files with text that was not saved: other tabs' drafts, and what is being written here. */
export function unsaved({ drafts, bench }: Desk): string[] {
  const open = bench.file?.path;
  return [
    ...drafts.paths().filter((path) => path !== open),
    ...(bench.dirty && open !== undefined ? [open] : []),
  ];
}
