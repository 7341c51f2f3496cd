"""Talks with the builder: says the docstrings, hears the names documented in them, says the records."""

from __future__ import annotations

import inspect
import json
import os
import sys
import warnings
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TextIO

from fitlens.catalog.build.probe.answer import answer_of
from fitlens.catalog.build.probe.apart import Task, run_apart
from fitlens.catalog.build.probe.classes import Bases, class_entry, find_bases, function_entry
from fitlens.catalog.build.probe.observation import Evidence, Observer
from fitlens.catalog.build.probe.promises import broken_promises
from fitlens.catalog.build.probe.world import World, survey
from fitlens.catalog.model import ClassEntry, Entry

_BATCH = 50
"""Functions that are looked at in one go: most take no time at all."""


def main() -> None:
    """One line of JSON out, one in, one out. What scikit-learn prints meanwhile goes to standard error."""
    warnings.simplefilter("ignore")
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:
        os.dup2(2, 1)
        (promised,) = run_apart([broken_promises])  # before anything is switched on here
        world = survey()
        _say(out, {path: inspect.getdoc(found) or "" for path, found in world.classes()})
        documented: dict[str, list[str]] = json.loads(sys.stdin.readline())
        _say(out, _answer(world, documented, promised))


def _say(out: TextIO, what: object) -> None:
    json.dump(what, out)
    out.write("\n")
    out.flush()


def _answer(
    world: World, documented: Mapping[str, Sequence[str]], promised: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    observer = Observer(world)
    tasks = list(_tasks(world, find_bases(), documented, observer))
    seen: list[tuple[Entry, Evidence]] = [each for batch in run_apart(tasks) for each in batch]
    (scorers,) = run_apart([observer.watch_scorers])
    return answer_of(
        world.version,
        level="observed",
        modules={path: _members(world, path) for path in world.modules},
        exports=_exports(world),
        documented=world.documented,
        entries=[entry for entry, _ in seen],
        evidence=[evidence for _, evidence in seen if evidence],
        promised=promised,
        scorers=scorers,
    )


def _tasks(world: World, bases: Bases, documented: Mapping[str, Sequence[str]], observer: Observer) -> Iterator[Task]:
    """Every class that is watched is so apart: what it does to the process, no other sees."""

    def watch(entry: ClassEntry, found: type) -> list[tuple[Entry, Evidence]]:
        return [observer.watch_class(entry, found, documented.get(entry.path, ()))]

    def look(functions: Sequence[tuple[str, Any]]) -> list[tuple[Entry, Evidence]]:
        return [observer.watch_function(function_entry(world, path, found), found) for path, found in functions]

    for path, found in world.classes():
        yield partial(watch, class_entry(world, bases, path, found, documented.get(path, ())), found)
    functions = list(world.functions())
    for start in range(0, len(functions), _BATCH):
        yield partial(look, functions[start : start + _BATCH])


def _members(world: World, module: str) -> dict[str, str]:
    """Name in a module -> public path of what it is, or path of the submodule."""
    members = {
        name: path for name, found in vars(world.modules[module]).items() if (path := world.path_of(found)) is not None
    }
    for each in world.modules:
        parent, _, name = each.rpartition(".")
        if parent == module:
            # `sklearn.utils._estimator_html_repr` names both a function and a module: the attribute is what is read.
            members.setdefault(name, each)
    return dict(sorted(members.items()))


def _exports(world: World) -> dict[str, list[str]]:
    exports: dict[str, list[str]] = {}
    for path, module in world.modules.items():
        listed = getattr(module, "__all__", None)
        if listed is not None:
            exports[path] = list(listed)
        elif not any(part.startswith("_") for part in path.split(".")):
            exports[path] = [name for name in vars(module) if not name.startswith("_")]
    return exports
