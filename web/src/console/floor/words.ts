/** What the floor says. A hint, a need and an alert come worded by the server, in the call's language. */

import type { Lang } from "../../i18n/words.ts";

const zh = {
  title: "现场",
  standing: {
    connecting: "正在连接",
    unreachable: "连不上",
    live: "实时",
    delayed: "延迟",
    lost: "已断开",
    recovered: "已恢复",
    refused: "令牌已失效",
  },
  standingMore: {
    connecting: "",
    unreachable: "连不上服务，正在重试。",
    live: "",
    delayed: "服务有几秒没有消息，下面的情况可能晚了。",
    lost: (clock: string): string => `连接断开，正在重连。下面是 ${clock} 的情况。`,
    recovered: "连接已恢复，下面是现在的情况。",
    refused: "",
  },
  retry: "马上重连",
  signInAgain: "令牌换过了，请用新令牌登录。",
  waiting: "正在读取现场",

  totals: "概况",
  total: {
    calls: "通话",
    severe: "情绪很重",
    high: "情绪较重",
    mild: "有情绪",
    calm: "平静",
    risky: "可能投诉",
    alerts: "有告警",
    held: "保持中",
  },

  filter: "筛选",
  queue: "队列",
  group: "技能组",
  agent: "坐席",
  mood: "客户情绪",
  all: "全部",
  onlyAlerts: "只看有告警的",
  onlyRisky: "只看可能投诉的",
  clear: "清除筛选",
  shown: (shown: number, of: number): string => `显示 ${shown} / ${of} 通`,

  table: "正在进行的通话，最需要帮助的在前",
  columns: {
    help: "求助度",
    agent: "坐席",
    mood: "客户情绪",
    needs: "没做完的",
    risk: "投诉风险",
    hint: "最近提示",
    duration: "时长",
    strain: "承受",
  },
  helpMore: "0 到 100，越大越需要帮助",
  strainMore: "客户情绪较重以来累计的分钟",
  moving: (moves: number): string =>
    moves === 0 ? "鼠标或焦点在表里，顺序先不动。" : `鼠标或焦点在表里，顺序先不动；有 ${moves} 通要换位置，离开或按 R 就排。`,
  keys: "↑ ↓ 选通话，回车打开，R 重排",
  watch: (agent: string): string => `看坐席 ${agent} 的通话`,
  separator: "、",
  more: (count: number): string => `另有 ${count} 项`,
  escalated: "已升级",
  since: (clock: string): string => `${clock} 前`,
  times: (count: number): string => `第 ${count} 次`,
  noNeeds: "没有",
  noHint: "还没有",
  minutes: (minutes: string): string => `${minutes} 分钟`,
  hints: (count: number): string => `提示 ${count} 条`,
  alerts: (count: number): string => `${count} 条告警`,
  state: { held: "保持中", exchanged: "声道可能接反", input_lost: "收不到文字", muted: "提示已停", gone: "已结束" },
  felt: { anger: "生气", anxiety: "焦急", grief: "悲伤", mood: "情绪不佳" } as Readonly<Record<string, string>>,

  empty: "现在没有通话",
  emptyMore: "有通话接进来，会自动出现在这里。已经结束的，在“通话”里复盘。",
  nothing: "没有符合筛选的通话",
  samples: "这里的通话是示例：由演示程序播放，不是真实客户。",

  alertsTitle: "告警",
  noAlerts: "没有要处理的告警",
  handled: (count: number): string => `已认领 ${count} 条`,
  silenced: (count: number): string => `静默中 ${count} 条`,
  silences: (count: number): string => `静默规定 ${count} 条`,
  newAlert: (text: string, agent: string): string => `新告警：${text}，坐席 ${agent}`,
  newAlerts: (count: number, text: string): string => `${count} 条新告警，先看：${text}`,
  acknowledge: "认领",
  silence: "静默",
  silencing: "静默哪些",
  scope: {
    alert: "只这一条",
    call: "这通电话的全部告警",
    rule: "这条规则，所有通话",
    ruleQueue: (queue: string): string => `这条规则，只在“${queue}”`,
    queue: (queue: string): string => `“${queue}”的全部告警`,
  },
  howLong: "多久",
  minutesLong: (minutes: number): string => (minutes < 60 ? `${minutes} 分钟` : `${minutes / 60} 小时`),
  reason: "理由",
  reasonMore: "其他主管会看到",
  confirm: "静默",
  cancel: "取消",
  unsilence: "取消静默",
  by: (name: string): string => `${name} 认领了`,
  bySilence: (name: string, until: string): string => `${name} 静默到 ${until}`,
  withdrawn: { taken_back: "识别更正，原话收回", passed: "情况已过去", call_ended: "通话已结束" },
  callOver: "通话已结束",
  because: (quote: string): string => `“${quote}”`,
  everything: "全部告警",
  ofRule: (rule: string): string => `规则 ${rule}`,
  ofQueue: (queue: string): string => `队列 ${queue}`,
  ofCall: (call: string): string => `通话 ${call}`,
  actFailed: {
    unknown_alert: "这条告警已经不在了。",
    not_kept: "静默没有写进磁盘，没有生效，请再试或联系运维。",
    offline: "没有连接，没有生效。连接恢复后请再试。",
    other: (detail: string): string => `没有生效：${detail}`,
  },
};

export type FloorWords = typeof zh;

const en: FloorWords = {
  title: "Floor",
  standing: {
    connecting: "Connecting",
    unreachable: "No connection",
    live: "Live",
    delayed: "Delayed",
    lost: "Offline",
    recovered: "Back",
    refused: "Token no longer valid",
  },
  standingMore: {
    connecting: "",
    unreachable: "The server cannot be reached; trying again.",
    live: "",
    delayed: "Nothing was heard from the server for some seconds; what is below may be late.",
    lost: (clock) => `Connection lost, trying again. Below is how things stood at ${clock}.`,
    recovered: "Connected again. Below is how things stand now.",
    refused: "",
  },
  retry: "Try now",
  signInAgain: "The token has changed. Please sign in with the new one.",
  waiting: "Reading the floor",

  totals: "At a glance",
  total: {
    calls: "calls",
    severe: "very upset",
    high: "upset",
    mild: "stirred",
    calm: "calm",
    risky: "may complain",
    alerts: "with alerts",
    held: "on hold",
  },

  filter: "Filter",
  queue: "Queue",
  group: "Skill group",
  agent: "Agent",
  mood: "Customer’s mood",
  all: "All",
  onlyAlerts: "With alerts only",
  onlyRisky: "May complain only",
  clear: "Clear the filter",
  shown: (shown, of) => `${shown} of ${of} calls shown`,

  table: "Live calls, those whose agents need help most first",
  columns: {
    help: "Help",
    agent: "Agent",
    mood: "Customer’s mood",
    needs: "Still open",
    risk: "May complain",
    hint: "Last hint",
    duration: "Time",
    strain: "Strain",
  },
  helpMore: "0 to 100: the higher, the more help is needed",
  strainMore: "minutes so far with an upset customer",
  moving: (moves) =>
    moves === 0
      ? "The order is kept while you are in the table."
      : `The order is kept while you are in the table; ${moves} ${moves === 1 ? "call moves" : "calls move"} when you leave or press R.`,
  keys: "↑ ↓ choose a call, Enter opens it, R sorts",
  watch: (agent) => `Watch the call of agent ${agent}`,
  separator: ", ",
  more: (count) => `${count} more`,
  escalated: "raised",
  since: (clock) => `${clock} ago`,
  times: (count) => `${count} times`,
  noNeeds: "Nothing",
  noHint: "None yet",
  minutes: (minutes) => `${minutes} min`,
  hints: (count) => `${count} ${count === 1 ? "hint" : "hints"}`,
  alerts: (count) => `${count} ${count === 1 ? "alert" : "alerts"}`,
  state: {
    held: "On hold",
    exchanged: "Channels may be exchanged",
    input_lost: "No words coming in",
    muted: "Hints stopped",
    gone: "Ended",
  },
  felt: { anger: "angry", anxiety: "worried", grief: "grieving", mood: "unhappy" },

  empty: "No calls at the moment",
  emptyMore: "Calls appear here as they come in. Those that have ended are under Calls.",
  nothing: "No call fits the filter",
  samples: "The calls here are samples played by the demo, not real customers.",

  alertsTitle: "Alerts",
  noAlerts: "No alert to attend to",
  handled: (count) => `${count} being handled`,
  silenced: (count) => `${count} silenced`,
  silences: (count) => `${count} ${count === 1 ? "silence" : "silences"} in force`,
  newAlert: (text, agent) => `New alert: ${text}, agent ${agent}`,
  newAlerts: (count, text) => `${count} new alerts; first: ${text}`,
  acknowledge: "I’ll see to it",
  silence: "Silence",
  silencing: "Silence what",
  scope: {
    alert: "This alert only",
    call: "All alerts of this call",
    rule: "This rule, in all calls",
    ruleQueue: (queue) => `This rule, in “${queue}” only`,
    queue: (queue) => `All alerts of “${queue}”`,
  },
  howLong: "How long",
  minutesLong: (minutes) =>
    minutes < 60 ? `${minutes} minutes` : minutes === 60 ? "1 hour" : `${minutes / 60} hours`,
  reason: "Reason",
  reasonMore: "Other supervisors see it",
  confirm: "Silence",
  cancel: "Cancel",
  unsilence: "End the silence",
  by: (name) => `${name} is seeing to it`,
  bySilence: (name, until) => `Silenced by ${name} until ${until}`,
  withdrawn: {
    taken_back: "The words were corrected",
    passed: "No longer so",
    call_ended: "The call has ended",
  },
  callOver: "The call has ended",
  because: (quote) => `“${quote}”`,
  everything: "All alerts",
  ofRule: (rule) => `Rule ${rule}`,
  ofQueue: (queue) => `Queue ${queue}`,
  ofCall: (call) => `Call ${call}`,
  actFailed: {
    unknown_alert: "That alert is no longer there.",
    not_kept: "The silence could not be written to the disk and is not in force. Try again, or ask whoever runs the server.",
    offline: "There is no connection, so nothing was done. Please try again once it is back.",
    other: (detail) => `Nothing was done: ${detail}`,
  },
};

export function floorWords(lang: Lang): FloorWords {
  return lang === "en" ? en : zh;
}

/** A wall-clock time of today, `14:05` or `14:05:09`. */
export function wallClock(ms: number, { seconds = false } = {}): string {
  const time = new Date(ms);
  const parts = [time.getHours(), time.getMinutes(), ...(seconds ? [time.getSeconds()] : [])];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
}

/** The language of what the server worded, which is the call's and not that of the page. */
export function tongue(text: string): "zh-CN" | "en" {
  return /\p{Script=Han}/u.test(text) ? "zh-CN" : "en";
}
