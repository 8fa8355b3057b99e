import { css } from "lit";

export const alertStyles = css`
  h2 {
    padding-block: 8px;
    outline: none;
  }
  .count {
    color: var(--ot-critical);
  }
  li {
    padding-block: 12px;
    border-block-start: 1px solid var(--ot-hair);
  }
  .what {
    display: grid;
    grid-template-columns: 16px minmax(0, 1fr);
    align-items: baseline;
  }
  .what b {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .shape {
    inline-size: 10px;
    block-size: 10px;
    fill: currentColor;
    color: var(--ot-notice);
  }
  li > p:not(.what, .actions),
  form {
    margin-inline-start: 16px;
    overflow-wrap: anywhere;
  }
  .small a {
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .quote {
    color: var(--ot-ink-2);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin: 4px 0 0 4px;
  }
  .actions button {
    color: var(--ot-accent);
  }
  .actions button:disabled {
    color: var(--ot-ink-3);
  }
  .actions .first {
    color: var(--ot-paper);
  }
  form {
    display: grid;
    gap: 8px;
    padding-block: 8px;
  }
  form .actions {
    margin: 0;
  }
  label {
    display: grid;
    gap: 4px;
    font-size: var(--ot-12);
    color: var(--ot-ink-2);
  }
  select,
  input {
    font-size: var(--ot-14);
    color: var(--ot-ink);
    min-inline-size: 0;
    inline-size: 100%;
  }
  summary {
    padding-block: 8px;
    min-block-size: 32px;
    border-block-start: 1px solid var(--ot-hair);
    color: var(--ot-ink-2);
    cursor: pointer;
  }
  [data-state="withdrawn"],
  :host([stale]) {
    --ot-ink: var(--ot-ink-3);
    --ot-ink-2: var(--ot-ink-3);
    --ot-critical: var(--ot-ink-3);
    --ot-urgent: var(--ot-ink-3);
    --ot-advice: var(--ot-ink-3);
    --ot-notice: var(--ot-ink-3);
    color: var(--ot-ink);
  }
`;
