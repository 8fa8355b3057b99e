"""Why the rules studio refuses something; beside the codes of :mod:`.codes` that it shares.

They stand in the OpenAPI document, and like all codes never get another meaning.
"""

from __future__ import annotations

from .codes import ErrorCode

RULES_INVALID = ErrorCode(
    "rules_invalid",
    False,
    "With this edit the rules would have errors, or a file could not be read (HTTP 422).",
    "Mend what `problems` names; nothing was written.",
)
FORM_INVALID = ErrorCode(
    "form_invalid",
    False,
    "The form lacks something, or the text is written in a way that it cannot change (HTTP 422).",
    "Mend what `problems` names, or edit the text.",
)
CHANGED_UNDERNEATH = ErrorCode(
    "changed_underneath",
    False,
    "The file is not as it was when it was opened (HTTP 409).",
    "Bring your change together with `text`, which it holds now, and save with the new `revision`.",
)
LAST_RULES = ErrorCode(
    "last_rules",
    False,
    "Without this file no rule would be left (HTTP 409).",
    "Keep it, and switch its rules off: what is off is not forgotten.",
)
EXISTS = ErrorCode(
    "exists",
    False,
    "There is a file of that name already (HTTP 409).",
    "Take another name, or open the file.",
)
READ_ONLY = ErrorCode(
    "read_only",
    False,
    "The file may not be written; `detail` says why (HTTP 403).",
    "Change the rule by an override of a pack of your own: `POST /v1/rules/local`.",
)
NO_PLACE = ErrorCode(
    "no_place",
    False,
    "There is no pack that may be written, and none can be made (HTTP 403).",
    "Name a folder with `ASSIST_RULES_LOCAL` that the server's user may write.",
)
SUPERSEDED = ErrorCode(
    "superseded",
    False,
    "The same session has asked for a newer check meanwhile (HTTP 409).",
    "Nothing to do: the newer one is answered.",
)
NO_RECORDINGS = ErrorCode(
    "no_recordings",
    False,
    "There is no ended call to play: none has ended yet, or nothing is stored.",
    "Keep a log, or name a folder of calls with `ASSIST_BACKTEST_CALLS`.",
)
STUDIO_FAILED = ErrorCode(
    "studio_failed",
    True,
    "The process that compiles rules failed or took too long, or the disk refused (HTTP 503).",
    "Try again; the server's own log says why.",
)

RULE_ERRORS = (
    *(RULES_INVALID, FORM_INVALID, CHANGED_UNDERNEATH, LAST_RULES, EXISTS, READ_ONLY, NO_PLACE),
    *(SUPERSEDED, NO_RECORDINGS, STUDIO_FAILED),
)
