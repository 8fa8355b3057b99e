"""What a trainee is told at the end."""

from __future__ import annotations

from assist.core.program import Program
from assist.proto.messages import encode
from assist.proto.training import Answer, Leave
from assist.training.model import Scenario
from assist.training.rehearsal import Rehearsal
from assist.training.result import Result, result_of, to_json

from .conftest import entry_of


def after(program: Program, scenario: Scenario, *said: str, hints: bool = True) -> Result:
    call = Rehearsal(scenario, program, call="t")
    for text in said:
        while (due := call.due()) is not None:
            call.advance(due)
        call.take(Answer(type="say", at=call.now, text=text))
    call.take(Leave(type="end", at=call.now))
    return result_of(entry_of(scenario), call, hints=hints)


WELL = ("对不起，让您着急了", "正在查", "还有别的吗，再见")


def test_a_good_call(program: Program, scenario: Scenario) -> None:
    result = after(program, scenario, *WELL)
    assert (result.met, result.asked, result.share) == (1, 1, 1.0)
    assert result.report.reason == "completed"
    assert result.report.feelings["customer"][-1].level == "calm"
    first, second, goodbye = result.moments
    assert first.customer == ("什么破银行，钱都取不出来",)
    assert first.said == ("对不起，让您着急了",)
    assert first.good == ("对不起，让您着急了，我马上看", "抱歉给您添麻烦了")
    assert (first.poor, first.aim) == (("规定就是这样",), "先道歉")
    assert [(w.text, w.ended) for w in first.wanted] == [("先道歉", "after_hint")]
    assert first.hinted == ("对不起，让您着急了。",)
    assert (second.wanted, second.hinted) == ((), ())
    assert goodbye.customer == ("那就好，麻烦你了",)
    assert goodbye.said == ("还有别的吗，再见",)


def test_who_saw_no_hints_needed_none(program: Program, scenario: Scenario) -> None:
    result = after(program, scenario, *WELL, hints=False)
    assert result.moments[0].wanted[0].ended == "unprompted"
    score = result.report.abilities["empathy"]
    assert (score.unprompted, score.after_hint) == (1, 0)


def test_what_was_not_done_stands_beside_what_might_be_said(
    program: Program, scenario: Scenario
) -> None:
    slow = "规定就是这样，" * 30
    result = after(program, scenario, slow, slow, slow, "没有办法")
    assert (result.met, result.asked) == (0, 1)
    assert result.moments[0].customer[1:] == ("我说气死我了，你听见没有", "气死我了，叫你们经理来")
    assert len(result.moments[0].said) == 3
    assert result.moments[0].wanted[0].ended == "missed"


def test_who_leaves_early_is_told_of_what_there_was(program: Program, scenario: Scenario) -> None:
    result = after(program, scenario)
    assert (len(result.moments), result.report.reason) == (1, "left")
    assert result.moments[0].said == ()


def test_a_need_that_never_came_up_is_told_apart(program: Program, scenario: Scenario) -> None:
    moment = scenario.turns[0].model_copy(update={"needs": ["customer-silent"], "insists": []})
    other = scenario.model_copy(update={"turns": [moment, scenario.turns[1]]})
    assert after(program, other, "嗯").moments[0].wanted[0].ended == "not_asked"


def test_it_is_plain_values(program: Program, scenario: Scenario) -> None:
    told = to_json(after(program, scenario, *WELL))
    assert encode(told)
    assert told["report"]["abilities"]["empathy"]["share"] == 1.0
    assert told["report"]["hints"][0]["text"] == "先道歉"
    assert told["report"]["feelings"]["customer"][0]["level"] == "high"
