"""A replayed call folded into its report."""

from __future__ import annotations

from collections.abc import Iterable

from assist.core.engine import Engine
from assist.core.events import CallEnd, CallHold, CallResume, CallStart, Event, Feedback, Fragment
from assist.core.hints import (
    CallEnded,
    Emotion,
    EventOut,
    HintClose,
    HintShow,
    HintUpdate,
    NeedChange,
)
from assist.core.rules import CREDIT_MS
from assist.node.replay import Played

from .model import Feeling, Hint, Line, Met, Need, Report
from .scorecard import abilities, layers, strain


def report_of(steps: Iterable[Played]) -> Report:
    """The report of one call.

    A need that stood open for :data:`~assist.core.rules.CREDIT_MS` or longer when the call ended
    was missed; one that had no such time is undetermined, as is one whose words were taken back or
    whose hint the agent called wrong.

    Raises :class:`ValueError` when nothing was played.
    """
    building: _Building | None = None
    for step in steps:
        if building is None:
            building = _Building(step.engine.call)
        building.take(step)
    if building is None:
        raise ValueError("nothing was played: the call has no events")
    return building.finish()


class _Building:
    def __init__(self, call: str) -> None:
        self.report = Report(call)
        self._hints: dict[str, Hint] = {}
        self._open: dict[str, Need] = {}
        self._finals: dict[tuple[str, str], Line] = {}
        self._held_since: int | None = None

    def take(self, step: Played) -> None:
        if step.event is not None:
            self._heard(step)
            self._happened(step.event)
            if not step.engine.ended or isinstance(step.event, CallEnd):
                self.report.duration = max(self.report.duration, step.event.at)
        for event in step.out:
            self._told(event, step.engine)
        state = step.engine.state
        self.report.agent, self.report.queue = state.agent, state.queue
        self.report.language, self.report.context = state.language, dict(state.context)

    def finish(self) -> Report:
        report = self.report
        if self._held_since is not None:
            report.held += max(0, report.duration - self._held_since)
        report.lines = sorted(self._finals.values(), key=lambda line: (line.at, line.speaker))
        report.hints = list(self._hints.values())
        for need in report.needs:
            need.ended = self._end_of(need)
        report.abilities = abilities(report.needs)
        report.strain = strain(report)
        report.layers = layers(report)
        return report

    def _heard(self, step: Played) -> None:
        event = step.event
        if not isinstance(event, Fragment) or not event.final or not event.text.strip():
            return
        speaker = step.engine.speaker_of(event)
        for folded_in in event.supersedes:
            self._finals.pop((speaker, folded_in), None)
        end = event.end if event.end is not None else event.at
        start = event.start if event.start is not None else end
        line = Line(start, end, speaker, event.text)
        self._finals.setdefault((speaker, event.utterance), line)

    def _happened(self, event: Event) -> None:
        match event:
            case CallHold():
                self._held_since = event.at
            case CallResume() if self._held_since is not None:
                self.report.held += max(0, event.at - self._held_since)
                self._held_since = None
            case CallEnd() | CallStart():
                pass
            case Feedback() if event.hint in self._hints:
                self._hints[event.hint].verdicts.append(event.verdict)
            case _:
                pass

    def _told(self, event: EventOut, engine: Engine) -> None:
        match event:
            case HintShow():
                self._hints[event.id] = Hint(
                    id=event.id,
                    rule=event.rule,
                    need=event.need,
                    ability=event.ability,
                    priority=event.priority,
                    text=event.text,
                    say=event.say,
                    because=tuple((q.speaker, q.at, q.text) for q in event.because),
                    shown=event.at,
                )
            case HintUpdate():
                hint = self._hints[event.id]
                hint.count, hint.escalated = event.count, event.escalated
            case HintClose():
                hint = self._hints[event.id]
                hint.closed, hint.reason = event.at, event.reason
            case NeedChange():
                self._need(event, engine)
            case Emotion():
                curve = self.report.feelings.setdefault(event.speaker, [])
                curve.append(Feeling(event.at, event.meters, event.level))
            case CallEnded():
                self.report.reason = event.reason
            case _:
                pass

    def _need(self, event: NeedChange, engine: Engine) -> None:
        need = self._open.pop(event.rule, None)
        if need is None:
            rule = engine.program.rules.rules[event.rule]
            opened = event.at if event.state == "open" else None
            need = Need(event.id, event.rule, rule.ability, event.text, opened)
            self.report.needs.append(need)
        if event.state == "open":
            self._open[event.rule] = need
        elif event.state == "met":
            need.met = event.at
        else:
            late = need.opened is not None and event.at - need.opened >= CREDIT_MS
            need.ended = "missed" if engine.ended and late else "undetermined"

    def _end_of(self, need: Need) -> Met:
        if need.met is None:
            return need.ended
        hinted = any(
            hint.rule == need.rule and (need.opened or 0) <= hint.shown <= need.met
            for hint in self.report.hints
        )
        return "after_hint" if need.opened is not None and hinted else "unprompted"
