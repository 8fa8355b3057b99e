import { css } from "lit";

/** Tables of days: darker where there is more. */
export const trendsStyles = css`
  .screens {
    display: grid;
    gap: 32px;
    grid-template-columns: minmax(0, 1fr);
  }
  h2 {
    margin-block-end: 4px;
  }
  tbody th {
    color: var(--ot-ink);
    font-size: var(--ot-14);
    white-space: normal;
  }
  .grid {
    inline-size: auto;
  }
  .grid td,
  .grid th {
    padding: 4px 8px;
  }
  .grid th[scope="row"] {
    min-inline-size: 160px;
    max-inline-size: 320px;
  }
  .grid .num {
    min-inline-size: 56px;
  }
  .heat {
    background: color-mix(in srgb, var(--ot-accent) calc(var(--heat) * 12%), var(--ot-paper));
  }
`;
