"""The packs as a tree, and every name in them with a sentence: for the page's list, for completion
and for what is shown while the mouse rests on a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel

from assist.core.rules import RuleSet
from assist.ruleset import Compiled
from assist.ruleset.memory import Memory
from assist.ruleset.model import NeedModel
from assist.ruleset.pack import Entry, Pack
from assist.ruleset.saying import Lang
from assist.ruleset.syntax import Unreadable

from .overriding import below, items, modes_told, overrides_told, word
from .seeking import headline
from .sentences import (
    LANGUAGES,
    QUOTED_ALONE,
    list_sentence,
    meter_sentence,
    rule_sentence,
    signal_sentence,
    veto_sentence,
)
from .shelf import Contents, ShelfFile, revision_of

T = TypeVar("T")
B = TypeVar("B", bound=BaseModel)


def tree_told(
    contents: Contents, compiled: Compiled, memory: Memory, problems: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The packs by name, the catalogue that belongs to none last; files by path."""
    counts = Counter((one["path"], one["severity"]) for one in problems)
    tests = Counter(test.file for test in compiled.tests)
    site = _Site(modes_told(compiled.pack), overrides_told(compiled.pack, compiled.rules))
    packs: dict[str, list[dict[str, Any]]] = {}
    for key in sorted(contents.files, key=lambda key: ("/" not in key, key)):
        file = contents.files[key]
        text = contents.texts[key]
        packs.setdefault(file.pack, []).append(
            {
                "path": key,
                "name": key.rpartition("/")[2],
                "kind": file.kind,
                "revision": _revision(file, text),
                "writable": file.why_not is None,
                "why_not": file.why_not,
                "size": len(text.encode()),
                "rules": _rules(key, text, memory, site, compiled.rules),
                "tests": tests[key],
                "errors": counts[key, "error"],
                "warnings": counts[key, "warning"],
            }
        )
    return [
        {
            "name": name,
            "writable": any(file["writable"] for file in files),
            "why_not": None if any(file["writable"] for file in files) else files[0]["why_not"],
            "files": files,
        }
        for name, files in packs.items()
    ]


def _revision(file: ShelfFile, text: str) -> str:
    try:
        return revision_of(file.path.read_bytes())
    except OSError:  # gone since it was read
        return revision_of(text.encode())


class _Site(NamedTuple):
    """What the site changes of rules, by name."""

    modes: Mapping[str, dict[str, Any]]
    overrides: Mapping[str, list[dict[str, Any]]]


def _rules(
    key: str, text: str, memory: Memory, site: _Site, compiled: RuleSet | None
) -> list[dict[str, Any]]:
    """The rules of a file as they stand in it, whatever overrides make of them; but with the
    headline that agents see, where the packs have no errors."""
    try:
        root = memory.tree(key, text)
    except Unreadable:
        return []
    section = below(root, "rules")
    known = compiled.rules if compiled is not None else {}
    return [
        {
            "name": name,
            "headline": headline(known[name]) if name in known else None,
            "need": word(below(node, "need")),
            "mode": word(below(node, "mode")) or "live",
            "overridden": site.modes.get(name),
            "overrides": site.overrides.get(name, []),
            "line": section.keys[name].line if section is not None else 1,
        }
        for name, node in items(section)
    ]


# -- names -----------------------------------------------------------------------------------


def names_told(compiled: Compiled) -> dict[str, Any]:
    """Every name by kind. Of a rule set with errors: those of lists and needs, and where the
    others stand."""
    pack, rules = compiled.pack or Pack(), compiled.rules or RuleSet(digest="", signals={})
    return {
        "digest": rules.digest or None,
        "signals": _told(pack.signals, rules.signals, signal_sentence, lambda s: {
            "speaker": s.speaker,
            "phrases": [phrase.source for phrase in s.phrases[:QUOTED_ALONE]],
            "count": len(s.phrases) + len(s.patterns),
        }),
        "lists": _told(pack.lists, {
            name: entry.model.root for name, entry in pack.lists.items() if entry.model is not None
        }, list_sentence, lambda t: {"texts": list(t[:QUOTED_ALONE]), "count": len(t)}),
        "vetoes": _told(pack.vetoes, rules.vetoes, veto_sentence, lambda v: {
            "phrases": [phrase.source for phrase in v.phrases[:QUOTED_ALONE]],
            "count": len(v.phrases),
        }),
        "needs": _told(pack.needs, {
            name: entry.model for name, entry in pack.needs.items() if entry.model is not None
        }, _need_sentence, lambda n: {
            "kind": n.kind, "severity": n.severity,
        }),
        "emotions": _told(pack.emotions, rules.meters, meter_sentence, lambda m: {
            "speaker": m.speaker
        }),
        "rules": _told(pack.rules, rules.rules, _of(rules), lambda r: {
            "need": r.need or None,
            "ability": r.ability or None,
            "mode": r.mode,
            "priority": r.priority,
        }),
    }  # fmt: skip


def _told(
    entries: Mapping[str, Entry[B]],
    compiled: Mapping[str, T],
    sentence: Callable[[T, Lang], str],
    about: Callable[[T], dict[str, Any]],
) -> list[dict[str, Any]]:
    told = []
    for name, entry in entries.items():
        one = compiled.get(name)
        told.append(
            {
                "name": name,
                "path": entry.place.file,
                "line": entry.place.line,
                "sentence": {lang: "" if one is None else sentence(one, lang)
                             for lang in LANGUAGES},
                "about": {} if one is None else about(one),
            }
        )  # fmt: skip
    return told


def _need_sentence(need: NeedModel, lang: Lang) -> str:
    """What people call it, and what the customer really wants."""
    called = need.name.zh if lang == "zh" else need.name.en
    between = "：" if lang == "zh" else ": "
    return f"{called}{between}{need.meaning}" if called else need.meaning


def _of(rules: RuleSet) -> Callable[[Any, Lang], str]:
    return lambda rule, lang: rule_sentence(rule, rules, lang)
