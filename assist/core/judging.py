"""A text as lessons judge it, while it goes on being said.

Each unit is looked up in a tree of runs, read backwards from it, and what the runs that it ends
weigh is added up for all lessons at once: the weights of a run stand side by side in one whole
number, :data:`LANE` bits for each lesson, so that one addition counts a run and one subtraction
takes it back. Sums are exact in any order; what a rewritten hypothesis takes back leaves no trace.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import compress, islice
from operator import ge
from struct import Struct
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

from .lessons import LANE, UNIT, Lessons, Run, parts_of

JUDGED: Final = 4
"""Units without which a text says too little to be judged."""
WHOLE: Final = 10
"""Different units without which a text is too short to mean something by itself, whatever it is
like: what is said in fewer words means what was said before it, and a number that is read out, or
one word over and over, means no more by being long."""
FAMILIAR: Final = 0.5
"""A text of whose units the lessons know fewer than this share is of another language, or of other
things than they were learned from: they say nothing of it."""


_MASK: Final = (1 << LANE) - 1
_SILENT: Final = Run(0, 0)


class Node:
    """A run, seen from its last unit. ``before``: by the unit before it, the runs that are longer
    by that."""

    __slots__ = ("before", "lanes", "square")

    def __init__(self, run: Run) -> None:
        self.square, self.lanes = run
        self.before: dict[str, Node] | None = None


class Tree:
    """All runs of lessons. Shared by all calls: see :func:`tree_of`."""

    def __init__(self, lessons: Lessons) -> None:
        self.ends: dict[str, Node] = {}
        """Runs of one unit, by that; a word's parts are in them."""
        self._parts = lessons.parts
        self._signs = sum(1 << (LANE * lesson + LANE - 1) for lesson in range(len(lessons.names)))
        self._lanes = Struct(f"<{len(lessons.names)}q")
        nodes: dict[str, Node] = {}
        for run in sorted(lessons.runs, key=len):  # shorter ones are there before what they end
            first, _, tail = run.partition(" ")
            if not tail:
                nodes[run] = self.ends[run] = Node(self._spelt(run, lessons.runs[run]))
                continue
            nodes[run] = node = Node(lessons.runs[run])
            shorter = nodes[tail]
            if shorter.before is None:
                shorter.before = {}
            shorter.before[first] = node

    def strange(self, word: str) -> Node | None:
        """A word that the lessons do not know, by its parts; None where it has none."""
        run = self._spelt(word, _SILENT)
        return None if run is _SILENT else Node(run)

    def _spelt(self, word: str, whole: Run) -> Run:
        """A run of one unit, with what the parts of that say."""
        parts = [self._parts[part] for part in parts_of(word) if part in self._parts]
        if not parts:
            return whole
        squares, lanes = zip(whole, *parts, strict=True)
        return Run(sum(squares), sum(lanes))

    def weight(self, node: Node, lesson: int) -> int:
        """What a run weighs in a lesson."""
        lane = (node.lanes + self._signs ^ self._signs) >> (LANE * lesson) & _MASK
        return lane - (lane >> (LANE - 1) << LANE)

    def sums(self, lanes: int) -> tuple[int, ...]:
        """What stands in lanes that were added up, by lesson."""
        signs = self._signs
        each = (lanes + signs) ^ signs  # no lane borrows from the next: two's complement in each
        return self._lanes.unpack(each.to_bytes(self._lanes.size, "little"))


_TREES: WeakKeyDictionary[Lessons, Tree] = WeakKeyDictionary()


def tree_of(lessons: Lessons) -> Tree:
    """The tree of lessons, made once and kept for as long as they are."""
    tree = _TREES.get(lessons)
    if tree is None:
        tree = _TREES[lessons] = Tree(lessons)
    return tree


class Least(NamedTuple):
    """What a text has to reach: ``margins`` (:meth:`~.lessons.Lessons.asked`), by their
    ``lessons``."""

    lessons: tuple[int, ...]
    margins: tuple[float, ...]

    @classmethod
    def of(cls, asked: Iterable[tuple[int, float]]) -> Least:
        """Lessons, each with its margin."""
        pairs = tuple(asked)
        return cls(tuple(lesson for lesson, _ in pairs), tuple(margin for _, margin in pairs))


class Span(NamedTuple):
    """Of folded text: ``[start, end)``."""

    start: int
    end: int


class Judged:
    """One text. ``norm``: in thousandths; 0 where there is too little of the text, or too little
    that the lessons know, to say anything of it."""

    __slots__ = (
        *("_best", "_counted", "_familiar", "_lanes", "_places", "_square", "_strange", "_text"),
        *("_tree", "_words", "norm"),
    )

    def __init__(self, tree: Tree) -> None:
        self.norm = 0.0
        self._tree = tree
        self._text = ""
        self._words: list[str] = []
        self._places: list[tuple[int, int]] = []
        """Where each unit stands in the text."""
        self._familiar = 0
        """How many of the units the lessons know."""
        self._counted: dict[Node, tuple[int, int]] = {}
        """Each run where it was first said, in order: the numbers of its first and last unit."""
        self._lanes = 0
        self._square = 0
        self._strange: dict[str, Node] = {}
        """Words that the lessons do not know, by their parts."""
        self._best: dict[int, tuple[int, int, Span | None]] = {}
        """By lesson: how many of the counted were looked at, the greatest weight, and its run."""

    def hear(self, text: str, kept: int = 0) -> None:
        """Take the folded text anew, of which ``kept`` leading characters are known to be as they
        were. Only what follows these is looked at, and it never matters which texts came before."""
        if text == self._text:
            return
        self._take_back(text, kept)
        at = self._places[-1][1] if self._places else 0
        for found in UNIT.finditer(text, at):
            self._count(found[0], found.start(), found.end())
        self._text = text
        says = len(self._words)
        unfamiliar = says < JUDGED or self._familiar <= FAMILIAR * says
        self.norm = 0.0 if unfamiliar else math.sqrt(self._square)

    @property
    def is_whole(self) -> bool:
        """Whether the text is long enough to mean something by itself."""
        return len(set(self._words)) >= WHOLE

    @property
    def sums(self) -> tuple[int, ...]:
        """What all runs of the text weigh, by lesson, in millionths."""
        return self._tree.sums(self._lanes)

    def pairs(self) -> tuple[int, int]:
        """How many pairs of neighbouring units it holds that the lessons know one by one, and how
        many of them they know side by side; (0, 0) where they know too little of the text."""
        if not self.norm:
            return 0, 0
        ends = self._tree.ends
        nodes = [ends.get(word) for word in self._words]
        said = known = 0
        for word, first, last in zip(self._words, nodes, islice(nodes, 1, None), strict=False):
            if first is not None and last is not None:
                said += 1
                known += last.before is not None and word in last.before
        return said, known

    def likely(self, least: Least) -> list[int]:
        """Which of these the text reaches, by their places."""
        if not self.norm or not least.lessons:
            return []
        sums = map(self.sums.__getitem__, least.lessons)
        needed = map(self.norm.__mul__, least.margins)
        return [*compress(range(len(least.lessons)), map(ge, sums, needed))]

    def where(self, lesson: int) -> Span | None:
        """The run that speaks most for the lesson, the first of equals; None where none does."""
        looked, most, place = self._best.get(lesson, (0, 0, None))
        for node, (first, last) in islice(self._counted.items(), looked, None):
            weight = self._tree.weight(node, lesson)
            if weight > most:
                most, place = weight, Span(self._places[first][0], self._places[last][1])
        self._best[lesson] = len(self._counted), most, place
        return place

    def _take_back(self, text: str, kept: int) -> None:
        """Forget the units that are not in what was ``kept``, or are longer in ``text``."""
        places, words, ends = self._places, self._words, self._tree.ends
        had = len(places)
        while places and (places[-1][1] > kept or self._goes_on(text, places[-1], kept)):
            del places[-1]
            self._familiar -= words.pop() in ends
        left = len(places)
        if left == had:
            return
        counted = self._counted
        while counted:
            node, place = counted.popitem()
            if place[1] < left:
                counted[node] = place
                break
            self._lanes -= node.lanes
            self._square -= node.square
        self._best.clear()

    @staticmethod
    def _goes_on(text: str, place: tuple[int, int], kept: int) -> bool:
        start, end = place
        if end < kept:
            return False
        found = UNIT.match(text, start)
        return found is None or found.end() != end

    def _count(self, word: str, start: int, end: int) -> None:
        words, counted = self._words, self._counted
        last = first = len(words)
        words.append(word)
        self._places.append((start, end))
        node = self._tree.ends.get(word)
        if node is None:
            node = self._strange.get(word) or self._tree.strange(word)
            if node is None:
                return
            self._strange[word] = node
        else:
            self._familiar += 1
        while True:
            if node not in counted:
                counted[node] = (first, last)
                self._lanes += node.lanes
                self._square += node.square
            first -= 1
            if node.before is None or first < 0:
                return
            node = node.before.get(words[first])
            if node is None:
                return
