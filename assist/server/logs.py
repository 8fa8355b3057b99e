"""The process's own log: one JSON object a line, on stderr. Never what was said in a call."""

from __future__ import annotations

import logging
import sys
from collections import Counter

import structlog

FAULTS = (
    "archive_behind",
    "archive_process_failed",
    "archive_unusable",
    "call_not_archived",
    "call_unreadable",
    "engine_fault",
    "history_failed",
    "journal_not_emptied",
    "key_lost",
    "log_failed",
    "memory_failed",
    "play_failed",
    "reload_failed",
    "retention_failed",
    "retention_waits",
    "rules_lost",
    "rules_rejected",
    "shipped_rules_left_out",
    "silences_not_kept",
    "studio_failed",
    "unknown_setting",
)
"""Warnings and errors of a running server, by what its log calls them; counted from 0 on."""
FAULTS_TOLD: Counter[str] = Counter()
"""How often each was told since the process began."""


def _count(
    _logger: object, level: str, told: structlog.types.EventDict
) -> structlog.types.EventDict:
    """Our own, whose names are constants: the standard library's may quote what was sent."""
    if level in ("warning", "error", "critical"):
        FAULTS_TOLD[str(told["event"])] += 1
    return told


_SHARED: list[structlog.types.Processor] = [
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def set_up_logging(level: str) -> None:
    """Send structlog and the standard library's loggers to stderr as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # uvicorn tells of every connection; what matters of them we count.
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            _count,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
