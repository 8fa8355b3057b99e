"""What a report is called in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo


@dataclass(frozen=True, slots=True)
class Words:
    """Headings, and names of what a report tells."""

    lang: str
    title: str
    morning: str
    look: str
    well: str
    why: Mapping[str, str]
    """Why a call is looked at in the morning (:mod:`assist.archive.morning`)."""
    facts: Mapping[str, str]
    scorecard: str
    columns: tuple[str, str, str, str, str, str]
    abilities: Mapping[str, str]
    layers_title: str
    layers: Mapping[str, str]
    reached: Mapping[bool | None, str]
    feelings: str
    levels: Mapping[str, str]
    meters: Mapping[str, str]
    needs: str
    ended: Mapping[str, str]
    hints: str
    alerts: str
    alert_states: Mapping[str, str]
    notes: str
    escalated: str
    reasons: Mapping[str, str]
    verdicts: Mapping[str, str]
    transcript: str
    speakers: Mapping[str, str]
    none: str
    strain: str

    def name(self, names: Mapping[str, str], key: str) -> str:
        """The name of ``key``, or ``key`` itself."""
        return names.get(key, key)


ZH = Words(
    lang="zh-CN",
    title="通话复盘",
    morning="晨会",
    look="一起看看",
    well="做得好",
    why={
        "trust": "信任受损",
        "severe": "情绪很重，最后也没平静",
        "missed": "有需要没做到",
        "wrong": "提示被说不对，规则要看",
        "fault": "没能整理",
    },
    facts={
        "why": "为什么看",
        "began": "开始",
        "agent": "坐席",
        "queue": "队列",
        "group": "技能组",
        "product": "产品",
        "duration": "时长",
        "held": "保持",
        "reason": "结束",
    },
    scorecard="五大能力",
    columns=("能力", "触发", "主动做到", "提示后做到", "没做到", "达成"),
    abilities={
        "understanding": "理解",
        "expression": "表达",
        "communication": "沟通",
        "negotiation": "协商",
        "empathy": "共情",
    },
    layers_title="四层",
    layers={"heard": "听懂需求", "solved": "解决问题", "warm": "传递温度", "trusted": "构建信任"},
    reached={True: "达成", False: "未达成", None: "未涉及"},
    feelings="情绪",
    levels={"calm": "平静", "mild": "有情绪", "high": "情绪较重", "severe": "情绪很重"},
    meters={"anger": "生气", "anxiety": "焦急", "grief": "悲伤"},
    needs="需要",
    ended={
        "unprompted": "主动做到",
        "after_hint": "提示后做到",
        "missed": "没做到",
        "undetermined": "未知",
        "open": "还没做到",
    },
    hints="提示",
    alerts="告警",
    alert_states={"raised": "没人认领", "acknowledged": "已认领", "silenced": "已静默"},
    notes="主管留言",
    escalated="升级为",
    reasons={
        "met": "已做到",
        "dismissed": "关掉了",
        "later": "稍后",
        "used": "用了",
        "expired": "到时收起",
        "superseded": "被取代",
        "retracted": "识别更正",
        "call_ended": "通话结束",
    },
    verdicts={
        "used": "用了",
        "helpful": "有帮助",
        "wrong": "不对",
        "dismissed": "关掉了",
        "later": "稍后",
    },
    transcript="对话",
    speakers={"customer": "客户", "agent": "坐席", "ivr": "语音菜单", "unknown": "不明"},
    none="无",
    strain="客户情绪较重的时间",
)
EN = Words(
    lang="en",
    title="Call review",
    morning="Morning review",
    look="To look at together",
    well="Done well",
    why={
        "trust": "trust broke",
        "severe": "beside themselves, and not calm in the end",
        "missed": "a need was missed",
        "wrong": "a hint was called wrong: look at the rule",
        "fault": "could not be read",
    },
    facts={
        "why": "Why look",
        "began": "Began",
        "agent": "Agent",
        "queue": "Queue",
        "group": "Skill group",
        "product": "Product",
        "duration": "Duration",
        "held": "On hold",
        "reason": "Ended",
    },
    scorecard="Five abilities",
    columns=("Ability", "Asked for", "Unprompted", "After a hint", "Missed", "Met"),
    abilities={
        "understanding": "Understanding",
        "expression": "Expression",
        "communication": "Communication",
        "negotiation": "Negotiation",
        "empathy": "Empathy",
    },
    layers_title="Four layers",
    layers={"heard": "Heard", "solved": "Solved", "warm": "Warm", "trusted": "Trusted"},
    reached={True: "reached", False: "not reached", None: "did not come up"},
    feelings="Emotion",
    levels={},
    meters={},
    needs="Needs",
    ended={
        "unprompted": "met unprompted",
        "after_hint": "met after a hint",
        "missed": "missed",
        "undetermined": "not known",
        "open": "still open",
    },
    hints="Hints",
    alerts="Alerts",
    alert_states={
        "raised": "not taken up",
        "acknowledged": "acknowledged",
        "silenced": "silenced",
    },
    notes="Notes from supervisors",
    escalated="escalated to",
    reasons={
        "met": "done",
        "dismissed": "dismissed",
        "later": "put off",
        "used": "used",
        "expired": "ran out",
        "superseded": "superseded",
        "retracted": "misheard",
        "call_ended": "call ended",
    },
    verdicts={
        "used": "used",
        "helpful": "helpful",
        "wrong": "wrong",
        "dismissed": "dismissed",
        "later": "put off",
    },
    transcript="Transcript",
    speakers={"customer": "Customer", "agent": "Agent", "ivr": "Menu", "unknown": "Unknown"},
    none="none",
    strain="Time with the customer's emotion high",
)


def words_for(language: str) -> Words:
    """Those of a call's language (``zh``, ``en``)."""
    return EN if language == "en" else ZH


def day_and_time(ms: int, zone: tzinfo | None) -> str:
    """``2026-11-24 09:05 +08:00``: ``ms`` since 1970 in a zone; None is this machine's."""
    at = datetime.fromtimestamp(ms / 1000, UTC).astimezone(zone)
    return f"{at:%Y-%m-%d %H:%M} {at.isoformat()[-6:]}"


def clock(ms: int) -> str:
    """``3:07``."""
    return f"{ms // 60_000}:{ms % 60_000 // 1000:02}"
