"""Calls, and what is told of them afterwards."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import takewhile
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from assist.core.events import (
    AlertHandled,
    CallHold,
    CallResume,
    CallTransfer,
    Context,
    Event,
    Feedback,
    Fragment,
    Note,
    RulesInForce,
)
from assist.core.program import Program
from assist.node.replay import Timed, play
from assist.report import Report, report_of
from assist.report.case import Form, part
from assist.report.facts import Frame
from assist.report.lines import json_lines
from assist.report.markdown import markdown
from assist.report.morning import Picked, bound
from assist.report.page import page
from assist.report.scorecard import borne
from assist.report.whole import read_whole, whole
from assist.report.words import EN, ZH, words_for
from assist.ruleset import load
from assist.ruleset.script import events, parse_script
from assist.text import default_folder, default_tokenizer

PACK = """
signals:
  shouting: {speaker: customer, phrases: [什么破银行, 气死我了]}
  no-way: {speaker: agent, phrases: [办不了]}
  sorry: {speaker: agent, phrases: [对不起, 抱歉]}
  offer: {speaker: agent, phrases: [可以先, 另一个办法]}
emotions:
  anger:
    speaker: customer
    half_life: 60s
    levels: {mild: 0.3, high: 0.6, severe: 0.9}
    weights: {shouting: 0.7, sorry: -0.5}
rules:
  calm-down:
    need: customer-angry
    ability: empathy
    when: shouting
    met_by: sorry
    hint: {text: 先道歉, say: 对不起，让您着急了。}
  another-way:
    need: bare-refusal
    ability: negotiation
    when: no-way
    met_by: offer
    hint: {text: 给个办法}
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return loaded_from(tmp_path_factory.mktemp("pack"), PACK)


def loaded_from(folder: Path, rules: str) -> Program:
    (folder / "rules.yaml").write_text(rules, "utf-8")
    loaded = load([folder], folder=default_folder(), tokenizer=default_tokenizer())
    assert loaded.program is not None, loaded.errors
    return loaded.program


def told(program: Program, script: str, *more: Event) -> Report:
    """The report of a call; ``more`` comes in between, at its own time."""
    spoken: list[Event] = [
        *events(parse_script(script), call="c-1", agent="7001", language="zh", context={}),
        *more,
    ]
    timed = [Timed(event.at, event) for event in sorted(spoken, key=lambda event: event.at)]
    return report_of(play("c-1", timed, program, lambda _digest: None))


FORMS: Final[tuple[Form, ...]] = ("html", "md", "jsonl")
ANGRY = """
0.0-2.0 客户: 什么破银行
9.0-11.0 坐席: 对不起
20.0-22.0 坐席: 这个办不了
70.0-72.0 客户: 行吧
"""


def test_a_need_is_met_after_a_hint_or_missed(program: Program) -> None:
    report = told(program, ANGRY)
    assert [(need.id, need.ended) for need in report.needs] == [
        ("customer-angry", "after_hint"),
        ("bare-refusal", "missed"),
    ]
    empathy, negotiation = report.abilities["empathy"], report.abilities["negotiation"]
    assert (empathy.asked, empathy.after_hint, empathy.share) == (1, 1, 1.0)
    assert (negotiation.asked, negotiation.missed, negotiation.share) == (1, 1, 0.0)
    assert report.abilities["understanding"].share is None
    assert [line.text for line in report.lines][:2] == ["什么破银行", "对不起"]
    assert [(hint.rule, hint.reason) for hint in report.hints] == [
        ("calm-down", "met"),
        ("another-way", "expired"),
    ]


def test_a_hint_for_the_need_counts_whichever_rule_showed_it(tmp_path: Path) -> None:
    twin = (
        PACK
        + """\
  calm-again:
    need: customer-angry
    ability: empathy
    when: {count: shouting, at_least: 2, within: 60s}
    met_by: sorry
    hint: {text: 再道歉}
"""
    )
    report = told(
        loaded_from(tmp_path, twin),
        "0-2 客户: 什么破银行\n9-11 客户: 什么破银行\n20-21 坐席: 对不起\n90-91 客户: 行吧",
    )
    assert [(need.id, need.ended) for need in report.needs] == [("customer-angry", "after_hint")]
    assert report.abilities["empathy"].asked == 1


def test_the_four_layers_say_what_was_missed(program: Program) -> None:
    layers = {layer.name: layer for layer in told(program, ANGRY).layers}
    assert layers["heard"].reached is None
    assert (layers["solved"].reached, layers["solved"].why) == (False, "给个办法")
    assert layers["warm"].reached is True
    assert layers["trusted"].reached is True


def test_what_the_agent_did_before_any_hint_is_unprompted(program: Program) -> None:
    report = told(program, "0-2 坐席: 对不起，让您久等\n4-6 客户: 气死我了\n60-61 客户: 嗯")
    assert [need.ended for need in report.needs] == ["unprompted"]
    assert report.hints == []


def test_a_call_that_ends_at_once_leaves_a_need_undetermined(program: Program) -> None:
    report = told(program, "0-2 客户: 气死我了")
    assert [need.ended for need in report.needs] == ["undetermined"]
    assert report.abilities["empathy"].asked == 0


def test_strain_is_the_time_for_which_emotion_stood_high(program: Program) -> None:
    calm = told(program, "0-2 客户: 你好\n60-61 客户: 再见")
    angry = told(program, "0-2 客户: 什么破银行\n60-61 客户: 再见")
    assert calm.strain == 0
    assert 0.1 < angry.strain < 1


def test_what_the_agent_said_of_a_hint_is_told(program: Program) -> None:
    shown = told(program, ANGRY).hints[0]
    verdict = Feedback(type="feedback", call="c-1", at=6_000, hint=shown.id, verdict="helpful")
    report = told(program, ANGRY, verdict)
    assert report.hints[0].verdicts == ["helpful"]
    assert "有帮助" in markdown(report, Frame(ZH))


def test_what_nobody_saw_is_told_apart_with_its_words(tmp_path: Path) -> None:
    watched = PACK.replace("    when: no-way\n", "    when: no-way\n    mode: shadow\n")
    report = told(loaded_from(tmp_path, watched), ANGRY)
    (shadow,) = report.shadows
    assert (shadow.rule, shadow.need, shadow.text) == ("another-way", "bare-refusal", "给个办法")
    assert [(who, text) for who, _, text in shadow.because] == [("agent", "这个办不了")]
    assert [hint.rule for hint in report.hints] == ["calm-down"]
    assert "another-way" not in {need.rule for need in report.needs}
    assert read_whole(whole(report)).shadows == report.shadows


def test_a_hint_is_told_with_the_words_as_they_turned_out(program: Program) -> None:
    def fragment(at: int, text: str, *, final: bool = False) -> Fragment:
        return Fragment(
            type="fragment", call="c-1", seq=at, at=at, speaker="customer", utterance="u",
            revision=at, text=text, final=final,
        )  # fmt: skip

    report = told(
        program,
        "0-1 坐席: 您好\n30-31 客户: 再见",
        fragment(5_000, "那个气死我了真是等了一个钟头"),
        fragment(5_400, "那个气死我了真是等了一个钟头了"),
        fragment(6_000, "那个，气死我了！真是，等了一个钟头了。", final=True),
    )
    assert [quote for _, _, quote in report.hints[0].because] == ["气死我了"]


def test_no_report_names_the_customer(program: Program) -> None:
    known = Context(type="context", call="c-1", seq=9, at=500,
                    set={"name": "王淑芬", "product": "存款"})  # fmt: skip
    report = told(program, ANGRY, known)
    assert report.context == {"product": "存款"}
    assert "王淑芬".encode() not in whole(report)


def test_nothing_played_is_refused() -> None:
    with pytest.raises(ValueError, match="no events"):
        report_of([])


class Tags(HTMLParser):
    """Which tags there are, and whether each is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"script", "img", "iframe"}
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Closed already."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_the_page_is_whole_and_what_was_said_is_not_markup(program: Program) -> None:
    report = told(program, "0-2 客户: 什么破银行<script>alert(1)</script>|*_`")
    tags = Tags()
    tags.feed(page(report, Frame(ZH)))
    assert tags.open == []
    assert "什么破银行<script>alert(1)</script>|*_`" in "".join(tags.text)
    assert "\\<script\\>alert(1)\\</script\\>\\|\\*\\_\\`" in markdown(report, Frame(ZH))


def test_the_page_fetches_nothing(program: Program) -> None:
    written = page(told(program, ANGRY), Frame(EN))
    assert "http" not in written
    assert "src=" not in written


def test_json_lines_hold_all_of_it(program: Program) -> None:
    report = told(program, ANGRY)
    lines = [json.loads(json.dumps(line)) for line in json_lines(report)]
    assert lines[0]["abilities"]["empathy"]["share"] == 1.0
    kinds = [line["type"] for line in lines]
    assert kinds.count("need") == 2
    assert kinds.count("line") == len(report.lines)
    assert kinds.count("feeling") == len(report.feelings["customer"])


@pytest.mark.parametrize(("language", "words"), [("zh", ZH), ("en", EN)])
def test_both_languages_have_every_word(language: str, words: object) -> None:
    assert words_for(language) is words
    assert ZH.ended.keys() == EN.ended.keys()
    assert ZH.reasons.keys() == EN.reasons.keys()
    assert ZH.abilities.keys() == EN.abilities.keys()
    assert ZH.facts.keys() == EN.facts.keys()


def test_held_time_is_told(program: Program) -> None:
    held = CallHold(type="call.hold", call="c-1", sender="cti", seq=1, at=5_000)
    back = CallResume(type="call.resume", call="c-1", sender="cti", seq=2, at=65_000)
    report = told(program, "0-2 客户: 你好\n66-67 客户: 再见", held, back)
    assert report.held == 60_000
    assert "保持 <b>1:00</b>" in page(report, Frame(ZH))


def test_what_supervisors_wrote_and_customers_told_is_in_the_report(program: Program) -> None:
    note = Note(type="note", call="c-1", at=15_000, id="n1", author="林主管", text="先别挂，我来看")
    report = told(program, ANGRY, note)
    assert [(n.at, n.author, n.text) for n in report.notes] == [
        (15_000, "林主管", "先别挂，我来看")
    ]


def test_an_alert_of_the_sidecars_own_is_told_once_a_supervisor_took_it_on(
    program: Program,
) -> None:
    taken = AlertHandled(
        type="alert.handled", call="c-1", at=25_000, alert="a1", rule="node:severe-emotion",
        raised=21_000, state="acknowledged", by="林主管",
    )  # fmt: skip
    (alert,) = told(program, ANGRY, taken).alerts
    assert (alert.at, alert.state, alert.by) == (21_000, "acknowledged", "林主管")
    assert alert.handled == 25_000
    assert alert.text == "客户情绪持续激烈，坐席可能需要支援"
    unknown = taken.model_copy(update={"rule": None, "raised": None})
    assert told(program, ANGRY, unknown).alerts == []


def test_the_words_that_raised_and_met_a_need_are_marked(program: Program) -> None:
    report = told(program, ANGRY)
    marked = [
        (line.text[mark.start : mark.end], mark.part, mark.need)
        for line in report.lines
        for mark in line.marks
    ]
    assert marked == [
        ("什么破银行", "cue", "customer-angry"),
        ("对不起", "answer", "customer-angry"),
        ("办不了", "cue", "bare-refusal"),
    ]
    assert report.lines[0].heard > report.lines[0].end


def test_who_bore_an_angry_customer_and_for_how_long(program: Program) -> None:
    moved = CallTransfer(type="call.transfer", call="c-1", seq=99, at=6_000, agent="7002")
    report = told(program, "0-2 客户: 什么破银行\n60-61 客户: 再见", moved)
    assert report.agents == [(0, "7001"), (6_000, "7002")]
    (first, start, left), (second, took, eased) = borne(report)
    assert (first, left, second, took) == ("7001", 6_000, "7002", 6_000)
    assert (left - start + eased - took) / 60_000 == pytest.approx(report.strain)


def test_a_call_without_an_end_is_told_as_it_stands(program: Program) -> None:
    spoken = events(
        parse_script("0-2 客户: 什么破银行"), call="c", agent="a", language="zh", context={}
    )
    steps = play("c", [Timed(e.at, e) for e in spoken[:-1]], program, lambda _digest: None)
    report = report_of(takewhile(lambda step: step.event is not None, steps))
    assert report.live
    assert [need.ended for need in report.needs] == ["open"]


def test_a_report_is_the_same_after_it_was_written_down(program: Program) -> None:
    hold = CallHold(type="call.hold", call="c-1", seq=90, at=30_000)
    report = told(program, ANGRY, hold)
    again = read_whole(whole(report))
    assert again.needs == report.needs
    assert again.hints == report.hints
    assert again.lines == report.lines
    assert again.abilities == report.abilities
    assert [f.at for f in again.feelings["customer"]] == [f.at for f in report.feelings["customer"]]
    assert markdown(again, Frame(ZH)) == markdown(report, Frame(ZH))
    assert page(again, Frame(ZH)) == page(report, Frame(ZH))
    assert whole(again) == whole(report)


MORNING = 1_763_946_300_000
"""2025-11-24 01:05 by UTC."""


def test_a_case_file_says_when_the_call_was_and_whose(program: Program) -> None:
    wall = RulesInForce(type="rules", call="c-1", at=0, digest="d", wall=MORNING)
    report = told(program, ANGRY, wall)
    report.group, report.context = "A组", {"product": "信用卡", "scene": "投诉"}
    report.agents = [(0, "7001"), (9_000, "7002")]
    frame = Frame(ZH, ZoneInfo("Asia/Shanghai"))
    for written in (markdown(report, frame), re.sub(r" ?<b>", ": ", page(report, frame))):
        assert "开始: 2025-11-24 09:05 +08:00" in written
        assert "坐席: 7001 → 7002" in written
        assert "技能组: A组" in written
        assert "产品: 信用卡" in written
        assert "为什么看" not in written


def test_a_call_began_when_its_caller_says_where_no_clock_was_noted(program: Program) -> None:
    assert told(program, ANGRY).began is None
    began = datetime.fromtimestamp(MORNING / 1000, UTC)
    start, *others = events(
        parse_script(ANGRY), call="c-1", agent="7001", language="zh", context={}
    )
    spoken = [start.model_copy(update={"started_at": began}), *others]
    timed = [Timed(event.at, event) for event in spoken]
    report = report_of(play("c-1", timed, program, lambda _digest: None))
    assert report.began == MORNING


def test_a_case_file_has_what_supervisors_were_told_and_wrote(program: Program) -> None:
    note = Note(type="note", call="c-1", at=15_000, id="n1", author="林主管", text="先别挂 <b>")
    taken = AlertHandled(
        type="alert.handled", call="c-1", at=25_000, alert="a1", rule="node:severe-emotion",
        raised=21_000, state="acknowledged", by="林主管",
    )  # fmt: skip
    report = told(program, ANGRY, note, taken)
    text = markdown(report, Frame(ZH))
    assert "- 0:21 客户情绪持续激烈，坐席可能需要支援: 已认领 0:25 (林主管)" in text
    assert "- 0:15 林主管: 先别挂 \\<b\\>" in text
    html = page(report, Frame(EN))
    assert "0:21 客户情绪持续激烈，坐席可能需要支援</td><td>acknowledged 0:25 林主管" in html
    assert html.index("0:11</time>" if "0:11</time>" in html else "0:09</time>") < html.index(
        "<b>林主管</b> 先别挂 &lt;b&gt;"
    )
    assert "主管留言" not in markdown(told(program, ANGRY), Frame(ZH))


def picked(report: Report, form: Form, *why: str, lost: bool = False) -> Picked:
    frame = Frame(ZH, UTC, why)
    told = None if lost else part(report, form, frame)
    return Picked(report.call, MORNING, "7001", why, told)


def test_several_calls_make_one_file(program: Program) -> None:
    report = told(program, ANGRY)
    for form in FORMS:
        both = bound([picked(report, form, "trust"), picked(report, form)], form, "晨会 <1>", ZH)
        assert both.count(report.lines[2].text.removesuffix("办不了")) >= 2
        assert "<1>" not in both or form == "jsonl"


def test_a_mornings_file_says_why_each_call_is_in_it(program: Program) -> None:
    report = told(program, ANGRY)
    rows = {
        form: [
            picked(report, form, "trust", "missed"),
            picked(report, form, "fault", lost=True),
            picked(report, form),
        ]
        for form in FORMS
    }
    text = bound(rows["md"], "md", "晨会", ZH)
    look, well = text.index("## 一起看看"), text.index("## 做得好")
    listed = "- 2025-11-24 01:05 +00:00 · 7001 · c-1"
    assert look < text.index(f"{listed}: 信任受损; 有需要没做到") < well
    assert f"{listed}: 没能整理" in text
    assert text.index(f"{listed}\n", well) > well
    assert text.count("- 为什么看: 信任受损; 有需要没做到") == 1

    html = bound(rows["html"], "html", "晨会", ZH)
    tags = Tags()
    tags.feed(html)
    assert tags.open == []
    assert '<a href="#call-1">2025-11-24' in html
    assert '<article id="call-2">' in html
    assert "#call-3" not in html

    calls = [json.loads(line) for line in bound(rows["jsonl"], "jsonl", "晨会", ZH).splitlines()]
    assert [call.get("why") for call in calls if call["type"] == "call"] == [
        ["trust", "missed"], None,
    ]  # fmt: skip


def test_a_day_without_calls_says_so(program: Program) -> None:
    assert bound([], "md", "晨会", ZH).count("无") == 2
    assert bound([], "html", "Morning", EN).count("<p>none</p>") == 2


def test_what_a_hint_said_once_it_had_escalated_is_told(tmp_path: Path) -> None:
    escalates = PACK.replace(
        "    hint: {text: 给个办法}\n",
        "    hint: {text: 给个办法}\n"
        "    escalate: {after: 10s, priority: urgent, text: 请班长接手}\n",
    )
    report = told(loaded_from(tmp_path, escalates), ANGRY)
    way = next(hint for hint in report.hints if hint.rule == "another-way")

    assert [(one.priority, one.text) for one in way.escalations] == [("urgent", "请班长接手")]
    assert way.escalations[0].at == way.shown + 10_000
    assert "升级为 <b>请班长接手</b>" in page(report, Frame(ZH))
    assert "升级为 请班长接手" in markdown(report, Frame(ZH))
    assert read_whole(whole(report)) == report
