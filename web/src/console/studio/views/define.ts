/** The studio's elements, known to the browser once it is loaded. */

import { YamlEditor } from "../editor/yaml-editor.ts";
import { BacktestView } from "./backtest.ts";
import { Chips } from "./chips.ts";
import { ConflictView } from "./conflict.ts";
import { RuleFormView } from "./form.ts";
import { HealthView } from "./health.ts";
import { HistoryView } from "./history.ts";
import { NewRule } from "./new-rule.ts";
import { SignOff } from "./sign-off.ts";
import { RuleTree } from "./tree.ts";

const ELEMENTS: Readonly<Record<string, CustomElementConstructor>> = {
  "studio-backtest": BacktestView,
  "studio-chips": Chips,
  "studio-conflict": ConflictView,
  "studio-editor": YamlEditor,
  "studio-form": RuleFormView,
  "studio-health": HealthView,
  "studio-history": HistoryView,
  "studio-new-rule": NewRule,
  "studio-sign-off": SignOff,
  "studio-tree": RuleTree,
};

export function define(): void {
  for (const [name, element] of Object.entries(ELEMENTS)) {
    if (customElements.get(name) === undefined) customElements.define(name, element);
  }
}
