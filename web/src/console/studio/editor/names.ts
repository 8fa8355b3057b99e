/** Which names may stand where: a condition wants signals, `need:` wants needs. */

import type { NameKind } from "../wire.ts";
import type { Place } from "./place.ts";
import type { RuleSchema } from "./schema.ts";

/** By the mapping's key that a value, or one of a list of values, belongs to. */
const BY_KEY: Readonly<Record<string, readonly NameKind[]>> = {
  "RuleModel.need": ["needs"],
  "RuleModel.supersedes": ["rules"],
  "ExpectModel.rule": ["rules"],
  "ExpectModel.need": ["needs"],
  "NeedConditionModel.need": ["needs"],
  "EmotionConditionModel.emotion": ["emotions"],
  "SignalModel.veto": ["vetoes"],
  "CountModel.count": ["signals"],
  "AtLeastModel.of": ["signals"],
  "AbsentModel.since": ["signals"],
  "TurnsBody.each": ["signals"],
  "TurnsBody.none": ["signals"],
  "TestModel.allow": ["needs"],
  "RolesModel.agent": ["signals"],
  "RolesModel.customer": ["signals"],
};

/** By the key of the mapping whose own keys are names. */
const KEYS_BY_KEY: Readonly<Record<string, readonly NameKind[]>> = {
  "EmotionModel.weights": ["signals"],
  "SignalModel.emotion": ["emotions"],
  "SignalModel.history": ["signals", "needs"],
  "OverridesModel.rules": ["rules"],
  "OverridesModel.signals": ["signals"],
  "OverridesModel.lists": ["lists"],
};

/** Sections whose own keys are new names: a rule's, a signal's. */
const SECTIONS: Readonly<Record<string, NameKind>> = {
  rules: "rules",
  signals: "signals",
  lists: "lists",
  vetoes: "vetoes",
  emotions: "emotions",
  needs: "needs",
};

/** The kinds of names that may be written at a place. */
export function kindsAt(schema: RuleSchema, place: Place): readonly NameKind[] {
  const { path, kind, word } = place;
  if (kind === "key") return path.length === 0 ? [] : keyKinds(schema, path);
  if (word.text.includes("$") && inPhrases(schema, path)) return ["lists"];
  const holder = typeof path.at(-1) === "number" ? path.slice(0, -1) : path;
  const declared = schema.declared(holder);
  const direct = declared === null ? undefined : BY_KEY[`${declared.model}.${declared.key}`];
  if (direct !== undefined) return direct;
  return schema.isCondition(path) ? ["signals"] : [];
}

/** The kind of a name where it is defined: the key under `rules:`. */
export function definedAt(place: Place): NameKind | null {
  if (place.kind !== "key" || place.path.length !== 1) return null;
  return SECTIONS[String(place.path[0])] ?? null;
}

/** Whether a path leads to words that people say. */
export function inPhrases(schema: RuleSchema, path: Place["path"]): boolean {
  return path.some((segment, index) => {
    if (segment !== "phrases" && segment !== "except") return false;
    const model = schema.declared(path.slice(0, index + 1))?.model;
    return model === "SignalModel" || model === "VetoModel";
  });
}

function keyKinds(schema: RuleSchema, path: Place["path"]): readonly NameKind[] {
  const declared = schema.declared(path);
  return (declared && KEYS_BY_KEY[`${declared.model}.${declared.key}`]) ?? [];
}
