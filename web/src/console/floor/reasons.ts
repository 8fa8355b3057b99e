import type { Lang } from "../../i18n/words.ts";
import { needName } from "../need-names.ts";
import type { RowReason } from "./wire.ts";
import { floorWords } from "./words.ts";

/** Why a complaint is to be feared, by the need that came up: what happened, not what to do about it. */
const REASONS: Readonly<Record<Lang, Readonly<Record<string, string>>>> = {
  zh: {
    "regulator-threat": "说要找监管",
    "complaint-demand": "要投诉",
    "leaving-threat": "说要走",
    "customer-angry": "发火了",
    "doubts-competence": "信不过坐席",
    "had-to-repeat": "说了好几遍",
    "fair-terms": "觉得不公平",
    "customer-dissatisfied": "不满意",
    "doubts-human": "嫌像机器人",
    "waited-too-long": "等太久",
    "privacy-slip": "说漏了信息",
    "blunt-tone": "坐席语气硬",
    "arguing-identity": "争是不是真人",
    defensive: "坐席在辩解",
    "risk-undisclosed": "没说风险",
    "bare-refusal": "只说不行",
    "cold-transfer": "生硬转接",
    interrupting: "打断客户",
    "explains-without-solving": "只解释不办",
    "scripted-repetition": "念话术",
    "asks-again": "问过的又问",
  },
  en: {
    "regulator-threat": "threatens the regulator",
    "complaint-demand": "wants to complain",
    "leaving-threat": "threatens to leave",
    "customer-angry": "lost their temper",
    "doubts-competence": "doubts the agent",
    "had-to-repeat": "had to repeat",
    "fair-terms": "finds it unfair",
    "customer-dissatisfied": "dissatisfied",
    "doubts-human": "takes it for a robot",
    "waited-too-long": "waited too long",
    "privacy-slip": "private data slipped",
    "blunt-tone": "blunt agent",
    "arguing-identity": "argues who is human",
    defensive: "defensive agent",
    "risk-undisclosed": "risk not told",
    "bare-refusal": "a bare no",
    "cold-transfer": "transferred coldly",
    interrupting: "interrupted",
    "explains-without-solving": "explained, not solved",
    "scripted-repetition": "script repeated",
    "asks-again": "asked again",
  },
};

/** A reason in a few words; a need that is none of these by what people call it, else by its headline. */
export function reason({ what, text }: RowReason, lang: Lang): string {
  const happened = REASONS[lang][what] ?? needName(what, lang) ?? text;
  if (happened !== "") return happened;
  const meter = what.replace(/^emotion:(en-)?/, "");
  return floorWords(lang).felt[meter] ?? meter;
}
