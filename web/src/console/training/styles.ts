import { css } from "lit";

/** The list, the preparation and the result. */
export const trainingStyles = css`
  :host {
    min-block-size: 0;
  }
  .room {
    max-inline-size: 1040px;
    margin: 0 auto;
    padding: 24px 24px 64px;
    display: grid;
    gap: 16px;
    align-content: start;
  }
  .room.prepare {
    max-inline-size: 640px;
  }
  .about {
    max-inline-size: 80ch;
  }
  section {
    display: grid;
    gap: 8px;
    margin-block-start: 16px;
  }
  section table {
    margin-block-start: 8px;
  }
  .block {
    display: block;
  }
  .nowrap {
    white-space: nowrap;
  }
  .pips {
    color: var(--ot-ink-3);
    letter-spacing: 0.1em;
    font-size: var(--ot-12);
  }
  .told {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 8px;
    padding: 8px 0;
    border-block: 1px solid var(--ot-hair);
  }
  details.told {
    display: block;
  }
  details li {
    padding-block-start: 8px;
    overflow-wrap: anywhere;
  }
  a.do {
    display: inline-flex;
    align-items: center;
    min-block-size: 32px;
    padding: 0 12px;
  }
  button.do {
    color: var(--ot-accent);
  }
  .doing {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .situation {
    max-inline-size: 56ch;
  }
  .prepare .situation {
    font-size: var(--ot-16);
  }
  fieldset {
    display: grid;
    gap: 16px;
    margin: 8px 0;
    padding: 16px 0;
    border: 0;
    border-block: 1px solid var(--ot-hair);
  }
  .tick {
    display: flex;
    gap: 8px;
    align-items: baseline;
  }

  .result h1 {
    outline: none;
  }
  .met {
    font-size: var(--ot-21);
  }
  .moments {
    display: grid;
  }
  .moments > li {
    padding: 16px 0;
    border-block-start: 1px solid var(--ot-hair);
    display: grid;
    gap: 8px;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 16px;
  }
  .head h3 {
    flex: 1;
    min-inline-size: 16ch;
    font-weight: 600;
  }
  .head time {
    font-variant-numeric: tabular-nums;
  }
  .head button {
    margin-inline-start: auto;
    color: var(--ot-accent);
  }
  .moments dl {
    display: grid;
    grid-template-columns: 112px minmax(0, 1fr);
    gap: 8px 16px;
  }
  .moments dt {
    line-height: 21px;
  }
  .moments dd {
    display: grid;
    gap: 4px;
  }
  .moments .said {
    font-weight: 600;
  }
  .moments .poor {
    color: var(--ot-ink-2);
  }
  .moments .good {
    padding-inline-start: 12px;
    border-inline-start: 2px solid var(--ot-advice);
  }
  .wanted {
    display: flex;
    flex-wrap: wrap;
    gap: 0 24px;
  }
  .wanted [data-ended="unprompted"] b,
  .wanted [data-ended="after_hint"] b {
    color: var(--ot-advice);
  }
  .layers {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(160px, 1fr));
    gap: 16px;
  }
  .layers dt {
    color: var(--ot-ink-2);
  }
  .card {
    overflow-x: auto;
  }
  tbody th {
    font-size: inherit;
    color: inherit;
  }
  .feelings {
    inline-size: 100%;
    block-size: 96px;
  }
  .feelings polyline {
    fill: none;
    stroke: var(--ot-ink);
    stroke-width: 1.5;
    vector-effect: non-scaling-stroke;
  }
  .feelings line {
    stroke: var(--ot-hair);
    vector-effect: non-scaling-stroke;
  }
  .feelings .hint {
    stroke: var(--ot-accent);
    stroke-dasharray: 2 3;
  }

  @media (max-width: 880px) {
    .wide {
      display: none;
    }
    .moments dl {
      grid-template-columns: minmax(0, 1fr);
      gap: 4px;
    }
  }
  @media (max-width: 560px) {
    .room {
      padding-inline: 16px;
    }
    td .small.block {
      display: none;
    }
  }
  @media print {
    .screen-only {
      display: none;
    }
    .room {
      max-inline-size: none;
      padding: 0;
    }
    .moments > li,
    tr {
      break-inside: avoid;
    }
  }
`;
