/** The 4-2-6 breathing cue beside the hint that asks the agent to pause: only the agent sees it. */

import { type TemplateResult, css, html } from "lit";
import type { Words } from "../i18n/words.ts";

/** The need of the catalogue whose hint has the cue. */
export const PAUSE = "agent-needs-pause";

export function breath(words: Words): TemplateResult {
  const [inhale, hold, exhale] = words.breath;
  return html`<p class="breath">
    <span class="bar" aria-hidden="true"><i></i></span>
    <span class="phases"><span>${inhale}</span><span>${hold}</span><span>${exhale}</span></span>
  </p>`;
}

/**
 * One breath takes 12 s: in for 4, held for 2, out for 6; three of them, then it rests. The words stand
 * there all the time, and the one whose turn it is gains weight; without motion, the words are all.
 */
export const breathStyles = css`
  .breath {
    display: flex;
    align-items: center;
    gap: 12px;
    margin-block: 8px 4px;
    font-size: var(--ot-12);
    color: var(--ot-ink-2);
  }
  .rest .breath {
    justify-content: center;
    margin-block: 8px 16px;
  }
  .bar {
    flex: 1 1 64px;
    block-size: 8px;
    border-radius: 4px;
    background: var(--ot-wash);
    overflow: hidden;
  }
  .bar i {
    display: block;
    block-size: 100%;
    border-radius: 4px;
    background: var(--ot-accent);
    opacity: 0.5;
    transform-origin: left;
    transform: scaleX(0);
    animation: breathe 12s ease-in-out 3;
  }
  .phases {
    display: flex;
    gap: 8px;
  }
  .phases span {
    animation: in 12s step-end 3;
  }
  .phases span:nth-child(2) {
    animation-name: held;
  }
  .phases span:nth-child(3) {
    animation-name: out;
  }
  @keyframes breathe {
    0% {
      transform: scaleX(0);
    }
    33.3%,
    50% {
      transform: scaleX(1);
    }
  }
  @keyframes in {
    0% {
      color: var(--ot-ink);
    }
    33.3% {
      color: inherit;
    }
  }
  @keyframes held {
    33.3% {
      color: var(--ot-ink);
    }
    50% {
      color: inherit;
    }
  }
  @keyframes out {
    50% {
      color: var(--ot-ink);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .bar {
      display: none;
    }
    .bar i,
    .phases span {
      animation: none;
    }
  }
`;
