"""Which utterances are open, what each says now, and what that changes in the recent past."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from .events import Fragment
from .hearing import Utterance
from .match import Matcher, UtteranceText
from .match_dialects import known
from .saving import SavedUtterance
from .state import CallState
from .turns import LISTENING_CHARS, Turn, is_backchannel
from .voices import Voices

OPEN_KEPT = 32
"""Open utterances remembered; a recogniser that never closes one cannot grow the call."""
CLOSED_KEPT = 128
"""Ids of closed utterances remembered, so that a late hypothesis has no effect."""
_NOTHING: frozenset[str] = frozenset()
_HEARD = frozenset(("customer", "agent"))


class Listening:
    """The utterances of one call."""

    def __init__(self, matcher: Matcher, call: CallState, voices: Voices) -> None:
        self.matcher = matcher
        self.call = call
        self.voices = voices
        self.utterances: dict[str, Utterance] = {}
        self.closed: dict[str, None] = {}
        self.finals = 0

    def speaker_of(self, fragment: Fragment) -> str:
        """Whose words a fragment holds: as it says, else as the channels were assigned."""
        if fragment.speaker is not None:
            return self.call.channels.get(fragment.speaker, fragment.speaker)
        return self.call.channels.get(str(fragment.channel), "unknown")

    def is_told_of(self, fragment: Fragment) -> bool:
        """Whether anybody has said who speaks, be it that it is ``unknown``."""
        return fragment.speaker is not None or str(fragment.channel) in self.call.channels

    def hear(self, fragment: Fragment) -> tuple[AbstractSet[str], Sequence[Turn]] | None:
        """Take a hypothesis; returns the signals that changed, and the turns that ended or (no
        longer ``over``) go on after all.

        None for what has no effect: a late hypothesis after the final, one of an older revision,
        an empty final.
        """
        speaker, name = self.speaker_of(fragment), fragment.utterance
        utterance = self._utterance(speaker, name, fragment)
        if utterance is None:
            return None
        changed: AbstractSet[str] = _NOTHING
        going_on: list[Turn] | None = None
        for folded_in in fragment.supersedes:
            if folded_in != name:
                going_on = self.call.turns.withdraw(speaker, folded_in, self.call.now) or going_on
                changed |= self._withdraw(speaker, folded_in)
        utterance.hears(fragment)
        text, call, voices = utterance.text, self.call, self.voices
        if text.talk:
            call.talked(text.talk)
        backchannel = len(text.folded) <= LISTENING_CHARS and is_backchannel(text.folded)
        told_how: AbstractSet[str] = _NOTHING
        if speaker in _HEARD and not voices.plan.idle:
            told_how = voices.hear(utterance, fragment, backchannel=backchannel)
            if told_how:
                changed = changed | told_how
        told = call.history.by_source.get(utterance.source, ())
        if text.matches or told:
            said = utterance.occurrences(told)
            if voices.plan.refined and (told_how or said is not told):
                said = voices.refine(utterance.source, said)
            if said is not told:
                changed = changed | call.history.replace(utterance.source, said)
        turns = self._keep_time(utterance, fragment, backchannel=backchannel)
        if going_on:
            turns = (*going_on, *turns)
        if not turns:
            return changed, turns
        return changed | call.tell_turns(turns), turns

    def _keep_time(
        self, utterance: Utterance, fragment: Fragment, *, backchannel: bool
    ) -> Sequence[Turn]:
        """Note how far the recogniser has got, and who has the floor; the turns that ended, or go
        on after all."""
        call, speaker = self.call, utterance.speaker
        start, end = utterance.span()
        call.newest = max(call.newest, end)
        stream = call.clock.streams.get(speaker) or call.clock.stream(speaker)
        if fragment.final:
            stream.final(utterance.id, fragment.at, fragment.end)
            self._close(utterance.source)
        else:
            stream.hypothesis(utterance.id, end, call.now)
        if speaker not in _HEARD:
            return ()
        if backchannel:
            return call.turns.backchannel(speaker, utterance.source, call.now)
        if not fragment.final:
            return call.turns.hypothesis(speaker, utterance.source, start, call.now)
        over = bool(fragment.end_of_turn)
        return call.turns.final(speaker, utterance.id, start, end, over=over, received=call.now)

    def use(self, matcher: Matcher) -> set[str]:
        """Match open utterances again by another rule set; returns the signals that changed."""
        self.matcher = matcher
        changed: set[str] = set()
        for utterance in self.utterances.values():
            utterance.text = UtteranceText.restore(matcher, utterance.text.save())
            new = self.voices.refine(utterance.source, utterance.occurrences())
            changed |= self.call.history.replace(utterance.source, new)
        return changed

    def open_sources(self) -> set[str]:
        """Sources of occurrences that may still be withdrawn."""
        return {source for source, heard in self.utterances.items() if not heard.final}

    def save(self) -> list[SavedUtterance]:
        return [utterance.save() for utterance in self.utterances.values()]

    def load(self, utterances: list[SavedUtterance], closed: list[str], finals: int) -> None:
        """Go on from what :meth:`save` gave."""
        for saved in utterances:
            heard = Utterance.restore(self.matcher, saved)
            self.utterances[heard.source] = heard
            at = None if heard.final else self.call.stretches.find(heard.speaker, heard.id)
            heard.stretch = None if at is None else self.call.stretches.kept[at]
        self.closed, self.finals = dict.fromkeys(closed), finals

    def _utterance(self, speaker: str, name: str, fragment: Fragment) -> Utterance | None:
        """The utterance that the fragment revises or begins; None when it has no effect."""
        source = f"{speaker}/{name}"
        found = self.utterances.get(source)
        if found is not None:
            if fragment.revision <= found.revision or found.text.final:
                return None
            return None if fragment.final and not fragment.text.strip() else found
        if source in self.closed or not fragment.text.strip():
            return None
        found = Utterance(speaker, name, self.matcher.open(speaker, self._dialects()))
        self.utterances[source] = found
        if len(self.utterances) > OPEN_KEPT:
            self._forget(next(iter(self.utterances)))
        return found

    def _dialects(self) -> frozenset[str]:
        return known(self.call.language, self.call.context)

    def _close(self, source: str) -> None:
        """The utterance is final. It is kept whole until the next one is: so long, who listens may
        ask for the transcript of the event that was just taken. What was said before is in the
        log."""
        self.finals += 1
        finals = [key for key, heard in self.utterances.items() if heard.final and key != source]
        for key in finals:
            self._forget(key)

    def _forget(self, source: str) -> None:
        self.utterances.pop(source, None)
        self.closed[source] = None
        while len(self.closed) > CLOSED_KEPT:
            del self.closed[next(iter(self.closed))]

    def _withdraw(self, speaker: str, utterance: str) -> set[str]:
        source = f"{speaker}/{utterance}"
        self._forget(source)
        self.call.clock.stream(speaker).withdrawn(utterance)
        history = self.call.history
        changed = self.voices.withdraw(speaker, utterance)
        return changed | history.replace(source, ()) | history.replace(f"turn/{source}", ())
