/** CodeMirror's own words, for `EditorState.phrases`; in English it speaks for itself. */

import type { Lang } from "../../../i18n/words.ts";

const ZH: Readonly<Record<string, string>> = {
  Find: "查找",
  Replace: "换成",
  next: "下一个",
  previous: "上一个",
  all: "全选",
  "match case": "区分大小写",
  regexp: "正则",
  "by word": "整词",
  replace: "替换",
  "replace all": "全部替换",
  close: "关闭",
  "current match": "当前",
  "replaced $ matches": "换了 $ 处",
  "replaced match on line $": "换了第 $ 行",
  "on line": "在第几行",
  "Go to line": "到第几行",
  go: "去",
  Completions: "这里可以写的",
  Diagnostics: "问题",
  "No diagnostics": "没有问题",
  "Folded lines": "收起的行",
  "Unfolded lines": "展开的行",
  "Fold line": "收起",
  "Unfold line": "展开",
  "folded code": "收起的内容",
  unfold: "展开",
  "$ unchanged lines": "$ 行没有变",
  "Control character": "看不见的字符",
  "Selection deleted": "删掉了选中的内容",
};

export function editorPhrases(lang: Lang): Readonly<Record<string, string>> {
  return lang === "zh" ? ZH : {};
}
