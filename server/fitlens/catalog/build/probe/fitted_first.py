"""What takes estimators only once they are fitted: arguments of functions and of class methods, and parts of composites."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from fitlens.catalog.build.probe.instances import Recipe, each_recorder, named, variations
from fitlens.catalog.build.probe.recording import Recorders
from fitlens.catalog.build.probe.stand_in import nothing_is_drawn
from fitlens.catalog.build.probe.tables import Outcome, Table, attempt, fit, fit_any
from fitlens.catalog.build.probe.world import PACKAGE, World
from fitlens.catalog.model import ClassEntry, Composition, Conditions, FunctionEntry, Method, Parameter, Setting

_FEW = 8
"""Words that a hyperparameter takes at most for one of them to say how estimators are treated: the others name scorers."""
_TABLES = ("classes", "target", "binary")
_ESTIMATOR = "estimator"
"""What scikit-learn calls the argument that takes one, where it does not check what it is given."""


class _Kind(NamedTuple):
    """A kind of estimator that an argument may take."""

    make: Callable[..., Any]
    tables: Sequence[Table]
    """On which it can be fitted."""


class FittedFirst:
    """Calls things with estimators that are not fitted, and with the same ones fitted."""

    def __init__(self, world: World, recorders: Recorders, tables: Sequence[Table]) -> None:
        self._world = world
        self._recorders = recorders
        self._tables = tables
        usual = [each for each in tables if each.name in _TABLES]
        # A boundary is drawn over two features.
        self._usual = (*usual, *(Table(each.name, each.X[:, :2], each.y) for each in usual))

    def of_function(self, entry: FunctionEntry, call: Any) -> FunctionEntry:
        """The entry with the arguments whose estimators must be fitted."""
        known = {*entry.fits, *entry.clones, entry.returns_clone}
        return entry._replace(
            needs_fitted=tuple(
                each.name
                for each in entry.parameters
                if each.name not in known and self._needs_fitted(call, each, entry.parameters)
            )
        )

    def of_class(self, entry: ClassEntry, found: Any, recipe: Recipe | None) -> ClassEntry:
        """The entry with that of its class methods, and with the values under which its parts must be fitted."""
        return entry._replace(
            methods=tuple(
                self._of_method(each, getattr(found, each.name)) if each.kind == "class" else each
                for each in entry.methods
            ),
            compositions=tuple(
                each if recipe is None else each._replace(prefit=self._prefit(entry, each, recipe))
                for each in entry.compositions
            ),
        )

    def _of_method(self, method: Method, call: Any) -> Method:
        return method._replace(
            needs_fitted=tuple(
                each.name for each in method.parameters if self._needs_fitted(call, each, method.parameters)
            )
        )

    def _needs_fitted(self, call: Any, parameter: Parameter, parameters: Sequence[Parameter]) -> bool:
        """Whether no estimator that is not fitted is taken, and one is refused that is taken once it is fitted."""
        refused = False
        for kind in self._kinds(parameter):
            for table in kind.tables:
                others = dict(_others(parameter, parameters, table))
                unfitted = _called(call, {**others, parameter.name: kind.make()})
                if unfitted.done:
                    return False
                if not _is_not_fitted(unfitted):
                    continue
                instance = kind.make()
                if fit(instance, table):
                    fitted = _called(call, {**others, parameter.name: instance})
                    # (what stands in for the library that draws may stop it later)
                    refused = refused or not _is_not_fitted(fitted)
        return refused

    def _kinds(self, parameter: Parameter) -> Iterator[_Kind]:
        if parameter.constraints is None:
            if parameter.name == _ESTIMATOR or (parameter.required and not parameter.kind.startswith("var-")):
                yield from (_Kind(each, self._usual) for each in self._recorders.kinds.values())
            return
        for each in parameter.constraints:
            if each.kind == "methods":
                for kind in self._recorders.kinds.values():
                    if all(hasattr(kind, method) for method in each.methods):
                        yield _Kind(kind, self._usual)
            found = self._world.public.get(each.type or "") if each.kind == "instance" else None
            if inspect.isclass(found) and hasattr(found, "fit"):
                fitted = fit_any(found, self._tables)
                if fitted is not None:
                    yield _Kind(found, (fitted[1],))

    def _prefit(self, entry: ClassEntry, composition: Composition, recipe: Recipe) -> Conditions:
        """The values, one at a time, under which fit refuses parts that are not fitted, and takes them if they are."""
        found: list[Setting] = []
        for other in entry.parameters:
            if other.name == composition.parameter or other.required:
                continue
            words = [each for make in variations(other, self._recorders) if isinstance(each := make(), str | bool)]
            if len(words) > _FEW:
                continue
            values = [each for each in words if self._asks_for_fitted(composition, recipe, {other.name: each})]
            if values:
                found.append(Setting(other.name, tuple(values)))
        return tuple((each,) for each in found)

    def _asks_for_fitted(self, composition: Composition, recipe: Recipe, changed: Mapping[str, Any]) -> bool:
        refused = False
        for kind in self._recorders.kinds.values():
            for table in self._usual[: len(_TABLES)]:
                unfitted = self._fitted(composition, recipe, changed, _Kind(kind, (table,)), first=False)
                if unfitted.done:
                    return False
                if _is_not_fitted(unfitted) and not refused:
                    refused = self._fitted(composition, recipe, changed, _Kind(kind, (table,)), first=True).done
        return refused

    def _fitted(
        self, composition: Composition, recipe: Recipe, changed: Mapping[str, Any], kind: _Kind, *, first: bool
    ) -> Outcome:
        """How fit of a composite goes; `first`: with parts that were fitted before."""
        (table,) = kind.tables
        with attempt() as outcome:
            parts = kind.make() if composition.form == "one" else named(kind.make, composition.form)
            if first:
                parts = each_recorder(parts, self._recorders, lambda each: each.fit(table.X, table.y))
            rest = {
                name: each_recorder(make(), self._recorders, lambda _: kind.make())
                for name, make in recipe.required.items()
                if name != composition.parameter
            }
            recipe.make(**{**rest, **changed, composition.parameter: parts}).fit(table.X, table.y)
            outcome.done = True
        return outcome


def _others(parameter: Parameter, parameters: Sequence[Parameter], table: Table) -> Iterator[tuple[str, Any]]:
    """Values for the arguments that must be given besides, as far as any are known to suit."""
    data = {"X": table.X, "y": table.y, "features": [0]}
    return ((each.name, data[each.name]) for each in parameters if each is not parameter and each.name in data)


def _called(call: Any, values: Mapping[str, Any]) -> Outcome:
    with attempt() as outcome, nothing_is_drawn():
        call(**values)
        outcome.done = True
    return outcome


def _is_not_fitted(outcome: Outcome) -> bool:
    not_fitted: Any = importlib.import_module(PACKAGE + ".exceptions").NotFittedError
    return isinstance(outcome.error, not_fitted)
