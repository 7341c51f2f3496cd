"""The form in which what is known of one version is handed to the writer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fitlens.catalog.codec import encode
from fitlens.catalog.model import ClassEntry, Entry, Method


def answer_of(
    version: str,
    *,
    level: str,
    modules: Mapping[str, Mapping[str, str]],
    exports: Mapping[str, Iterable[str]],
    documented: Mapping[str, str],
    entries: Sequence[Entry],
    evidence: Iterable[Mapping[str, Any]] = (),
    promised: Mapping[str, Iterable[str]] | None = None,
    scorers: Mapping[str, Iterable[str]] | None = None,
) -> dict[str, Any]:
    """What JSON can hold of it.

    level: "observed" or "signatures". modules: by path, what each name in it is: the public path of a class or function,
    or the path of a submodule. exports: by module path, the names that a star import binds. documented: public path -> the
    path that its documentation stands under, where that is another. evidence: its records, for the entries that name one.
    promised: by module path, what a star import asks for in vain until an experiment is switched on. scorers: by name, the
    methods of an estimator, any one of which serves.
    """
    attributes = {entry.path: entry.attributes for entry in entries if isinstance(entry, ClassEntry)}
    return {
        "version": version,
        "level": level,
        "modules": {path: dict(members) for path, members in sorted(modules.items())},
        "exports": {path: sorted(set(names)) for path, names in sorted(exports.items())},
        "promised": {path: sorted(names) for path, names in sorted((promised or {}).items())},
        "documented": dict(documented),
        "scorers": {name: sorted(methods) for name, methods in sorted((scorers or {}).items())},
        "entries": [
            {
                "line": entry.line,
                "lines": [method.line for method in _methods(entry)],
                "record": encode(
                    entry, {name for base in getattr(entry, "bases", ()) for name in attributes.get(base, ())}
                ),
            }
            for entry in entries
        ],
        "evidence": list(evidence),
    }


def _methods(entry: Entry) -> tuple[Method, ...]:
    return entry.methods if isinstance(entry, ClassEntry) else ()
