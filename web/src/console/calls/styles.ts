import { css } from "lit";

/** What the calls' screens share beside the console's own. */
export const callsStyles = css`
  .screen {
    padding: 24px;
    max-inline-size: 1440px;
    margin: 0 auto;
    display: grid;
    gap: 24px;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 8px 24px;
  }
  .head h1 {
    margin-inline-end: auto;
    overflow-wrap: anywhere;
  }
  .filters {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px 16px;
  }
  .filters label {
    display: grid;
    gap: 0;
    font-size: var(--ot-12);
    color: var(--ot-ink-2);
  }
  .filters input,
  .filters select {
    font-size: var(--ot-14);
    color: var(--ot-ink);
    max-inline-size: 224px;
  }
  .filters .wide {
    flex: 1 1 240px;
  }
  .filters .wide input {
    inline-size: 100%;
    max-inline-size: none;
  }
  summary {
    min-block-size: 32px;
    display: inline-flex;
    align-items: center;
    cursor: pointer;
    color: var(--ot-ink-2);
  }
  details[open] > summary {
    margin-block-end: 8px;
  }
  .plain {
    display: inline-flex;
    align-items: center;
    min-block-size: 32px;
    padding: 0 8px;
  }
  li a,
  p a,
  dd a,
  td a {
    text-decoration: underline 1px var(--ot-edge); /* beside other words, colour alone is too little */
    text-underline-offset: 3px;
  }
  .scroll {
    overflow-x: auto;
  }
  td.wrap {
    overflow-wrap: anywhere;
    min-inline-size: 72px;
  }
  .trust {
    white-space: nowrap;
  }
  .tally {
    white-space: nowrap;
  }
  td.feeling {
    min-inline-size: 120px;
    word-break: keep-all; /* between two feelings, not within one */
  }
  .state {
    padding: 48px 0;
    display: grid;
    gap: 8px;
    justify-items: start;
  }
  .high {
    color: var(--ot-urgent);
  }
  .severe {
    color: var(--ot-critical);
    font-weight: 600;
  }
  .missed,
  .no {
    color: var(--ot-critical);
  }
  .good {
    color: var(--ot-advice);
  }
  svg.shape {
    inline-size: 12px;
    block-size: 12px;
    fill: currentColor;
    vertical-align: -1px;
    margin-inline-end: 4px;
  }
  .notice {
    color: var(--ot-notice);
  }
  .advice {
    color: var(--ot-advice);
  }
  .urgent {
    color: var(--ot-urgent);
  }
  .critical {
    color: var(--ot-critical);
  }
  @media print {
    .screen {
      padding: 0;
    }
    .noprint,
    .filters {
      display: none;
    }
  }
`;
