/** How the pack tree looks. */

import { css } from "lit";

export const treeStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
  }
  input {
    inline-size: 100%;
    flex: none;
  }
  .tree {
    flex: 1;
    min-block-size: 0;
    margin-block-start: 8px;
    overflow-y: auto;
    scrollbar-width: thin;
  }
  [role="treeitem"] {
    display: flex;
    align-items: center;
    gap: 4px;
    min-block-size: 32px;
    padding: 2px 8px 2px 4px;
    border-radius: 4px;
    cursor: pointer;
  }
  [role="treeitem"]:hover {
    background: var(--ot-wash);
  }
  [aria-level="1"] {
    color: var(--ot-ink-2);
    font-size: var(--ot-12);
  }
  [aria-level="2"] {
    padding-inline-start: 12px;
  }
  [aria-level="3"] {
    padding-inline-start: 20px;
    min-block-size: 28px;
    flex-wrap: wrap;
  }
  [aria-selected="true"] {
    background: var(--ot-wash);
    color: var(--ot-ink);
    font-weight: 600;
  }
  .name {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .because {
    flex-basis: 100%;
    padding-inline-start: 16px;
    color: var(--ot-ink-2);
    font-weight: 400;
    overflow-wrap: anywhere;
  }
  .word {
    color: var(--ot-ink-2);
    font-weight: 400;
  }
  .word.bad {
    color: var(--ot-critical);
  }
    `;
