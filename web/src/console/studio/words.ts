import type { Lang } from "../../i18n/words.ts";
import { enTrying } from "./words/en-trying.ts";
import { enWriting } from "./words/en-writing.ts";
import { type TryingWords, zhTrying } from "./words/zh-trying.ts";
import { type WritingWords, zhWriting } from "./words/zh-writing.ts";

/** The studio's own words. */
export type StudioWords = WritingWords & TryingWords;

const ZH: StudioWords = { ...zhWriting(), ...zhTrying() };
const EN: StudioWords = { ...enWriting(), ...enTrying() };

export function studioWords(lang: Lang): StudioWords {
  return lang === "en" ? EN : ZH;
}
