/** The sidecar's own alerts in the page's language; a rule's say what the rule says, in the call's. */

import type { Lang } from "../i18n/words.ts";

const OWN: Readonly<Record<Lang, Readonly<Record<string, string>>>> = {
  zh: {
    "node:severe-emotion": "客户情绪持续激烈，坐席可能需要支援",
    "node:engine-fault": "本通话的提示因程序错误已停止",
    "node:channels-exchanged": "客户与坐席的声道可能接反，部分提示已暂停",
    "node:input-lost": "收不到本通话的识别文字，提示暂停",
  },
  en: {
    "node:severe-emotion": "The customer has been very upset for a while; the agent may need support",
    "node:engine-fault": "Hints for this call have stopped because of a fault in the program",
    "node:channels-exchanged": "The customer's and the agent's channels look exchanged; some hints are paused",
    "node:input-lost": "No words of this call are coming in; hints are paused",
  },
};

export function alertText({ rule, text }: { readonly rule: string; readonly text: string }, lang: Lang): string {
  return OWN[lang][rule] ?? text;
}
