"""``python -m bench [engine|formats|server|floor|few]``: measure, print a table, keep it.

``few``: as ``server``, under the one rule that is timed and no pack; only when asked for.
"""

from __future__ import annotations

import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from .cost import Ratio

PAGE = Path(__file__).resolve().parent.parent / "docs" / "contributors" / "performance.md"
BEGIN, END = "<!-- figures: written by make bench -->", "<!-- end of figures -->"
NOTE = """\
Ratios are what counts: both sides ran in the same minutes on the same cores. Disk flushes are
cheap on these machines and flatter the journal; on a disk that takes its time to flush, group
commit makes acknowledgements later, not fragments dearer."""


def figure(ratio: Ratio) -> str:
    """A value and its bound."""
    bound = "≥" if ratio.at_least else "≤"
    return f"{ratio.value:.2f} ({'met' if ratio.met else 'MISSED'}: {bound} {ratio.target:g})"


def table(ratios: list[Ratio]) -> str:
    """The figures in Markdown."""
    rows = "\n".join(f"| {r.what} | {r.first} | {r.second} | {figure(r)} |" for r in ratios)
    return f"| what | one side | the other | figure |\n|---|---|---|---|\n{rows}"


def keep(text: str) -> None:
    """Replace the figures in the performance page."""
    page = PAGE.read_text(encoding="utf-8")
    head, _, rest = page.partition(BEGIN)
    tail = rest.partition(END)[2]
    PAGE.write_text(f"{head}{BEGIN}\n{text}\n{END}{tail}", encoding="utf-8")


def main() -> None:
    """Measure what was asked for; exit 1 when a target was missed."""
    wanted = sys.argv[1:] or ["engine", "formats", "server", "floor"]
    ratios: list[Ratio] = []
    if "engine" in wanted:
        from . import engine  # noqa: PLC0415  # half a second of imports that the server's side needs not

        ratios += engine.measure()
    if "formats" in wanted:
        from . import formats  # noqa: PLC0415

        ratios += formats.measure()
    if "server" in wanted:
        from . import server  # noqa: PLC0415

        ratios += server.measure()
    if "few" in wanted:
        from . import server  # noqa: PLC0415

        ratios += server.measure(shipped=False)
    if "floor" in wanted:
        from . import floor  # noqa: PLC0415

        ratios += floor.measure()
    made = datetime.now(UTC).date().isoformat()
    where = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    text = f"`make bench`, {made}, {where}.\n\n{table(ratios)}\n\n{NOTE}"
    print(text)
    if set(wanted) == {"engine", "formats", "server", "floor"}:
        keep(text)
    sys.exit(0 if all(ratio.met for ratio in ratios) else 1)


if __name__ == "__main__":
    main()
