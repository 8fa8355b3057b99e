import { css } from "lit";

/** The colour of a shape, after what it is and what it says. */
export const severityStyles = css`
  [data-priority="advice"] .shape {
    color: var(--ot-advice);
  }
  [data-priority="urgent"] .shape {
    color: var(--ot-urgent);
  }
  [data-priority="critical"] .shape {
    color: var(--ot-critical);
  }
`;
