import { css } from "lit";

/**
 * What every screen of the console shares, on the tokens: type, buttons, fields, tables. A screen puts
 * these before its own: `static override styles = [tokens, common, css`…`]`.
 */
export const common = css`
  :host {
    display: block;
    box-sizing: border-box;
    background: var(--ot-paper);
    color: var(--ot-ink);
    font: 400 var(--ot-14) / 1.5 var(--ot-font);
    -webkit-font-smoothing: antialiased;
  }
  /* A Chinese font comes first; its quotation marks are as wide as a character unless asked otherwise. */
  :host(:lang(en)) {
    font-variant-east-asian: proportional-width;
  }
  [lang|="zh"] {
    font-variant-east-asian: normal;
  }
  :host([hidden]),
  [hidden] {
    display: none;
  }
  *,
  *::before {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
    padding: 0;
    font: inherit;
    list-style: none;
  }
  h1 {
    font-size: var(--ot-21);
    font-weight: 600;
    letter-spacing: 0.02em;
  }
  h2 {
    font-size: var(--ot-16);
    font-weight: 600;
  }
  a {
    color: var(--ot-accent);
    text-decoration: none;
  }
  a:hover {
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  button,
  input,
  select,
  textarea {
    min-block-size: 32px;
    margin: 0;
    border-radius: 4px;
    color: inherit;
    font: inherit;
  }
  button {
    min-inline-size: 32px;
    padding: 0 12px;
    border: 0;
    background: none;
    cursor: pointer;
  }
  button:hover:not(:disabled) {
    background: var(--ot-wash);
  }
  button:disabled {
    color: var(--ot-ink-3);
    cursor: default;
  }
  button.first {
    background: var(--ot-ink);
    color: var(--ot-paper);
    font-weight: 600;
  }
  button.first:hover:not(:disabled) {
    background: var(--ot-ink-2);
  }
  button.first:disabled {
    background: var(--ot-wash);
    color: var(--ot-ink-3);
  }
  button[aria-pressed="true"] {
    background: var(--ot-wash);
    font-weight: 600;
  }
  input,
  select,
  textarea {
    padding: 0 8px;
    border: 1px solid var(--ot-edge);
    background: var(--ot-paper);
  }
  textarea {
    padding: 8px;
  }
  input[type="checkbox"],
  input[type="radio"] {
    min-block-size: 16px;
    accent-color: var(--ot-accent);
  }
  ::placeholder {
    color: var(--ot-ink-3);
    opacity: 1;
  }
  table {
    border-collapse: collapse;
    inline-size: 100%;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 8px;
    border-block-end: 1px solid var(--ot-hair);
    text-align: start;
    vertical-align: baseline;
  }
  th {
    font-size: var(--ot-12);
    font-weight: 400;
    color: var(--ot-ink-2);
    white-space: nowrap;
  }
  th:first-child,
  td:first-child {
    padding-inline-start: 0;
  }
  .num {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .quiet {
    color: var(--ot-ink-2);
  }
  .small {
    font-size: var(--ot-12);
  }
  .fault {
    color: var(--ot-critical);
  }
  .hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  :focus-visible {
    outline: 2px solid var(--ot-accent);
    outline-offset: 1px;
    border-radius: 4px;
  }
`;
