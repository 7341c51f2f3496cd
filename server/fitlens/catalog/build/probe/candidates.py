"""Values to try for a hyperparameter, as source text: what is tried is what the evidence says, and can be run again."""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from fitlens.catalog.model import Constraint, Parameter

_MANY, _SOME = 30, 12
"""Of more options than this (scorers) some are tried."""


_COUNT = 100
"""A number from here on counts things to do, and is no strength."""
_OBJECTS = frozenset(("callable", "instance", "array-like", "sparse-matrix", "methods"))
_WITHOUT_OTHER_CONSTANTS = _OBJECTS | {"options", "boolean", "none"}
_CONSTANTS = frozenset(("str", "int", "float", "bool", "numbers.Integral", "numbers.Real"))
"""Classes whose instances are constants."""


class Candidate(NamedTuple):
    """One value of a hyperparameter."""

    text: str
    """Source text; evaluated afresh for every instance, for estimators must not be shared."""
    constant: bool = False
    """A text, number, boolean or None, whose value is `value`."""
    value: Any = None
    number: bool = False
    """One of many that would do as well: a number, a free text, a seed."""


class Domain(NamedTuple):
    """What a hyperparameter accepts, and what of it is tried."""

    name: str
    default: Candidate | None
    """None where it must be given."""
    tried: tuple[Candidate, ...]
    """Without the default."""
    complete: bool
    """These and the default are all the constants there are: beside them it accepts objects, or nothing."""
    random: bool = False
    """Takes a seed."""
    objects: bool = False
    """Beside constants it accepts arrays, estimators, functions or the like."""
    least: int = 0
    """The least whole number that it accepts, as far as it says."""


def constant(value: Any, *, number: bool = False) -> Candidate:
    """A candidate that is a constant."""
    return Candidate(repr(value), constant=True, value=value, number=number)


def domain_of(parameter: Parameter, seeds: frozenset[str], objects: Callable[[str], list[str]]) -> Domain:
    """What to try for a hyperparameter.

    seeds: the names that take a seed wherever scikit-learn validates them. objects: texts that make an instance of one of
    scikit-learn's classes, by its path.
    """
    default = _default(parameter)
    tried: dict[str, Candidate] = {}
    complete = parameter.constraints is not None or (default is not None and isinstance(default.value, bool))
    for constraint in parameter.constraints or ():
        options = list(constraint.values)
        for each in _tried(constraint, default, objects):
            tried.setdefault(each.text, each)
        if constraint.hidden:
            continue
        if constraint.kind not in _WITHOUT_OTHER_CONSTANTS or len(options) > _MANY or constraint.type in _CONSTANTS:
            complete = False
    random = parameter.name in seeds if parameter.constraints is None else _takes_seed(parameter.constraints)
    if parameter.constraints is None:
        for each in [constant(value, number=True) for value in (0, 1, 2)] if random else _guessed(default):
            tried.setdefault(each.text, each)
    if default is not None:
        tried.pop(default.text, None)
    objects_too = any(each.kind in _OBJECTS and each.type not in _CONSTANTS for each in parameter.constraints or ())
    return Domain(parameter.name, default, tuple(tried.values()), complete, random, objects_too, _least(parameter))


def given_values(parameter: Parameter) -> Iterator[str]:
    """Texts to try for an argument that must be given."""
    accepted = {each.kind for each in parameter.constraints or ()}
    classes = {each.type for each in parameter.constraints or () if each.kind == "instance"}
    anything = parameter.constraints is None
    if anything or "methods" in accepted:
        yield from ("Classifier()", "Regressor()", "Transformer()", "Clusterer()", "Classifier().fit(X, y)")
    if anything or "list" in classes:
        yield from _steps(2)
    if anything or classes & {"dict", "list"}:
        yield "{'knob': [0.2 * step**2 for step in range(1, 12)]}"
    yield "numpy.eye(n_features)[:3]"
    yield "2"
    yield "0.5"
    yield "numpy.arange(n_samples) % 3"
    yield "[([0, 1, 2, 3], [4, 5, 6]), ([4, 5, 6], [0, 1, 2])]"


def longer(text: str) -> str | None:
    """A list of estimators with one more of them; None for other texts."""
    for shorter, longer_text in zip(_steps(2), _steps(3), strict=True):
        if text == shorter:
            return longer_text
    return None


def _steps(count: int) -> Iterator[str]:
    names = ["first", "second", "third"][:count]
    for kinds in (["Transformer"] * 2 + ["Classifier"], ["Classifier"] * 3, ["Regressor"] * 3, ["Transformer"] * 3):
        pairs = list(zip(names, kinds[3 - count :], strict=True))
        yield "[" + ", ".join(f"({name!r}, {kind}())" for name, kind in pairs) + "]"
        yield "[" + ", ".join(f"({name!r}, {kind}(), [{at}])" for at, (name, kind) in enumerate(pairs)) + "]"


def _default(parameter: Parameter) -> Candidate | None:
    if parameter.default is None:
        return None
    try:
        value: Any = literal_eval(parameter.default)
    except (ValueError, SyntaxError):
        return Candidate(parameter.default)
    if value is None or isinstance(value, str | int | float):
        return constant(value, number=isinstance(value, int | float) and not isinstance(value, bool))
    return Candidate(parameter.default)


def _least(parameter: Parameter) -> int:
    lows = [
        int(each.low) + (each.closed in ("right", "neither"))
        for each in parameter.constraints or ()
        if each.kind == "interval" and each.number == "integral" and each.low is not None
    ]
    return min(lows, default=0)


def _takes_seed(constraints: Iterable[Constraint]) -> bool:
    return any(each.kind == "random-state" for each in constraints)


def _guessed(default: Candidate | None) -> list[Candidate]:
    """Where scikit-learn validates nothing, what the default suggests."""
    if default is None or not default.constant:
        return []
    match default.value:
        case bool():
            return [constant(True), constant(False)]
        case None:
            return [constant(3, number=True), constant(0.25, number=True)]
        case int():
            return [constant(default.value + step, number=True) for step in (-2, 1, 2) if default.value + step > 0]
        case float():
            return [constant(default.value / 2, number=True)]
        case _:
            return []


def _tried(constraint: Constraint, default: Candidate | None, objects: Callable[[str], list[str]]) -> list[Candidate]:
    match constraint.kind:
        case "options":
            options = [each for each in constraint.values if each not in constraint.deprecated]
            step = 1 if len(options) <= _MANY else -(-len(options) // _SOME)
            return [constant(each, number=step > 1) for each in options[::step]]
        case "boolean":
            return [constant(True), constant(False)]
        case "none":
            return [constant(None)]
        case "interval":
            found = _integers(constraint, default) if constraint.number == "integral" else _reals(constraint, default)
            return [constant(each, number=True) for each in found if _within(constraint, each)]
        case "random-state":
            return [*(constant(each, number=True) for each in (0, 1, 2)), constant(None)]
        case "verbose":
            return [constant(True), constant(2, number=True)]
        case "cv-object":
            return [constant(2, number=True), constant(3, number=True)]
        case "missing-values":
            return [Candidate("nan"), constant(-1, number=True), constant(0, number=True)]
        case "nan":
            return [Candidate("nan")]
        case "array-like":
            return [
                Candidate("[0.1, 1.0, 10.0]"),
                Candidate("numpy.linspace(0.5, 1.5, n_classes) / n_classes"),
                Candidate("numpy.arange(n_features) % 2 == 0"),
                Candidate("['word1', 'word0', 'word2']"),
            ]
        case "methods":
            if "fit" in constraint.methods:
                return [Candidate(f"{each}()") for each in ("Classifier", "Regressor", "Transformer", "Clusterer")]
            return []
        case "callable":
            return [Candidate("str.split"), Candidate("numpy.copy"), Candidate("numpy.inner")]
        case "instance":
            return _instances(constraint.type, objects)
        case _:
            return []


def _instances(found: str | None, objects: Callable[[str], list[str]]) -> list[Candidate]:
    written: dict[str, list[Any]] = {
        "numbers.Integral": [1, 2],
        "numbers.Real": [0.5, 2.0],
        "int": [1, 2],
        "float": [0.5, 2.0],
        "bool": [True, False],
        "str": ["word0"],
    }
    if found in written:
        return [constant(each, number=not isinstance(each, bool)) for each in written[found]]
    texts: dict[str | None, list[str]] = {
        "dict": [
            "{0: 1.0, 1: 2.0, 2: 3.0}",
            "{'word0': 0, 'word1': 1}",
            "{'p': 3}",
            "{'V': numpy.ones(n_features)}",
            "{'VI': numpy.eye(n_features)}",
        ],
        "collections.abc.Mapping": ["{'word0': 0, 'word1': 1}"],
        "list": ["[0, 1]", "['word0', 'word1']"],
        "tuple": ["(1, 2)", "(0.2, 0.8)", "(10.0, 80.0)"],
        "set": ["{'word0', 'word1'}"],
        "slice": ["slice(0, 2)"],
    }
    if found is not None and found.startswith("sklearn."):
        return [Candidate(text) for text in objects(found)]
    return [Candidate(text) for text in texts.get(found, [])]


def _integers(constraint: Constraint, default: Candidate | None) -> list[int]:
    low = None if constraint.low is None else int(constraint.low) + (constraint.closed in ("right", "neither"))
    found = [2, 3] if low is None else [low, max(low, 2), max(low, 2) + 1]
    standing = default.value if default is not None and default.constant else None
    if isinstance(standing, int) and not isinstance(standing, bool) and 1 < standing <= 20:
        found.append(2 * standing + 1)
    return list(dict.fromkeys(found))


def _reals(constraint: Constraint, default: Candidate | None) -> list[float]:
    """Extreme and tame ones: a tolerance that changes nothing at a tenth of itself does at ten thousand times."""
    found: list[float] = []
    standing = default.value if default is not None and default.constant else None
    if isinstance(standing, int | float) and not isinstance(standing, bool) and standing > 0:
        if standing < 1:
            found += [max(standing * 10_000, 1.0), standing * 10, standing / 10]
        elif standing < _COUNT:
            found += [standing * 10, standing / 10, standing / 100]
        else:  # a number of things to do rather than a strength
            found += [standing / 10, standing / 100]
    low, high = constraint.low, constraint.high
    if low is not None and high is not None:
        found += [low + (high - low) * part for part in (0.05, 0.5, 0.95)]
    elif not found:
        start = 0.0 if low is None else low
        found += [start + 0.5, start + 10.0, start + 1000.0]
    if low is not None and constraint.closed in ("left", "both"):
        found.append(float(low))
    if high is not None and constraint.closed in ("right", "both"):
        found.append(float(high))
    inside = [each for each in found if _within(constraint, each)]
    return [float(f"{each:.6g}") for each in dict.fromkeys(inside)][:5]


def _within(constraint: Constraint, value: float) -> bool:
    low, high, closed = constraint.low, constraint.high, constraint.closed
    if low is not None and (value < low or (value == low and closed in ("right", "neither"))):
        return False
    return not (high is not None and (value > high or (value == high and closed in ("left", "neither"))))
