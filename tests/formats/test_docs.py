"""The integrators' pages: each format has one, and what it shows is what the format reads."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from assist import formats
from assist.formats import FORMATS, Format
from assist.formats.leg import Leg

DOCS = Path(__file__).parents[2] / "docs" / "integrators"
MODULES = Path(formats.__file__).parent
MACHINERY = {"convert", "decode", "ears", "format", "lanes", "leg", "sentences", "__init__"}


def page(name: str) -> str:
    return (DOCS / "vendors" / f"{name}.md").read_text(encoding="utf-8")


def row(each: Format) -> str:
    """The line of formats.md that tells of a format."""
    title = each.title if each.websocket else f"{each.title}; POST only"
    yes = {True: "yes", False: "no"}
    ids = "the vendor’s" if each.ids else "made up"
    told = (yes[each.partials], each.times, each.roles, yes[each.emotion], ids, each.proof)
    return f"| [{each.name}](vendors/{each.name}.md) | {title} | {' | '.join(told)} |"


def test_there_is_a_page_for_each_format_and_none_besides() -> None:
    assert {path.stem for path in (DOCS / "vendors").glob("*.md")} == set(formats.names())


@pytest.mark.parametrize("name", formats.names())
def test_the_messages_that_a_page_shows_are_read(name: str) -> None:
    adapter, format_ = formats.get(name).adapter("s"), formats.get(name)
    shown = re.findall(r"```json\n(.*?)\n```", page(name), re.DOTALL)
    assert shown
    for frame in shown:
        for message in format_.messages(frame):
            reading = adapter.receive(message)
            assert reading.fault is None
            assert [event["text"] for event in reading.events if event["type"] == "fragment"]


@pytest.mark.parametrize("name", formats.names())
def test_the_addresses_that_a_page_shows_are_taken(name: str) -> None:
    addresses = re.findall(rf"/v1/ingest/{name}\b(\?[^\s\"'`]*)?", page(name))
    assert addresses
    for query in addresses:
        filled = re.sub(r"\$?\{(\w+)\}", r"\1", unescape(query.removeprefix("?")))
        Leg.read(formats.get(name), parse_qsl(filled))


@pytest.mark.parametrize("name", formats.names())
def test_a_page_whose_calls_are_english_says_so(name: str) -> None:
    """Else nobody who follows it gets a hint: a call is in Chinese unless told otherwise."""
    text, adapter, format_ = page(name), formats.get(name).adapter("s"), formats.get(name)
    shown = re.findall(r"```json\n(.*?)\n```", text, re.DOTALL)
    messages = [message for frame in shown for message in format_.messages(frame)]
    events = [event for message in messages for event in adapter.receive(message).events]
    if re.search("[\u4e00-\u9fff]", "".join(event.get("text", "") for event in events)):
        return
    for query in re.findall(rf"/v1/ingest/{name}\b(\?[^\s\"'`]*)?", text):
        leg = Leg.read(format_, parse_qsl(unescape(query.removeprefix("?"))))
        assert leg.language == "en"


def test_what_vendors_put_into_addresses_themselves_is_passed_over() -> None:
    own = (
        "model encoding callback callback_method multichannel interim_results language-code tag "
        "language-options sample_rate media-encoding number-of-channels session-id voice_id nonce "
        "enable-channel-identification secretid appid signa lang roleType engine_model_type sn"
    )
    Leg.read(formats.get("vosk"), [(name, "x") for name in own.split()])


@pytest.mark.parametrize("name", formats.names())
def test_a_page_says_how_the_call_is_named_if_the_address_does_not(name: str) -> None:
    assert re.search(r"call=|call is `", page(name))


def test_the_list_tells_what_each_can_and_cannot() -> None:
    listed = (DOCS / "formats.md").read_text(encoding="utf-8").splitlines()
    for each in FORMATS.values():
        assert row(each) in listed, f"put this line into formats.md:\n{row(each)}"


def test_a_format_is_small() -> None:
    for path in MODULES.glob("*.py"):
        if path.stem not in MACHINERY:
            assert len(path.read_text(encoding="utf-8").splitlines()) < 80, path.name


def test_the_example_of_how_to_add_one_works() -> None:
    text = (DOCS / "adding-a-format.md").read_text(encoding="utf-8")
    (source,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    names: dict[str, object] = {"__name__": "assist.formats.acme", "__package__": "assist.formats"}
    exec(compile(source, "acme.py", "exec"), names)
    acme = names["FORMAT"]
    assert isinstance(acme, Format)
    message = {"kind": "transcript", "text": "hello", "done": True, "channel": 1, "from": 0.5}
    (event,) = acme.adapter("s").receive(message).events
    assert (event["text"], event["channel"], event["start"], event["final"]) == (
        *("hello", "1", 500, True),
    )
    assert acme.adapter("s").receive({"kind": "x"}).fault == "unknown kind x"


def test_no_page_sends_without_reading_what_is_answered() -> None:
    """Answers that nobody reads end the connection, within the recogniser's own loop."""
    for path in (DOCS / "vendors").glob("*.md"):
        text = path.read_text(encoding="utf-8")
        assert "websockets.sync" not in text, path.name
        if "```python" in text and "sidecar.send(" in text:
            assert "from assist.client import Forwarder" in text, path.name
