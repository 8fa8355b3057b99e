"""What is wrong with settings as this machine is: folders that are not there, names nobody has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assist.core.names import meant
from assist.formats.format import Format

from .settings import Settings

PREFIX = "ASSIST_"
OTHERS = ("ASSIST_TAP_",)
"""Variables of our other programs, which read the same environment."""
ALIKE = 0.8
"""How near a variable has to be to a setting: another program's may begin with the same word."""


class Misused(Exception):  # noqa: N818 - what was done, not what failed
    """Settings with which nothing can be started; its text says which, and what to do."""


def check_paths(settings: Settings) -> None:
    """Raises :class:`Misused` for one that is not there: it would do nothing, in silence."""
    for name, path in (
        ("formats", settings.formats),
        ("scenarios", settings.scenarios),
        ("backtest_calls", settings.backtest_calls),
    ):
        if path is not None and not path.is_dir():
            raise Misused(f"{name}: {path}: there is no such folder")
    for path in settings.rules:
        if not path.exists():
            raise Misused(f"rules: {path}: no such file or folder")


def check_secrets(settings: Settings, formats: Mapping[str, Format]) -> None:
    """Raises :class:`Misused` for the secret of a format that verifies nothing by it."""
    signed = sorted(each.name for each in formats.values() if each.signed)
    for name in settings.vendor_secrets:
        if name not in signed:
            raise Misused(
                f"vendor_secrets: no format called {name[:40]!r} has signed webhooks; "
                f"these have: {', '.join(signed)}"
            )


def misspelt(variables: Iterable[str]) -> dict[str, str]:
    """Variables of the environment that set nothing here, and what each was probably meant to be.
    One that is like no setting is somebody else's."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    own = {name.removeprefix(PREFIX) for name in known}
    found = {}
    for name in sorted(variables):
        if name.upper() in known or not name.startswith(PREFIX) or name.startswith(OTHERS):
            continue
        near = meant(name.removeprefix(PREFIX), own, alike=ALIKE)
        if near is not None:
            found[name] = PREFIX + near
    return found
