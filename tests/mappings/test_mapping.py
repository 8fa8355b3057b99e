"""A site's own recogniser, told in YAML: what its messages become, and what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assist.formats import Format
from assist.mappings import read_mapping

Message = dict[str, Any]

PLAIN = """\
format: acme
text: $.hyp.text
final: $.done
channel: $.ch
channels: {0: customer, 1: agent}
times: s
start: $.from
end: $.to
"""


def mapping(tmp_path: Path, text: str) -> Format:
    file = tmp_path / "acme.yaml"
    file.write_text(text, encoding="utf-8")
    mapped = read_mapping(file)
    assert mapped.problems == ()
    assert mapped.format is not None
    return mapped.format


def wrong(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "acme.yaml"
    file.write_text(text, encoding="utf-8")
    mapped = read_mapping(file)
    assert mapped.format is None
    return [str(problem).replace(str(tmp_path) + "/", "") for problem in mapped.problems]


def told(format_: Format, *messages: Any) -> list[tuple[Any, ...]]:
    """Who said what, and whether it is final; a fault stands as its words."""
    adapter, heard = format_.adapter("s"), list[tuple[Any, ...]]()
    for message in messages:
        reading = adapter.receive(message)
        heard += [
            (event.get("speaker", event.get("channel")), event["text"], event["final"])
            for event in reading.events
        ]
        heard += [(reading.fault,)] if reading.fault else []
    return heard


def test_a_hypothesis_grows_and_becomes_final_on_its_channel(tmp_path: Path) -> None:
    acme = mapping(tmp_path, PLAIN)
    partial = {"hyp": {"text": "我老伴"}, "done": False, "ch": 0}
    final = {"hyp": {"text": "我老伴走了"}, "done": True, "ch": 0, "from": 0.5, "to": "1.75"}
    assert told(acme, partial, final) == [
        ("customer", "我老伴", False),
        ("customer", "我老伴走了", True),
    ]
    event = acme.adapter("s").receive(final).events[0]
    assert (event["start"], event["end"]) == (500, 1750)
    assert (acme.times, acme.roles, acme.ids, acme.partials) == (
        *("utterance", "by channel", False, True),
    )


def test_final_is_a_value_of_a_field(tmp_path: Path) -> None:
    acme = mapping(tmp_path, "format: a\ntext: $.t\nfinal: {path: $.state, is: [END, 2]}\n")
    assert told(acme, {"t": "a", "state": "MID"}, {"t": "ab", "state": "END"}) == [
        ("0", "a", False),
        ("0", "ab", True),
    ]
    assert told(acme, {"t": "a", "state": "2"}, {"t": "b"}) == [("0", "a", True), ("0", "b", False)]


def test_an_engine_that_tells_finals_alone(tmp_path: Path) -> None:
    acme = mapping(tmp_path, "format: a\ntext: $.t\nfinal: always\n")
    assert told(acme, {"t": "one"}, {"t": "two"}) == [("0", "one", True), ("0", "two", True)]
    assert not acme.partials


def test_pieces_are_put_together_until_the_utterance_is_over(tmp_path: Path) -> None:
    acme = mapping(
        tmp_path,
        "format: a\ntext: $.t\ntext_is: incremental\njoin: ' '\nfinal: $.end\n"
        "messages: {kind: $.k, read: [w], settle: [eos], ignore: [ping]}\n",
    )
    one, two = {"k": "w", "t": "my "}, {"k": "w", "t": "husband"}
    died = {"k": "w", "t": "died", "end": True}
    assert told(acme, one, {"k": "ping"}, two, died, two, {"k": "eos"}) == [
        ("0", "my", False),
        ("0", "my husband", False),
        ("0", "my husband died", True),
        ("0", "husband", False),
        ("0", "husband", True),
    ]


def test_a_message_holds_several_results(tmp_path: Path) -> None:
    acme = mapping(
        tmp_path,
        "format: a\ntext: $.segs.*.best.0.text\nfinal: {path: '$.segs[*].kind', is: F}\n"
        "channel: $.leg\nutterance: $.segs.*.id\n",
    )
    said = [
        {"best": [{"text": "hello"}, {"text": "yellow"}], "kind": "F", "id": 0},
        {"best": [{"text": "my"}], "kind": "P", "id": 1},
    ]
    assert told(acme, {"leg": "in", "segs": said}, {"leg": "in", "segs": said}) == [
        ("in", "hello", True),
        ("in", "my", False),
    ]
    assert told(acme, {"segs": []}, {"leg": "in"}) == [("no list at $.segs",)]


def test_words_bring_their_times_and_those_of_the_utterance(tmp_path: Path) -> None:
    acme = mapping(
        tmp_path,
        "format: a\ntext: $.t\nfinal: always\ntimes: ms\n"
        "words: {path: $.w, text: x, start: b, end: e}\n",
    )
    words = [{"x": "you", "b": 100, "e": 200}, {"x": "there", "b": 250, "e": 400}]
    event = acme.adapter("s").receive({"t": "you there", "w": words}).events[0]
    assert (event["start"], event["end"], len(event["words"])) == (100, 400, 2)


def test_what_is_no_transcript_is_told_apart(tmp_path: Path) -> None:
    acme = mapping(
        tmp_path,
        "format: a\ntext: $.t\nfinal: always\nerror: {path: $.code, not: 0}\ncall: $.cid\n"
        "messages: {kind: $.k, read: [w], ignore: [ping], errors: [oops]}\n",
    )
    assert told(acme, {"k": "ping"}, {"k": "oops"}, {"k": "w", "code": 7, "t": "x"}) == [
        ("the recogniser reports an error",),
        ("the recogniser reports an error",),
    ]
    assert told(acme, {"k": "what"}, {"k": "w"}, "no object", None) == [
        ("unknown kind at $.k: what",),
        ("no text at $.t",),
        ("unknown kind at $.k:",),
        ("unknown kind at $.k:",),
    ]
    assert acme.call_of({"cid": "c-1"}) == "c-1"
    assert acme.call_of("no object") is None


@pytest.mark.parametrize("message", [None, 5, "x", [], {}, {"hyp": 3}, {"hyp": {"text": None}}])
def test_whatever_comes_is_no_crash_and_never_quoted(tmp_path: Path, message: Any) -> None:
    assert told(mapping(tmp_path, PLAIN), message) == [("no text at $.hyp.text",)]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "acme.yaml:1:1: no mapping in here (begin with `format: NAME`)"),
        (
            PLAIN.replace("text:", "txt:"),
            "acme.yaml:2:1: `txt` is not known here (did you mean `text`?)",
        ),
        (
            PLAIN.replace("$.done", "done"),
            "acme.yaml:3:8: begin with $, the whole message: $.done",
        ),
        (
            PLAIN.replace("1: agent", "1: seller"),
            "acme.yaml:5:28: `seller` is not possible for `1` (one of:",
        ),
        (
            PLAIN.replace("times: s\n", ""),
            "acme.yaml:6:1: `times` is missing: of which unit?",
        ),
        (
            PLAIN.replace("channel: $.ch\n", ""),
            "acme.yaml:4:1: `channels` needs `channel` (add `channel:`",
        ),
        (
            PLAIN.replace("$.done", "$.a.*.done"),
            "acme.yaml:3:8: this * is of another list than that of `text`, $.hyp.text (",
        ),
        (
            "format: a\ntext: $.t\nfinal: [1\n",
            "acme.yaml:4:1: a `,` or `]` is missing before this",
        ),
        ("format: Acme\ntext: $.t\nfinal: always\n", "acme.yaml:1:1: `Acme` is no name"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_at_its_place(
    tmp_path: Path, text: str, problem: str
) -> None:
    found = wrong(tmp_path, text)
    assert any(each.startswith(problem) for each in found), found
