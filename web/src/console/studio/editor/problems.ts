/** Problems in words a supervisor reads. The server tells them in English; their codes speak Chinese too. */

import type { Lang } from "../../../i18n/words.ts";
import type { Problem } from "../wire.ts";

const CODES: Readonly<Record<string, string>> = {
  R001: "文件打不开，请核对路径和权限",
  R002: "不是 UTF-8 纯文本，或带有看不见的字符",
  R003: "太大了，请拆成同一个包里的几个文件",
  R004: "套得太深，请把其中一部分单独起名",
  R005: "同一个键写了两次，请改名或合在一起",
  R006: "从这里起读不懂，多半是缺引号或没有对齐",
  R007: "这种 YAML 写法用不着：锚点、标签、合并键都请去掉",
  R101: "这些字抹平以后就没有了，永远听不到",
  R102: "这个正则没有必定出现的词，会很慢，请给它一个",
  R103: "这个说法没有作用，已经包含在另一个说法里",
  R104: "标题太长：中文不超过 16 个字，英文不超过 32 个字母",
  R105: "请不要用感叹号，平静地说",
  R106: "只说了做什么，没有可以照着念的话，请补上 say",
  R107: "还没有测试，请补一个，免得日后改坏了不知道",
  R108: "只剩一个字，会在别的词里经常听到，请写长一点",
  R109: "没有地方用到它，若不是写错了就删掉",
  R110: "最后一种写法里有槽位，不知道内容时会留空，请再补一种不带槽位的",
  R111: "少了一种语言的写法",
  R112: "花括号里不是槽位，会照原样显示",
  R113: "等的这个需要，没有规则会提出",
  R114: "加重以后反而变轻了",
  R115: "要求太低，几乎每句话都会算",
  R116: "写成了一个说法，里面有中文逗号；若是几个，请用英文逗号分开",
  R117: "坐席会看到这对引号，请去掉",
  R120: "这是新建规则时的占位文字，坐席会原样看到，请换成真正要给坐席看的话",
  R118: "里面什么都没有",
  R201: "这里没有这个键",
  R202: "这里少一个键",
  R203: "这里不能是这个值",
  R204: "名字用小写字母、数字和连字符，字母开头，如 late-fee",
  R205: "时长要带单位，如 500ms、12s、2m；比较写成 \">=60\"",
  R207: "这不是条件：写一个信号的名字，或者一种条件的写法",
  R208: "*.test.yaml 里只能放 tests",
  R209: "名字重复了，所有规则包里都不能重名",
  R210: "没有这个名字，请核对拼写",
  R211: "没有这个词单",
  R212: "没有可以覆盖的东西，请核对名字",
  R213: "不能这样覆盖，可以停用原规则，另写一条",
  R301: "说法太长，请只写要紧的词",
  R302: "说法是空的，标点和口头语不算",
  R303: "… 的写法不对：… 或 …{2,20}",
  R304: "太多了，几个词单相乘超出了上限",
  R305: "正则写法不对（RE2，不支持环视和反向引用）",
  R306: "词单里只能是普通的词",
  R401: "信号要么看话，要么看怎么说，要么看情绪或通话资料",
  R402: "说话人和情绪的主人不一致",
  R403: "抓取名不对",
  R404: "情绪表没有这一级",
  R405: "否决词要写 before 或 after 多少个字",
  R406: "级别要在 0 到 1 之间，依次升高",
  R407: "情绪不能再建立在情绪或通话资料上",
  R408: "“怎么说”的写法不成立，请核对数值",
  R409: "太短，不能按音听：true 要三个音节，short 要两个",
  R411: "判断谁是谁的信号，要写 speaker: any",
  R412: "历史信号整通电话都成立，不能数次数，也不能当起点",
  R501: "这永远不会成立，要的比有的还多",
  R502: "条件是空的",
  R503: "during: closing 需要一个叫 closing 的坐席信号",
  R504: "两个键说的是一回事，请留一个",
  R505: "少标题",
  R506: "不能替下自己",
  R507: "光有状态或没有什么，规则不会开始，请用 all 和一件发生的事连起来",
  R508: "规则互相等待，成了一个圈",
  R509: "没有 need 的规则，不能给坐席看提示",
  R510: "规则轮流改写通话资料，会没完没了",
  R511: "没有学过这种例句",
  R512: "like 要写像哪种例句、谁说的",
  R513: "first 要大过 needed",
  R601: "通话要一行一句：起-止 说话人: 话",
  R602: "期望要写规则或需要，和秒数",
};

const QUOTED = /`([^`]+)`/gu;
const MEANT = /did you mean `([^`]+)`/u;

/** In Chinese: what kind of problem it is, which words it is about, and what was probably meant. */
export function toldProblem(problem: Problem, lang: Lang): string {
  const { message, hint } = problem;
  const kind = CODES[problem.code];
  if (lang === "en" || kind === undefined) return hint === null ? message : `${message}. ${hint}`;
  const about = [...message.matchAll(QUOTED)].map((match) => match[1] ?? "").slice(0, 1);
  const meant = replacement(problem);
  return [
    ...about.map((word) => `“${word}”：`),
    kind,
    ...(meant === null ? [] : [`。您是不是想写“${meant}”`]),
  ].join("");
}

/** What was probably meant, to be written instead of the words that the problem is about. */
export function replacement({ message, hint }: Problem): string | null {
  return MEANT.exec(hint ?? message)?.[1] ?? null;
}

