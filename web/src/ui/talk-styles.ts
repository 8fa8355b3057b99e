import { css } from "lit";

/** What is told below the hints: a supervisor's note, the facts, a text to copy by hand. */
export const talkStyles = css`
  .note {
    flex: none;
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: end;
    gap: 0 8px;
    padding: 8px 8px 8px 16px;
    background: var(--ot-wash);
    overflow-wrap: anywhere;
  }
  .note .from {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    gap: 0 8px;
    font-size: var(--ot-12);
    color: var(--ot-ink-2);
  }
  .note .from b {
    font-weight: 600;
    color: var(--ot-accent);
  }
  /* A long one scrolls in its place: it never pushes the hint away. */
  .note .text {
    align-self: center;
    max-block-size: 63px;
    overflow-y: auto;
    scrollbar-width: thin;
  }
  .note button,
  .byhand button {
    border: 1px solid var(--ot-edge);
    background: var(--ot-paper);
  }
  .facts {
    flex: none;
    display: flex;
    align-items: flex-start;
    padding: 0 8px 0 16px;
    font-size: var(--ot-12);
    color: var(--ot-ink-2);
  }
  .facts ul {
    flex: 1 1 auto;
    min-inline-size: 0;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
  }
  .facts li {
    min-inline-size: 0;
  }
  .facts .lead {
    margin-inline-end: 4px;
    color: var(--ot-ink-3);
  }
  .facts .fact {
    padding: 0 5px;
    text-align: start;
    overflow-wrap: anywhere;
  }
  .facts b {
    font-weight: 600;
    color: var(--ot-ink);
  }
  .facts .more {
    flex: none;
    padding: 0 5px;
    color: var(--ot-accent);
  }
  .byhand {
    flex: none;
    display: grid;
    gap: 8px;
    padding: 8px 16px;
    font-size: var(--ot-12);
  }
  .byhand textarea {
    box-sizing: border-box;
    inline-size: 100%;
    margin: 4px 0 0;
    border: 1px solid var(--ot-edge);
    border-radius: 4px;
    background: var(--ot-paper);
    color: var(--ot-ink);
    font: inherit;
    resize: none;
  }
  @media (prefers-reduced-motion: no-preference) {
    .note,
    .facts {
      animation: arrive 180ms ease-out;
    }
  }
`;
