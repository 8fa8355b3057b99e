import { css } from "lit";

/** Below the cards: the checklist, and the list of what was put off. */
export const listStyles = css`
  .checklist {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    padding: 8px 16px;
    font-size: var(--ot-14);
    color: var(--ot-ink-2);
  }
  .checklist li {
    display: flex;
    align-items: baseline;
    gap: 8px;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .checklist [data-state="met"] {
    color: var(--ot-advice);
  }
  .laterlist {
    padding: 0 8px 8px 16px;
    color: var(--ot-ink-2);
  }
  .laterlist li {
    display: flex;
    gap: 8px;
    align-items: center;
    min-block-size: 32px;
  }
  .laterlist button {
    display: flex;
    align-items: center;
    gap: 8px;
    padding-inline: 0;
    text-align: start;
    color: var(--ot-accent);
  }
  /* Over the last line, so that nothing moves when it comes. */
  button.below {
    display: block;
    position: sticky;
    inset-block-end: 0;
    inline-size: 100%;
    block-size: 32px;
    margin-block-start: -32px;
    padding-inline: 16px;
    border-radius: 0;
    text-align: start;
    font-size: var(--ot-12);
    color: var(--ot-ink-2);
    background: var(--ot-paper);
  }
`;
