"""A replayed call folded into its report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from assist.core import events as ev
from assist.core.engine import Engine
from assist.core.events import CallEnd, CallHold, CallResume, CallStart, Event, Feedback, Fragment
from assist.core.hints import (
    Alert,
    CallEnded,
    Emotion,
    EventOut,
    Fact,
    HintClose,
    HintShadow,
    HintShow,
    HintUpdate,
    NeedChange,
    Quote,
)
from assist.core.rules import CREDIT_MS
from assist.node.alerts import WORDS
from assist.node.replay import Played
from assist.privacy.names import without_names

from .merging import as_one
from .model import (
    Alerted,
    Escalated,
    Feeling,
    Hint,
    Line,
    Mark,
    Met,
    Need,
    Note,
    Report,
    Shadow,
    Told,
)
from .scorecard import abilities, layers, strain

MARKED_MS = 120_000
"""Words said this long before something happened to a need may have brought it about. Rules look
back for less, but for a few; the engine has let go of what is older in any case."""


def report_of(steps: Iterable[Played]) -> Report:
    """The report of one call; of one that has no end yet, how it stands (``live``).

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
        self._quotes: dict[str, tuple[Quote, ...]] = {}
        self._open: dict[str, Need] = {}
        self._finals: dict[tuple[str, str], Line] = {}
        self._held_since: int | None = None
        self._ended = False
        self._facts: dict[str, Told] = {}
        self._alerts: dict[str, Alerted] = {}
        self._shadows: dict[str, Shadow] = {}

    def take(self, step: Played) -> None:
        if step.event is not None:
            self._heard(step)
            self._happened(step.event)
            self._ended |= isinstance(step.event, CallEnd)
            if not step.engine.ended or isinstance(step.event, CallEnd):
                self.report.duration = max(self.report.duration, step.event.at)
        for event in step.out:
            self._told(event, step.engine)
        if any(isinstance(event, HintShow | HintUpdate | NeedChange) for event in step.out):
            self._mark_since(step.received - MARKED_MS, step.engine)
        report, state = self.report, step.engine.state
        report.agent, report.queue, report.group = state.agent, state.queue, state.group
        report.language, report.context = state.language, without_names(state.context)
        report.rules = step.engine.program.rules.digest
        if state.agent and (not report.agents or report.agents[-1][1] != state.agent):
            report.agents.append((step.event.at if step.event else step.received, state.agent))

    def finish(self) -> Report:
        report = self.report
        report.live = not self._ended
        if self._held_since is not None:
            self._hold_until(report.duration)
        report.lines = sorted(self._finals.values(), key=lambda line: (line.at, line.speaker))
        report.hints = list(self._hints.values())
        report.facts = list(self._facts.values())
        report.alerts = sorted(self._alerts.values(), key=lambda alert: alert.at)
        report.shadows = list(self._shadows.values())
        report.needs = as_one(report.needs)
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
        line = Line(start, end, speaker, event.text, step.received)
        self._finals.setdefault((speaker, event.utterance), line)
        self._mark((speaker, event.utterance), step.engine)

    def _mark_since(self, heard: int, engine: Engine) -> None:
        for key, line in reversed(self._finals.items()):
            if line.heard < heard:
                break
            self._mark(key, engine)

    def _mark(self, key: tuple[str, str], engine: Engine) -> None:
        """What bears on a need is known until the engine folds it away: marks are only added."""
        line, rules = self._finals[key], engine.program.rules.rules
        found = (
            Mark(mark.start, mark.end, mark.part, mark.rule, rules[mark.rule].need)
            for mark in engine.marks(*key)
        )
        marks = tuple(sorted({*line.marks, *found}, key=lambda mark: (mark.start, mark.rule)))
        if marks != line.marks:
            self._finals[key] = replace(line, marks=marks)

    def _hold_until(self, at: int) -> None:
        assert self._held_since is not None
        if at > self._held_since:
            self.report.holds.append((self._held_since, at))
            self.report.held += at - self._held_since
        self._held_since = None

    def _happened(self, event: Event) -> None:
        match event:
            case CallHold() if self._held_since is None:
                self._held_since = event.at
            case CallResume() if self._held_since is not None:
                self._hold_until(event.at)
            case Feedback() if event.hint in self._hints:
                hint = self._hints[event.hint]
                hint.verdicts.append(event.verdict)
                hint.comments += [event.comment] if event.comment else []
            case ev.RulesInForce() if self.report.began is None and event.wall is not None:
                self.report.began = event.wall - event.at
            case CallStart() if self.report.began is None and event.started_at is not None:
                self.report.began = round(event.started_at.timestamp() * 1000)
            case ev.Note():
                self.report.notes.append(Note(event.at, event.author, event.text))
            case ev.AlertHandled():
                self._handled(event)
            case _:
                pass

    def _handled(self, event: ev.AlertHandled) -> None:
        """What a supervisor did about an alert: a rule's, which stands, or the node's own."""
        alert, rule = self._alerts.get(event.alert), event.rule
        if alert is None and rule is not None and rule in WORDS:
            priority, zh, en = WORDS[rule]
            text = en if self.report.language == "en" else zh
            at = event.at if event.raised is None else event.raised
            alert = self._alerts[event.alert] = Alerted(at, rule, priority, text)
        if alert is not None:
            alert.state, alert.by, alert.handled = event.state, event.by, event.at

    def _told(self, event: EventOut, engine: Engine) -> None:
        match event:
            case HintShow():
                self._quotes[event.id] = event.because
                self._hints[event.id] = Hint(
                    id=event.id,
                    rule=event.rule,
                    need=event.need,
                    ability=event.ability,
                    priority=event.priority,
                    text=event.text,
                    say=event.say,
                    because=_quoted(event.because),
                    shown=event.at,
                )
            case HintUpdate():
                hint = self._hints[event.id]
                hint.count, hint.escalated = event.count, event.escalated
                self._quotes[event.id] = _put_right(self._quotes[event.id], event.because)
                hint.because = _quoted(self._quotes[event.id])
                if event.change == "escalated":
                    hint.escalations.append(Escalated(event.at, event.priority, event.text))
            case HintClose():
                hint = self._hints[event.id]
                hint.closed, hint.reason = event.at, event.reason
            case NeedChange():
                self._need(event, engine)
            case Emotion():
                curve = self.report.feelings.setdefault(event.speaker, [])
                curve.append(Feeling(event.at, event.meters, event.level))
            case Fact():
                self._facts.pop(event.name, None)
                if event.state == "given":
                    told = Told(event.name, event.label, event.value, event.quote_at)
                    self._facts[event.name] = told
            case Alert() if event.state == "raised":
                alert = Alerted(event.at, event.rule, event.priority, event.text)
                self._alerts[event.id] = alert
            case Alert() if event.state == "withdrawn":
                self._alerts.pop(event.id, None)
            case HintShadow() if event.state == "raised":
                self._shadows[event.id] = Shadow(
                    at=event.at,
                    rule=event.rule,
                    need=event.need or "",
                    priority=event.priority,
                    text=event.text,
                    because=_quoted(event.because),
                )
            case HintShadow():
                self._shadows.pop(event.id, None)
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
            still_open = self.report.live and need.ended == "missed"
            return "open" if still_open else need.ended
        hinted = any(
            hint.need == need.id and (need.opened or 0) <= hint.shown <= need.met
            for hint in self.report.hints
        )
        return "after_hint" if need.opened is not None and hinted else "unprompted"


def _quoted(because: Iterable[Quote]) -> tuple[tuple[str, int, str], ...]:
    return tuple((quote.speaker, quote.at, quote.text) for quote in because)


def _put_right(shown: Iterable[Quote], because: Iterable[Quote]) -> tuple[Quote, ...]:
    """The words that a hint was shown for, as their utterances ended."""
    now = {(quote.speaker, quote.utterance): quote for quote in because}
    return tuple(now.get((quote.speaker, quote.utterance), quote) for quote in shown)
