"""The packs shipped with the project, and the one that a site keeps beside them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from shutil import copyfile, copytree

from .pack import CATALOGUE
from .tree import read

_ASSIST = Path(__file__).resolve().parent.parent
_HOMES = (_ASSIST / "packs", _ASSIST.parent / "rules")
"""In an installed wheel, and in a checkout."""
LOCAL = Path("var/rules")
"""A site's own pack, from the folder in which a command is started: see :func:`local_pack`."""
LOCAL_VARIABLE = "ASSIST_RULES_LOCAL"
"""The variable that names another folder for it, for the server and for the commands alike."""


def home() -> Path:
    """The folder that holds the packs and the needs catalogue.

    Raises :class:`FileNotFoundError` when the installation is incomplete.
    """
    for folder in _HOMES:
        if (folder / CATALOGUE).is_file():
            return folder
    raise FileNotFoundError(f"no {CATALOGUE} in {' or '.join(map(str, _HOMES))}")


def shipped_packs() -> list[Path]:
    """The folders of all shipped packs, by name."""
    return sorted(path for path in home().iterdir() if path.is_dir() and path.name[0] not in "._")


def local_pack() -> Path:
    """Where the site's own pack lies, or would."""
    return Path(os.environ.get(LOCAL_VARIABLE) or LOCAL)


def with_local(paths: Sequence[Path], local: Path) -> list[Path]:
    """The packs with the site's own one, where it has been made."""
    there = local.is_dir() and local.resolve() not in {path.resolve() for path in paths}
    return [*paths, local] if there else [*paths]


def copied_packs(folder: Path) -> list[Path]:
    """A copy of the shipped packs and their catalogue in ``folder``, to be edited freely."""
    copytree(home(), folder, copy_function=copyfile)  # which may be written, whoever owns those
    return [folder / path.name for path in shipped_packs()]


def installed(path: Path) -> bool:
    """Whether a file (its path without links) came with the program, and so goes with its next
    update: in a wheel or in a checkout, which git pulls over it."""
    return any(path.is_relative_to(folder) for folder in _HOMES)


def catalogue() -> Path:
    """The shipped catalogue of needs, used where the packs given bring none."""
    return home() / CATALOGUE


def catalogued() -> dict[str, str]:
    """What each need of the shipped catalogue means, by id."""
    root = read(CATALOGUE, catalogue().read_text(encoding="utf-8"))
    needs = root.plain() if root is not None else {}
    return {need: str(about["meaning"]) for need, about in needs.items()}
