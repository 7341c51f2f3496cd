"""What an estimator learned and what it answers, laid flat so that two fits can be compared number by number."""

from __future__ import annotations

import contextlib
import importlib
import inspect
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import IntEnum
from functools import cache
from typing import Any, NamedTuple, cast

from fitlens.catalog.build.probe.samples import Sample
from fitlens.catalog.build.probe.tables import attempt

Leaf = Any
"""An array of numbers or texts, or a constant."""

_DEPTH = 8
_WIDTH = 300
"""Of longer lists of objects the beginning is compared."""


class Likeness(IntEnum):
    """How far two fits agree."""

    SAME = 0
    """To the bit."""
    NEAR = 1
    """But for what sums in another order differ by."""
    UNCLEAR = 2
    DIFFERENT = 3


_ITERATIONS = "n_iter_"
_NEAR = 1e-9
_DIFFERENT = 1e-6


def learned_of(instance: Any) -> dict[str, Any]:
    """The learned parameters that an instance itself holds."""
    held = cast("dict[str, Any]", vars(instance))
    return {name: value for name, value in held.items() if is_learned(name)}


def learned_leaves(instance: Any) -> dict[str, Leaf]:
    """The learned parameters of an instance, laid flat."""
    return dict(_flat(learned_of(instance), "", 0))


class Question(NamedTuple):
    """A method that can be asked with data alone."""

    method: str
    fits: bool
    """It fits anew, and is asked last."""
    takes_y: bool
    takes_data: bool


_DATA = ("X", "Z", "Xt", "X_test", "raw_documents", "raw_X", "y")


@cache
def questions_of(found: type) -> tuple[Question, ...]:
    """What an estimator can be asked, predictions first."""
    questions: list[Question] = []
    for name in dir(found):
        if name.startswith(("_", "set_", "partial_fit")) or name in ("fit", "score", "get_params"):
            continue
        call = inspect.getattr_static(found, name)
        if isinstance(call, property | staticmethod | classmethod):
            continue
        with contextlib.suppress(AttributeError, TypeError, ValueError):
            arguments = list(inspect.signature(getattr(found, name)).parameters.values())[1:]
            needed = [
                each for each in arguments if each.default is each.empty and each.kind is each.POSITIONAL_OR_KEYWORD
            ]
            fits = name.startswith("fit_")
            if fits and call.__qualname__.partition(".")[0].endswith("Mixin"):
                continue  # fit, and then what else is asked
            takes_data = bool(arguments) and arguments[0].name in _DATA
            # Others that need nothing may change the instance (`sparsify`).
            if fits or (len(needed) <= 1 and (takes_data or (name.startswith("get_") and not needed))):
                questions.append(Question(name, fits, len(arguments) > 1, takes_data))
    return tuple(sorted(questions, key=_order))


def _order(question: Question) -> tuple[bool, bool, bool, str]:
    name = question.method
    return question.fits, not name.startswith("predict"), name != "transform", name


def output_leaves(instance: Any, question: Question, sample: Sample) -> dict[str, Leaf]:
    """The answers of one method, laid flat; an error is an answer too, by its type's name."""
    leaves: dict[str, Leaf] = {}
    call = getattr(instance, question.method, None)
    if call is None:
        return leaves
    sample = sample.fresh()
    asked: list[tuple[Any, ...]] = [()]
    if question.fits:
        asked = [(sample.X,) if sample.y is None or not question.takes_y else (sample.X, sample.y)]
    elif question.takes_data:
        asked = [(sample.X,), (sample.unseen,)]
    for index, arguments in enumerate(asked):
        _numpy().random.seed(0)
        with attempt() as outcome, contextlib.redirect_stdout(io.StringIO()):
            answer: Any = call(*arguments)
            flat = _flat(list(answer) if inspect.isgenerator(answer) else answer, f"{question.method}/{index}", 0)
            leaves.update(flat)
        if outcome.error is not None:
            leaves[f"{question.method}/{index}"] = type(outcome.error).__name__
    return leaves


def is_error(leaf: Leaf) -> bool:
    """Whether an answer is that there was none."""
    return isinstance(leaf, str) and leaf.endswith("Error")


def likeness(one: Mapping[str, Leaf], other: Mapping[str, Leaf], unsteady: Collection[str] = ()) -> Likeness:
    """How far two flat results agree; `unsteady` are leaves that differ even between equal fits (times)."""
    if one.keys() != other.keys() and set(one).symmetric_difference(other).difference(unsteady):
        return Likeness.DIFFERENT
    worst = Likeness.SAME
    for name, value in one.items():
        if name not in unsteady and name in other:
            worst = max(worst, _alike(value, other[name]))
            if worst is Likeness.DIFFERENT:
                break
    return worst


def distance(one: Mapping[str, Leaf], other: Mapping[str, Leaf], unsteady: Collection[str] = ()) -> float | None:
    """How far two flat results lie apart, from 0 to 1, over all their numbers; None where there is nothing to compare."""
    numpy = _numpy()
    found: list[float] = []
    for name in {**one, **other}:
        if name in unsteady:
            continue
        mine: Any = one.get(name)
        yours: Any = other.get(name)
        if not isinstance(mine, numpy.ndarray) or not isinstance(yours, numpy.ndarray) or mine.shape != yours.shape:
            found.append(0.0 if _alike(mine, yours) is Likeness.SAME else 1.0)
        elif mine.dtype.kind == "f" and yours.dtype.kind == "f":
            apart, scale = numpy.nan_to_num(numpy.abs(mine - yours)).sum(), numpy.nan_to_num(numpy.abs(mine)).sum()
            found.append(min(1.0, float(apart / max(scale, 1e-12))))
        elif mine.size:
            found.append(float((mine != yours).mean()))
    return sum(found) / len(found) if found else None


def unsteady_leaves(one: Mapping[str, Leaf], other: Mapping[str, Leaf]) -> set[str]:
    """The leaves in which two fits that should be equal differ."""
    return {
        name
        for name in {**one, **other}
        if name not in one or name not in other or _alike(one[name], other[name]) > Likeness.NEAR
    }


def is_uncounted(instance: Any) -> bool:
    """Whether its number of iterations is far beyond what is allowed: what was in memory where nothing was written.

    LinearSVC with multi_class='crammer_singer' shows such numbers.
    """
    iterations, most = getattr(instance, _ITERATIONS, None), getattr(instance, "max_iter", None)
    return isinstance(most, int) and isinstance(iterations, int) and iterations > 2 * most


def iteration_leaves(leaves: Iterable[str]) -> set[str]:
    """Those that are a number of iterations."""
    return {name for name in leaves if name.endswith(f"/{_ITERATIONS}")}


def _alike(one: Leaf, other: Leaf) -> Likeness:
    numpy = _numpy()
    if isinstance(one, numpy.ndarray) != isinstance(other, numpy.ndarray):
        return Likeness.DIFFERENT
    if not isinstance(one, numpy.ndarray):
        if isinstance(one, float) and isinstance(other, float):
            return _distance(numpy.array([one]), numpy.array([other]))
        return Likeness.SAME if type(one) is type(other) and one == other else Likeness.DIFFERENT
    if one.shape != other.shape or one.dtype.kind != other.dtype.kind:
        return Likeness.DIFFERENT
    if one.dtype.kind in "fc":
        return _distance(one, other)
    return Likeness.SAME if bool((one == other).all()) else Likeness.DIFFERENT


def _distance(one: Any, other: Any) -> Likeness:
    numpy = _numpy()
    if numpy.array_equal(one, other, equal_nan=True):
        return Likeness.SAME
    finite = numpy.isfinite(one)
    if not numpy.array_equal(finite, numpy.isfinite(other)):
        return Likeness.DIFFERENT
    if not numpy.array_equal(one[~finite], other[~finite], equal_nan=True):
        return Likeness.DIFFERENT
    scale = max(float(numpy.abs(one[finite]).max()), 1e-12)
    apart = float(numpy.abs(one[finite] - other[finite]).max()) / scale
    return Likeness.NEAR if apart <= _NEAR else Likeness.UNCLEAR if apart <= _DIFFERENT else Likeness.DIFFERENT


def _flat(value: Any, path: str, depth: int) -> Iterator[tuple[str, Leaf]]:
    numpy = _numpy()
    if depth > _DEPTH:
        return
    if value is None or isinstance(value, str | bool | int | float | bytes):
        yield path, value
    elif isinstance(value, numpy.ndarray | numpy.generic):
        yield from _flat_array(numpy.asarray(value), path, depth)
    elif isinstance(value, Mapping):
        items = cast("Mapping[Any, Any]", value)
        yield path, len(items)
        for key in sorted(items, key=str):
            yield from _flat(items[key], f"{path}/{key}", depth + 1)
    elif isinstance(value, list | tuple):
        yield from _flat_list(cast("list[Any]", value), path, depth)
    elif isinstance(value, set | frozenset):
        yield path, ", ".join(sorted(map(str, cast("Iterable[Any]", value))))
    elif hasattr(value, "toarray"):
        yield f"{path}#", f"{type(value).__name__} {value.shape}"
        rows = value.tocsr()
        rows.sort_indices()
        for name in ("indptr", "indices", "data"):
            yield f"{path}.{name}", getattr(rows, name)
    elif hasattr(value, "to_numpy"):
        yield from _flat_array(numpy.asarray(value.to_numpy()), path, depth)
    elif inspect.isclass(value) or inspect.isroutine(value):
        yield path, getattr(value, "__qualname__", "")
    elif hasattr(value, "get_params") and hasattr(value, "fit"):
        yield path, type(value).__name__
        yield from _flat(learned_of(value), path, depth + 1)
    else:
        yield path, type(value).__name__
        yield from _flat_object(value, path, depth)


def _flat_array(value: Any, path: str, depth: int) -> Iterator[tuple[str, Leaf]]:
    if value.dtype.names:
        for name in value.dtype.names:
            yield f"{path}.{name}", value[name]
    elif value.dtype.kind != "O":
        yield path, value.copy()
    else:
        yield f"{path}#", str(value.shape)
        yield from _flat_list(list(value.ravel()[:_WIDTH]), path, depth)


def _flat_list(value: list[Any], path: str, depth: int) -> Iterator[tuple[str, Leaf]]:
    yield path, len(value)
    for index, item in enumerate(value[:_WIDTH]):
        yield from _flat(item, f"{path}/{index}", depth + 1)


def _flat_object(value: Any, path: str, depth: int) -> Iterator[tuple[str, Leaf]]:
    """Compiled objects (trees) tell their state when they are pickled; others have attributes."""
    state: Any = None
    with contextlib.suppress(Exception):
        state = cast("Any", vars(value)) if hasattr(value, "__dict__") else value.__getstate__()
    if isinstance(state, Mapping):
        yield from _flat(cast("Mapping[Any, Any]", state), path, depth + 1)


def is_learned(name: str) -> bool:
    """Whether a name is that of a learned parameter."""
    return name.endswith("_") and not name.startswith("_")


@cache
def _numpy() -> Any:
    return importlib.import_module("numpy")
