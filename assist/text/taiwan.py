"""Words of Taiwan and Hong Kong, and what the same thing is called on the mainland.

Our own list, of what is said on the phone to a bank. Both sides are in Simplified characters,
since folding changes the script first. Left out are words that the mainland uses too, with the
same meaning (金融卡, 线上, 讯息) or another (资料, 影片): a rule that names them must hear them.
No word stands inside another's replacement.
"""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, str]] = {
    # money and cards
    "提款机": "取款机",
    "提款卡": "银行卡",
    "提领": "提取",
    "存款簿": "存折",
    "存簿": "存折",
    "缴款": "还款",
    "晶片": "芯片",
    "身分证": "身份证",
    "客诉": "投诉",
    # telephones and computers
    "简讯": "短信",
    "行动电话": "手机",
    "行动网路": "手机网络",
    "行动网银": "手机网银",
    "视讯": "视频",
    "网路": "网络",
    "网际": "互联",
    "软体": "软件",
    "硬体": "硬件",
    "程式": "程序",
    "资讯": "信息",
    "资料库": "数据库",
    "讯号": "信号",
    "萤幕": "屏幕",
    "荧幕": "屏幕",
    "登入": "登录",
    "登出": "退出",
    "使用者": "用户",
    "伺服器": "服务器",
    "记忆体": "内存",
    "随身碟": "u盘",
    "滑鼠": "鼠标",
    "列印": "打印",
    "印表机": "打印机",
    "当机": "死机",
    "录影": "录像",
    # everyday
    "甚么": "什么",
    "计程车": "出租车",
    "公车": "公交车",
    "捷运": "地铁",
    "脚踏车": "自行车",
    "透过": "通过",
    "答覆": "答复",
    "回覆": "回复",
}

CHARACTERS: Final[dict[str, str]] = {"帳": "账", "帐": "账", "妳": "你", "著": "着"}
"""Characters that stand for one word at a bank, whatever OpenCC makes of them by themselves."""
