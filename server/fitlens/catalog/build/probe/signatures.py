"""Arguments of a callable and what scikit-learn's validation accepts for them, as the catalog's records."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, cast

from fitlens.catalog.build.probe.world import PACKAGE, World
from fitlens.catalog.model import Constraint, ConstraintKind, Parameter

_KINDS: dict[Any, Any] = {
    inspect.Parameter.POSITIONAL_ONLY: "positional-only",
    inspect.Parameter.POSITIONAL_OR_KEYWORD: "positional",
    inspect.Parameter.KEYWORD_ONLY: "keyword-only",
    inspect.Parameter.VAR_POSITIONAL: "var-positional",
    inspect.Parameter.VAR_KEYWORD: "var-keyword",
}
_BARE: dict[str, ConstraintKind] = {
    "_NoneConstraint": "none",
    "_NanConstraint": "nan",
    "_PandasNAConstraint": "pandas-na",
    "_Booleans": "boolean",
    "_Callables": "callable",
    "_ArrayLikes": "array-like",
    "_SparseMatrices": "sparse-matrix",
    "_RandomStates": "random-state",
    "_VerboseHelper": "verbose",
    "_CVObjects": "cv-object",
    "_IterablesNotString": "iterable-not-string",
}
"""The classes of scikit-learn's validation (`sklearn.utils._param_validation`) that carry nothing but their kind."""


def parameters_of(world: World, call: Any, constraints: Mapping[str, Any], *, bound: bool) -> tuple[Parameter, ...]:
    """Arguments of a callable in order; `bound` leaves the first one (`self`) out. Empty where Python cannot tell."""
    try:
        found = list(inspect.signature(call).parameters.values())
    except (ValueError, TypeError):
        return ()
    return tuple(
        Parameter(
            name=each.name,
            default=None if each.default is each.empty else source_text(each.default),
            kind=_KINDS[each.kind],
            constraints=_alternatives(world, constraints.get(each.name)),
        )
        for each in found[1 if bound else 0 :]
    )


def constraints_of(holder: Any) -> Mapping[str, Any]:
    """The constraints that a class or a validated function carries; empty where it has none."""
    attribute = "_parameter_constraints" if inspect.isclass(holder) else "_skl_parameter_constraints"
    found = getattr(holder, attribute, None)
    return cast("Mapping[str, Any]", found) if isinstance(found, Mapping) else {}


def source_text(value: Any) -> str:
    """A default as it would stand in source code: `'rbf'`, `(1, 1)`, `f_classif`, `nan`."""
    if inspect.isclass(value) or inspect.isroutine(value):
        return str(value.__name__)
    if isinstance(value, tuple):
        inner = [source_text(item) for item in cast("tuple[Any, ...]", value)]
        return f"({inner[0]},)" if len(inner) == 1 else f"({', '.join(inner)})"
    item = getattr(value, "item", None)
    if callable(item) and getattr(value, "ndim", None) == 0:
        return repr(item())
    text = repr(value)
    # An address differs from run to run, and says nothing.
    return text if " at 0x" not in text else type(value).__name__ + "(...)"


def type_path(world: World, found: type) -> str:
    """How a class is written in a record: builtins bare, scikit-learn's by public path, others with their module."""
    public = world.path_of(found)
    if public:
        return public
    return found.__qualname__ if found.__module__ == "builtins" else f"{found.__module__}.{found.__qualname__}"


def _alternatives(world: World, written: Any) -> tuple[Constraint, ...] | None:
    if written is None or isinstance(written, str):  # "no_validation"
        return None
    make: Callable[[Any], Any] = importlib.import_module(PACKAGE + ".utils._param_validation").make_constraint
    made = [make(each) for each in cast("Iterable[Any]", written)]
    # Before 1.4 an integer still passed for a boolean, which scikit-learn's messages do not offer.
    tolerated = [
        Constraint("instance", type="numbers.Integral", hidden=True)
        for each in made
        if type(each).__name__ == "_Booleans" and each.is_satisfied_by(2)
    ]
    return (*(_constraint(world, each) for each in made), *tolerated)


def _constraint(world: World, made: Any) -> Constraint:
    name = type(made).__name__
    hidden = bool(made.hidden)
    if name in _BARE:
        return Constraint(_BARE[name], hidden=hidden)
    if name == "_InstancesOf":
        return Constraint("instance", type=type_path(world, made.type), hidden=hidden)
    if name == "HasMethods":
        return Constraint("methods", methods=tuple(made.methods), hidden=hidden)
    if name.lstrip("_") == "MissingValues":
        numeric = bool(getattr(made, "numeric_only", False))  # from 1.3 on
        return Constraint("missing-values", number="real" if numeric else None, hidden=hidden)
    if name == "Interval":
        numbers: dict[str, Literal["integral", "real", "real-not-int"]] = {
            "Integral": "integral",
            "Real": "real",
            "RealNotInt": "real-not-int",
            "real_not_int": "real-not-int",  # a text in 1.2
        }
        return Constraint(
            "interval",
            number=numbers[getattr(made.type, "__name__", made.type)],
            low=_bound(made.left),
            high=_bound(made.right),
            closed=made.closed,
            hidden=hidden,
        )
    if name in ("StrOptions", "Options") and all(isinstance(each, str | int | float | None) for each in made.options):
        return Constraint(
            "options",
            values=_sorted(made.options),
            deprecated=_sorted(made.deprecated),
            type=None if made.type is str else type_path(world, made.type),
            hidden=hidden,
        )
    return Constraint("opaque", hidden=hidden)


def _bound(written: Any) -> float | None:
    """An end of an interval; scikit-learn reads an infinite one as it reads None."""
    if written is None or written in (float("inf"), float("-inf")):
        return None
    return int(written) if isinstance(written, int) else float(written)


def _sorted(values: Iterable[Any]) -> tuple[object, ...]:
    """Options come as sets, whose order changes from run to run."""
    return tuple(sorted(values, key=lambda value: (type(value).__name__, repr(value))))
