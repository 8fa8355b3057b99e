/** One quiet line: who, what, how long, and how the connection stands; below it, what must be told. */

import { type TemplateResult, html, nothing } from "lit";
import type { Link } from "../client/session.ts";
import { type Words, clock } from "../i18n/words.ts";
import { who } from "../state/summary.ts";
import type { Call } from "../state/view.ts";
import { curve } from "./curve.ts";
import { type Mark, mark } from "./shapes.ts";

const MARKS: Readonly<Record<Link, Mark>> = {
  connecting: "dashed",
  unreachable: "ring",
  live: "dot",
  delayed: "half",
  lost: "ring",
  replaying: "half",
  recovered: "dot",
  refused: "ring",
};

/** What the line alone does not tell is said in a sentence below it. */
const SAID: ReadonlySet<Link> = new Set(["unreachable", "delayed", "lost", "replaying", "refused"]);

export interface HeaderProps {
  readonly words: Words;
  readonly call: Call | null;
  /** Null where there is none, since nobody has asked for one. */
  readonly link: Link | null;
  /** The code that a refused connection was closed with. */
  readonly refusal: number | null;
  /** The call's time now, ms. */
  readonly at: number;
  /** A passing remark about the overlay itself (pop-out refused …), or empty. */
  readonly remark: string;
}

export function header({ words, call, link, refusal, at, remark }: HeaderProps): TemplateResult {
  return html`<div class="top">
      <div class="line">
        <span class="who">${call === null ? words.overlay : line(words, call, at)}</span>
        ${
          link === null
            ? nothing
            : html`<span class="link" data-link=${link}>${mark(MARKS[link])}${words.link[link]}</span>`
        }
      </div>
      ${call === null ? nothing : curve(words, call.readings, at)}
    </div>
    ${link !== null && SAID.has(link) ? told(linkMore(words, link, refusal)) : nothing}
    ${call?.held === true ? told(words.held) : nothing}
    ${call?.exchanged === true ? told(words.exchanged) : nothing}
    ${call?.muted === true ? told(words.muted) : nothing}
    ${told(call?.remembered ?? "")}
    ${told(remark)}`;
}

/** What the link alone does not tell, and of a refused one what is to be done about it. */
export function linkMore(words: Words, link: Link, refusal: number | null): string {
  const why = link === "refused" ? words.refusals[refusal ?? 0] : undefined;
  return why === undefined ? words.linkMore[link] : why(location.origin);
}

function told(text: string): TemplateResult | typeof nothing {
  return text === "" ? nothing : html`<p class="told">${text}</p>`;
}

function line(words: Words, call: Call, at: number): TemplateResult {
  const { name, about } = who(call);
  const separator = html`<span class="sep" aria-hidden="true">·</span>`;
  return html`${name === null ? nothing : html`<b>${name}</b>${separator}`}${
    about === null ? nothing : html`${about}${separator}`
  }<span class="num" role="timer" aria-label="${words.duration} ${clock(at)}">${clock(at)}</span>`;
}
