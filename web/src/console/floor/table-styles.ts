import { css } from "lit";

/** A table of rows of one height; below 760 px the columns stand below each other. */
export const tableStyles = css`
  .row {
    display: grid;
    grid-template-columns:
      48px minmax(112px, 1.1fr) 104px minmax(0, 2fr) minmax(0, 1.3fr) minmax(0, 1.8fr)
      64px 72px;
    column-gap: 16px;
    align-items: start;
    border-block-end: 1px solid var(--ot-hair);
  }
  .head {
    position: sticky;
    inset-block-start: 0;
    z-index: 2;
    background: var(--ot-paper);
    font-size: var(--ot-12);
    color: var(--ot-ink-2);
  }
  .head .row {
    padding-block: 8px;
    white-space: nowrap;
  }
  .body {
    position: relative;
    contain: strict;
  }
  .call {
    position: absolute;
    inset-inline: 0;
    padding-block: 8px;
    contain: strict;
  }
  .call > * {
    min-inline-size: 0;
    line-height: 20px;
  }
  .call > * > :is(span:not([role]), a, svg) {
    display: block;
  }
  .call:hover {
    background: var(--ot-wash);
  }
  .call:focus-within {
    background: var(--ot-wash);
    box-shadow: inset 2px 0 0 var(--ot-accent);
  }
  .num {
    text-align: end;
  }
  .line,
  .small {
    overflow: hidden;
    white-space: nowrap;
    text-overflow: ellipsis;
  }
  .small {
    color: var(--ot-ink-2);
  }
  .help {
    color: var(--ot-ink-2);
  }
  .agent a {
    color: var(--ot-ink);
    font-weight: 600;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .agent a::after {
    content: "";
    position: absolute;
    inset: 0;
  }
  .agent a:focus-visible {
    outline: none;
  }
  .agent a:focus-visible::after {
    outline: 2px solid var(--ot-accent);
    outline-offset: -2px;
  }
  .agent b {
    font-weight: 400;
    color: var(--ot-ink);
  }
  .agent b.alerts {
    font-weight: 600;
    color: var(--ot-critical);
  }
  .mood[data-level="calm"] {
    color: var(--ot-ink-2);
  }
  .mood[data-level="high"] {
    font-weight: 600;
  }
  .mood[data-level="severe"] {
    font-weight: 700;
  }
  .spark {
    inline-size: 88px;
    block-size: 16px;
    margin-block-start: 2px;
    fill: none;
    overflow: visible;
  }
  .spark line {
    stroke: var(--ot-hair);
  }
  .spark path {
    stroke: var(--ot-ink-2);
    stroke-width: 1.25;
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }
  .shape {
    inline-size: 10px;
    block-size: 10px;
    margin-inline-end: 6px;
    fill: currentColor;
    color: var(--ot-ink-2);
  }
  .risk[data-risky] .num {
    font-weight: 600;
    color: var(--ot-critical);
  }
  .risk .num {
    text-align: start;
  }
  /* Old rows are never drawn as current: one quiet ink. */
  :host([stale]),
  .call[data-gone],
  .call[data-lost] {
    --ot-ink: var(--ot-ink-3);
    --ot-ink-2: var(--ot-ink-3);
    --ot-critical: var(--ot-ink-3);
    color: var(--ot-ink);
  }
  @media (max-width: 759px) {
    .head {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .row {
      grid-template:
        "agent help duration" 40px
        "mood risk strain" 40px
        "needs needs hint" 40px / minmax(0, 1.4fr) minmax(0, 1fr) minmax(0, 1fr);
      column-gap: 8px;
    }
    .agent {
      grid-area: agent;
    }
    .help {
      grid-area: help;
    }
    .duration {
      grid-area: duration;
    }
    .mood {
      grid-area: mood;
    }
    .risk {
      grid-area: risk;
    }
    .strain {
      grid-area: strain;
    }
    .needs {
      grid-area: needs;
    }
    .hint {
      grid-area: hint;
    }
  }
`;
