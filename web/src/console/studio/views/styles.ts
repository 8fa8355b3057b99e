import { css } from "lit";

/** What the studio's parts share beside the console's own. */
export const studioStyles = css`
  :host {
    --studio-mono: "SFMono-Regular", Consolas, "Liberation Mono", "Noto Sans Mono CJK SC", monospace;
  }
  code {
    font-family: var(--studio-mono);
    font-size: 0.93em;
  }
  code.id {
    display: block;
    color: var(--ot-ink-2);
    font-size: var(--ot-12);
    font-weight: 400;
  }
  .sign {
    inline-size: 12px;
    block-size: 12px;
    flex: none;
    vertical-align: -1px;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
  }
  .word {
    font-size: var(--ot-12);
    white-space: nowrap;
  }
  .bad {
    color: var(--ot-critical);
  }
  .warn {
    color: var(--ot-urgent);
  }
  .good {
    color: var(--ot-advice);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  button.link {
    min-block-size: 24px;
    padding: 0;
    color: var(--ot-accent);
    text-align: start;
  }
  button.link:hover:not(:disabled) {
    background: none;
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .state {
    padding: 32px 16px;
    max-inline-size: 36em;
    color: var(--ot-ink-2);
  }
  .state b {
    display: block;
    font-size: var(--ot-16);
    font-weight: 500;
    color: var(--ot-ink);
    margin-block-end: 8px;
  }
  dialog {
    inline-size: min(560px, calc(100vw - 32px));
    max-block-size: calc(100vh - 32px);
    padding: 24px;
    border: 0;
    border-radius: 8px;
    background: var(--ot-paper);
    color: var(--ot-ink);
    box-shadow: var(--ot-shadow);
  }
  dialog::backdrop {
    background: rgb(10 12 16 / 0.4);
  }
  dialog form {
    display: grid;
    gap: 16px;
  }
  dialog label {
    display: grid;
    gap: 4px;
  }
  dialog .row {
    justify-content: end;
  }
`;
