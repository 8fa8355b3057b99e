/** A small part of the schema of rule files, made as the server makes the whole of it. */

import type { Names, Name } from "../wire.ts";
import { RuleSchema, type Schema } from "./schema.ts";

const condition: Schema = {
  oneOf: [{ type: "string" }, { $ref: "#/$defs/AllModel" }, { $ref: "#/$defs/AbsentModel" }],
};
const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: "null" }] });
const named = (schema: Schema): Schema => ({
  type: "object",
  patternProperties: { "^[a-z][a-z0-9]*(-[a-z0-9]+)*$": schema },
  additionalProperties: false,
});
const texts: Schema = { type: "array", items: { type: "string" } };

const ROOT: Schema = {
  type: "object",
  properties: {
    lists: named(texts),
    signals: named({ $ref: "#/$defs/SignalModel" }),
    emotions: named({ $ref: "#/$defs/EmotionModel" }),
    rules: named({ $ref: "#/$defs/RuleModel" }),
    tests: { type: "array", items: { $ref: "#/$defs/TestModel" } },
  },
  $defs: {
    SignalModel: {
      type: "object",
      properties: {
        speaker: { enum: ["customer", "agent", "any"] },
        phrases: orNull({ anyOf: [texts, { type: "object", patternProperties: { "": texts } }] }),
        word: { type: "boolean" },
      },
    },
    EmotionModel: {
      type: "object",
      properties: { speaker: { enum: ["customer", "agent"] }, weights: named({ type: "number" }) },
    },
    RuleModel: {
      type: "object",
      anyOf: [{ required: ["need"] }, { required: ["sets"] }],
      properties: {
        need: orNull({ type: "string" }),
        ability: orNull({ enum: ["empathy", "expression"] }),
        when: condition,
        hint: orNull({ $ref: "#/$defs/HintModel" }),
        once: { type: "boolean" },
      },
      required: ["when"],
    },
    HintModel: {
      type: "object",
      properties: { priority: { enum: ["notice", "advice"] }, text: { type: "string" } },
      required: ["text"],
    },
    AllModel: {
      type: "object",
      properties: { all: { type: "array", items: condition }, within: { type: "string" } },
      required: ["all"],
    },
    AbsentModel: {
      type: "object",
      properties: {
        absent: condition,
        since: { anyOf: [{ type: "string" }, { const: "call" }] },
      },
      required: ["absent"],
    },
    TestModel: {
      type: "object",
      properties: { name: { type: "string" }, expect: { type: "array", items: { $ref: "#/$defs/ExpectModel" } } },
    },
    ExpectModel: { type: "object", properties: { rule: { type: "string" }, by: { type: "number" } } },
  },
};

const name = (of: string, about: Name["about"] = {}): Name => ({
  name: of,
  path: "bank-zh/a.yaml",
  line: 3,
  sentence: { zh: `关于${of}`, en: `about ${of}` },
  about,
});

const names: Names = {
  signals: [name("loss", { phrases: ["去世", "过世"] }), name("condolence")],
  lists: [name("spouse", { texts: ["老伴"] }), name("elder")],
  vetoes: [],
  needs: [name("bereaved"), name("customer-angry")],
  emotions: [name("anger")],
  rules: [name("comfort")],
};

export const known = { schema: new RuleSchema(ROOT), names, lang: "zh" as const };
