import { css } from "lit";

/** The table, and the alerts beside it; on a narrow screen above it. */
export const floorStyles = css`
  .page {
    padding: 8px 24px 32px;
  }
  .standing {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 8px;
    min-block-size: 32px;
    color: var(--ot-ink-2);
  }
  .standing b {
    font-weight: 400;
  }
  .standing[data-standing="delayed"],
  .standing[data-standing="unreachable"],
  .standing[data-standing="lost"],
  .standing[data-standing="refused"] {
    background: var(--ot-wash);
    padding-inline: 16px;
    color: var(--ot-ink);
  }
  .standing[data-standing="delayed"] b,
  .standing[data-standing="unreachable"] b,
  .standing[data-standing="lost"] b,
  .standing[data-standing="refused"] b {
    font-weight: 600;
    color: var(--ot-urgent);
  }
  .mark {
    inline-size: 8px;
    block-size: 8px;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    overflow: visible;
    color: var(--ot-advice);
  }
  .standing:not([data-standing="live"], [data-standing="recovered"]) .mark {
    color: var(--ot-urgent);
  }
  .floor {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 288px;
    gap: 0 40px;
  }
  .calls {
    grid-area: 1 / 1;
    min-inline-size: 0;
  }
  aside {
    grid-area: 1 / 2;
  }
  .totals {
    display: flex;
    flex-wrap: wrap;
    gap: 0 8px;
    margin-inline-start: -8px;
    padding-block-end: 8px;
  }
  .totals a,
  .totals li > span {
    display: inline-flex;
    align-items: baseline;
    gap: 6px;
    padding: 4px 8px;
    min-block-size: 40px;
    color: var(--ot-ink-2);
    border-radius: 4px;
  }
  .totals a:hover {
    background: var(--ot-wash);
    text-decoration: none;
  }
  .totals b {
    font-size: var(--ot-21);
    font-weight: 600;
    color: var(--ot-ink);
  }
  .totals [aria-current] {
    background: var(--ot-wash);
    color: var(--ot-ink);
  }
  .filter {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 16px;
    padding-block: 8px;
    border-block: 1px solid var(--ot-hair);
  }
  .filter label {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-block-size: 32px;
    color: var(--ot-ink-2);
  }
  .filter select,
  .filter input {
    color: var(--ot-ink);
    max-inline-size: 160px;
  }
  .filter .clear {
    display: inline-flex;
    align-items: center;
    min-block-size: 32px;
  }
  .order {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    min-block-size: 40px;
  }
  .state {
    display: grid;
    gap: 8px;
    padding-block: 64px;
  }
  .large {
    font-size: var(--ot-21);
    font-weight: 600;
  }
  @media (min-width: 1200px) {
    aside {
      position: sticky;
      inset-block-start: 0;
      align-self: start;
      max-block-size: 100vh;
      overflow-y: auto;
      scrollbar-width: thin;
    }
  }
  @media (max-width: 1199px) {
    .floor {
      grid-template-columns: minmax(0, 1fr);
    }
    .calls,
    aside {
      grid-area: auto;
    }
    aside {
      max-block-size: min(248px, 40vh);
      overflow-y: auto;
      border-block-end: 1px solid var(--ot-hair);
    }
  }
  @media (max-width: 759px) {
    .page {
      padding-inline: 16px;
    }
  }
`;
