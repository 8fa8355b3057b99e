"""The shipped sample calls can be read and played."""

from __future__ import annotations

from pathlib import Path

import pytest

from assist.node import samples
from assist.node.samples import load_samples


def test_every_sample_is_a_whole_call() -> None:
    for name, sample in load_samples().items():
        events = sample.events("c", "a")
        assert [events[0].type, events[-1].type] == ["call.start", "call.end"], name
        assert [event.seq for event in events] == list(range(1, len(events) + 1))
        assert [event.at for event in events] == sorted(event.at for event in events)
        assert sample.duration_ms == events[-1].at


@pytest.mark.parametrize("text", ["title: [", "title: {zh: 一}", "a: 1"])
def test_a_sample_that_cannot_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    (tmp_path / "faulty.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(samples, "HOMES", (tmp_path,))
    with pytest.raises(ValueError, match=r"faulty\.yaml"):
        load_samples()


def test_an_incomplete_installation_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(samples, "HOMES", (tmp_path,))
    with pytest.raises(FileNotFoundError, match="no sample calls"):
        load_samples()
