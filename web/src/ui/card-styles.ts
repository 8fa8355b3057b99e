import { css } from "lit";

/** Cards, quotes, actions. Severity: shape, word and weight first, then colour. */
export const cardStyles = css`
  .card {
    position: relative;
    padding: 12px 16px;
  }
  [data-priority] {
    --severity: var(--ot-notice);
  }
  [data-priority="advice"] {
    --severity: var(--ot-advice);
  }
  [data-priority="urgent"] {
    --severity: var(--ot-urgent);
  }
  [data-priority="critical"] {
    --severity: var(--ot-critical);
  }
  .card + .card {
    border-block-start: 1px solid var(--ot-hair);
  }
  .card:focus-visible {
    outline-offset: -3px;
  }
  .shape {
    flex: none;
    inline-size: 12px;
    block-size: 12px;
    fill: currentColor;
    color: var(--severity);
  }
  .mark {
    flex: none;
    inline-size: 10px;
    block-size: 10px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
  }
  .mark .tick {
    stroke: var(--ot-paper);
    stroke-width: 2;
  }
  .eyebrow {
    display: flex;
    flex-wrap: wrap;
    gap: 0 8px;
    padding-inline-end: 24px;
    font-size: var(--ot-12);
    color: var(--ot-ink-2);
  }
  .eyebrow .word {
    color: var(--severity);
    font-weight: 600;
  }
  .headline .title {
    display: flex;
    gap: 8px;
    margin-block: 2px 8px;
    font-size: var(--ot-21);
    line-height: 1.35;
    font-weight: 600;
    overflow-wrap: anywhere;
    text-wrap: pretty;
  }
  .title .shape {
    inline-size: 16px;
    block-size: 16px;
    margin-block-start: 6px;
  }
  [data-priority="notice"] .title {
    font-weight: 500;
  }
  [data-priority="critical"] .title {
    font-weight: 700;
  }
  .say {
    font-size: var(--ot-16);
    line-height: 1.6;
    text-spacing-trim: trim-start;
    overflow-wrap: anywhere;
  }
  .because {
    margin-block-start: 8px;
    color: var(--ot-ink-2);
    overflow-wrap: anywhere;
  }
  .because q {
    quotes: none;
    color: var(--ot-ink);
  }
  .because time {
    font-size: var(--ot-12);
    color: var(--ot-ink-3);
  }
  .knowledge {
    margin-block-start: 8px;
    color: var(--ot-ink-2);
    overflow-wrap: anywhere;
  }
  .knowledge summary {
    display: list-item;
    min-block-size: 32px;
    align-content: center;
    cursor: pointer;
  }
  .knowledge p {
    white-space: pre-line;
  }
  .knowledge a {
    color: var(--ot-accent);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 6px;
    /* In sight where the pane has room for them: over what is read last, which fades out below them, never over the
       title and the sentence; and above the line that counts what is cut off. */
    position: sticky;
    inset-block-end: 0;
    margin-block-end: -8px; /* beside the ring of a card that has the focus */
    padding-block: 12px 8px;
    background: linear-gradient(transparent, var(--ot-paper) 12px);
  }
  .middle:has(> .below) .actions {
    inset-block-end: 32px;
  }
  /* Four in one row of the default 320 px, in both languages. */
  .actions button {
    flex: 1 0 auto;
    padding: 0 5px;
    border: 1px solid var(--ot-hair);
    color: var(--ot-ink-2);
    white-space: nowrap;
  }
  .actions button.main {
    border-color: var(--ot-edge);
    color: var(--ot-ink);
    font-weight: 600;
  }
  .actions button[aria-pressed="true"] {
    color: var(--ot-advice);
    border-color: currentColor;
  }
  @media (forced-colors: active) {
    .actions button[aria-pressed="true"] {
      color: Highlight;
      border-color: Highlight;
      text-decoration: underline;
    }
  }
  kbd {
    font: inherit;
    font-weight: 400;
    font-size: var(--ot-12);
    color: var(--ot-ink-3);
    margin-inline-start: 4px;
  }
  @container (max-width: 300px) {
    .actions kbd {
      display: none;
    }
  }
  .away {
    position: absolute;
    inset-block-start: 4px;
    inset-inline-end: 8px;
    color: var(--ot-ink-3);
  }
  .small {
    display: flex;
    align-items: center;
    padding: 4px 8px 4px 16px;
  }
  .small .raise {
    flex: 1 1 auto;
    min-inline-size: 0;
    display: flex;
    align-items: baseline;
    gap: 8px;
    padding: 4px 0;
    text-align: start;
    line-height: 1.4;
    color: var(--ot-ink);
    overflow-wrap: anywhere;
  }
  .small[data-priority="urgent"] .raise,
  .small[data-priority="critical"] .raise {
    font-weight: 600;
  }
  .small .word {
    flex: none;
    font-size: var(--ot-12);
    font-weight: 400;
    color: var(--ot-ink-2);
  }
  .small .shape {
    align-self: flex-start;
    margin-block-start: 4px;
  }
  .small .away {
    position: static;
    flex: none;
    min-inline-size: 32px;
  }
  /* Why it goes stands in a line of its own, which takes the paddings' room: the title breaks where it did, and
     nothing below moves until it is gone. */
  .small.leaving {
    flex-wrap: wrap;
    padding-block: 0;
  }
  .small.leaving .raise {
    flex-basis: 0;
    min-block-size: 24px;
    padding-block: 0;
    align-items: center;
  }
  .small.leaving .word {
    visibility: hidden;
  }
  .small .reason {
    flex: 0 0 100%;
    padding-inline-start: 20px;
    font-size: var(--ot-12);
    line-height: 16px;
  }
  /* Words that may still change are drawn lighter, and say so. */
  .tentative .title,
  .tentative .say,
  .tentative .raise {
    color: var(--ot-ink-2);
    font-weight: 500;
  }
  .tentative .shape {
    opacity: 0.7;
  }
  .leaving .title,
  .leaving .raise > span {
    text-decoration: line-through;
    text-decoration-thickness: 1px;
  }
  .reason {
    font-size: var(--ot-14);
    color: var(--ot-ink-2);
  }
  .undo {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 4px 8px 4px 16px;
    color: var(--ot-ink-2);
  }
  .undo span {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .undo button {
    color: var(--ot-accent);
  }

  @media (prefers-reduced-motion: no-preference) {
    .card,
    .checklist li {
      animation: arrive 180ms ease-out;
    }
    .leaving {
      animation: leave 200ms ease-in 3800ms forwards;
    }
    @keyframes arrive {
      from {
        opacity: 0;
        transform: translateY(4px);
      }
    }
    @keyframes leave {
      to {
        opacity: 0;
      }
    }
  }
`;
