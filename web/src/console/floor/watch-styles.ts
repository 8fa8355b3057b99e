import { css } from "lit";

/** What is said, how it stands, and why: three columns, two, or one below the other. */
export const watchStyles = css`
  h1 {
    outline: none;
  }
  h2 {
    padding-block: 16px 8px;
  }
  .back {
    padding-block-start: 8px;
  }
  .back a,
  .review,
  .tale a {
    display: inline-flex;
    align-items: center;
    min-block-size: 32px;
  }
  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 16px;
  }
  .top .review {
    margin-inline-start: auto;
  }
  .told {
    padding: 8px 16px;
    margin-block-start: 8px;
    background: var(--ot-wash);
  }
  .state {
    padding-block: 32px;
  }
  .columns {
    display: grid;
    grid-template-columns: minmax(0, 1.3fr) minmax(0, 1fr) minmax(0, 1fr);
    gap: 0 40px;
  }
  .transcript {
    position: relative;
  }
  .words,
  .tale {
    overflow-y: auto;
    scrollbar-width: thin;
  }
  .words {
    block-size: clamp(240px, 100vh - 440px, 640px);
    padding-block: 8px;
    border-block: 1px solid var(--ot-hair);
    line-height: 1.7;
  }
  .words .speaker {
    line-height: 24px;
  }
  .newest {
    position: absolute;
    inset: auto 0 8px auto;
    background: var(--ot-paper);
    color: var(--ot-accent);
    box-shadow: var(--ot-shadow);
  }
  .whisper {
    padding-block-start: 16px;
  }
  .whisper form {
    display: flex;
    align-items: stretch;
    gap: 8px;
  }
  .whisper textarea {
    flex: 1;
    min-inline-size: 0;
    resize: vertical;
  }
  .whisper p {
    min-block-size: 18px;
  }
  .notes {
    max-block-size: 96px;
    overflow-y: auto;
    padding-block-end: 8px;
  }
  .label {
    font-size: var(--ot-12);
    color: var(--ot-ink-2);
  }
  .spark {
    display: block;
    inline-size: 100%;
    block-size: 48px;
    margin-block-end: 8px;
    fill: none;
    overflow: visible;
  }
  .spark line {
    stroke: var(--ot-hair);
    vector-effect: non-scaling-stroke;
  }
  .spark path {
    stroke: var(--ot-ink-2);
    stroke-width: 1.5;
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }
  .mood[data-level="high"] .word {
    font-weight: 600;
  }
  .mood[data-level="severe"] .word {
    font-weight: 700;
  }
  .shape,
  .mark {
    inline-size: 10px;
    block-size: 10px;
    margin-inline-end: 8px;
    fill: currentColor;
    color: var(--ot-notice);
  }
  .mark {
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    overflow: visible;
  }
  .hints li {
    padding-block: 8px;
    border-block-start: 1px solid var(--ot-hair);
  }
  .unseen {
    font-size: var(--ot-14);
    font-weight: 600;
    color: var(--ot-urgent);
    margin-block-end: 8px;
  }
  .hints b {
    font-weight: 600;
  }
  .hints [data-leaving],
  .needs [data-state="met"] {
    color: var(--ot-ink-3);
  }
  .hints p + p {
    margin-inline-start: 18px;
  }
  .needs li {
    padding-block: 4px;
  }
  .tale {
    max-block-size: clamp(240px, 100vh - 320px, 720px);
  }
  .tale li {
    display: grid;
    grid-template-columns: 48px minmax(0, 1fr);
    gap: 8px;
    padding-block: 4px;
    border-block-start: 1px solid var(--ot-hair);
    align-items: baseline;
    overflow-wrap: anywhere;
  }
  .tale b {
    font-weight: 600;
  }
  .tale .rule {
    display: block;
  }
  :host([stale]) .columns {
    --ot-ink: var(--ot-ink-3);
    --ot-ink-2: var(--ot-ink-3);
    --ot-critical: var(--ot-ink-3);
    --ot-urgent: var(--ot-ink-3);
    --ot-advice: var(--ot-ink-3);
    --ot-notice: var(--ot-ink-3);
    color: var(--ot-ink);
  }
  @media (max-width: 1199px) {
    .columns {
      grid-template-columns: minmax(0, 1.3fr) minmax(0, 1fr);
    }
    .why {
      grid-column: 1 / -1;
    }
  }
  @media (max-width: 759px) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
