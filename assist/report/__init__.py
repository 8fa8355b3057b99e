"""After the call: what was said, felt, needed and hinted, and how the agent met it.

:func:`report_of` folds a replayed call into a :class:`Report`; the other modules write it for
people: a page that prints, Markdown for the morning review, JSON Lines for machines.
"""

from .build import report_of
from .model import Report

__all__ = ["Report", "report_of"]
