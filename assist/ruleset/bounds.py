"""How large rule files may be, in one place: none can stall the process or grow it unbounded.

Each bound is far above what people write and far below what hurts. Reading is the slow part where
the careful parser has to do it (:mod:`.parsers`): 0.3 MB a second on one core, the other ten times.
"""

from __future__ import annotations

MAX_FILE_BYTES = 1024 * 1024
"""One file. A pack of 1,000 phrases is about 40 kB; reading 1 MiB takes some seconds."""
MAX_TOTAL_BYTES = 4 * 1024 * 1024
"""All files together."""
MAX_LESSONS_BYTES = 8 * 1024 * 1024
"""One file of what examples taught, which nobody writes by hand: 4 MB at 24,000 examples."""
MAX_UNPACKED_LESSONS_BYTES = 4 * MAX_LESSONS_BYTES
"""The same, unpacked: 9 MB."""
MAX_TOTAL_LESSONS_BYTES = 4 * MAX_LESSONS_BYTES
"""All files of lessons together."""
MAX_FILES = 500
"""Files of all packs together."""
MAX_DIRECTORY_DEPTH = 8
"""Folders within a pack; directory links that lead back up end here at the latest."""
MAX_NODES = 30_000
"""Keys, texts and lists in one file; keeps ``[,,,`` from eating memory. A pack of 1,000 phrases
has some 3,000."""
MAX_DEPTH = 24
"""Nesting. A condition four deep stands at about 12."""
MAX_SCALAR = 20_000
"""Characters of one text. The longest real one is a test's call script of some 2,000."""
MAX_LINE = 20_000
"""Characters of one line; the YAML scanner is quadratic in some of what may stand on one."""
MAX_PROBLEMS = 200
"""Problems reported at once; more help nobody. Compiling stops there."""

MAX_PHRASE_CHARS = 200
"""Characters of one phrase as written: ten seconds of speech are 46."""
MAX_ALTERNATIVES = 2_000
"""Literals that one piece of a phrase expands to by its lists: two lists of 40 are 1,600."""
MAX_LITERALS = 100_000
"""Literals of all phrases: the automaton is measured to 10,000 and takes about 100 B each."""
MAX_PIECES = 8
"""Pieces of a phrase; every gap multiplies the ways to match."""
MAX_GAP = 60
"""Characters of a gap: 13 seconds of speech. A larger one joins what does not belong together."""
DEFAULT_GAP = 8
"""What ``…`` means (RULES.md)."""
MAX_NEAR = 200
"""Characters around a match that ``near``, ``not_near`` and vetoes may look at."""

MAX_PATTERN_CHARS = 500
"""Characters of one RE2 pattern."""
MAX_PROGRAM = 5_000
"""Instructions of one compiled pattern: `\\pL{1,9}` has some hundreds, a plain one a few dozen."""
MAX_PROGRAMS = 500_000
"""Instructions of all patterns: some 20 MB, and two seconds to compile."""
MAX_PATTERNS = 2_000
"""Patterns of all packs: 2,000 behind literals cost 3 µs a fragment (ARCHITECTURE.md)."""

MAX_DURATION_MS = 24 * 3_600_000
"""No call lasts a day, and no window needs to."""
MAX_PAST_MS = 3_650 * 86_400_000
"""How far back a rule may ask what a customer once called about: ten years."""
MAX_TURNS = 50
"""Turns that a condition may look back over."""
MAX_COUNT = 100
"""Occurrences that ``at_least`` may ask for."""
MAX_TALK_MS = 120_000
"""Window of ``talk_ratio``: what is remembered of who spoke when reaches a little further back."""
MAX_SAID_MS = 180_000
"""How far apart two sayings of the same may be for ``repeats``."""
MAX_RUN_MS = 600_000
"""``silence`` and ``long_turn`` are moments of a conversation: ten minutes are a lost line."""
MIN_EVERY_MS = 5_000
"""How often at most an emotion that stands is told of anew; each time wakes the engine."""
MAX_RUN_CHARS = 4_000
"""``long_turn`` in characters: no hypothesis is longer."""
SYLLABLES = 3
"""Least in a phrase that is heard by its sound: of two-character words most sound like another."""
SHORT_SYLLABLES = 2
"""Least with ``sounds_like: short``."""
MAX_CONDITIONS = 64
"""Conditions in one rule, nested ones included."""
MAX_SETS = 10
"""Keys of the call's context that one rule may set."""
MAX_RULES = 5_000
"""Rules of all packs; the engine is measured to 1,200."""
