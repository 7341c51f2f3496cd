"""Fits and calls things to learn what looking at them does not tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from fitlens.catalog.build.probe.calls import observe_function
from fitlens.catalog.build.probe.classes import names_of, split_names
from fitlens.catalog.build.probe.composites import observe_compositions
from fitlens.catalog.build.probe.fitted_first import FittedFirst
from fitlens.catalog.build.probe.instances import find_recipe
from fitlens.catalog.build.probe.laboratory import Laboratory
from fitlens.catalog.build.probe.recording import Recorders, make_recorders
from fitlens.catalog.build.probe.rescaling import rescaling_of
from fitlens.catalog.build.probe.scorers import methods_of_scorers
from fitlens.catalog.build.probe.tables import Table, fit_any, make_tables
from fitlens.catalog.build.probe.tags import tags_of
from fitlens.catalog.build.probe.unfitted import observe_unfitted
from fitlens.catalog.build.probe.watching import watch
from fitlens.catalog.build.probe.world import World
from fitlens.catalog.model import ClassEntry, FunctionEntry

Evidence = dict[str, Any]
"""What was run to see what the entry of a class says; empty where nothing was."""


class Observer:
    """Watches entries one by one; holds the data and the recorders that all share."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._recorders: Recorders = make_recorders()
        self._tables: tuple[Table, ...] = make_tables()
        self._laboratory = Laboratory(world)
        self._fitted_first = FittedFirst(world, self._recorders, self._tables)

    def watch_class(self, entry: ClassEntry, found: Any, documented: Sequence[str]) -> tuple[ClassEntry, Evidence]:
        """The entry of an estimator or splitter with what was seen and the record of how; other entries as they are."""
        evidence: Evidence = {}
        if entry.kind in ("estimator", "splitter"):
            entry, evidence = watch(self._laboratory, self._watch_use(entry, found, documented), found)
        else:
            entry = entry._replace(tags=tags_of(found, None, needs_estimators=False))
        return self.complete_class(entry, found, evidence), evidence

    def complete_class(self, entry: ClassEntry, found: Any, evidence: Evidence) -> ClassEntry:
        """The entry with what is looked at once everything else is known of it."""
        recipe = find_recipe(found, entry.parameters, self._recorders, self._tables) if entry.compositions else None
        entry = self._fitted_first.of_class(entry, found, recipe)
        return entry._replace(rescaling=rescaling_of(self._laboratory, entry, found, evidence))

    def _watch_use(self, entry: ClassEntry, found: Any, documented: Sequence[str]) -> ClassEntry:
        """What it does with estimators and before fit."""
        if entry.kind != "estimator":
            return entry._replace(tags=tags_of(found, None, needs_estimators=False))
        recipe = find_recipe(found, entry.parameters, self._recorders, self._tables)
        if recipe is None:
            return entry._replace(tags=tags_of(found, None, needs_estimators=False))
        fitted = fit_any(recipe.make, self._tables)
        if fitted is not None:
            known = {each.name for each in (*entry.methods, *entry.parameters)}
            learned, attributes = split_names(
                (names_of(found) | set(vars(cast("object", fitted[0])))) - known, documented, learns=True
            )
            seen = {each.name for each in learned}
            entry = entry._replace(learned=learned, attributes=tuple(sorted({*attributes, *entry.attributes} - seen)))
        compositions = observe_compositions(self._world, entry, recipe, self._recorders, self._tables)
        entry = entry._replace(
            compositions=compositions,
            tags=tags_of(
                found, recipe.make(), needs_estimators=any(each.parameter in recipe.required for each in compositions)
            ),
        )
        return observe_unfitted(entry, recipe, self._recorders, self._tables)

    def watch_function(self, entry: FunctionEntry, found: Any) -> tuple[FunctionEntry, Evidence]:
        """The entry of a function with what was seen."""
        return self.complete_function(
            observe_function(self._world, entry, found, self._recorders, self._tables), found
        ), {}

    def complete_function(self, entry: FunctionEntry, found: Any) -> FunctionEntry:
        """The entry with what is looked at once everything else is known of it."""
        return self._fitted_first.of_function(entry, found)

    def watch_scorers(self) -> dict[str, list[str]]:
        """By name, the methods of an estimator, any one of which serves a scorer."""
        return methods_of_scorers(self._recorders, self._tables)
