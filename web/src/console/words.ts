/** The shell's own words. Each screen has a `words.ts` of its own. */

import type { Lang } from "../i18n/words.ts";

const zh = {
  lang: "zh" as Lang,
  product: "弦外",
  console: "主管台",
  nav: { floor: "现场", studio: "规则", calls: "通话", trends: "趋势", training: "陪练" },
  navigation: "主菜单",
  signIn: "登录",
  signInMore: "请输入启动服务时打印的令牌，或向管理员索取。",
  token: "令牌",
  name: "怎么称呼您",
  nameMore: "您发的话、改的规则会带上这个名字。",
  enter: "进入",
  signOut: "退出",
  wrongToken: "令牌不对，请核对后再试。",
  agentsOnly: "这个令牌只能进陪练，主管台需要主管令牌。",
  unreachable: "连不上服务，请检查网络，或稍后再试。",
  retry: "再试一次",
  loading: "正在打开",
  broken: "页面没能打开，可能是服务刚升级过。",
  reload: "重新载入",
  nowhere: "这里没有页面",
  nowhereMore: "地址可能写错了，请从上面的菜单进入。",
  dark: "深色",
  light: "浅色",
  language: "English",
  skip: "跳到正文",
  unsaved: "有改动还没保存，确定离开吗？",
};

export type ConsoleWords = typeof zh;

const en: ConsoleWords = {
  lang: "en",
  product: "Overtone",
  console: "Console",
  nav: { floor: "Floor", studio: "Rules", calls: "Calls", trends: "Trends", training: "Training" },
  navigation: "Main menu",
  signIn: "Sign in",
  signInMore: "Enter the token printed when the server started, or ask whoever runs it.",
  token: "Token",
  name: "Your name",
  nameMore: "It stands beside what you say to agents and what you change in rules.",
  enter: "Enter",
  signOut: "Sign out",
  wrongToken: "That token is not right. Please check it and try again.",
  agentsOnly: "This token opens the training room only. The console needs the supervisors’ token.",
  unreachable: "The server cannot be reached. Check the network, or try again in a while.",
  retry: "Try again",
  loading: "Opening",
  broken: "The page could not be opened; the server may just have been upgraded.",
  reload: "Load again",
  nowhere: "There is no page here",
  nowhereMore: "The address may be mistyped. Please start from the menu above.",
  dark: "Dark",
  light: "Light",
  language: "中文",
  skip: "Skip to the content",
  unsaved: "There are changes that have not been saved. Leave all the same?",
};

export function consoleWords(lang: Lang): ConsoleWords {
  return lang === "en" ? en : zh;
}
