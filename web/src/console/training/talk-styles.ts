import { css } from "lit";

/** The call: the words and the answer beside the overlay, below each other where there is no room. */
export const talkStyles = css`
  .talk {
    display: grid;
    grid-template: auto auto minmax(0, 1fr) auto / minmax(0, 1fr) 336px;
    grid-template-areas: "top top" "told told" "words side" "composer side";
    block-size: calc(100vh - 49px);
    min-block-size: 480px;
  }
  .talk.alone {
    grid-template-columns: minmax(0, 1fr) 0;
  }
  .talk .top {
    grid-area: top;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 16px;
    padding: 8px 24px;
    border-block-end: 1px solid var(--ot-hair);
  }
  .top h1 {
    font-size: var(--ot-16);
    letter-spacing: 0;
  }
  .top button {
    padding: 0 8px;
  }
  .top [role="timer"] {
    font-variant-numeric: tabular-nums;
  }
  .grow {
    flex: 1;
  }
  .end {
    color: var(--ot-critical);
  }
  .talk > .told {
    grid-area: told;
    padding: 8px 24px;
    border-block-start: 0;
  }
  .words {
    grid-area: words;
    margin: 0;
    padding: 16px 24px;
    overflow-y: auto;
    align-content: start;
  }
  .words .situation {
    margin-block-end: 8px;
  }
  .words ol {
    display: grid;
    gap: 16px;
    max-inline-size: 720px;
  }
  .words li {
    display: grid;
    grid-template-columns: 72px minmax(0, 1fr);
    gap: 8px;
    font-size: var(--ot-16);
  }
  .words .who {
    color: var(--ot-ink-2);
    font-size: var(--ot-14);
    line-height: 24px;
  }
  .words .customer .what {
    font-weight: 600;
  }
  .words [data-final="false"] i {
    color: var(--ot-ink-3);
    font-style: normal;
  }
  .composer {
    grid-area: composer;
    display: grid;
    gap: 8px;
    padding: 16px 24px 24px;
    border-block-start: 1px solid var(--ot-hair);
  }
  .composer textarea {
    inline-size: 100%;
    max-inline-size: 720px;
    min-block-size: 64px;
    resize: vertical;
    font-size: var(--ot-16);
  }
  .turn {
    color: var(--ot-ink-2);
  }
  .turn.yours {
    color: var(--ot-accent);
    font-weight: 600;
  }
  .side {
    grid-area: side;
    min-block-size: 0;
    border-inline-start: 1px solid var(--ot-hair);
    overflow: auto;
  }
  .side > p {
    padding: 16px;
  }
  .alone .side {
    display: none;
  }
  assist-overlay {
    block-size: 100%;
    min-block-size: 320px;
  }

  @media (max-width: 880px) {
    .talk {
      grid-template: auto auto auto auto auto / minmax(0, 1fr);
      grid-template-areas: "top" "told" "words" "composer" "side";
      block-size: auto;
    }
    .words {
      max-block-size: 50vh;
      min-block-size: 160px;
    }
    .side {
      border-inline-start: 0;
      border-block-start: 1px solid var(--ot-hair);
    }
  }
  @media (max-width: 560px) {
    .talk .top,
    .words,
    .composer {
      padding-inline: 16px;
    }
  }
`;
