import type { Lang } from "../../../i18n/words.ts";
import { docsEn } from "./docs-en.ts";
import { docsZh } from "./docs-zh.ts";
import type { SchemaKey } from "./schema.ts";

/** What a key means. An override's keys mean what the rule's own do; null where there is no more to say. */
export function docOf({ model, key, schema }: SchemaKey, lang: Lang): string | null {
  const docs = lang === "en" ? docsEn : docsZh;
  const own = docs[`${model}.${key}`] ?? docs[`.${key}`];
  if (own !== undefined) return own;
  if (model === "RuleOverride") return docs[`RuleModel.${key}`] ?? null;
  return schema.description ?? null;
}
