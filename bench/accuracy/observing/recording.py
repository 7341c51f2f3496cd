"""What is written down of the calls, reads, dictionaries and tuples of a program while it runs."""

from __future__ import annotations

import types
import weakref
from typing import Any

from bench.accuracy.observing.rewriting import CALL, DICT, READ, RESULT, TUPLE, Places

Seen = dict[str, Any]
"""One thing seen at a place, as JSON."""


class Recorder:
    """The functions that rewritten files call, and what they have seen.

    What stands at a place may be seen many times; each distinct thing is kept once.
    """

    def __init__(self) -> None:
        from sklearn.base import BaseEstimator

        self._base: type = BaseEstimator
        self._estimators: dict[type, bool] = {}
        self.seen: dict[str, dict[str, dict[int, list[Seen]]]] = {}
        """File -> kind of place (`calls`, `reads`, `keys`, `steps`) -> its number -> what was seen there."""
        self.classes: dict[str, Seen] = {}
        """By the path that defines it: its bases (`mro`) and its hyperparameters."""
        self._fit: set[int] = set()
        """Identities of estimators on which some kind of fit was called."""
        self._born_fitted: set[type] = set()
        """Classes whose instances look fitted from the start."""
        self._made: dict[int, tuple[weakref.ref[Any], tuple[str, int]]] = {}
        self._dicts: dict[int, tuple[dict[str, Any], str, str, int]] = {}
        self._tuples: dict[int, tuple[tuple[Any, ...], str, int]] = {}

    def functions(self, file: str, places: Places) -> dict[str, Any]:
        """The names that a rewritten file needs, bound to functions that record for it."""
        seen = self.seen[file] = {"calls": {}, "reads": {}, "keys": {}, "steps": {}}

        def call(number: int, function: Any) -> Any:
            self._calls(seen, places, number, function)
            return function

        def result(number: int, value: Any) -> Any:
            if type(value) is dict:
                self._dicts[id(value)] = (value, file, "call", number)
            elif self._is_estimator(type(value)):
                self._constructs(file, number, value)
            return value

        def read(number: int, owner: Any, name: str) -> Any:
            return self._reads(seen, number, owner, name, number in places.called)

        def made_dict(number: int, value: dict[str, Any]) -> dict[str, Any]:
            self._dicts[id(value)] = (value, file, "dict", number)
            return value

        def made_tuple(number: int, value: tuple[Any, ...]) -> tuple[Any, ...]:
            self._tuples[id(value)] = (value, file, number)
            return value

        return {CALL: call, RESULT: result, READ: read, DICT: made_dict, TUPLE: made_tuple}

    def _calls(self, seen: dict[str, dict[int, list[Seen]]], places: Places, number: int, function: Any) -> None:
        if isinstance(function, type):
            if self._is_ours(function):
                _note(seen["calls"], number, {"constructs": self._class(function)})
            return
        owner = getattr(function, "__self__", None)
        if not self._is_estimator(type(owner)):
            return
        name = str(getattr(function, "__name__", ""))
        if name.startswith(("fit", "partial_fit")):
            self._fit.add(id(owner))
        elif name == "set_params":
            for keyword in places.calls[number].keywords:
                if keyword.arg:
                    _note(seen["calls"], number, {"sets": keyword.arg, "of": self._owner(owner, keyword.arg)})

    def _constructs(self, file: str, number: int, value: Any) -> None:
        known = self._made.get(id(value))
        if known is not None and known[0]() is value:
            return  # returned by `fit`, say
        self._fit.discard(id(value))
        if _looks_fitted(value) and number in self.seen[file]["calls"]:
            self._born_fitted.add(type(value))
        try:
            self._made[id(value)] = weakref.ref(value), (file, number)
        except TypeError:
            return
        try:
            settings: dict[str, Any] = vars(value)
        except TypeError:
            return
        for name in ("param_grid", "param_distributions"):
            grid = settings.get(name)
            for each in grid if isinstance(grid, list) else [grid]:
                self._grid(settings.get("estimator"), each)
        for steps in settings.values():
            if isinstance(steps, list):
                for step in steps:
                    self._step(step)

    def _grid(self, estimator: Any, grid: Any) -> None:
        known = self._dicts.get(id(grid))
        if known is None or known[0] is not grid:
            return
        _, file, kind, number = known
        for key in known[0]:
            if isinstance(key, str):
                found = self.seen[file]["keys"].setdefault(number if kind == "dict" else -1 - number, [])
                for whole, inside in self._searched(estimator, known[0], key):
                    what = {"key": key, "of": self._owner(whole, inside)}
                    if what not in found:
                        found.append(what)

    def _searched(self, estimator: Any, grid: dict[str, Any], key: str) -> list[tuple[Any, str]]:
        """Where a search sets a key: as `set_params`, inside of what the same grid puts in the place of a step."""
        parts = key.split("__")
        for at in range(len(parts) - 1, 0, -1):
            candidates = grid.get("__".join(parts[:at]))
            if isinstance(candidates, (list, tuple)):
                inside = "__".join(parts[at:])
                return [(each, inside) for each in candidates if self._is_estimator(type(each))]
        return [(estimator, key)]

    def _owner(self, estimator: Any, key: str) -> str | None:
        """The class whose hyperparameter a nested name is; None where there is none of that name."""
        try:
            settings = estimator.get_params(deep=True)
        except Exception:
            return None
        before, _, name = key.rpartition("__")
        owner = settings.get(before) if before else estimator
        if key not in settings or not self._is_estimator(type(owner)):
            return None
        return self._class(type(owner)) if name in self.classes[self._class(type(owner))]["parameters"] else None

    def _step(self, step: Any) -> None:
        known = self._tuples.get(id(step))
        if known is not None and known[0] is step and len(step) > 1 and self._is_estimator(type(step[1])):
            _note(self.seen[known[1]]["steps"], known[2], {"step": step[0], "class": self._class(type(step[1]))})

    def _reads(self, seen: dict[str, dict[int, list[Seen]]], number: int, owner: Any, name: str, called: bool) -> Any:
        if isinstance(owner, types.ModuleType):
            return getattr(owner, name)
        ours = self._is_estimator(type(owner))
        if not ours and not self._is_ours(type(owner)):
            kind = f"class {self._class(owner)}" if isinstance(owner, type) and self._is_ours(owner) else "foreign"
            _note(seen["reads"], number, {"owner": kind})
            return getattr(owner, name)
        path = self._class(type(owner))
        what: Seen = {"class": path, "estimator": ours}
        if ours:
            what["fitted"] = self._is_fitted(owner)
            known = self._made.get(id(owner))
            if known is not None and known[0]() is owner:
                what["made"] = list(known[1])
        try:
            value = getattr(owner, name)
        except AttributeError:
            _note(seen["reads"], number, {**what, "kind": "absent"})
            raise
        if name in self.classes[path]["parameters"]:
            what["kind"] = "parameter"
        elif name.endswith("_") and not isinstance(getattr(type(owner), name, None), property):
            what["kind"] = "learned"
        elif name.endswith("_"):
            what["kind"] = "learned"
            what["computed"] = True
        else:
            what["kind"] = "method" if called and callable(value) else "other"
        _note(seen["reads"], number, what)
        return value

    def _is_fitted(self, estimator: Any) -> bool | None:
        """None where that cannot be told, or is nothing to tell: an estimator need not be fitted, or learns nothing that shows."""
        try:
            if not estimator.__sklearn_tags__().requires_fit or type(estimator) in self._born_fitted:
                return None
            if hasattr(type(estimator), "__sklearn_is_fitted__"):
                return bool(estimator.__sklearn_is_fitted__())
        except Exception:
            return None
        if _looks_fitted(estimator):
            return True
        return None if id(estimator) in self._fit else False

    def _is_estimator(self, each: type) -> bool:
        """A class that derives from scikit-learn's base, or answers as one that does: sktime has a base of its own."""
        known = self._estimators.get(each)
        if known is None:
            answers = all(callable(getattr(each, name, None)) for name in ("fit", "get_params", "set_params"))
            known = self._estimators[each] = issubclass(each, self._base) or answers
        return known

    def _is_ours(self, each: type) -> bool:
        """An estimator's class, or another class of scikit-learn's (a splitter, a kernel)."""
        ours = self._is_estimator(each) or each.__module__.startswith("sklearn.")
        return ours and not issubclass(each, (dict, BaseException))

    def _class(self, each: type) -> str:
        path = f"{each.__module__}.{each.__qualname__}"
        if path not in self.classes:
            code = getattr(each.__init__, "__wrapped__", each.__init__)
            code = getattr(code, "__code__", None)
            names = code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount] if code else ()
            mro = [f"{base.__module__}.{base.__qualname__}" for base in each.__mro__[:-1]]
            self.classes[path] = {"mro": mro, "parameters": list(names), "estimator": self._is_estimator(each)}
        return path


def _looks_fitted(estimator: Any) -> bool:
    return any(name.endswith("_") and not name.startswith("__") for name in vars(estimator))


def _note(places: dict[int, list[Seen]], number: int, what: Seen) -> None:
    found = places.setdefault(number, [])
    if what not in found and len(found) < 50:
        found.append(what)
