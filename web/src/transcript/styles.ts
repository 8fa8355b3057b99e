import { css } from "lit";

/** The lines of a call as `view.ts` draws them; where they stand and how large is the page's. */
export const transcriptStyles = css`
  .words li {
    display: grid;
    grid-template-columns: 64px minmax(0, 1fr);
    padding-block: 4px;
  }
  .words .speaker {
    font-size: var(--ot-12);
    color: var(--ot-ink-2);
  }
  .words [data-speaker="customer"] .speaker {
    color: var(--ot-ink);
    font-weight: 600;
  }
  .words [data-speaker="agent"] .text {
    color: var(--ot-ink-2);
  }
  .words .fresh {
    color: var(--ot-ink-3);
  }
  .words mark {
    background: none;
    color: var(--ot-ink);
    font-weight: 500;
    text-decoration: underline;
    text-decoration-color: var(--ot-accent);
    text-decoration-thickness: 2px;
    text-underline-offset: 5px;
  }
`;
