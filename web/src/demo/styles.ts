import { css } from "lit";

export const demoStyles = css`
  :host {
    display: block;
    min-block-size: 100vh;
    background: var(--ot-paper);
    color: var(--ot-ink);
    font: 400 var(--ot-14) / 1.5 var(--ot-font);
    -webkit-font-smoothing: antialiased;
  }
  * {
    box-sizing: border-box;
  }
  ul,
  ol,
  p,
  h1,
  h2 {
    margin: 0;
    padding: 0;
    font: inherit;
    list-style: none;
  }
  .page {
    max-inline-size: 1280px;
    margin: 0 auto;
    padding: 0 32px 32px;
    display: grid;
    grid-template: auto minmax(0, 1fr) / 248px minmax(0, 1fr) 320px;
    column-gap: 40px;
    block-size: 100vh;
    min-block-size: 640px;
  }
  .top {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 16px;
    padding: 24px 0 16px;
    border-block-end: 1px solid var(--ot-hair);
  }
  .top h1 {
    font-size: var(--ot-21);
    font-weight: 600;
    letter-spacing: 0.02em;
  }
  .top h1 span {
    font-weight: 400;
    color: var(--ot-ink-2);
    letter-spacing: 0;
    margin-inline-start: 4px;
  }
  .top p {
    flex: 1;
    color: var(--ot-ink-2);
  }
  .top a {
    display: inline-flex;
    align-items: center;
    min-block-size: 32px;
    color: var(--ot-accent);
  }
  button,
  select {
    min-block-size: 32px;
    min-inline-size: 32px;
    padding: 0 8px;
    margin: 0;
    border: 0;
    border-radius: 4px;
    background: none;
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  button:hover:not(:disabled) {
    background: var(--ot-wash);
  }
  button:disabled {
    color: var(--ot-ink-3);
    cursor: default;
  }
  :focus-visible {
    outline: 2px solid var(--ot-accent);
    outline-offset: 1px;
  }
  .label {
    font-size: var(--ot-12);
    color: var(--ot-ink-2);
    padding-block: 16px 8px;
  }
  .calls {
    min-block-size: 0;
    /* Room for the wash of the chosen call, which reaches beyond its words. */
    margin-inline-start: -12px;
    padding-inline-start: 12px;
    text-spacing-trim: trim-start;
    overflow-y: auto;
    scrollbar-width: thin;
  }
  .calls button {
    display: block;
    inline-size: 100%;
    padding: 8px 12px;
    margin-inline-start: -12px;
    inline-size: calc(100% + 12px);
    text-align: start;
  }
  .calls .title {
    display: flex;
    gap: 8px;
    justify-content: space-between;
  }
  .calls .time {
    font-size: var(--ot-12);
    color: var(--ot-ink-3);
    font-variant-numeric: tabular-nums;
  }
  .calls .about {
    display: block;
    font-size: var(--ot-12);
    color: var(--ot-ink-2);
  }
  .calls [aria-pressed="true"] {
    background: var(--ot-wash);
  }
  .calls [aria-pressed="true"] .title b {
    font-weight: 600;
  }
  .calls b {
    font-weight: 500;
  }
  .call {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
  }
  .controls {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    padding-block: 12px 8px;
  }
  .controls .play {
    padding: 0 16px;
    background: var(--ot-ink);
    color: var(--ot-paper);
    font-weight: 600;
  }
  .controls .play:hover {
    background: var(--ot-ink-2);
  }
  .controls .grow {
    flex: 1;
  }
  .controls .speeds {
    display: flex;
    color: var(--ot-ink-2);
    border: 0;
    padding: 0;
    margin: 0;
    align-items: center;
  }
  .controls .speeds [aria-pressed="true"] {
    color: var(--ot-ink);
    font-weight: 600;
    text-decoration: underline;
    text-underline-offset: 4px;
  }
  .progress {
    flex: none;
    block-size: 1px;
    background: var(--ot-hair);
  }
  .progress i {
    display: block;
    block-size: 2px;
    margin-block-start: -0.5px;
    background: var(--ot-accent);
    transform-origin: left;
  }
  .words {
    flex: 1;
    min-block-size: 0;
    overflow-y: auto;
    scrollbar-width: thin;
    padding-block: 16px;
    font-size: var(--ot-16);
    line-height: 1.7;
  }
  .words .speaker {
    line-height: 27px;
  }
  .empty {
    padding-block: 64px;
    max-inline-size: 32em;
    color: var(--ot-ink-2);
  }
  .empty b {
    display: block;
    font-size: var(--ot-21);
    font-weight: 500;
    color: var(--ot-ink);
    margin-block-end: 8px;
  }
  .over {
    font-size: var(--ot-12);
    color: var(--ot-ink-2);
    padding-block: 16px;
  }
  .stage {
    min-inline-size: 0;
  }
  .window {
    block-size: 440px;
    border-radius: 8px;
    overflow: hidden;
    box-shadow: var(--ot-shadow);
  }
  .stage .keys {
    padding-block-start: 16px;
    font-size: var(--ot-12);
    color: var(--ot-ink-3);
  }
  @media (max-width: 1023px) {
    .page {
      grid-template: auto auto auto / minmax(0, 1fr) 320px;
      block-size: auto;
      padding-inline: 16px;
      column-gap: 24px;
    }
    .calls {
      grid-column: 1 / -1;
      max-block-size: 200px;
    }
    .words {
      block-size: 440px;
      flex: none;
    }
  }
  @media (max-width: 703px) {
    .page {
      grid-template-columns: minmax(0, 1fr);
    }
    .stage {
      grid-row: 3;
    }
  }
`;
