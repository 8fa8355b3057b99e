"""A folder of calls: labelled ones, dialogues, recordings, and what is none of these."""

from __future__ import annotations

import json
from pathlib import Path

from assist.backtest.calls import LabelledCall, events
from assist.backtest.reading import find
from tests.backtest.calls import loss_call


def write(path: Path, *rows: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


def recording(path: Path, call: str = "loss") -> Path:
    made = events(LabelledCall.model_validate(loss_call(call)))
    return write(path, *(event.model_dump(mode="json") for event in made))


def test_labelled_calls_and_dialogues(tmp_path: Path) -> None:
    write(tmp_path / "calls" / "a.json", loss_call("a"))
    plain = {"id": "chat", "turns": loss_call()["turns"], "calm": True}
    write(tmp_path / "chats.jsonl", plain, {**plain, "id": "chat2", "calm": False})
    (tmp_path / "README.md").write_text("no call")

    found = find([tmp_path])

    assert found.faults == []
    assert [(c.call, c.is_labelled) for c in found.cases] == [
        ("a", True), ("chat", False), ("chat2", False)
    ]  # fmt: skip
    assert found.cases[1].label is not None
    assert found.cases[1].label.calm


def test_a_recording_is_played_as_recorded_and_scored_by_the_label_beside_it(
    tmp_path: Path,
) -> None:
    write(tmp_path / "loss.json", loss_call())
    recording(tmp_path / "loss.jsonl")
    recording(tmp_path / "other.jsonl", "other")

    cases = {case.call: case for case in find([tmp_path]).cases}

    assert cases["loss"].is_labelled
    assert cases["loss"].recorded is not None
    assert cases["loss"].entries(rewrites=1.0, seed=1) == list(cases["loss"].recorded)
    assert not cases["other"].is_labelled


def test_numbers_are_masked_however_they_come(tmp_path: Path) -> None:
    call = loss_call()
    call["turns"][1]["text"] = "卡号是6222000000000000"
    case = find([write(tmp_path / "loss.json", call)]).cases[0]

    said = " ".join(getattr(e.event, "text", "") for e in case.entries(rewrites=0, seed=1))
    assert "6222000" not in said


def test_what_cannot_be_read_is_named_without_its_words(tmp_path: Path) -> None:
    write(tmp_path / "a.json", {"id": "a", "turns": [{"role": "客户", "text": "我老伴走了"}]})
    write(tmp_path / "b.json", loss_call(expect=[{**loss_call()["expect"][0], "turn": 9}]))
    write(tmp_path / "c.json", loss_call("c"))
    write(tmp_path / "d.json", loss_call("c"))

    found = find([tmp_path, tmp_path / "none"])

    assert [case.call for case in found.cases] == ["c"]
    assert len(found.faults) == 4
    assert found.faults[0] == f"{tmp_path}/none: no such file or folder"
    assert found.faults[1].startswith(f"{tmp_path}/a.json: turns.0.role: ")
    assert found.faults[2].endswith("a label names a turn that the call does not have")
    assert "already in" in found.faults[3]
    assert "老伴" not in "".join(found.faults)
