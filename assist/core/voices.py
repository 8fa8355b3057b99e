"""How the two speak: keeps the stretches of a call, and raises the signals that rest on them.

Pace, share of the talk, repetition and back-channels are told of an utterance once it is final,
loudness whenever the recogniser tells it, interruptions and long turns while it is spoken, and
silences when their time has come.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from itertools import chain

from . import quiet
from .events import Fragment
from .hearing import Utterance
from .manner_plan import AtFinal, OfFloor, Plan, refinement
from .manners import Interrupts, Loudness, Pace, Repeats, TalkRatio
from .measures import dominates, has_pace, is_loud, pace
from .occurrences import Occurrence
from .protocols import Tokenizer
from .quoting import excerpt
from .repeats import MAX_SAID, Likeness, is_repeat
from .state import CallState
from .stretches import NEVER, Stretch, count, estimate
from .taking_turns import mind, moments, overlap, place

_NOTHING: AbstractSet[str] = frozenset()


class Voices:
    """The signals of manner of one call. Nothing is kept where no rule asks for any."""

    def __init__(self, plans: Mapping[str, Plan], call: CallState, tokenizer: Tokenizer) -> None:
        self.plan = plans[call.language]
        self.call = call
        self._likeness = Likeness(tokenizer)

    def use(self, plans: Mapping[str, Plan]) -> None:
        """Take another rule set's signals, or those of the language that the call turns out to be
        in; they look at what is heard from here on."""
        stretches, plan = self.call.stretches, plans[self.call.language]
        if plan is self.plan:
            return
        self.plan = plan
        if plan.idle:
            stretches.kept.clear()
        for stretch in stretches.kept:
            stretch.told = ()
        quiet.follow(plan.silences, stretches)

    # -- what is heard -------------------------------------------------------------------

    def hear(
        self, utterance: Utterance, fragment: Fragment, *, backchannel: bool
    ) -> AbstractSet[str]:
        """Take a hypothesis; returns the signals that changed."""
        last, end = utterance.stretch, fragment.end
        if last is not None and end is not None and not fragment.final:
            size = len(utterance.text.folded)
            if (
                last.safe_size <= size < last.wake_size
                and last.safe_end <= end < last.wake_end
                and last.start == utterance.start
                and last.backchannel is backchannel
                and last.timed
                and fragment.prosody is None
                and last is self.call.stretches.kept[-1]
            ):  # as most hypotheses are: a little longer, and nothing new
                last.size = size
                last.end = end
                return _NOTHING
        return self._take(utterance, fragment, backchannel=backchannel)

    def _take(self, utterance: Utterance, fragment: Fragment, *, backchannel: bool) -> set[str]:
        stretches, plan, changed = self.call.stretches, self.plan, set[str]()
        speaker, final = utterance.speaker, utterance.final
        start, end = utterance.span()
        index = stretches.find(speaker, utterance.id)
        if index is None:
            stretch = Stretch(speaker, utterance.id, start, end)
            changed |= self._belie(start)
        else:
            stretch = stretches.kept[index]
        if not final and speaker not in stretches.growing:
            stretches.growing.append(speaker)
        moved = index is None or stretch.start != start or stretch.backchannel != backchannel
        if index is None or stretch.start != start:
            if index is not None:
                del stretches.kept[index]
            stretch.start = start
            index = stretches.insert(stretch)
        utterance.stretch = None if final else stretch
        stretch.end, stretch.final, stretch.backchannel = max(start, end), final, backchannel
        stretch.timed = utterance.start is not None and utterance.end is not None
        stretch.size, stretch.quote = len(utterance.text.folded), utterance.text.text
        if final:
            chars, words = count(utterance.text.text)
            stretch.units, stretch.pace = chars + words, pace(stretch, chars, words)
            stretch.quote = excerpt(utterance.text.text)
            if speaker in plan.compared:
                stretch.said, stretch.letters = utterance.text.folded[:MAX_SAID], 0
        elif speaker in plan.counted:
            stretch.units = estimate(utterance.text.folded)
        if fragment.prosody is not None and fragment.prosody.loudness_db is not None:
            stretch.loudness = fragment.prosody.loudness_db
        changed |= self._follow_floor(index, moved=moved or final)
        if final or stretch.loudness is not None:
            changed |= self._tell_of(stretch)
        if not final:
            stretches.quiet = None
        elif plan.silences:
            quiet.follow(plan.silences, stretches)
        return changed

    def refine(self, source: str, said: tuple[Occurrence, ...]) -> tuple[Occurrence, ...]:
        """Of what an utterance says, that which is said in the manner asked for."""
        if not self.plan.refined:
            return said
        so = {item.signal for item in self.call.history.by_source.get(f"said/{source}", ())}
        return tuple(
            item
            for item in said
            if item.signal not in self.plan.refined or refinement(item.signal) in so
        )

    def withdraw(self, speaker: str, utterance: str) -> set[str]:
        """An utterance was folded into another: it was never one of its own."""
        stretches, changed = self.call.stretches, set[str]()
        index = stretches.find(speaker, utterance)
        if index is None:
            return changed
        gone = stretches.kept.pop(index)
        changed |= self.call.history.replace(_said(gone), ())
        changed |= self.call.history.replace(_held(gone), ())
        return changed | self._follow_floor(index, moved=True)

    def activity(self, speaker: str, at: int, *, speaking: bool) -> set[str]:
        """Voice activity without text: whoever speaks is not silent."""
        stretches, changed = self.call.stretches, set[str]()
        if self.plan.silences and speaker in quiet.OTHER:
            if speaker not in stretches.growing:
                stretches.growing.append(speaker)
            if speaking:
                changed = self._belie(at)
                if speaker not in stretches.speaking:
                    stretches.speaking.append(speaker)
            else:
                stretches.speaking = [other for other in stretches.speaking if other != speaker]
                stretches.voiced[speaker] = at
            quiet.follow(self.plan.silences, stretches)
        return changed

    # -- once an utterance is final ------------------------------------------------------

    def _tell_of(self, stretch: Stretch) -> set[str]:
        wanted = self.plan.at_final.get(stretch.speaker)
        if wanted is None:
            return set()
        known: dict[str, float | None] = {}
        told = tuple(
            self._occurrence(name, stretch, stretch.end)
            for name, manner in wanted
            if self._is_so(manner, stretch, known)
        )
        source, history = _said(stretch), self.call.history
        return history.replace(source, told) if told or source in history.by_source else set()

    def _is_so(self, manner: AtFinal, stretch: Stretch, known: dict[str, float | None]) -> bool:
        stretches = self.call.stretches
        if isinstance(manner, Loudness):
            return is_loud(manner, stretch, stretches)
        if not stretch.final:
            return False
        match manner:
            case Pace():
                return has_pace(manner, stretch, stretches, known)
            case Repeats():
                return is_repeat(manner, stretch, stretches, self._likeness)
            case TalkRatio():
                return dominates(manner, stretch, stretches, self.call.clock)
            case _:
                return stretch.backchannel

    # -- while it is spoken --------------------------------------------------------------

    def _follow_floor(self, index: int, *, moved: bool) -> set[str]:
        """Tell anew of the floor from a stretch on: later ones may have overlapped it, or gone on
        with it."""
        stretches, changed = self.call.stretches, set[str]()
        for later in range(index, len(stretches.kept)):
            stretch = stretches.kept[later]
            if moved or later > index:
                place(stretches, later)
            wanted = self.plan.floor.get(stretch.speaker)
            if wanted is None:
                stretch.wake_end = stretch.wake_size = NEVER
            elif told := self._tell_floor(wanted, later):
                changed |= told
        return changed

    def _tell_floor(self, wanted: tuple[tuple[str, OfFloor], ...], index: int) -> set[str]:
        stretches, history = self.call.stretches, self.call.history
        stretch = stretches.kept[index]
        over = overlap(stretches, index)
        stretch.wake_end, stretch.wake_size = NEVER if over < 0 else -1, NEVER
        stretch.safe_end = stretch.safe_size = 0
        times: list[list[int]] = []
        for _, manner in wanted:
            if isinstance(manner, Interrupts):
                found = [stretch.start + manner.by] if over >= manner.by else []
            else:
                found = moments(manner, stretch, self.call.clock)
                mind(manner, stretch, found)
            times.append(found)
        if not stretch.told and not any(times):
            return set()
        told = tuple(map(len, times))
        if stretch.final:  # until then, what is told stays where it was first told
            told = (*told, *chain.from_iterable(times))
        if told == stretch.told:
            return set()
        stretch.told = told
        source = _held(stretch)
        before = {} if stretch.final else _by_place(history.by_source.get(source, ()))
        says = [
            before.get((name, ordinal)) or self._occurrence(name, stretch, time, ordinal)
            for (name, _), at in zip(wanted, times, strict=True)
            for ordinal, time in enumerate(at)
        ]
        return history.replace(source, tuple(says))

    @staticmethod
    def _occurrence(name: str, stretch: Stretch, time: int, ordinal: int = 0) -> Occurrence:
        return Occurrence(
            time=time,
            signal=name,
            speaker=stretch.speaker,
            utterance=stretch.utterance,
            ordinal=ordinal,
            quote=excerpt(stretch.quote),
            firm=stretch.final,
        )

    # -- silences ------------------------------------------------------------------------

    def next_deadline(self) -> int | None:
        """Received ms at which a silence will have lasted; None while none can."""
        found = quiet.pending(self.plan.silences, self.call.stretches.quiet, self.call.clock)
        if found is None or self.call.still:
            return None
        return self.call.clock.due(found[1], quiet.BOTH)

    def fire(self, now: int) -> set[str]:
        """Tell of the silence that has lasted by ``now``; returns the signals that changed."""
        due = self.next_deadline()
        under_way = self.call.stretches.quiet
        found = quiet.pending(self.plan.silences, under_way, self.call.clock)
        if due is None or due > now or found is None or under_way is None:
            return set()
        name, time = found
        under_way.told.append(name)
        under_way.until = time
        return self.call.history.add(
            quiet.source(under_way), quiet.occurrence(name, time, self.call.stretches)
        )

    def _belie(self, start: int) -> set[str]:
        """Somebody began to speak at ``start``: a silence told beyond it was none."""
        under_way = self.call.stretches.quiet
        if under_way is None or not under_way.told or start >= under_way.until:
            return set()
        return self.call.history.replace(quiet.source(under_way), ())


def _said(stretch: Stretch) -> str:
    return f"said/{stretch.speaker}/{stretch.utterance}"


def _held(stretch: Stretch) -> str:
    return f"floor/{stretch.speaker}/{stretch.utterance}"


def _by_place(items: tuple[Occurrence, ...]) -> dict[tuple[str, int], Occurrence]:
    return {(item.signal, item.ordinal): item for item in items}
