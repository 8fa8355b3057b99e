/** The panes of the studio, by keyboard. */

const PANES = ["studio-tree", "studio-form", "studio-editor", ".results"] as const;

/** Where the focus goes in a pane, the best first. */
const FIRST = [
  '[role="treeitem"][tabindex="0"]',
  '[role="tab"][aria-selected="true"]',
  ".cm-content",
  "studio-chips",
  "input, textarea, button, select",
];

/** From one pane to the next. */
export function walk(root: ShadowRoot, step: 1 | -1): void {
  const panes = PANES.flatMap((name) => root.querySelector<HTMLElement>(name) ?? []);
  const { activeElement } = root;
  const here = panes.findIndex((pane) => pane.contains(activeElement));
  const from = here < 0 && step < 0 ? 0 : here;
  const pane = panes[(from + step + panes.length) % panes.length];
  const inside = pane?.shadowRoot ?? pane;
  const target = FIRST.flatMap((each) => inside?.querySelector<HTMLElement>(each) ?? [])[0];
  (target ?? pane)?.focus();
}
