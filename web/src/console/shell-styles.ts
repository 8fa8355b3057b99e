import { css } from "lit";

/** The bar at the top, and the room below it. */
export const shellStyles = css`
  :host {
    min-block-size: 100vh;
  }
  .page {
    display: flex;
    flex-direction: column;
    min-block-size: 100vh;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 8px;
    padding: 8px 24px;
    border-block-end: 1px solid var(--ot-hair);
  }
  .name {
    color: var(--ot-ink-2);
    margin-inline-end: 16px;
  }
  .name b {
    color: var(--ot-ink);
    font-weight: 600;
  }
  nav {
    flex: 1;
    display: flex;
    flex-wrap: wrap;
    gap: 0 8px;
  }
  nav a {
    display: inline-flex;
    align-items: center;
    min-block-size: 32px;
    padding: 0 12px;
    border-radius: 4px;
    color: var(--ot-ink-2);
  }
  nav a:hover {
    background: var(--ot-wash);
    text-decoration: none;
  }
  nav a[aria-current] {
    color: var(--ot-ink);
    font-weight: 600;
    box-shadow: 0 9px 0 -7px var(--ot-accent); /* a 2 px line under the word, on the bar's own hairline */
    border-radius: 0;
  }
  header button {
    color: var(--ot-ink-2);
  }
  main {
    flex: 1;
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    outline: none;
  }
  main > * {
    flex: 1;
  }
  .state {
    display: grid;
    align-content: start;
    justify-items: start;
    gap: 16px;
    padding: 64px 24px;
    max-inline-size: 640px;
    margin: 0 auto;
    inline-size: 100%;
  }
  .skip {
    position: absolute;
    inset: 8px auto auto 8px;
    padding: 4px 12px;
    background: var(--ot-paper);
    transform: translateY(-200%);
  }
  .skip:focus {
    transform: none;
  }
  @media print {
    header,
    .skip {
      display: none;
    }
  }
`;
