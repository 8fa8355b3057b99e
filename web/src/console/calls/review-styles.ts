import { css } from "lit";

/** The review page: what was said on one side, what is told of it on the other. */
export const reviewStyles = css`
  .head h1 a {
    font-size: var(--ot-14);
    font-weight: 400;
    margin-inline-end: 16px;
  }
  .told {
    display: flex;
    flex-wrap: wrap;
    gap: 0 24px;
  }
  .columns {
    display: grid;
    gap: 32px;
    grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
    align-items: start;
  }
  .side {
    display: grid;
    gap: 32px;
    grid-template-columns: minmax(0, 1fr);
  }
  .pairs {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 4px 16px;
  }
  .pairs dt {
    color: var(--ot-ink-2);
  }
  section > h2 {
    margin-block-end: 8px;
  }
  tbody th {
    color: var(--ot-ink);
    font-size: var(--ot-14);
  }
  @media (max-width: 960px) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
    .pairs {
      grid-template-columns: minmax(0, 1fr) minmax(0, 2fr);
    }
  }
  @media print {
    .columns {
      display: block;
    }
    .side {
      margin-block-start: 16px;
      gap: 16px;
    }
  }
`;
