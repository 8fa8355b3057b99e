import type { Lang } from "../i18n/words.ts";

const zh = {
  tagline: "客户话里的另一层意思，坐席当下就看得见",
  calls: "示例通话",
  customer: "客户",
  agent: "坐席",
  ivr: "语音导航",
  unknown: "未知",
  play: "播放",
  again: "重播",
  stop: "停止",
  speed: "速度",
  empty: "选一通电话，按播放。",
  emptyMore: "这里是双方的话，像语音识别那样一边听一边改；右边是坐席看到的提示。",
  transcript: "通话原文",
  overlay: "坐席的提示窗",
  ended: "通话结束",
  language: "English",
  dark: "深色",
  light: "浅色",
  failed: "无法连接演示服务。请用启动时打印的完整网址打开此页。",
  keys: "Alt+Shift+O 进入提示窗",
  console: "主管台",
  consoleMore: "您看着的时候，另有几通示例通话在那里进行",
  supervisor: "演示主管",
};

export type DemoWords = typeof zh;

const en: DemoWords = {
  tagline: "What the customer means, seen by the agent while it matters",
  calls: "Sample calls",
  customer: "Customer",
  agent: "Agent",
  ivr: "Menu",
  unknown: "Unknown",
  play: "Play",
  again: "Play again",
  stop: "Stop",
  speed: "Speed",
  empty: "Choose a call and press play.",
  emptyMore:
    "Here you see both speakers' words, corrected as they are recognised; beside them, what the agent sees.",
  transcript: "The call",
  overlay: "The agent's overlay",
  ended: "Call ended",
  language: "中文",
  dark: "Dark",
  light: "Light",
  failed: "Cannot reach the demo. Open this page with the full URL printed at start.",
  keys: "Alt+Shift+O moves into the overlay",
  console: "Supervisors’ console",
  consoleMore: "While you look at it, more sample calls go on there",
  supervisor: "Demo supervisor",
};

export function demoWords(lang: Lang): DemoWords {
  return lang === "en" ? en : zh;
}
