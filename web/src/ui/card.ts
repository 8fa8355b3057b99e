/** A hint as the agent reads it: one large, the others small. */

import { type TemplateResult, html, nothing } from "lit";
import type { KnowledgeCard, Quote } from "../client/wire.ts";
import { type Words, clock } from "../i18n/words.ts";
import type { Hint } from "../state/view.ts";
import { PAUSE, breath } from "./breath.ts";
import type { Action } from "./keys.ts";
import { cross, shape } from "./shapes.ts";

export interface CardProps {
  readonly words: Words;
  readonly act: (hint: Hint, action: Action) => void;
  readonly raise: (hint: Hint) => void;
  readonly thanked: ReadonlySet<string>;
}

/** Quotes beyond these say nothing new at a glance. */
const QUOTES_SHOWN = 2;

export function headline(hint: Hint, props: CardProps): TemplateResult {
  const { words } = props;
  if (hint.dismissing !== null) return undo(hint, props);
  return html`<article
    class=${classes(hint, "headline")}
    data-hint=${hint.id}
    data-priority=${hint.priority}
    tabindex="0"
    aria-label="${words.priority[hint.priority]}: ${hint.text}"
    aria-keyshortcuts="Enter H X Escape Delete"
  >
    ${eyebrow(hint, words)}
    <h2 class="title">${shape(hint.priority)}<span>${hint.text}</span></h2>
    ${typeof hint.say !== "string" ? nothing : html`<blockquote class="say">${words.say(hint.say)}</blockquote>`}
    ${hint.need === PAUSE && hint.leaving === null ? breath(words) : nothing}
    <div>
      ${hint.card === undefined ? nothing : knowledge(hint.card, words)}
      ${hint.because.slice(-QUOTES_SHOWN).map((quote) => because(quote, words))}
      ${hint.leaving === null ? actions(hint, props) : nothing}
    </div>
    ${hint.leaving === null ? away(hint, props) : nothing}
  </article>`;
}

export function small(hint: Hint, props: CardProps): TemplateResult {
  const { words } = props;
  if (hint.dismissing !== null) return undo(hint, props);
  const leaving = hint.leaving !== null;
  return html`<article
    class=${classes(hint, "small")}
    data-hint=${hint.id}
    data-priority=${hint.priority}
  >
    <button
      class="raise"
      title=${words.open}
      ?disabled=${leaving}
      @click=${() => {
        props.raise(hint);
      }}
    >
      ${shape(hint.priority)}<span>${hint.text}</span>
      <span class="word">${words.priority[hint.priority]}</span>
    </button>
    ${leaving ? html`<span class="away"></span><p class="reason">${reason(hint, words)}</p>` : away(hint, props)}
  </article>`;
}

function classes(hint: Hint, size: "headline" | "small"): string {
  const drawn = hint.leaving !== null ? " leaving stale" : hint.tentative ? " tentative" : "";
  return `card ${size}${drawn}`;
}

function eyebrow(hint: Hint, words: Words): TemplateResult {
  const { step } = hint;
  const told = [
    step === undefined ? null : words.step(step.index, step.of),
    hint.count > 1 ? words.times(hint.count) : null,
    hint.escalated ? words.escalated : null,
    hint.tentative ? words.tentative : null,
  ].filter((part) => part !== null);
  if (hint.leaving !== null) return html`<p class="eyebrow"><span class="reason">${reason(hint, words)}</span></p>`;
  return html`<p class="eyebrow">
    <span class="word">${words.priority[hint.priority]}</span>${told.map((part) => html`<span>${part}</span>`)}
  </p>`;
}

/** One quiet line that unfolds: whoever wants to know more opens it, nobody else reads it. */
function knowledge(card: KnowledgeCard, words: Words): TemplateResult {
  const { title, body, link } = card;
  const address = typeof link === "string" && /^https?:\/\//.test(link) ? link : null;
  return html`<details class="knowledge">
    <summary>${title}</summary>
    ${typeof body === "string" ? html`<p>${body}</p>` : nothing}
    ${address === null
      ? nothing
      : html`<p><a href=${address} target="_blank" rel="noopener noreferrer">${words.more}</a></p>`}
  </details>`;
}

function reason(hint: Hint, words: Words): string {
  const why: Readonly<Partial<Record<string, string>>> = words.leaving;
  return why[hint.leaving?.reason ?? ""] ?? "";
}

function because(quote: Quote, words: Words): TemplateResult {
  const lead = quote.speaker === "agent" ? words.youSaid : words.because;
  return html`<p class="because">
    ${lead} <time class="num">${clock(quote.at)}</time> <q>${words.quote(quote.text)}</q>
  </p>`;
}

function actions(hint: Hint, props: CardProps): TemplateResult {
  const { words } = props;
  const thanked = props.thanked.has(hint.id);
  const on = (action: Action) => once(() => {
    props.act(hint, action);
  });
  return html`<div class="actions">
      <button class="main" @click=${on("used")}>${words.used}<kbd aria-hidden="true">↵</kbd></button>
      <button @click=${on("helpful")} aria-pressed=${thanked ? "true" : "false"}>
        ${words.helpful}<kbd aria-hidden="true">h</kbd>
      </button>
      <button @click=${on("wrong")}>${words.wrong}<kbd aria-hidden="true">x</kbd></button>
      <button @click=${on("later")}>${words.later}<kbd aria-hidden="true">Esc</kbd></button>
    </div>`;
}

function away(hint: Hint, { words, act }: CardProps): TemplateResult {
  return html`<button
    class="icon away"
    title=${words.dismiss}
    aria-label="${words.dismiss}: ${hint.text}"
    @click=${once(() => {
      act(hint, "dismiss");
    })}
  >
    ${cross}
  </button>`;
}

function undo(hint: Hint, { words, act }: CardProps): TemplateResult {
  return html`<div class="card undo" data-hint=${hint.id}>
    <span>${words.dismissed}：${hint.text}</span>
    <button
      @click=${once(() => {
        act(hint, "undo");
      })}
    >
      ${words.undo}<kbd aria-hidden="true">z</kbd>
    </button>
  </div>`;
}

/** The second click of a double one falls on what has come into the place: it is not meant. */
function once(does: () => void): (click: MouseEvent) => void {
  return ({ detail }) => {
    if (detail <= 1) does();
  };
}
