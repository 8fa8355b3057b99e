"""Messages about what rules say, and what they are in Chinese; as in :mod:`.chinese_form`."""

CONTENT = {
    # phrases and patterns
    "a phrase longer than {} characters": "说法超过 {} 个字符",
    "more than {} pieces in one phrase": "一个说法断成了 {} 段以上",
    "nothing stands before or after this …": "这个 … 的前面或后面没有字",
    "a gap joins two texts: 不…着急": "… 连接两段文字：不…着急",
    "`…{}` is no gap": "“…{}”不是间隔的写法",
    "write …{0,20}: least, most": "请写 …{0,20}：最少，最多",
    "`…{}`: the least is above the most": "“…{}”：最少比最多还多",
    "`…{}`: a gap is at most {} characters": "“…{}”：间隔最多 {} 个字",
    "what is farther apart are two signals in a `sequence`": (
        "隔得更远的，请写成 `sequence` 里的两个信号"
    ),
    "all phrases expand to more than {} texts": "所有说法展开后超过 {} 个",
    "an empty phrase": "说法是空的",
    "{} expand to {} texts; {} at most": "{} 展开成 {} 个说法，最多 {} 个",
    "shorten a list, or put … between the lists": "请缩短词单，或在词单之间加 …",
    "there is no list `{}`": "没有叫“{}”的词单",
    "write it under `lists:`": "请写在 `lists:` 下面",
    "nothing is left of `{}` once punctuation and fillers are gone": (
        "“{}”去掉标点和口头语以后什么都不剩"
    ),
    "use words that are always said": "请用一定会说到的词",
    "a list holds plain texts, without … or $": "词单里只放普通文字，没有 … 和 $",
    "write the gap or the list in the phrase": "间隔和词单请写在说法里",
    "a pattern longer than {} characters": "正则超过 {} 个字符",
    "`{}` looks ahead or behind, which patterns cannot: it can take for ever": (
        "“{}”是前后环视，这里不支持：它可能永远算不完"
    ),
    "say what must not stand there with `except:` or `not_near:`": (
        "不该出现的请写在 `except:` 或 `not_near:` 里"
    ),
    "a pattern cannot refer back to what a group found: it can take for ever": (
        "正则不能反向引用：它可能永远算不完"
    ),
    "write the possibilities out, or use variants and `sequence` with `same:`": (
        "请把各种可能写出来，或者用变体，和带 `same:` 的 `sequence`"
    ),
    "the patterns of all packs are too many, or too large": "所有规则包的正则太多或太大",
    "a pattern of {} instructions; {} at most": "这个正则有 {} 条指令，最多 {} 条",
    "repeat less: {1,900} is written out nine hundred times": (
        "请少重复几次：{1,900} 会展开成九百遍"
    ),
    "not a pattern: {}": "正则写得不对：{}",
    "nothing must be heard for this pattern, so it runs on everything": (
        "这个正则没有必定出现的字，每句话都要算一遍"
    ),
    "give it a word that is always said": "请给它一个一定会说到的词",
    "`{}` {} in the text that patterns see": "正则看到的文字里，“{}”{}",
    "is left out": "没有了",
    "reads `{}`": "变成了“{}”",
    "write it as it reads there, or set `text: original`": (
        "请按那里的样子写，或者写 `text: original`"
    ),
    "nobody says `{}`: in `{}` it stands for nothing": (
        "“{}”没有人会说出口：写在“{}”里，它什么也代表不了"
    ),
    "for a few words in between write …: `{}`": "要代表中间几个字，请写 …：`{}`",
    "`{}` is one phrase, with a full-width comma in it": "“{}”是一个说法，里面有中文标点",
    "if these are several, write `{}`; else leave the comma out": (
        "若是几个说法，请用英文逗号分开：`{}`；若是一个，请去掉标点"
    ),
    "`{}` is a single character: it is part of many other words": (
        "“{}”只有一个字，很多别的词里也有它"
    ),
    "use a longer phrase, or `word: true`": "请写长一点，或者写 `word: true`",
    "`{}` adds nothing: `{}` is heard wherever it is": "“{}”没有作用：有它的地方“{}”已经听到了",
    "remove the longer one": "请去掉较长的",
    # signals and emotions
    "`{}` has nothing to go by": "“{}”没有写听什么",
    "`{}` has {}": "“{}”同时写了 {}",
    "give it phrases, patterns, emotion, context or history, or a manner such as pace": (
        "请写 phrases、patterns、emotion、context、history 之一，或者“怎么说”，如 pace"
    ),
    "`like` wants to know like examples of what": "`like` 要写像哪种例句",
    "the first hint of a call is asked for no more than any other": (
        "一通电话的第一条提示，要求并不比别的提示高"
    ),
    "write more than {}, or remove `first`": "first 请写得大过 {}，或者删掉",
    "write {does: what an agent does, likely: 0.5} or {means: a need, likely: 0.5}": (
        "请写 {does: 坐席的做法, likely: 0.5} 或者 {means: 需要, likely: 0.5}"
    ),
    "its examples are what the {} says, and `{}` is of the {}": (
        "这些例句是{0}说的话，而“{1}”听的是{2}"
    ),
    "write `speaker: {}`, or choose other examples": "请写 `speaker: {}`，或者换一种例句",
    "a fact is the one thing that is captured, and `{}` captures {}": (
        "fact 记的是唯一抓取到的东西，而“{}”抓取到的是 {}"
    ),
    "write phrases as {VALUE: [texts]} with `as: NAME`, or (?P<name>...) in its patterns": (
        "请把 phrases 写成 {值: [说法]} 并加 `as: 名字`，或者在正则里写 (?P<name>…)"
    ),
    "`{}` has {} characters; a label is read at a glance": "“{}”有 {} 个字，标签要一眼看完",
    "at most {}": "最多 {} 个",
    "add `speaker: customer` or `speaker: agent`": (
        "请补上 `speaker: customer`（客户）或 `speaker: agent`（坐席）"
    ),
    "`{}` says nothing about a signal by {}": "信号若以 {1} 为准，“{0}”就没有意义",
    "remove it": "请去掉",
    "phrases by variant need a name for the variant heard": "分变体写的说法，要给变体起个名字",
    "add `as: NAME`, or make phrases a list": "请补上 `as: 名字`，或者把 phrases 写成列表",
    "`as` names the variant heard, but phrases has no variants": (
        "`as` 是变体的名字，而 phrases 没有分变体"
    ),
    "write phrases as {VARIANT: [texts]}; a pattern captures by (?P<name>...)": (
        "请把 phrases 写成 {变体: [说法]}；正则用 (?P<name>…) 抓取"
    ),
    "`{}` is already the name of `as`": "“{}”已经是 `as` 的名字",
    "text as received is compared by its characters, not by their sound": (
        "原样比较的文字看的是字，不是音"
    ),
    "leave `text: original` out": "请去掉 `text: original`",
    "`{}` is too short: much else sounds like it": "“{}”太短，听着像它的太多",
    "give it a signal of its own": "请另写一个信号",
    "give it a signal of its own, or write `sounds_like: short`": (
        "请另写一个信号，或者写 `sounds_like: short`"
    ),
    "`{}` is not Chinese throughout: how it sounds is not known": "“{}”不全是汉字，不知道怎么读",
    "`every` tells how long an emotion stands at a level": "`every` 说的是情绪停在一级多久",
    "there is no need or signal `{}`": "没有叫“{}”的需要或信号",
    "no need or signal has a name like it": "也没有名字相近的需要或信号",
    "`{}` is heard of the {} only, and so cannot tell who it is": ("“{}”只听{}的，分不出谁是谁"),
    "give it `speaker: any`": "请写 `speaker: any`",
    "another file of the pack has a `subject` already": "规则包的另一个文件里已有 `subject`",
    "keep one, with all its words": "请合成一个，把词都写在一起",
    "there are no lessons that could tell familiar talk": "还没有学过例句，分不出什么话是熟悉的",
    "give examples of the pack's calls and run `assist rules learn`, or remove `subject`": (
        "请给出这个规则包的例句，再运行 `assist rules learn`；或者删掉 `subject`"
    ),
    "a word of the subject has no gap": "`subject` 的词中间不能有空档",
    "write what is said in one piece": "请写成连着说的一个词",
    "`{}` has no spike": "“{}”没有写 spike",
    "add `spike:` to it": "请给它补上 `spike:`",
    "`{}` has no level {}": "“{}”没有 {} 这一级",
    "it has {}": "它有：{}",
    "a veto looks `before` or `after` a match": "否决词要看前面（before）或后面（after）",
    "add `before: 8`": "请补上 `before: 8`",
    "no level is given": "一级也没有写",
    "levels must rise from mild to severe": "级别要从 mild 到 severe 依次升高",
    "`{}` is no signal of words: an emotion cannot rest on emotions or context": (
        "“{}”不是听话的信号：情绪不能建立在情绪或通话资料上"
    ),
    "weigh signals with phrases or patterns, or of manner; an agent's emotion may also weigh the "
    "customer's": "请用有 phrases、patterns 或“怎么说”的信号；坐席的情绪还可以看客户的情绪",
    "`{}` is an emotion of the {}, not of the {}": "“{}”是{}的情绪，不是{}的",
    "leave speaker out": "请去掉 speaker",
    "customer": "客户",
    "agent": "坐席",
    "`{}` goes by {}": "“{}”同时看 {}",
    "make them signals of their own and join these with {all: [..], within: 2s}": (
        "请写成几个信号，再用 {all: [..], within: 2s} 连起来"
    ),
    "`{}` tells of a moment, not of the words beside it": "“{}”说的是一个时刻，不是旁边的话",
    "make it a signal of its own and join the two with {all: [..], within: 5s}": (
        "请另写一个信号，再用 {all: [..], within: 5s} 连起来"
    ),
    "`{}` is one speaker's": "“{}”要说明是谁的",
    "say `speaker: customer` or `speaker: agent`": (
        "请写 `speaker: customer`（客户）或 `speaker: agent`（坐席）"
    ),
    "no pace is given": "没有写多快多慢",
    "{above: 1.4} or {below: 0.7}": "{above: 1.4} 或 {below: 0.7}",
    "nothing is both so fast and so slow": "不会既这么快又这么慢",
    "the {}'s own pace is what it is compared with anyway": "本来就是和{}自己的语速比",
    "leave `of` out": "请去掉 `of`",
    "a long turn is so long or so many characters": "说得久，要写多久或多少个字",
    "{time: 20s} or {chars: 25}": "{time: 20s} 或 {chars: 25}",
    "{} times so far apart do not fit into `within`": "隔这么久的 {} 次，放不进 `within` 里",
    "make `within` longer or `apart` shorter": "请把 `within` 写长，或把 `apart` 写短",
    "longer than can be told: at most {}s": "太长了，最多 {} 秒",
    "everybody's pace varies by that much": "谁的语速都会差这么多",
    "1.3 and above, or 0.75 and below, stand out": "1.3 以上或 0.75 以下才算得上",
    "pauses for thought last as long": "想一想也会停这么久",
    "3s and more are silences": "三秒以上才是沉默",
    "sentences that merely share a topic are as alike": "只是同一个话题的两句话也有这么像",
    "0.6 finds the same request in other words, 0.85 the same sentence": (
        "0.6 能认出换了说法的同一个要求，0.85 是同一句话"
    ),
    # conditions
    "`{}` is known of earlier calls: it has no moment in this one": (
        "“{}”说的是以前的通话，在这一通里没有时刻"
    ),
    "use it by itself or in all: and any:": "请单独用，或者放进 all: 和 any:",
    "{} of {} can never be": "{1} 个里面不会有 {0} 个",
    "to ask for the same signal several times, write {count: NAME, at_least: N}": (
        "同一个信号要听到几次，请写 {count: 名字, at_least: 次数}"
    ),
    "no signal of this sequence captures `{}`": "这个 sequence 里没有信号抓取“{}”",
    "name it with `as:`, or by a group (?P<name>...) of a pattern": (
        "请用 `as:` 起名，或者在正则里写 (?P<name>…)"
    ),
    "nothing is asked of these turns": "没有写对这几次发言要求什么",
    "add `each: SIGNAL` or `none: SIGNAL`": "请补上 `each: 信号` 或 `none: 信号`",
    "no signal is named `closing`, so no call ever closes": (
        "没有叫 `closing` 的信号，永远到不了收尾"
    ),
    "add a signal `closing` with what agents say at the end": (
        "请补上信号 `closing`，写坐席收尾时说的话"
    ),
    "`closing` is what the agent says": "`closing` 是坐席说的话",
    "more than {} conditions in one rule": "一条规则里的条件超过 {} 个",
    "name parts of it as needs of their own": "请把其中一部分写成单独的需要",
    "`during` takes one of first and after": "`during` 里 first 和 after 只能写一个",
    "{first: 30s} or {after: 3m}": "{first: 30s} 或 {after: 3m}",
    # rules
    "more than {} rules": "规则超过 {} 条",
    "it ends before it begins": "结束比开始还早",
    "exchange the two": "请对调",
    "a rule has met_by or steps, not both": "met_by 和 steps 只能写一个",
    "a step has a met_by of its own": "每一步有自己的 met_by",
    "the hint has no text": "提示没有标题",
    "add `text:`, the headline agents see": "请补上 `text:`，坐席看到的标题",
    "the step has no text": "这一步没有标题",
    "add `text:`": "请补上 `text:`",
    "`once` already says max_per_call: 1": "`once` 就是 max_per_call: 1",
    "remove one": "请去掉一个",
    "patience needs turns or time": "patience 要写 turns 或 time",
    "a rule cannot supersede itself": "规则不能替下自己",
    "nothing happens here: a state or an absence alone never begins": (
        "这里没有发生什么：光有状态或“没有什么”，规则不会开始"
    ),
    "add a signal with `all:`, or `during: {after: 30s}`": (
        "请用 `all:` 加一个信号，或者写 `during: {after: 30s}`"
    ),
    "`{}` is no language of calls": "通话没有“{}”这种语言",
    "zh or en": "zh 或 en",
    "`{}` is for the agent, but no need is named": "“{}”是给坐席的，但没有写需要",
    "add `need:`, or remove `{}`": "请补上 `need:`，或者去掉“{}”",
    "rules wait on each other's needs: {}": "规则互相等对方的需要：{}",
    "`{}` waits on the need that it raises itself": "“{}”等的是自己提出的需要",
    "a glob may take in its own need: name the others, or use an absence of signals": (
        "通配符可能把自己的需要也算进去：请写出别的，或者用“没有某个信号”"
    ),
    "rules take turns without end: {}": "规则轮流改写，没完没了：{}",
    "`{}` waits on {}, which no rule raises": "“{}”等的是 {}，没有规则会提出",
    "write a rule with that need": "请写一条提出它的规则",
    "a headline of {} characters; {} are read at a glance": "标题有 {} 个字，一眼能看完的是 {} 个",
    "put the rest into `say:`": "其余的请放进 `say:`",
    "an exclamation mark in a hint": "提示里有感叹号",
    "say it calmly": "请平静地说",
    "agents would see these quotes": "坐席会看到这对引号",
    "leave “ and ” out": "请去掉“和”",
    "agents would read “{}”, which a new rule only begins with": (
        "“{}”是新建规则时的占位文字，坐席会原样看到"
    ),
    "write what they should read, or set `mode: shadow`": (
        "请换成真正要给坐席看的话；没想好之前，先写上 mode: shadow"
    ),
    "a brace that is no slot": "这个花括号不是槽位",
    "slots are {name}": "槽位写作 {name}",
    "the hint gives no sentence to say": "提示里没有可以照着念的话",
    "add `say:`": "请补上 `say:`",
    "escalating takes it from {} down to {}": "加重以后反而从 {} 变成了 {}",
    "escalate to a higher priority": "请加重到更高的一级",
    "when {} is unknown, this has a hole in it": "不知道 {} 时，这里会留空",
    "add a last wording without slots": "请在最后补一种不带槽位的写法",
    "the rule applies to {}, but `{}` has no wording in it": (
        "规则用于 {}，但“{}”没有这种语言的写法"
    ),
    "`say` never shows: each step has its own": "“say”不会显示：每一步都有自己的话术",
    "the hint shows the texts of its steps: this one stands on the checklist only": (
        "提示上显示的是各步骤的标题，这一句只写在需要清单上"
    ),
    "override it in `steps:`, by the step's name: {}": "请在 `steps:` 里按步骤名覆盖：{}",
    "put it in a step: {}": "请写在步骤里：{}",
    "nothing uses the {} `{}`": "没有地方用到{}“{}”",
    "no test expects `{}`": "没有测试期待“{}”",
    "write down a call in which it should help": "请写下一通它该帮上忙的电话",
    # overrides
    "there is no {} `{}` to override": "没有可以覆盖的{}“{}”",
    "did you mean `{}`? If not, {}": "您是不是想写“{}”？不是的话，{}",
    "the pack that has it must be loaded with this one: `assist rules check` without a folder takes"
    " the packs shipped and your own": (
        "要覆盖的那个规则包得一起加载：`assist rules check` 后面不写文件夹，"
        "就把自带的和您自己的一起查"
    ),
    "`{}` cannot be overridden": "“{}”不能覆盖",
    "`{}` of `{}` is already overridden at {}": "“{1}”的“{0}”已经在 {2} 覆盖过",
    "keep one of the two": "请留一个",
    "this signal has no phrases to add to": "这个信号没有 phrases 可以补充",
    "override a rule": "请覆盖规则",
    "`{}` has no steps": "“{}”没有步骤",
    "override its `hint:`": "请覆盖它的 `hint:`",
    "the phrases of this signal are {}": "这个信号的 phrases 是{}",
    "a plain list": "普通列表",
    "{VARIANT: [texts]}": "{变体: [说法]}",
    "add as much": "请用同样的写法补充",
    "nothing would be left": "这样就什么都不剩了",
    "override a rule's `mode: off`": "请覆盖规则的 `mode: off`",
    "`{}` is not there to be dropped": "没有可以去掉的“{}”",
    "nothing like it is there": "那里没有相近的",
    # tests
    "line {} of the call: {}": "通话第 {} 行：{}",
    'write "START-END SPEAKER: text", such as "0.0-4.2 客户: 你好"': (
        "请写成“起-止 说话人: 话”，如“0.0-4.2 客户: 你好”"
    ),
    "nobody is called {} here: write {}": "这里没有叫 {} 的人，请写 {}",
    "nothing is said on this line": "这一行没有话",
    "longer than {} characters": "超过 {} 个字符",
    "the end must come after the start": "结束要晚于开始",
    "a script ends within {} seconds": "通话最长 {} 秒",
    "a script has at most {} lines": "通话最多 {} 行",
    "nobody says anything in this call": "这通电话里没有人说话",
    "expect one of rule, need, context and fact": "期望要写 rule、need、context、fact 之一",
    "`met` says something else than `state: {}`": "`met` 和 `state: {}` 说的不一样",
    "`after` must be before `by`": "`after` 要早于 `by`",
    "the test `{}` is already at {}": "测试“{}”已经在 {} 写过",
    "rename one": "请给其中一个改名",
}
"""English to Chinese."""
