"""Every error code and close code of the wire, in one table.

The docs hold the same tables (``docs/integrators/protocol.md``, checked by a test). Codes are
never renumbered or given another meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """Why one item was refused. ``temporary``: the same item may be accepted later."""

    code: str
    temporary: bool
    meaning: str
    remedy: str


@dataclass(frozen=True, slots=True)
class CloseCode:
    """Why a websocket was closed: 4000-4499 say reconnect (with back-off), 4500-4999 say stop."""

    code: int
    name: str
    meaning: str
    remedy: str

    @property
    def reconnect(self) -> bool:
        """Whether connecting again, unchanged, can succeed."""
        return self.code < 4500


MALFORMED = ErrorCode(
    "malformed",
    False,
    "The frame is not JSON, or neither an object nor an array of objects.",
    "Mend the encoder. Nothing of the frame (or of that item of the array) was taken.",
)
FRAME_TOO_LARGE = ErrorCode(
    "frame_too_large",
    False,
    "The frame is larger than 64 KiB; none of it was read.",
    "Send fewer events in one frame. Above 256 KiB the connection is closed with 1009.",
)
_USED_UP = (
    "Mend the sender. In a call that has begun, the event used up its `seq` if that was the next: "
    "go on with the one after it. A refused `call.start` used up nothing: send it again as "
    "number 1."
)
UNKNOWN_TYPE = ErrorCode(
    "unknown_type",
    False,
    "`type` is missing or none of those in the tables above.",
    _USED_UP,
)
INVALID_EVENT = ErrorCode(
    "invalid_event",
    False,
    "A field is missing, of the wrong type or out of bounds; `detail` names it.",
    _USED_UP,
)
SEQUENCE_GAP = ErrorCode(
    "sequence_gap",
    True,
    "`seq` is higher than the number expected, which `expected` names.",
    "Send again from `expected` on, in order. The event was not taken.",
)
UNKNOWN_CALL = ErrorCode(
    "unknown_call",
    False,
    "No `call.start` of this call has been received.",
    "Send `call.start` first. The event was not taken and used up no number.",
)
CALL_STARTED = ErrorCode(
    "call_started",
    False,
    "The call has been started already, perhaps by another sender.",
    "Go on with the next number; use `context` to add what is known about the call.",
)
CALL_ENDED = ErrorCode(
    "call_ended",
    False,
    "The call has ended, or was closed as abandoned.",
    "Send nothing more for this call; a new call needs a new id.",
)
OVERLOADED = ErrorCode(
    "overloaded",
    True,
    "The server has as much work, or as many calls, as it may hold.",
    "Wait a second, then send the same event again, merging hypotheses meanwhile.",
)
RATE_LIMITED = ErrorCode(
    "rate_limited",
    True,
    "This connection sends more than it may; reading it is slowed down. A warning: what was "
    "sent has been taken.",
    "Slow down. Ten such warnings in a row close the connection with 4503.",
)
UNKNOWN_SPEAKER = ErrorCode(
    "unknown_speaker",
    False,
    "Nobody knows who says these words: neither `speaker` nor a `channel` that was assigned. A "
    "warning, once for each call and sender: what was sent has been taken.",
    "Name `speaker`, or map the channel in `channels`; no rule for customers or agents hears "
    "these words. Who truly cannot know says `unknown`.",
)
CLOCK_AHEAD = ErrorCode(
    "clock_ahead",
    False,
    "`at`, `start` or `end` is more than ten minutes ahead of the call's clock, and is not "
    "believed. A warning, once for each call and sender: what was sent has been taken, as sent "
    "when it came.",
    "Count `at`, `start` and `end` from the call's beginning, in milliseconds: all senders of a "
    "call share one zero.",
)
DOUBTFUL_TIMES = ErrorCode(
    "doubtful_times",
    False,
    "`start` is after `end`, or so much text was said between them that nobody speaks so fast. A "
    "warning, once for each call and sender: what was sent has been taken, and when it was said "
    "counts as unknown.",
    "Give `start` and `end` of the utterance in milliseconds, not in seconds, from the call's "
    "beginning; leave out what is not known.",
)
VENDOR_MESSAGE = ErrorCode(
    "vendor_message",
    False,
    "A vendor's message is not one that its format knows, is broken, or reports the recogniser's "
    "own fault; `detail` says which.",
    "Compare the format's page. Whatever could be read of the message was taken; the call goes on.",
)
NO_CALL = ErrorCode(
    "no_call",
    False,
    "Neither the address nor the vendor's message says which call it belongs to.",
    "Add `?call=ID` to the address.",
)
UNKNOWN_ENCODING = ErrorCode(
    "unknown_encoding",
    False,
    "The body of a request is compressed, or otherwise encoded (HTTP 415).",
    "Send it as it is, without `Content-Encoding`.",
)
UNKNOWN_FORMAT = ErrorCode(
    "unknown_format",
    False,
    "There is no format of that name (HTTP 404; a websocket is closed with 4504).",
    "Ask `assist formats` for their names.",
)
BAD_PARAMETER = ErrorCode(
    "bad_parameter",
    False,
    "A parameter of the address is not what it may be (HTTP 400; a websocket is closed with 4505).",
    "Mend the address; `detail` names the parameter.",
)
UNKNOWN_HINT = ErrorCode(
    "unknown_hint",
    False,
    "Feedback names a hint that was never shown to this agent, or whose call has ended.",
    "Nothing to do; the hint is gone.",
)
UNKNOWN_NOTE = ErrorCode(
    "unknown_note",
    False,
    "No live call of this agent has that note among its last three.",
    "Nothing to do; the note is gone.",
)
CALL_NOT_LIVE = ErrorCode(
    "call_not_live",
    False,
    "A supervisor named a call that has ended, or of which nothing is known.",
    "Nothing to do; what has been said in it is under `/calls`.",
)
UNKNOWN_ALERT = ErrorCode(
    "unknown_alert",
    False,
    "A supervisor named an alert that has been withdrawn, or never was.",
    "Nothing to do; the alert is gone.",
)
NOT_KEPT = ErrorCode(
    "not_kept",
    True,
    "What was asked for could not be written to the disk; nothing has changed.",
    "See to the disk that the log lies on, then ask again.",
)
UNAUTHORIZED = ErrorCode(
    "unauthorized",
    False,
    "The token or signature is missing or wrong (HTTP 401; a websocket is closed with 4500).",
    "Give the server's token; for a vendor's signature, see the vendor's page.",
)
ORIGIN_REFUSED = ErrorCode(
    "origin_refused",
    False,
    "A browser page of another origin asked (HTTP 403; a websocket is closed with 4501).",
    "Add the page's origin to `ASSIST_ORIGINS`.",
)
SUPERVISORS_ONLY = ErrorCode(
    "supervisors_only",
    False,
    "Only the supervisors' token opens this (HTTP 403; a websocket is closed with 4506).",
    "Show the token that `ASSIST_SUPERVISOR_TOKEN` names, or that was printed at start.",
)
BODY_TOO_LARGE = ErrorCode(
    "body_too_large",
    False,
    "The body of a request of the console is larger than 3 MiB (HTTP 413).",
    "Send less; a rule file has at most 1 MiB.",
)
NOT_FOUND = ErrorCode(
    "not_found",
    False,
    "What the address names is not there, or no longer (HTTP 404, of a websocket's handshake, "
    "too); `detail` names it, and the address that was probably meant.",
    "Mend the address; or ask for the list anew: calls go when their retention is over.",
)
CALL_LIVE = ErrorCode(
    "call_live",
    True,
    "The call has not ended, and what was said in it cannot be deleted until it has (HTTP 409).",
    "Ask again when it has ended.",
)
UPGRADE_REQUIRED = ErrorCode(
    "upgrade_required",
    False,
    "This address is a websocket, and the request did not ask for one (HTTP 426).",
    "Connect with a websocket client. If it was one, a proxy between has dropped its Upgrade "
    "header.",
)
UNKNOWN_SAMPLE = ErrorCode(
    "unknown_sample",
    False,
    "Demo only: there is no such sample call, or no such call is being played.",
    "Ask `GET /demo/samples`.",
)

UNKNOWN_SCENARIO = ErrorCode(
    "unknown_scenario",
    False,
    "There is no training scenario of that id, or the rules in force no longer fit it.",
    "Ask `GET /v1/train/scenarios`.",
)
NO_REHEARSAL = ErrorCode(
    "no_rehearsal",
    False,
    "A trainee did something in a call that has not begun, or is over.",
    "Send `begin` first; with the moves made so far, the call goes on where it was.",
)

ERRORS: Mapping[str, ErrorCode] = MappingProxyType(
    {
        error.code: error
        for error in (
            MALFORMED,
            FRAME_TOO_LARGE,
            UNKNOWN_TYPE,
            INVALID_EVENT,
            SEQUENCE_GAP,
            UNKNOWN_CALL,
            CALL_STARTED,
            CALL_ENDED,
            OVERLOADED,
            RATE_LIMITED,
            UNKNOWN_SPEAKER,
            CLOCK_AHEAD,
            DOUBTFUL_TIMES,
            VENDOR_MESSAGE,
            NO_CALL,
            UNKNOWN_ENCODING,
            UNKNOWN_FORMAT,
            BAD_PARAMETER,
            UNKNOWN_HINT,
            UNKNOWN_NOTE,
            CALL_NOT_LIVE,
            UNKNOWN_ALERT,
            NOT_KEPT,
            UNAUTHORIZED,
            ORIGIN_REFUSED,
            SUPERVISORS_ONLY,
            BODY_TOO_LARGE,
            NOT_FOUND,
            CALL_LIVE,
            UPGRADE_REQUIRED,
            UNKNOWN_SCENARIO,
            NO_REHEARSAL,
            UNKNOWN_SAMPLE,
        )
    }
)
"""Error codes by their name on the wire."""

GOING_AWAY = CloseCode(
    4000,
    "going_away",
    "The server is shutting down; all that was acknowledged is safe.",
    "Reconnect in a second and resume.",
)
SLOW_READER = CloseCode(
    4001,
    "slow_reader",
    "The peer did not read what was sent to it.",
    "Reconnect and resume; read without waiting for anything else.",
)
LOG_FAILED = CloseCode(
    4002,
    "log_failed",
    "The server cannot store events any more and restarts.",
    "Reconnect with back-off and resume.",
)
TOO_MANY_CONNECTIONS = CloseCode(
    4003,
    "too_many_connections",
    "The server has as many connections as it may hold.",
    "Reconnect with back-off; use one connection for many calls.",
)
HELLO_TIMEOUT = CloseCode(
    4004,
    "hello_timeout",
    "No `hello` came within 10 seconds.",
    "Reconnect; send `hello` at once.",
)
SILENT = CloseCode(
    4005,
    "silent",
    "The overlay answered no `ping` for 60 seconds.",
    "Reconnect and resume; answer every `ping` with `pong`.",
)
IDLE = CloseCode(
    4006,
    "idle",
    "Nothing was done in the training room for half an hour.",
    "Reconnect when the trainee is back, and `begin` with the moves made so far.",
)
UNAUTHORIZED_CLOSE = CloseCode(
    4500, "unauthorized", "The token is missing or wrong.", "Give the server's token."
)
ORIGIN_CLOSE = CloseCode(
    4501,
    "origin_refused",
    "A browser page of another origin tried to connect.",
    "Add the page's origin to `ASSIST_ORIGINS`.",
)
BAD_HELLO = CloseCode(
    4502,
    "bad_hello",
    "The first message was no valid `hello`; the reason names the fault.",
    "Mend the client.",
)
RATE_EXCEEDED = CloseCode(
    4503,
    "rate_exceeded",
    "The connection went on sending too much after ten warnings.",
    "Mend the client before it connects again.",
)

UNKNOWN_FORMAT_CLOSE = CloseCode(
    4504,
    "unknown_format",
    "There is no vendor format of the name in the address, or it is not one for websockets.",
    "Ask `assist formats`.",
)
BAD_ADDRESS = CloseCode(
    4505,
    "bad_parameter",
    "A parameter of the address is not what it may be; the reason names it.",
    "Mend the address.",
)
SUPERVISORS_ONLY_CLOSE = CloseCode(
    4506,
    "supervisors_only",
    "Only the supervisors' token opens this.",
    "Give the supervisors' token.",
)

CLOSES: Mapping[int, CloseCode] = MappingProxyType(
    {
        close.code: close
        for close in (
            GOING_AWAY,
            SLOW_READER,
            LOG_FAILED,
            TOO_MANY_CONNECTIONS,
            HELLO_TIMEOUT,
            SILENT,
            IDLE,
            UNAUTHORIZED_CLOSE,
            ORIGIN_CLOSE,
            BAD_HELLO,
            RATE_EXCEEDED,
            UNKNOWN_FORMAT_CLOSE,
            BAD_ADDRESS,
            SUPERVISORS_ONLY_CLOSE,
        )
    }
)
"""Close codes by number. Beside them the transport's own: 1000, 1009 (a frame above 256 KiB),
1011 (a fault of ours; reconnect), 1012."""


def error_table() -> str:
    """The error codes as a Markdown table."""
    rows = [
        f"| `{e.code}` | {'yes' if e.temporary else 'no'} | {e.meaning} | {e.remedy} |"
        for e in ERRORS.values()
    ]
    return "\n".join(["| code | temporary | meaning | what to do |", "|---|---|---|---|", *rows])


def close_table() -> str:
    """The close codes as a Markdown table."""
    rows = [
        f"| {c.code} `{c.name}` | {'yes' if c.reconnect else 'no'} | {c.meaning} | {c.remedy} |"
        for c in CLOSES.values()
    ]
    return "\n".join(["| code | reconnect | meaning | what to do |", "|---|---|---|---|", *rows])
