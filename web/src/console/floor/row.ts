/** One call as a line of the table: two lines of text, or four on a narrow screen. */

import { type TemplateResult, html, nothing } from "lit";
import type { Priority } from "../../client/wire.ts";
import { type Lang, type Words, clock, feeling } from "../../i18n/words.ts";
import { shape } from "../../ui/shapes.ts";
import { RISKY } from "./filter.ts";
import { ARROWS, spark, way } from "./spark.ts";
import { type LiveCall, duration } from "./store.ts";
import { reason } from "./reasons.ts";
import type { Row } from "./wire.ts";
import { type FloorWords, tongue } from "./words.ts";

export interface RowProps {
  readonly lang: Lang;
  readonly words: FloorWords;
  readonly feelings: Words;
  readonly now: number;
  readonly href: string;
  /** Whether Tab leads to it: to one row of the table. */
  readonly current: boolean;
  /** Whether the call is over and is only kept for its place. */
  readonly gone: boolean;
}

const NEEDS_SHOWN = 2;

export function cells(call: LiveCall, props: RowProps): TemplateResult {
  const { words, feelings, now, gone } = props;
  const { row, told } = call;
  const ago = (ms: number): string => words.since(clock(ms + Math.max(0, now - told)));
  return html`<span role="cell" class="help num">${row.help}</span>
    <span role="rowheader" class="agent">
      <a href=${props.href} tabindex=${props.current ? 0 : -1} aria-label=${words.watch(row.agent)}>${row.agent}</a>
      ${second(row, words, gone)}
    </span>
    <span role="cell" class="mood" data-level=${row.emotion.level}>
      <span>${mood(row, feelings)}</span>${spark(row.emotion.curve)}
    </span>
    <span role="cell" class="needs">${needs(row, words, feelings)}</span>
    <span role="cell" class="risk" data-risky=${row.complaint_risk >= RISKY ? "" : nothing}>
      <span class="num">${Math.round(row.complaint_risk * 100)}%</span>
      <span class="small">${row.complaint_why.map((why) => reason(why, props.lang)).join(words.separator)}</span>
    </span>
    <span role="cell" class="hint">
      ${
        row.last_hint === null
          ? html`<span class="quiet">${words.noHint}</span>`
          : html`<span class="line" title=${row.last_hint.text}
                >${sign(row.last_hint.priority, feelings)}<span lang=${tongue(row.last_hint.text)}>${row.last_hint.text}</span></span
              ><span class="small"
                >${ago(row.last_hint.ago)}${row.last_hint.count > 1 ? `${DOT}${words.times(row.last_hint.count)}` : ""}</span
              >`
      }
    </span>
    <span role="cell" class="duration num">${clock(duration(call, now))}</span>
    <span role="cell" class="strain num">
      <span>${words.minutes(row.strain.toFixed(1))}</span><span class="small">${words.hints(row.hints)}</span>
    </span>`;
}

const DOT = " · ";

/** What is the matter with the call first, then where it belongs. */
function second(row: Row, words: FloorWords, gone: boolean): TemplateResult {
  const told = gone
    ? [words.state.gone]
    : [
        row.input_lost ? words.state.input_lost : "",
        row.muted ? words.state.muted : "",
        row.exchanged ? words.state.exchanged : "",
        row.held ? words.state.held : "",
      ].filter((part) => part !== "");
  const where = [row.queue, row.group].filter((part) => part !== null && part !== "");
  return html`<span class="small line"
    >${row.alerts > 0 && !gone ? html`<b class="alerts">${words.alerts(row.alerts)}</b>${told.length + where.length === 0 ? "" : DOT}` : nothing}${
      told.length === 0 ? nothing : html`<b>${told.join(DOT)}</b>${where.length === 0 ? "" : DOT}`
    }${where.join(DOT)}</span
  >`;
}

function mood({ emotion }: Row, feelings: Words): TemplateResult {
  const going = way(emotion.curve, emotion.spike);
  return html`${feeling(feelings, emotion.meter ?? "", emotion.level)}
    ${ARROWS[going] === "" ? nothing : html`<span role="img" aria-label=${feelings.trend[going]}>${ARROWS[going]}</span>`}`;
}

/** The severity by its shape, and by its word for who does not see it. */
function sign(priority: Priority, feelings: Words): TemplateResult {
  return html`<span role="img" aria-label=${feelings.priority[priority]}>${shape(priority)}</span>`;
}

function needs(row: Row, words: FloorWords, feelings: Words): TemplateResult {
  if (row.needs.length === 0) return html`<span class="quiet">${words.noNeeds}</span>`;
  const more = row.needs.length - NEEDS_SHOWN;
  return html`${row.needs.slice(0, NEEDS_SHOWN).map(
    (need, index) => html`<span class="line" title=${need.text}
      >${sign(need.priority, feelings)}<span lang=${tongue(need.text)}>${need.text}</span>${
        need.state === "escalated" ? html`<span class="small">${DOT}${words.escalated}</span>` : nothing
      }${index === NEEDS_SHOWN - 1 && more > 0 ? html`<span class="small">${DOT}${words.more(more)}</span>` : nothing}</span
    >`,
  )}`;
}
