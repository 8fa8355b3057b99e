/**
 * The design tokens (UI.md): one neutral ramp, one accent, four severities. A bank brands the overlay by
 * setting the same names on `assist-overlay`. All text colours keep 4.5:1 on `--ot-paper` and `--ot-wash`.
 */

import { css, unsafeCSS } from "lit";

const LIGHT = `
  --ot-paper: #ffffff; --ot-wash: #f5f6f7; --ot-hair: #e3e5e8; --ot-edge: #858d97;
  --ot-ink: #1a1d21; --ot-ink-2: #4d545d; --ot-ink-3: #646c76;
  --ot-accent: #2c55a8;
  --ot-notice: #565f6b; --ot-advice: #0d6a5e; --ot-urgent: #8f5200; --ot-critical: #b1241c;
  --ot-shadow: 0 8px 32px rgb(20 24 32 / 0.12), 0 1px 3px rgb(20 24 32 / 0.08);
  color-scheme: light;`;

const DARK = `
  --ot-paper: #17191c; --ot-wash: #1f2226; --ot-hair: #30343a; --ot-edge: #757d88;
  --ot-ink: #eceef0; --ot-ink-2: #b6bcc4; --ot-ink-3: #979fa9;
  --ot-accent: #92b4f4;
  --ot-notice: #b0b9c4; --ot-advice: #62c6b2; --ot-urgent: #e8b45c; --ot-critical: #ff8d83;
  --ot-shadow: 0 8px 32px rgb(0 0 0 / 0.5), 0 0 0 1px rgb(255 255 255 / 0.06);
  color-scheme: dark;`;

const light = unsafeCSS(LIGHT);
const dark = unsafeCSS(DARK);

export const tokens = css`
  :host {
    --ot-font: "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif;
    --ot-12: 12px;
    --ot-14: 14px;
    --ot-16: 16px;
    --ot-21: 21px;
    --ot-old: var(--ot-ink-3); /* what is not current any more */
    ${light}
  }
  @media (prefers-color-scheme: dark) {
    :host(:not([theme="light"])) {
      ${dark}
    }
  }
  :host([theme="dark"]) {
    ${dark}
  }
  /* The reader's own colours: shapes, words and weights carry what colour did. */
  @media (forced-colors: active) {
    :host,
    :host([theme]) {
      --ot-paper: Canvas;
      --ot-wash: Canvas;
      --ot-hair: CanvasText;
      --ot-edge: CanvasText;
      --ot-ink: CanvasText;
      --ot-ink-2: CanvasText;
      --ot-ink-3: CanvasText;
      --ot-old: GrayText;
      --ot-accent: LinkText;
      --ot-notice: CanvasText;
      --ot-advice: CanvasText;
      --ot-urgent: CanvasText;
      --ot-critical: CanvasText;
    }
  }
`;
