import { css } from "lit";

/** Where the studio's parts stand: all side by side, two by two, or below each other. */
export const studioLayout = css`
  :host {
    display: flex;
    /* The shell gives a screen the height of its content; this one keeps to the window's, and its panes
       scroll. A page's rules win over a component's unless they are important. */
    flex: 1 1 0px !important;
    min-block-size: 520px;
    overflow: hidden;
  }
  .studio {
    flex: 1;
    display: flex;
    min-inline-size: 0;
    min-block-size: 0;
  }
  .side {
    flex: none;
    inline-size: 248px;
    display: flex;
    flex-direction: column;
    gap: 8px;
    padding: 8px 8px 8px 16px;
    border-inline-end: 1px solid var(--ot-hair);
    min-block-size: 0;
  }
  .side.folded {
    align-items: start;
    inline-size: auto;
    padding-inline: 8px;
  }
  .side studio-tree {
    flex: 1;
  }
  .views {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .views a {
    display: inline-flex;
    align-items: center;
    min-block-size: 32px;
    padding: 0 8px;
    color: var(--ot-ink-2);
    border-radius: 4px;
  }
  .views a[aria-current] {
    color: var(--ot-ink);
    font-weight: 600;
    background: var(--ot-wash);
  }
  .desk {
    flex: 1;
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    min-block-size: 0;
  }
  .desk > studio-health,
  .desk > studio-conflict {
    flex: 1;
    min-block-size: 0;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 16px;
    padding: 8px 16px;
    border-block-end: 1px solid var(--ot-hair);
  }
  .bar .path {
    flex: 1 1 160px;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .bar .path b {
    font-weight: 600;
  }
  .bar label {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    max-inline-size: 100%;
  }
  .bar select {
    max-inline-size: 240px;
    min-inline-size: 0;
  }
  .notice {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 16px;
    padding: 4px 16px;
    background: var(--ot-wash);
    border-block-end: 1px solid var(--ot-hair);
  }
  .notice p {
    flex: 1 1 240px;
  }
  .sentence {
    padding: 12px 16px;
    font-size: var(--ot-16);
    border-block-end: 1px solid var(--ot-hair);
    max-block-size: 104px;
    overflow-y: auto;
    text-wrap: pretty;
  }
  .sentence:empty {
    display: none;
  }
  .panes {
    flex: 1;
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(260px, 1fr) minmax(320px, 1.5fr) minmax(260px, 1fr);
    min-block-size: 0;
  }
  .pane {
    min-inline-size: 0;
    min-block-size: 0;
    overflow-y: auto;
    scrollbar-width: thin;
  }
  .pane + .pane {
    border-inline-start: 1px solid var(--ot-hair);
  }
  .pane.yaml {
    display: flex;
    flex-direction: column;
    overflow: hidden;
  }
  .pane.yaml studio-editor {
    flex: 1;
  }
  .leave {
    padding: 0 16px;
    border-block-start: 1px solid var(--ot-hair);
    line-height: 24px;
  }
  .tabs {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    display: flex;
    flex-wrap: wrap;
    background: var(--ot-paper);
    border-block-end: 1px solid var(--ot-hair);
    padding-inline: 8px;
  }
  .tabs button {
    padding: 0 8px;
    min-block-size: 36px;
    color: var(--ot-ink-2);
    border-radius: 0;
  }
  .tabs [aria-selected="true"] {
    color: var(--ot-ink);
    font-weight: 600;
    box-shadow: inset 0 -2px var(--ot-accent);
  }
  .sum {
    display: flex;
    flex-wrap: wrap;
    gap: 0 8px;
    padding: 8px 16px;
  }
  .tests > li {
    display: grid;
    grid-template-columns: 72px minmax(0, 1fr);
    gap: 8px;
    padding: 8px 16px;
    border-block-end: 1px solid var(--ot-hair);
  }
  .tests .status {
    font-size: var(--ot-12);
    line-height: 24px;
    white-space: nowrap;
  }
  .tests .about {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .tests pre {
    margin: 4px 0;
    font: var(--ot-12) / 1.5 var(--studio-mono);
    white-space: pre-wrap;
  }
  .tests summary {
    font-size: var(--ot-12);
    color: var(--ot-ink-2);
    cursor: pointer;
    line-height: 24px;
  }
  .keys td {
    padding-block: 4px;
  }
  @media (max-width: 1179px) {
    .side:not(.folded) {
      inline-size: 208px;
    }
    .panes {
      grid-template: minmax(0, 3fr) minmax(0, 2fr) / minmax(240px, 2fr) minmax(300px, 3fr);
    }
    .pane.form {
      grid-row: 1 / 3;
    }
    .pane.results {
      border-block-start: 1px solid var(--ot-hair);
    }
  }
  @media (max-width: 820px) {
    :host {
      flex: none !important;
      overflow: visible;
    }
    .studio {
      flex-direction: column;
    }
    .side,
    .side:not(.folded) {
      inline-size: 100%;
      padding-inline: 16px;
      border: 0;
      border-block-end: 1px solid var(--ot-hair);
    }
    .side studio-tree {
      max-block-size: 320px;
    }
    .panes {
      display: block;
    }
    .pane,
    .pane.yaml {
      overflow: visible;
      border: 0;
      border-block-end: 1px solid var(--ot-hair);
    }
    .pane + .pane {
      border-inline-start: 0;
    }
    .pane.yaml studio-editor {
      flex: none;
      block-size: 70vh;
      min-block-size: 320px;
    }
  }
`;
