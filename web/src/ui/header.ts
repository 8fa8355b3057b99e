/** One quiet line: who, what, how long, and how the connection stands; below it, what must be told. */

import { type TemplateResult, html, nothing } from "lit";
import type { Link } from "../client/session.ts";
import { type Words, clock } from "../i18n/words.ts";
import type { Call } from "../state/view.ts";
import { curve } from "./curve.ts";
import { type Mark, mark } from "./shapes.ts";

const MARKS: Readonly<Record<Link, Mark>> = {
  connecting: "dashed",
  live: "dot",
  delayed: "half",
  lost: "ring",
  recovered: "dot",
  refused: "ring",
};

export interface HeaderProps {
  readonly words: Words;
  readonly call: Call | null;
  readonly link: Link;
  /** The call's time now, ms. */
  readonly at: number;
  readonly note: string | null;
  /** A passing remark about the overlay itself (pop-out refused …). */
  readonly remark: string | null;
}

export function header({ words, call, link, at, note, remark }: HeaderProps): TemplateResult {
  return html`<div class="top">
      <div class="line">
        <span class="who">${call === null ? words.overlay : who(words, call, at)}</span>
        <span class="link" data-link=${link}>${mark(MARKS[link])}${words.link[link]}</span>
      </div>
      ${call === null ? nothing : curve(words, call.readings, at)}
    </div>
    ${link === "delayed" || link === "lost" || link === "refused" ? told(words.linkMore[link]) : nothing}
    ${call?.held === true ? told(words.held) : nothing}
    ${call?.exchanged === true ? told(words.exchanged) : nothing}
    ${note === null ? nothing : html`<p class="told"><b>${words.note}</b> ${note}</p>`}
    ${told(remark ?? "")}`;
}

function told(text: string): TemplateResult | typeof nothing {
  return text === "" ? nothing : html`<p class="told">${text}</p>`;
}

function who(words: Words, call: Call, at: number): TemplateResult {
  const name = text(call.context["name"]) ?? text(call.context["customer_name"]);
  const about = text(call.context["product"]) ?? call.queue;
  const separator = html`<span class="sep" aria-hidden="true">·</span>`;
  return html`${name === null ? nothing : html`<b>${name}</b>${separator}`}${
    about === null ? nothing : html`${about}${separator}`
  }<span class="num" role="timer" aria-label="${words.duration} ${clock(at)}">${clock(at)}</span>`;
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
