"""Whatever JSON comes, a mapping reads it or says why not; whatever file is given, it is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from assist.formats import Format
from assist.mappings import read_mapping
from tests.formats.test_fuzz import STRANGE, valid

MAPPINGS = (
    """\
format: whole
text: $.text
final: {path: $.final, is: [true, 1, END, null]}
end_of_turn: $.over
error: {path: $.code, not: [0, "0"]}
messages: {kind: $.kind, read: [w, 1], settle: [eos], ignore: [ping], errors: [oops]}
channel: $.ch
channels: {0: customer, "1": agent}
utterance: $.id
order: $.n
session: $.session
times: s
start: $.start
end: $.end
words: {path: $.words}
confidence: $.confidence
call: $.call.id
""",
    """\
format: pieces
text: $.list.*.text
text_is: incremental
join: " "
final: $.list.*.final
channel: $.list[*].ch
times: clock
start: $.list.*.start
duration: $.list.*.end
words: {path: $.list.*.words, text: text}
""",
    "format: bare\ntext: $\nfinal: always\ntimes: iso\nstart: $.0.start\nutterance: $.id\n",
    "format: tick\ntext: $.list.-1.text\nfinal: $.final\ntimes: ticks\nend: $.end\norder: $.id\n",
)
KEYS = st.sampled_from(
    ("text", "final", "over", "code", "kind", "ch", "id", "n", "session", "start", "end", "words",
     "word", "confidence", "call", "list")
)  # fmt: skip
KINDS = st.sampled_from(("w", "eos", "ping", "oops", "END", "PT1M4.4S", "0:00:01.5", "1.5s", 0, 1))
LEAVES = st.sampled_from(STRANGE) | KINDS | st.text(max_size=8) | st.integers() | st.floats()
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=8)
)
MESSAGES = VALUES | st.fixed_dictionaries(
    {"text": st.text(max_size=8), "list": VALUES}, optional={"kind": KINDS, "id": LEAVES}
).flatmap(lambda said: st.dictionaries(KEYS, VALUES).map(lambda more: {**more, **said}))


def mapped(folder: Path, text: str) -> Format:
    file = folder / "one.yaml"
    file.write_text(text, encoding="utf-8")
    made = read_mapping(file)
    assert made.format is not None, made.problems
    return made.format


@given(messages=st.lists(MESSAGES, max_size=6))
def test_whatever_comes_is_read_or_told(messages: list[Any], tmp_path_factory: Any) -> None:
    folder = tmp_path_factory.getbasetemp()
    for text in MAPPINGS:
        format_ = mapped(folder, text)
        adapter = format_.adapter("s")
        for message in messages:
            format_.call_of(message)
            for event in adapter.receive(message).events:
                valid(event)
        orjson.dumps(adapter.save())


@given(
    lines=st.lists(
        st.sampled_from([line for text in MAPPINGS for line in text.splitlines()])
        | st.text(max_size=30),
        max_size=12,
    )
)
def test_whatever_a_file_says_it_is_a_format_or_told_why_not(
    lines: list[str], tmp_path_factory: Any
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_text("\n".join(lines), encoding="utf-8", errors="surrogatepass")
    made = read_mapping(file)
    assert (made.format is None) == bool(made.problems)
    for problem in made.problems:
        assert str(problem).startswith(f"{file}:")
