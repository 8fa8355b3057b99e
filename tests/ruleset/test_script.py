"""Call scripts become the events that a recogniser would have sent."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assist.core.events import Fragment
from assist.ruleset.script import (
    FINAL_LAG_MS,
    Line,
    ScriptError,
    events,
    hypotheses,
    parse_script,
)


def fragments(script: str) -> list[Fragment]:
    sent = events(
        parse_script(script), call="c1", agent="a1", language="zh", context={"name": "王"}
    )
    return [event for event in sent if isinstance(event, Fragment)]


def test_lines_carry_times_speakers_and_text() -> None:
    lines = parse_script("0.0-4.2 客户: 我老伴上个月走了\n\n# 停顿\n8.0-9.5 agent： 您节哀\n")

    assert lines == (
        Line("customer", 0, 4200, "我老伴上个月走了"),
        Line("agent", 8000, 9500, "您节哀"),
    )


def test_lines_may_say_how_loud() -> None:
    plain, loud = parse_script("0.0-1.0 客户: 喂\n1.0-2.0 客户 72.5 dB： 喂喂")
    sent = fragments("1.0-2.0 客户 -12dB: 喂喂")

    assert (plain.loudness, loud.loudness) == (None, 72.5)
    assert {f.prosody.loudness_db for f in sent if f.prosody is not None} == {-12}
    assert all(fragment.prosody is None for fragment in fragments("1.0-2.0 客户: 喂喂"))


def test_an_end_left_out_follows_from_the_length() -> None:
    (mandarin,) = parse_script("1.0 客户: 我老伴上个月走了，他卡里的钱怎么取啊")
    (english,) = parse_script("1.0 customer: my husband passed away")

    assert mandarin.end - mandarin.start == round(17 / 4.6 * 1000)
    assert english.end - english.start == round(22 / 14 * 1000)


def test_an_estimated_end_gives_way_to_the_speakers_next_line() -> None:
    first, second = parse_script("1.0 客户: 这句话说得很长很长很长很长很长\n2.5 客户: 喂")

    assert (first.end, second.start) == (2500, 2500)


def test_a_turn_grows_without_punctuation_and_ends_as_said() -> None:
    texts = [f.text for f in fragments("0.0-2.0 客户: 我老伴，上个月走了。")]

    assert texts == ["我", "我老伴", "我老伴上", "我老伴上个月", "我老伴，上个月走了。"]


def test_the_final_follows_the_words() -> None:
    *growing, final = fragments("0.5-2.0 客户: 我老伴走了")

    assert [f.final for f in growing] == [False] * len(growing)
    assert (final.final, final.at, final.start, final.end) == (True, 2000 + FINAL_LAG_MS, 500, 2000)
    assert [f.revision for f in (*growing, final)] == list(range(len(growing) + 1))


def test_a_mishearing_stands_for_two_hypotheses_and_is_put_right() -> None:
    texts = [f.text for f in fragments("0.0-3.2 客户: 我{要投诉=>要投书}给报社")]

    assert texts == [
        "我",
        "我要",
        "我要投",
        "我要投诉",
        "我要投诉给",
        "我要投书给报",
        "我要投书给报社",
    ]


def test_a_mishearing_at_the_end_is_put_right_by_the_final() -> None:
    *_, last, final = fragments("0.0-1.5 客户: 那就{投诉=>头数}")

    assert last.text == "那就投"
    assert final.text == "那就头数"


def test_points_in_numbers_and_apostrophes_stay() -> None:
    heard = [f.text for f in fragments("0.0-4.0 customer: I don't know. It's 3.5 percent!")]

    assert heard[-2].startswith("I don't know It's 3.5")


def test_a_call_is_numbered_and_ends_after_a_tail() -> None:
    sent = events(
        parse_script("0.0-2.0 客户: 你好\n1.0-3.0 坐席: 您好"),
        call="c1",
        agent="a1",
        language="zh",
        context={"name": "王"},
        queue="cards",
    )

    assert [event.seq for event in sent] == list(range(1, len(sent) + 1))
    assert [event.at for event in sent] == sorted(event.at for event in sent)
    assert sent[0].model_dump(include={"type", "agent", "queue", "context"}) == {
        "type": "call.start",
        "agent": "a1",
        "queue": "cards",
        "context": {"name": "王"},
    }
    assert (sent[-1].type, sent[-1].at) == ("call.end", 3000 + FINAL_LAG_MS + 15_000)


@pytest.mark.parametrize(
    ("script", "line", "column", "reason"),
    [
        ("你好", 1, 1, "write"),
        ("0.0-1.0 客户: 你好\n  1.0 坐希: 您好", 2, 7, "write 坐席"),
        ("1.0 custmer: hello", 1, 5, "write customer"),
        ("2.0-1.0 客户: 你好", 1, 5, "end must come after"),
        ("2.0 客户: ", 1, 9, "nothing is said"),
        ("99999 客户: 你好", 1, 1, "ends within"),
    ],
)
def test_what_cannot_be_read_is_named_by_place(
    script: str, line: int, column: int, reason: str
) -> None:
    with pytest.raises(ScriptError, match=reason) as caught:
        parse_script(script)

    assert (caught.value.line, caught.value.column) == (line, column)


@settings(max_examples=150)
@given(
    text=st.text(st.sampled_from("我要诉，。 {}=>b3.'"), min_size=1), length=st.integers(1, 9000)
)
def test_hypotheses_only_move_forward_and_end_as_said(text: str, length: int) -> None:
    try:
        lines = parse_script(f"0.0-{length / 1000} 客户: {text}")
    except ScriptError:
        return
    for line in lines:
        steps = list(hypotheses(line))
        assert [at for at, _, _ in steps] == sorted({at for at, _, _ in steps})
        assert [final for _, _, final in steps] == [False] * (len(steps) - 1) + [True]
        assert steps[-1][1] == line.text


@pytest.mark.parametrize(
    ("written", "meant"),
    [("客服", "agent"), ("座席", "agent"), ("顾客", "customer"), ("Caller", "customer")],
)
def test_the_two_may_be_called_as_people_call_them(written: str, meant: str) -> None:
    (line,) = parse_script(f"0-2 {written}: 您好")
    assert line.speaker == meant
