"""What the archive keeps of a call's feelings."""

from __future__ import annotations

from assist.archive.summary import summary_of
from assist.report.model import Feeling, Report


def peak(*told: dict[str, float]) -> tuple[str, float, int]:
    curve = [Feeling(1_000 * n, meters, "high") for n, meters in enumerate(told)]
    call = summary_of(Report("c-1", feelings={"customer": curve})).call
    return call["peak_meter"], call["peak"], call["peak_at"]


def test_the_strongest_feeling_is_of_one_kind_wherever_one_tells() -> None:
    widow = ({"mood": 0.9, "grief": 0.3}, {"mood": 1.0, "grief": 0.7}, {"mood": 0.2, "grief": 0.6})
    assert peak(*widow) == ("grief", 0.7, 1_000)
    assert peak({"mood": 0.4, "grief": 0.2}, {"mood": 0.6, "anger": 0.1}) == ("mood", 0.6, 1_000)
    assert peak({"mood": 0.0}) == ("mood", 0.0, 0)
    assert peak() == ("", 0.0, 0)
