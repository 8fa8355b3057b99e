import { css } from "lit";

/** The frame: header, curve, scrolling middle, foot. Everything on an 8 px grid, hairlines between. */
export const frame = css`
  :host {
    display: block;
    box-sizing: border-box;
    inline-size: 100%;
    block-size: 100%;
    min-block-size: 0;
    overflow: hidden;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before {
    box-sizing: border-box;
  }
  .overlay {
    all: initial; /* nothing is inherited from the page around, not even what it calls important */
    direction: ltr; /* which all of the above leaves alone */
    unicode-bidi: isolate;
    visibility: inherit;
    color-scheme: inherit; /* of scrollbars and lists */
    position: relative;
    display: flex;
    flex-direction: column;
    block-size: 100%;
    overflow-y: auto;
    scrollbar-width: thin;
    background: var(--ot-paper);
    color: var(--ot-ink);
    font: 400 var(--ot-14) / 1.5 sans-serif;
    font-family: var(--ot-font);
    -webkit-font-smoothing: antialiased;
  }
  .middle {
    position: relative; /* what is read out only is cut off with the rest of it */
    flex: 1 0 0;
    min-block-size: 208px; /* room for one hint: in a lower window the whole overlay scrolls */
    overflow-y: auto;
    scrollbar-width: thin;
    container-type: inline-size;
  }
  .hair {
    border-block-start: 1px solid var(--ot-hair);
  }
  ul,
  p,
  h2,
  blockquote {
    margin: 0;
    padding: 0;
    font: inherit;
    list-style: none;
  }
  /* Old hints are never drawn as current: one quiet ink, no severity colours. */
  .stale {
    --ot-ink: var(--ot-old);
    --ot-ink-2: var(--ot-old);
    --ot-accent: var(--ot-old);
    --ot-notice: var(--ot-old);
    --ot-advice: var(--ot-old);
    --ot-urgent: var(--ot-old);
    --ot-critical: var(--ot-old);
    color: var(--ot-ink);
  }
  .hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .num {
    font-variant-numeric: tabular-nums;
  }
  :focus-visible {
    outline: 2px solid var(--ot-accent);
    outline-offset: -2px;
    border-radius: 4px;
  }
`;

export const header = css`
  .top {
    flex: none;
    padding: 8px 16px 8px;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 8px;
    font-size: var(--ot-12);
    color: var(--ot-ink-2);
  }
  .who {
    flex: 1 1 auto;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .who b {
    font-weight: 600;
    color: var(--ot-ink);
  }
  .sep {
    color: var(--ot-ink-3);
    margin-inline: 4px;
  }
  .link {
    flex: none;
  }
  .link .mark {
    inline-size: 8px;
    block-size: 8px;
    stroke-width: 2;
    margin-inline-end: 5px;
    color: var(--ot-advice);
  }
  .link[data-link="delayed"],
  .link[data-link="unreachable"],
  .link[data-link="lost"],
  .link[data-link="refused"] {
    font-weight: 600;
    color: var(--ot-urgent);
  }
  .link[data-link="delayed"] .mark,
  .link[data-link="unreachable"] .mark,
  .link[data-link="lost"] .mark,
  .link[data-link="refused"] .mark {
    color: inherit;
  }
  .link[data-link="connecting"] .mark {
    color: var(--ot-ink-3);
  }
  .told {
    padding: 8px 16px;
    font-size: var(--ot-12);
    color: var(--ot-ink);
    background: var(--ot-wash);
    border-block-start: 1px solid var(--ot-hair);
  }
  .told b {
    font-weight: 600;
  }
  .emotion {
    display: flex;
    align-items: center;
    gap: 12px;
    margin-block-start: 4px;
  }
  .emotion svg {
    flex: 1 1 96px;
    min-inline-size: 0;
    block-size: 24px;
    overflow: visible;
  }
  .emotion .base {
    stroke: var(--ot-hair);
  }
  .emotion .area {
    fill: var(--ot-ink-3);
    fill-opacity: 0.12;
  }
  .emotion .curve {
    fill: none;
    stroke: var(--ot-ink-2);
    stroke-width: 1.5;
    stroke-linejoin: round;
    stroke-linecap: round;
    vector-effect: non-scaling-stroke;
  }
  .emotion .word {
    flex: none;
    min-inline-size: 64px;
    text-align: end;
    color: var(--ot-ink);
  }
  .emotion .word[data-level="calm"] {
    color: var(--ot-ink-2);
  }
  .emotion .word[data-level="high"] {
    font-weight: 600;
  }
  .emotion .word[data-level="severe"] {
    font-weight: 700;
  }
`;

export const foot = css`
  .foot {
    flex: none;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 8px;
    padding: 4px 8px;
    font-size: var(--ot-12);
    color: var(--ot-ink-2);
  }
  .foot .grow {
    flex: 1 1 auto;
  }
  button,
  select {
    min-block-size: 32px;
    min-inline-size: 32px;
    margin: 0;
    padding: 0 8px;
    border: 0;
    border-radius: 4px;
    background: none;
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  button:hover,
  select:hover {
    background: var(--ot-wash);
    color: var(--ot-ink);
  }
  select {
    field-sizing: content;
    appearance: none;
    padding-inline-end: 20px;
  }
  .dial {
    display: flex;
    align-items: center;
    position: relative;
  }
  .dial::after {
    content: "▾" / ""; /* drawn, not read out */
    position: absolute;
    inset-inline-end: 6px;
    pointer-events: none;
  }
  select option {
    background: var(--ot-paper);
    color: var(--ot-ink);
  }
  .icon {
    padding: 0;
    display: grid;
    place-items: center;
  }
  .icon svg {
    inline-size: 16px;
    block-size: 16px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.25;
  }
  .rest {
    display: grid;
    place-items: center;
    min-block-size: 96px;
    block-size: 100%;
    padding: 16px;
    text-align: center;
    color: var(--ot-ink-3);
  }
  .checklist + .rest {
    block-size: auto;
  }
  .rest button {
    color: var(--ot-accent);
  }
`;
