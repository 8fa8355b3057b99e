"""What the studio refuses, by code; and what of it goes into the server's own log."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import wraps
from typing import Any

import structlog
from starlette.requests import Request

from assist.log.base import LogError
from assist.proto.codes import NOT_FOUND, OVERLOADED
from assist.proto.rule_codes import (
    CHANGED_UNDERNEATH,
    EXISTS,
    FORM_INVALID,
    LAST_RULES,
    NO_PLACE,
    READ_ONLY,
    RULES_INVALID,
    STUDIO_FAILED,
    SUPERSEDED,
)
from assist.server.service import Service
from assist.studio.desk import Broken, Busy
from assist.studio.history import HistoryError
from assist.studio.shelf import Unfit
from assist.studio.studio import ChangedUnderneath, LastRules, NoPlace, Refused, Unknown
from assist.studio.trying import Superseded
from assist.studio.writing import NoForm

from .access import ApiError, Asked, Endpoint, supervised

_logger = structlog.get_logger("assist.server")


def studio_asked(asked: Asked) -> Endpoint:
    """A supervisors' endpoint whose refusals are those of the studio."""

    @wraps(asked)
    async def refusing(request: Request, service: Service) -> Any:
        try:
            return await asked(request, service)
        except Exception as fault:
            refused = refusal(fault)
            if refused is None:
                raise
            raise refused from None

    return supervised(refusing)


def refusal(fault: Exception) -> ApiError | None:
    """How a fault of the studio is told; None for one that is none of its own."""
    match fault:
        case Refused(problems=problems):
            detail = "with this edit the rules would have errors"
            return ApiError(422, RULES_INVALID, detail, problems=problems)
        case ChangedUnderneath():
            return _changed(fault)
        case LastRules():
            return ApiError(409, LAST_RULES, str(fault))
        case NoForm(problems=problems):
            told = [{"field": field, "zh": zh, "en": en} for field, zh, en in problems]
            return ApiError(422, FORM_INVALID, str(fault), problems=told)
        case Unknown():
            return ApiError(404, NOT_FOUND, str(fault))
        case NoPlace():
            return ApiError(403, NO_PLACE, str(fault))
        case Superseded():
            return ApiError(409, SUPERSEDED, "a newer check of this session runs")
        case Busy():
            return ApiError(503, OVERLOADED, "too many are asking the studio; try again")
        case Unfit():
            return _unfit(fault)
        case OSError(strerror=why) if why is not None:
            _logger.error("studio_failed", reason=str(fault))
            return ApiError(503, STUDIO_FAILED, f"the file could not be written: {why}")
        case Broken() | HistoryError() | LogError():
            _logger.error("studio_failed", reason=str(fault))
            return ApiError(503, STUDIO_FAILED, "that did not work; the server's log says why")
        case _:
            return None


def _unfit(fault: Unfit) -> ApiError:
    match fault.code:
        case "unknown":
            return ApiError(404, NOT_FOUND, str(fault))
        case "exists":
            return ApiError(409, EXISTS, str(fault))
        case "name":
            return ApiError(422, RULES_INVALID, str(fault), problems=[])
        case _:
            return ApiError(403, READ_ONLY, str(fault))


def _changed(fault: ChangedUnderneath) -> ApiError:
    last = fault.last
    at = None if last is None else datetime.fromtimestamp(last.at / 1000, UTC)
    return ApiError(
        409,
        CHANGED_UNDERNEATH,
        str(fault),
        text=fault.held.text,
        revision=fault.held.revision,
        by=None if last is None else last.author,
        at=None if at is None else at.isoformat(timespec="seconds"),
    )
