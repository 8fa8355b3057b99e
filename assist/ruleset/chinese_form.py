"""Messages about how a rule file is written, and what they are in Chinese.

``{}`` stands for what a message is about: a key, a place, a number. They come in the same order in
both, unless numbered.
"""

FORM = {
    # files
    "no such file or folder": "没有这个文件或文件夹",
    "no rule file in this folder": "这个文件夹里没有规则文件",
    "rule files end in .yaml or .yml": "规则文件的名字以 .yaml 或 .yml 结尾",
    "nothing stands in this file": "这个文件是空的",
    "cannot be read: {}": "读不了：{}",
    "Permission denied": "没有读取的权限",
    "Too many levels of symbolic links": "链接绕成了圈",
    "not a regular file": "不是普通文件",
    "larger than {} KiB": "超过 {} KiB",
    "split it into several files": "请拆成几个文件",
    "more than {} rule files": "规则文件超过 {} 个",
    "rule files of more than {} characters": "规则文件合起来超过 {} 个字符",
    "folders more than {} deep": "文件夹套了 {} 层以上",
    "a link that leads back to a folder above it": "这个链接又指回上面的文件夹",
    "not UTF-8 from here (byte 0x{})": "从这里起不是 UTF-8（字节 0x{}）",
    "save the file as UTF-8; Notepad and Excel may use GBK": (
        "请另存为 UTF-8；记事本和 Excel 可能存成了 GBK"
    ),
    "save the file as UTF-8; it is UTF-16, which Notepad calls Unicode": (
        "请另存为 UTF-8；它现在是 UTF-16，记事本里叫 Unicode"
    ),
    "no lessons that can be read: {}": "读不出学到的东西：{}",
    "{}: the weights of `{}` do not fit": "{}：“{}”的权重对不上",
    "{}: `{}` is there without `{}`": "{}：有“{}”，却没有“{}”",
    "make it again with `assist rules learn`": "请用 assist rules learn 重新生成",
    "the folder has lessons already": "这个文件夹里已经有一份学到的东西",
    "keep one file": "只留一份",
    # characters and lines
    "a control character (U+{}) stands here": "这里有一个看不见的控制字符（U+{}）",
    "a control character (U+{}) in this text": "这段文字里有一个看不见的控制字符（U+{}）",
    "delete it; it often comes with text copied from another program": (
        "请删掉；多半是从别的程序里复制时带来的"
    ),
    "a line longer than {} characters": "这一行超过 {} 个字符",
    "a tab in the indentation": "缩进里有制表符（Tab）",
    "indent with spaces, two a level": "请用空格缩进，每层两个",
    "a line cannot begin with %": "一行不能以 % 开头",
    "put a text that begins with {} in quotes": "以 {} 开头的文字请加引号",
    "``` is of the page that this was copied from, not of the file": (
        "``` 是复制来源网页上的标记，不属于规则文件"
    ),
    "delete this line": "请删掉这一行",
    "a space of another kind (U+{}) in the indentation": "缩进里有一个特殊的空格（U+{}）",
    "a space of another kind (U+{}) stands in this key": "这个键里有一个特殊的空格（U+{}）",
    "delete it and type plain spaces, with the input method switched to English": (
        "请删掉，切到英文输入法再按空格"
    ),
    "a full-width colon `：` ends no key": "中文冒号“：”不能用在键的后面",
    "write `:` and a space, with the input method switched to English": (
        "请切到英文输入法，写“:”再加一个空格"
    ),
    "no space follows this colon": "这个冒号后面少一个空格",
    "write `key: value`, the colon followed by a space": "请写成“键: 值”，冒号后面有一个空格",
    "a full-width `{}` opens nothing": "全角的“{}”在这里不起作用",
    "write `{}`, with the input method switched to English": "请切到英文输入法，写“{}”",
    "`{}` has a full-width colon `：`": "“{}”用了中文冒号“：”",
    "write `{}`": "请写“{}”",
    "a tab stands here": "这里有一个制表符（Tab）",
    "write a plain space": "请改成普通空格",
    "write `, ` between the parts of a list": "列表里各项之间请写英文逗号“,”再加一个空格",
    "`{}` is no hyphen, and begins no part of a list": "“{}”不是减号，不能用来开始列表的一项",
    "this line stands further in than line {}, which is complete": (
        "这一行比第 {} 行缩进得更多，可那一行下面不能再有内容"
    ),
    "keys beside each other begin in the same column, those inside one two further in": (
        "并列的键从同一列开始，属于某个键的往里缩进两格"
    ),
    "a text that begins with `{}` needs quotes": "以“{}”开头的文字要加引号",
    'put all of it in "quotes"': '请给整段加上英文引号 "…"',
    "`{}` has nothing in it": "“{}”里什么也没写",
    "fill it in, or leave the key out": "请填上，或者去掉这个键",
    "write {{}: {}}": "请写 {{}: {}}",
    "without a unit: {}": "不写单位：{}",
    # YAML
    "a `:` stands where no key can be": "这里不能出现冒号“:”",
    'a text with : # , [ ] { } & * ! | > % @ or ` in it must stand in "quotes"': (
        '文字里有 : # , [ ] { } & * ! | > % @ 或 ` 的，整段要加英文引号 "…"'
    ),
    "a text with { } [ ] in it must stand in quotes": "文字里有 { } [ ] 的，整段要加英文引号",
    "this key has no `:` after it": "这个键后面少了冒号“:”",
    "a quote opened here is never closed": "这里的引号没有收尾",
    "close it, or put the whole text in the other kind of quotes": (
        "请补上收尾的引号，或者整段换另一种英文引号"
    ),
    "this does not line up with what stands above it": "这一行和上面没有对齐",
    "the keys of one block begin in the same column": "同一层的键要从同一列开始",
    "a `{}` or `{}` is missing before this": "这之前少了“{}”或“{}”",
    "a `{}` or `{}` is missing before this (opened at line {}, column {})": (
        "这之前少了“{}”或“{}”（从第 {} 行第 {} 列开始的）"
    ),
    "nothing can begin with this character": "不能以这个字符开头",
    "an alias of YAML": "YAML 的别名",
    "no such escape": "没有这种转义",
    "in double quotes write \\\\ for a backslash": "双引号里的反斜杠要写成 \\\\",
    "something is missing before this": "这之前少了东西",
    "a value is missing before this": "这之前少一个值",
    "near: {}": "附近：{}",
    "cannot be read from here on: {}": "从这里起读不懂：{}",
    "{} is a YAML anchor or alias; rule files do without": "{} 是 YAML 的锚点或别名，规则文件不用",
    "put a text that begins with {} in quotes; share phrases by `lists:`": (
        "以 {} 开头的文字请加引号；共用的说法写进 `lists:`"
    ),
    "{} is a YAML tag; rule files do without": "{} 是 YAML 的标签，规则文件不用",
    "a list or mapping cannot be a key": "列表和键值对不能当作键",
    "nested more than {} deep": "套了 {} 层以上",
    "<< is a YAML merge key; rule files do without": "<< 是 YAML 的合并键，规则文件不用",
    "write it out": "请原样写出来",
    "a key longer than {} characters": "键超过 {} 个字符",
    "a text longer than {} characters": "这段文字超过 {} 个字符",
    "`{}` stands here twice; the first is at line {}, column {}": (
        "“{}”写了两次，第一次在第 {} 行第 {} 列"
    ),
    "rename one, or put both together": "请给其中一个改名，或者合在一起",
    "a second document begins here; a rule file is one document": (
        "这里开始了第二份文档，一个规则文件只能有一份"
    ),
    "remove the line ---, or make it two files": "请去掉 --- 这一行，或者分成两个文件",
    "more than {} keys and texts in one file": "一个文件里的键和文字超过 {} 个",
    "split it": "请拆开",
    # sections, keys and values
    "a rule file is sections of named things": "规则文件由几个段落组成，段落里的东西都有名字",
    "begin with one of {}": "请从其中一个开始：{}",
    "`{}` is no section of a rule file": "规则文件没有“{}”这个段落",
    "`{}` stands in a file of tests": "测试文件里不能有“{}”",
    "move it to a file not named *{}": "请移到名字不是 *{} 的文件里",
    "each {} begins with its name and a colon": "每个{}都以它的名字和冒号开头",
    "tests are a list": "tests 是一个列表",
    "begin each with `- name:`": "每一个都以 `- name:` 开头",
    "the {} `{}` is already at {}": "{}“{}”已经在 {} 写过",
    "`{}` is not known here": "这里没有“{}”这个键",
    "possible here: {}": "这里可以写：{}",
    "did you mean `{}`?": "您是不是想写“{}”？",
    "this is no condition": "这不是条件",
    "write the name of a signal, or one of {}": "请写一个信号的名字，或者其中一种：{}",
    "write {any: [{}]} or {all: [{}]}": "请写 {any: [{}]}（任一）或 {all: [{}]}（都有）",
    "write {all: [{}]} or {any: [{}]}": "请写 {all: [{}]}（都有）或 {any: [{}]}（任一）",
    "`{}` is no name": "“{}”不能做名字",
    "names are small letters, digits and hyphens: `{}`": "名字用小写字母、数字和连字符：“{}”",
    "names are small letters, digits and hyphens, and begin with a letter: late-fee": (
        "名字用小写字母、数字和连字符，字母开头，如 late-fee"
    ),
    "`{}` is missing": "少了“{}”",
    "add `{}:`": "请补上“{}:”",
    "`{}` is not possible for `{}`": "“{}”不能作为“{1}”的值",
    "one of: {}": "可以写：{}",
    "`{}`: {}, not {}": "“{}”：{}，而不是{}",
    "a text is expected here": "这里要写文字",
    "a whole number is expected here": "这里要写整数",
    "a number is expected here": "这里要写数字",
    "true or false is expected here": "这里要写 true 或 false",
    "a list is expected here: [one, two]": "这里要写列表，如 [甲, 乙]",
    "keys and values are expected here": "这里要写键和值",
    "keys and values": "键和值",
    "a list": "列表",
    "a text": "文字",
    "nothing": "空着",
    "put it in quotes to make it a text": "加上引号就是文字",
    "in seconds, without a unit: {}": "单位是秒，不写单位：{}",
    "write [ and ], with the input method switched to English": "请切到英文输入法，写 [ 和 ]",
    "write `- text`: a hyphen, a space, then the text": "请写“- 文字”：连字符、空格，再写文字",
    "`{}`: {}": "“{}”：{}",
    "input should be greater than or equal to {}": "不能小于 {}",
    "input should be greater than {}": "要大于 {}",
    "input should be less than or equal to {}": "不能大于 {}",
    "input should be less than {}": "要小于 {}",
    "string should have at most {} characters": "最多 {} 个字符",
    "string should have at least 1 character": "不能空着",
    "list should have at least 1 item after validation, not 0": "列表里至少要有一样",
    "dictionary should have at least 1 item after validation, not 0": "至少要有一样",
    # durations
    "{} what? Write the unit: {}, or 500ms, 2m": "{} 什么？要写单位：{}，或者 500ms、2m",
    "`{}` is not a duration; write {}": "“{}”不是时长，请写 {}",
    "not a duration; write 500ms, 12s or 2m": "不是时长，请写成 500ms、12s 或 2m",
    "longer than a call can last (24h)": "比一通电话可能的时长还长（24h）",
    "a window must be longer than nothing": "时间窗不能是 0",
    'write a text, a number, true or false, ">=60", or a list of such': (
        '请写文字、数字、true、false、">=60"，或者由它们组成的列表'
    ),
    "not a time back; write 180d, 12h or 30m": "不是“多久以前”，请写 180d、12h 或 30m",
    "further back than anybody keeps (3650d)": "太久以前了，没有人留着（3650d）",
    "write how far back, such as `within 180d`": "请写多久以内，如 `within 180d`",
    "not a day of the calendar; write 2026-10-01": "不是日期，请写成 2026-10-01",
    "not an address that a browser opens; write https://...": "浏览器打不开这个地址，请写 https://…",
    # names
    "there is no {} `{}`": "没有叫“{1}”的{0}",
    "no {} has a name like it": "也没有名字相近的{}",
    "no need is called so: all of them stand in needs.yaml, with their names": (
        "没有哪个需要叫这个：全部需要和它们的名字都写在 needs.yaml 里"
    ),
    "no need matches `{}`": "没有需要符合“{}”",
    "`{}` is {}": "“{}”是{}",
    "a signal": "信号",
    "an emotion": "情绪",
    "a need": "需要",
    "a rule": "规则",
    "a veto": "否决词",
    "signal": "信号",
    "emotion": "情绪",
    "need": "需要",
    "rule": "规则",
    "veto": "否决词",
    "list": "词单",
    "step": "步骤",
}
"""English to Chinese."""
