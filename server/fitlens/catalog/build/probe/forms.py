"""What a learned parameter is: its type, and its shape in the names of the sizes from which it follows."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast

from fitlens.catalog.build.probe.fingerprints import is_learned
from fitlens.catalog.build.probe.laboratory import Changes, Run
from fitlens.catalog.build.probe.proofs import Proof
from fitlens.catalog.build.probe.samples import SIZES, Sample, make_samples
from fitlens.catalog.build.probe.sweep import Sweep
from fitlens.catalog.build.probe.tables import attempt
from fitlens.catalog.model import Form

UNKNOWN = "?"
_DATA = ("n_samples", "n_features", "n_classes", "n_outputs")
_HYPERPARAMETER, _COUNTED = len(_DATA), len(_DATA) + 1
_SKETCHES = __name__.rpartition(".")[0] + ".sketches"


class Look(NamedTuple):
    """One value of a learned parameter."""

    type: str
    dtype: str | None
    lengths: tuple[int, ...]


class Point(NamedTuple):
    """The lengths that a value had once, and the sizes that were there to explain them."""

    lengths: tuple[int, ...]
    sizes: Mapping[str, int]
    changed: frozenset[str]
    """Hyperparameters that were set otherwise."""


class _Shaped(NamedTuple):
    look: Look
    shape: tuple[str, ...]
    kinds: list[str]


def forms_of(sweep: Sweep, name: str, idle: Sequence[str]) -> tuple[tuple[Form, ...], list[Proof]]:
    """The forms in which a learned parameter was seen, and a run that shows each; none where it never was.

    idle: runtime options, from which no length follows.
    """
    kinds = [each for each in sweep.fitted if name in sweep.run((), each).shown]
    changed: Changes = ()
    if not any(_something(sweep, name, changed, each) for each in kinds):
        seen = sorted((each for each in sweep.seen if name in each.shown), key=lambda each: (len(each.changed), each))
        samples = {each.kind: each for each in make_samples()}
        telling = [each for each in seen if _something(sweep, name, each.changed, samples[each.kind])]
        if telling:
            changed = telling[0].changed
            kinds = [samples[each.kind] for each in telling if each.changed == changed]
    kinds.sort(key=lambda each: each not in sweep.homes)
    shaped: list[_Shaped] = []
    proofs: list[Proof] = []
    for sample in kinds:
        run = sweep.run(changed, sample)
        look = look_at(run.instance, name)
        if look is None:
            continue
        sizes = sizes_of(sweep, run, idle)
        for known in shaped:
            if known.look.type == look.type and _explains(known.shape, look.lengths, sizes):
                known.kinds.append(sample.kind)
                if look.dtype != known.look.dtype:
                    shaped[shaped.index(known)] = known._replace(look=_mixed(known.look, look))
                break
        else:
            proofs.append(Proof(name, "is", sample.kind, changed, told(look)))
            points = list(_points(sweep, name, changed, sample, look, idle))
            reduced = {each: int(sweep.subject.base[each]) for each in sorted(sweep.subject.reduced)}
            shape = tuple(
                _axis(points, axis, reduced, [each.shape[axis] for each in shaped if len(each.shape) > axis])
                for axis in range(len(look.lengths))
            )
            shaped.append(_Shaped(look, shape, [sample.kind]))
    return _written(shaped), proofs


def _something(sweep: Sweep, name: str, changed: Changes, sample: Sample) -> bool:
    """Whether it is more than None."""
    look = look_at(sweep.run(changed, sample).instance, name)
    return look is not None and look.type != "NoneType"


def told(look: Look) -> str:
    """A value's nature in one line: `ndarray float64 (3, 5)`."""
    return f"{look.type} {look.dtype or '-'} ({', '.join(map(str, look.lengths))})"


def look_at(instance: Any, name: str) -> Look | None:
    """What a learned parameter is; None where reading it fails."""
    with attempt():
        return _look(getattr(instance, name))
    return None


def sizes_of(sweep: Sweep, run: Run, idle: Sequence[str]) -> dict[str, int]:
    """Everything that a length may follow from: the data, the hyperparameters at work, what was counted by fit."""
    sizes: dict[str, int] = dict(run.sample.symbols)
    with attempt():
        for name, value in run.instance.get_params(deep=False).items():
            if name in idle:
                continue
            if isinstance(value, int) and not isinstance(value, bool):
                sizes[name] = value
            elif name in sweep.subject.given and isinstance(value, list | dict):
                sizes[f"len({name})"] = len(cast("list[Any]", value))
    for name in sorted(run.shown):
        if is_learned(name) and name.startswith("n_"):
            with attempt():
                value = getattr(run.instance, name)
                if isinstance(value, int) or getattr(value, "ndim", None) == 0:
                    sizes[name] = int(value)
    return sizes


def _look(value: Any) -> Look:
    found: Any = value.__class__
    dtype = getattr(value, "dtype", None)
    if dtype is not None and hasattr(value, "shape"):
        shape = tuple(int(each) for each in value.shape)
        kinds = {"U": "str", "S": "bytes", "O": "object", "V": "record"}
        word = kinds.get(dtype.kind, str(dtype.name))
        if word == "object" and shape:
            word = _common_type(list(value.ravel())) or word
        if not shape and found.__name__ != "ndarray":
            words = {"f": "float", "i": "int", "u": "int", "b": "bool", "U": "str"}
            return Look(words.get(dtype.kind, str(found.__name__)), word, ())
        return Look(found.__name__, word, shape)
    if isinstance(value, list | tuple):
        items = cast("list[Any]", value)
        return Look(found.__name__, _common_type(items), (len(items),))
    return Look(_type_name(value), None, ())


def _common_type(items: Sequence[Any]) -> str | None:
    names = {_type_name(each) for each in items}
    return names.pop() if len(names) == 1 else None


def _type_name(value: Any) -> str:
    found: Any = value.__class__
    # Ours stand for any estimator that may stand there.
    return "estimator" if found.__module__ == _SKETCHES else found.__name__


def _points(
    sweep: Sweep, name: str, changed: Changes, sample: Sample, look: Look, idle: Sequence[str]
) -> Iterator[Point]:
    """The same parameter in other sizes of data, and with other hyperparameters."""

    def point(run: Run, others: frozenset[str]) -> Iterator[Point]:
        if run.ok and name in run.shown:
            found = look_at(run.instance, name)
            if found is None or len(found.lengths) != len(look.lengths) or found.type != look.type:
                return
            # Empty in every direction: nothing to measure, as SVC keeps no vectors for a kernel of the user's own.
            if len(found.lengths) == 1 or any(found.lengths) or not any(look.lengths):
                yield Point(found.lengths, sizes_of(sweep, run, idle), others)

    yield from point(sweep.run(changed, sample), frozenset())
    for sizes in SIZES[1:]:
        yield from point(sweep.resized(changed, sample.kind, sizes), frozenset())
    if changed or sample not in sweep.homes:
        return
    for domain in sweep.domains:
        for candidate in sweep.accepted(domain.name):
            if sample in sweep.accepting[domain.name, candidate.text]:
                yield from point(sweep.run(((domain.name, candidate.text),), sample), frozenset([domain.name]))


def _axis(points: Sequence[Point], axis: int, reduced: Mapping[str, int], known: Sequence[str]) -> str:
    """The shortest expression that gives the length of an axis wherever it was seen.

    reduced: hyperparameters whose values only spare time: a length that never changes and is such a value is no number.
    known: expressions for this axis on other kinds of data.
    """
    plain = [each for each in points if not each.changed]
    lengths = {each.lengths[axis] for each in points}
    if len(lengths) == 1:
        length = lengths.pop()
        return next((name for name, value in reduced.items() if value == length), str(length))
    for expression in known:
        if all(evaluate(expression, each.sizes) == each.lengths[axis] for each in plain):
            return expression
    names = sorted({name for each in points for name in each.sizes}, key=lambda name: (_rank(name), name))
    uncounted = [name for name in names if _rank(name) != _COUNTED]
    for expression in _expressions(uncounted):
        if _matches(expression, points, axis):
            return expression
    for expression in _expressions(uncounted):
        # The plain ones, and those where just what the expression names was changed.
        chosen = [each for each in points if each.changed <= _names_in(expression)]
        if len(chosen) > len(plain) and _matches(expression, chosen, axis):
            return expression
    for considered, allowed in ((points, names), (plain, [name for name in names if _rank(name) != _HYPERPARAMETER])):
        for expression in _expressions(allowed):
            if _matches(expression, considered, axis):
                return expression
    plain_lengths = {each.lengths[axis] for each in plain}
    return str(plain_lengths.pop()) if len(plain_lengths) == 1 and len(plain) > 2 and plain_lengths != {0} else UNKNOWN


def _rank(name: str) -> int:
    """Sizes of the data come first, then hyperparameters, then what fit counted."""
    if name in _DATA:
        return _DATA.index(name)
    return _COUNTED if name.endswith("_") else _HYPERPARAMETER


def _expressions(names: Sequence[str]) -> Iterator[str]:
    yield from names
    for name in names:
        yield from (f"{name} + 1", f"{name} - 1", f"2 * {name}")
    for name in names:
        yield from (f"{name} * ({name} - 1) / 2", f"{name} * ({name} + 1) / 2")
    for one, other in itertools.combinations(names, 2):
        yield from (
            f"{one} * {other}",
            f"min({one}, {other})",
            f"{one} + {other}",
            f"{one} - {other}",
            f"{other} - {one}",
        )


def _names_in(expression: str) -> frozenset[str]:
    words = expression.replace("len(", "len<").replace("(", " ").replace(",", " ").replace(")", " ").split()
    return frozenset(
        word.replace("len<", "len(") + (")" if word.startswith("len<") else "")
        for word in words
        if word[0].isalpha() and word != "min"
    )


def _matches(expression: str, points: Sequence[Point], axis: int) -> bool:
    """Whether it gives the length at every point at which it means anything, two different ones among them."""
    seen: set[int] = set()
    undefined = 0
    for point in points:
        value = evaluate(expression, point.sizes)
        if value is None:
            undefined += 1
            continue
        if value != point.lengths[axis]:
            return False
        seen.add(point.lengths[axis])
    return len(seen) > 1


def evaluate(expression: str, sizes: Mapping[str, int]) -> int | None:
    """The number that an expression of a shape stands for; None where a name in it is not among the sizes."""
    if expression == UNKNOWN:
        return None
    text = expression
    for name in sorted(_names_in(expression), key=len, reverse=True):
        if name not in sizes:
            return None
        text = text.replace(name, str(sizes[name])) if "(" in name else _replaced(text, name, sizes[name])
    return int(eval(text, {"__builtins__": {}, "min": min}))  # noqa: S307 - our own expression, of numbers by now


def _replaced(text: str, name: str, value: int) -> str:
    parts = text.split(" ")
    marks = "(),"
    return " ".join(
        part.replace(name, str(value)) if part.strip(marks).removeprefix("min(") == name else part for part in parts
    )


def _explains(shape: Sequence[str], lengths: Sequence[int], sizes: Mapping[str, int]) -> bool:
    return len(shape) == len(lengths) and all(
        axis == UNKNOWN or (int(axis) if axis.isdecimal() else evaluate(axis, sizes)) in (length, None)
        for axis, length in zip(shape, lengths, strict=True)
    )


def _mixed(one: Look, other: Look) -> Look:
    words = sorted({*(one.dtype or "").split(" or "), *(other.dtype or "").split(" or ")} - {""})
    return one._replace(dtype=" or ".join(words) or None)


def _written(shaped: list[_Shaped]) -> tuple[Form, ...]:
    """Forms that differ in one axis are one: `1 or n_classes`. The one seen most often needs no kinds of data."""
    joined: list[_Shaped] = []
    for each in shaped:
        for index, known in enumerate(joined):
            apart = [at for at, (one, two) in enumerate(zip(known.shape, each.shape, strict=False)) if one != two]
            if known.look.type == each.look.type and len(known.shape) == len(each.shape) and len(apart) <= 1:
                axes = [_either(one, two) for one, two in zip(known.shape, each.shape, strict=True)]
                joined[index] = _Shaped(_mixed(known.look, each.look), tuple(axes), known.kinds + each.kinds)
                break
        else:
            joined.append(each)
    joined.sort(key=lambda each: (-len(each.kinds), each.shape))
    return tuple(
        Form(each.look.type, each.look.dtype, each.shape, tuple(sorted(each.kinds)) if index else ())
        for index, each in enumerate(joined)
    )


def _either(one: str, other: str) -> str:
    words = {*one.split(" or "), *other.split(" or ")}
    return UNKNOWN if UNKNOWN in words else " or ".join(sorted(words, key=_axis_order))


def _axis_order(axis: str) -> tuple[bool, str]:
    return not axis.isdecimal(), axis
