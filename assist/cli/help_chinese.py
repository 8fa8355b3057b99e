"""The command line's help texts in Chinese, by what they are in English."""

from __future__ import annotations

CHINESE = {
    # assist
    "Overtone (弦外): one timely hint for the agent of a live call.": (
        "弦外：通话进行时，给坐席一条及时的提示。"
    ),
    "Show this message and exit.": "显示这段说明，然后退出。",
    "Install completion for the current shell.": "给现在的 shell 装上命令补全。",
    "Show completion for the current shell, to copy it or customize the installation.": (
        "显示现在的 shell 的补全脚本，供复制或自己改装。"
    ),
    # replay, record, report
    "Play recordings, or one call of a log, and print what the agent would have seen."
    "\n\n"
    "Exits with 2 when a recording, a log or a rule could not be read; the others are "
    "replayed.": (
        "播放录制或日志里的一通，写出坐席会看到什么。\n\n"
        "录制、日志或规则有读不了的，退出码是 2；其余的照样播放。"
    ),
    "Recordings: JSON Lines of events.": "录制：一行一个事件的 JSON。",
    "One JSON object a line for each event out.": "每个输出事件一行 JSON。",
    "Packs to use instead of those of the log, or of those shipped and your own; repeatable.": (
        "用这些规则包，不用日志里的、也不用自带的和您自己的；可以写几次。"
    ),
    "An SQLite log, also in use.": "SQLite 日志，正在用的也行。",
    "Which call of the log.": "日志里的哪一通。",
    "Write calls as recordings: JSON Lines, masked, to be replayed, simulated or "
    "tested with.\n\n"
    "With --follow and no --call: every call that is live or begins from now on, until "
    "Ctrl+C.": (
        "把通话写成录制：一行一个事件的 JSON，已脱敏，可以播放、模拟、拿来测试。\n\n"
        "写 --follow 而不写 --call：正在进行的和以后开始的每一通，直到按 Ctrl+C。"
    ),
    "The server's log, also in use.": "服务的日志，正在用的也行。",
    "Which call (repeatable) [all of the log].": "哪一通（可以写几次）[日志里的全部]。",
    "Folder for CALL.jsonl files [print one call].": (
        "放 CALL.jsonl 文件的文件夹 [不写就直接显示一通]。"
    ),
    "Go on with live calls until they end.": "正在进行的一直写到结束。",
    "Review calls: five abilities, four layers, emotion, needs, hints and what was "
    "said.\n\n"
    "A page is of one call. Exits with 2 when a recording, a log or a rule could not "
    "be read.": (
        "回看通话：五项能力、四个层次、情绪、需要、提示和说过的话。\n\n"
        "网页一次写一通。录制、日志或规则有读不了的，退出码是 2。"
    ),
    "A page that prints, a text, or data.": "可打印的网页、文字，或数据。",
    # serve, demo
    "Run the sidecar: transcript events in, hints out. Options go before ASSIST_* variables.": (
        "启动服务：转写事件进，提示出。选项优先于 ASSIST_* 变量。"
    ),
    "Address to listen on [127.0.0.1].": "监听的地址 [127.0.0.1]。",
    "Port to listen on; 0: a free one [8713].": "监听的端口；0：任一空闲端口 [8713]。",
    "Log file, or `memory` to store nothing [var/assist.db].": (
        "日志文件；写 `memory` 什么都不存 [var/assist.db]。"
    ),
    "Rule pack (repeatable), instead of those shipped; var/rules runs beside either "
    "[those shipped].": ("规则包（可以写几次），代替自带的；var/rules 总是一起用 [自带的]。"),
    "What clients must show; better given as ASSIST_TOKEN.": (
        "对方要出示的令牌；最好写在 ASSIST_TOKEN 里。"
    ),
    "Run the sidecar on this machine with sample calls; open the addresses that it "
    "prints.\n\n"
    "Its rules are a copy of those shipped, which may be edited in the console and "
    "goes with it.": (
        "在这台机器上带着示例通话启动；打开它写出的地址。\n\n"
        "规则是自带规则的一份副本，可以在控制台里改，演示结束就没了。"
    ),
    "Log file to keep [one that goes with the demo].": "要留下的日志文件 [随演示一起消失]。",
    # tap
    "Pass a recogniser's websockets through, byte for byte, and send its transcripts "
    "to the sidecar.\n\n"
    "Change one URL: wss://ASR/PATH?QUERY becomes "
    "ws://TAP:8714/t/FORMAT;call=…;agent=…;speaker=customer/PATH?QUERY": (
        "把识别引擎的 websocket 原样转过去，同时把转写送给服务。\n\n"
        "只改一个地址：wss://ASR/PATH?QUERY 写成 "
        "ws://TAP:8714/t/FORMAT;call=…;agent=…;speaker=customer/PATH?QUERY"
    ),
    "Recogniser: wss://HOST[:PORT], or NAME=wss://… (repeatable).": (
        "识别引擎：wss://HOST[:PORT]，或 NAME=wss://…（可以写几次）。"
    ),
    "Address of the sidecar [ws://127.0.0.1:8713].": "服务的地址 [ws://127.0.0.1:8713]。",
    "The sidecar's token; better given as ASSIST_TOKEN.": (
        "服务的令牌；最好写在 ASSIST_TOKEN 里。"
    ),
    "Port to listen on; 0: a free one [8714].": "监听的端口；0：任一空闲端口 [8714]。",
    "YAML file with any of the settings.": "写着这些设置的 YAML 文件。",
    "Least severe line of the log.": "日志从哪一级写起。",
    # simulate
    "Play calls against a server, with a live table of what comes of them.": (
        "对着一台服务播放通话，随时列出结果。"
    ),
    "The server: ws://HOST:PORT.": "服务：ws://HOST:PORT。",
    "Sample calls, rule tests, labelled calls, recordings [the samples].": (
        "示例通话、规则测试、标注通话、录制 [示例通话]。"
    ),
    "The server's token; better given as ASSIST_TOKEN.": "服务的令牌；最好写在 ASSIST_TOKEN 里。",
    "Speak as this vendor's recogniser [native].": "像这家的识别引擎那样说话 [原生格式]。",
    "2: twice as fast as people talk; 0: at once.": "2：比人说话快一倍；0：一口气说完。",
    "Calls side by side.": "同时进行几通。",
    "Calls in all [each one once].": "一共几通 [每通一次]。",
    "No call is begun after.": "过了这么久就不再开始新的。",
    "The agents' names begin so; open the overlay of sim-1 and look.": (
        "坐席的名字这样开头；打开 sim-1 的浮层就能看到。"
    ),
    "One JSON object at the end.": "最后写一个 JSON。",
    "Also against a server on another machine.": "另一台机器上的服务也可以。",
    # doctor, spec
    "Check a deployment end to end: network, TLS, token, origins, websockets, a call "
    "and its hint.": (
        "把一套部署从头查到尾：网络、TLS、令牌、来源、websocket、一通电话和它的提示。"
    ),
    "The server, as its peers reach it: ws://HOST:PORT, https://HOST.": (
        "服务，照别人连它的地址写：ws://HOST:PORT、https://HOST。"
    ),
    "The origin of your desktop's pages: may they connect?": "坐席桌面网页的来源：它们连得上吗？",
    "Certificates to trust beside the system's.": "除系统证书外还信任的证书。",
    "What the made-up customer says (repeatable) [for the shipped rules].": (
        "编出来的客户说什么（可以写几次）[对自带规则说的话]。"
    ),
    "Make up a call, for an agent whom nobody is.": "编一通电话，给一个不存在的坐席。",
    "Language to answer in, and of the call.": "用哪种语言回答；通话也用它。",
    "One JSON object.": "写成一个 JSON。",
    "Print the AsyncAPI document of the websockets, or the OpenAPI document of the HTTP side.": (
        "写出 websocket 的 AsyncAPI 文档，或 HTTP 接口的 OpenAPI 文档。"
    ),
    # formats
    "List vendors' formats and what each can and cannot tell; yours among them.": (
        "列出各家的格式，各自说得出什么、说不出什么；您自己的也在内。"
    ),
    "One JSON array instead.": "改为一个 JSON 数组。",
    "Folder of formats of your own (YAML).": "放您自己的格式的文件夹（YAML）。",
    "Read a sample of messages and show what each became. Exits with 1 when any cannot be read.": (
        "读一份消息样本，写出每条读成了什么。有读不了的，退出码是 1。"
    ),
    "Its name, or the file of a mapping.": "格式的名字，或对照表文件。",
    "Messages as they came: JSON, one on each line or in an array.": (
        "原样的消息：JSON，一行一条，或一个数组。"
    ),
    "Who is heard: customer, agent; as in the address.": (
        "听到的是谁：customer、agent；和地址里一样写。"
    ),
    "Who is on which channel: 0:customer,1:agent; as in the address.": (
        "哪个声道是谁：0:customer,1:agent；和地址里一样写。"
    ),
    # forget, token
    "Their calls, too; the server must not run.": "连同这位客户的通话；服务要先停。",
    "Only tell what there is; the server may run.": "只看有些什么；服务开着也行。",
    "Delete all that is remembered of a customer, whether the server runs or not. "
    "Calls that are live leave nothing either.\n\n"
    "With --calls, what was said in every call of theirs that has ended, too: from the "
    "log and the archive.\n\n"
    "Exit status: 0 done, also where nothing was known; 1 it could not be; 2 there is "
    "no memory.": (
        "删掉记得的关于一位客户的一切，服务开着关着都行。正在进行的通话也不会留下什么。\n\n"
        "写 --calls，还删掉这位客户已结束的每一通里说过的话：日志和存档里都删。\n\n"
        "退出码：0 删了，或者本来就没有；1 没能删；2 没有这份记忆。"
    ),
    "The customer's key, as integrators give it.": "客户的编号，和接入方给的一样。",
    "The log that the memory lies beside [ASSIST_LOG].": "记忆旁边的那个日志 [ASSIST_LOG]。",
    "Make a token that opens one agent's overlay for some hours, and nothing else.\n\n"
    "It is signed with ASSIST_OVERLAY_SECRET, which must be the server's.": (
        "做一个令牌，几个小时内只能打开一位坐席的浮层。\n\n"
        "它由 ASSIST_OVERLAY_SECRET 签名，要和服务的一样。"
    ),
    "Whose overlay it is to open.": "打开谁的浮层。",
    "How long it is to hold: 30m, 12h, 7d at most.": "管用多久：30m、12h，最多 7d。",
    # rules
    "Check, test and measure rule files.": "检查、测试、衡量规则文件。",
    "zh or en; default: as the environment says.": "zh 或 en；不写就按终端的语言。",
    "Packs (folders) or files. Default: those shipped, and your own "
    "(ASSIST_RULES_LOCAL, else var/rules).": (
        "规则包（文件夹）或文件。不写就用自带的和您自己的（ASSIST_RULES_LOCAL 指定，否则 "
        "var/rules）。"
    ),
    "Packs; repeatable. Default: those shipped, and your own (ASSIST_RULES_LOCAL, else "
    "var/rules).": (
        "规则包，可以写几次。不写就用自带的和您自己的（ASSIST_RULES_LOCAL 指定，否则 var/rules）。"
    ),
    "Packs to test; repeatable. Default: those shipped, and your own "
    "(ASSIST_RULES_LOCAL, else var/rules).": (
        "要测的规则包，可以写几次。不写就用自带的和您自己的（ASSIST_RULES_LOCAL 指定，否则 "
        "var/rules）。"
    ),
    "Folders or files: labelled calls, dialogues, recordings.": (
        "文件夹或文件：标注通话、对话、录制。"
    ),
    "One JSON object instead of text.": "不写文字，写成一个 JSON。",
    "Report every problem as file:line:column. Warnings alone leave the exit code 0.": (
        "列出每个问题，写明 文件:行:列。只有警告时，退出码还是 0。"
    ),
    "Explain a code, such as R101, and do nothing else.": "只细说一个代码，比如 R101。",
    "Play every test's call to the engine and compare what the agent would see.": (
        "把每个测试的通话放一遍，看坐席会看到的对不对。"
    ),
    "Only tests with this in their name.": "只跑名字里有这几个字的测试。",
    "Print the JSON Schema of rule files, for editors.": (
        "写出规则文件的 JSON Schema，给编辑器用。"
    ),
    # rules backtest
    "Play every call and print, per rule: precision, recall, hints, delay, the worst "
    "call.\n\n"
    "CALLS are searched for *.json (one labelled call each) and *.jsonl (a recording, "
    "or one call a line). A recording with a labelled call of the same id beside it is "
    "scored by its labels.": (
        "把每通电话放一遍，逐条规则写出：准确率、召回率、提示次数、延迟、最差的那通。\n\n"
        "在 CALLS 里找 *.json（每个是一通标注通话）和 *.jsonl（一份录制，或一行一通）。录制"
        "旁边有同号的标注通话，就按标注评分。"
    ),
    "Other rules, to see which calls change; repeatable.": (
        "另一套规则，看哪些通话变了；可以写几次。"
    ),
    "Write a page with charts.": "写成一页带图表的网页。",
    "Share of made hypotheses that end in wrong characters.": (
        "造出来的中间结果里，末尾错几个字的占多少。"
    ),
    "Other numbers give other wrong characters.": "换个数，错的字也换。",
    "Processes at most; default: as many as help.": "最多几个进程；不写就用到有好处为止。",
    "Exit with 1 below this.": "低于这个数，退出码是 1。",
    "Exit with 1 above so many hints a call.": "每通提示多于这个数，退出码是 1。",
    "Exit with 1 where more is wrong than --against.": "错的比 --against 多，退出码是 1。",
    # rules explain
    "Tell which rules show at a moment of a call, which do not, and why: condition by "
    "condition.\n\n"
    "Without --rule: all rules of which anything was heard.": (
        "通话的某一刻，哪些规则在提示，哪些没有，为什么：逐个条件说。\n\n"
        "不写 --rule：所有听到过什么的规则。"
    ),
    "A recording, a labelled call, or an SQLite log.": (
        "一份录制、一通标注通话，或一个 SQLite 日志。"
    ),
    "The moment: 0:42, 42s, 1m, or seconds.": "哪一刻：0:42、42s、1m，或秒数。",
    "Only this rule, in full; repeatable.": "只看这条规则，说全；可以写几次。",
    "Which call, where CALL holds several.": "里面有好几通时，是哪一通。",
    "As in `backtest`, of a labelled call.": "同 `backtest`，标注通话才有。",
    # rules suggest
    "Find phrases near labelled cues that no rule hears, and offer them as a patch; "
    "name rules that never fire, fire too often, or that agents wave away.\n\n"
    "The patch quotes what was said: keep it where the recordings are kept, and take "
    "only phrases.": (
        "在标注的线索附近找没有规则听到的说法，写成一份补丁；点出从不提示、提示太多、或坐席"
        "总是划掉的规则。\n\n"
        "补丁里有通话原话：和录制放在一起保管，只从里面取说法。"
    ),
    "Write the patch here, e.g. var/rules/more.yaml.": "补丁写到这里，比如 var/rules/more.yaml。",
    "In how many missed turns a phrase is said.": "一个说法至少在几处漏掉的话里说过。",
    "As in `backtest`.": "同 `backtest`。",
    # rules diff, new, learn
    "Tell what changed between two rule sets: phrases, conditions, wordings, and the "
    "rules that feel it.\n\n"
    "How calls go otherwise for it: `assist rules backtest CALLS --rules NEW --against "
    "OLD`.": (
        "两套规则之间改了什么：说法、条件、措辞，以及受影响的规则。\n\n"
        "通话因此有什么不同：`assist rules backtest CALLS --rules NEW --against OLD`。"
    ),
    "The packs as they were: a folder or a file.": "原来的规则包：文件夹或文件。",
    "The packs as they are.": "现在的规则包。",
    "Write NAME.yaml and NAME.test.yaml: signals, a rule and four tests to begin with.": (
        "写出 NAME.yaml 和 NAME.test.yaml：起步用的信号、一条规则和四个测试。"
    ),
    "The rule's name, such as late-fee.": "规则的名字，比如 late-fee。",
    "The need behind it, an id of needs.yaml.": "背后的需要，needs.yaml 里的一个编号。",
    "The pack to put it in; made if it is not there. Default: your own, which the "
    "server runs beside those shipped (ASSIST_RULES_LOCAL, else var/rules).": (
        "放进哪个规则包，没有就新建。不写就放进您自己的，服务会和自带的一起用（"
        "ASSIST_RULES_LOCAL 指定，否则 var/rules）。"
    ),
    "Whose words bring it up.": "由谁的话引起。",
    "The ability that it coaches.": "练的是哪项能力。",
    "A phrase that brings it up; repeatable.": "引起它的一个说法；可以写几次。",
    "What the agent says that makes it needless.": "坐席说了什么就不必提示。",
    "The headline.": "提示的标题。",
    "A sentence to read out.": "可以照着念的一句话。",
    "Learn from the pack's examples what its rules with `examples:` go by.": (
        "从规则包的例句里学，供写了 `examples:` 的规则用。"
    ),
    "The folder of the pack.": "规则包的文件夹。",
    "Only say whether the lessons are up to date.": "只看学到的是不是最新的。",
}
