"""What a hyperparameter accepts, in words: for hovers, findings and `fitlens show`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import isinf
from typing import Final

from fitlens.catalog.model import Constraint, ConstraintKind, Parameter

_TYPES: Final = {
    "bool": "a boolean",
    "builtins.bool": "a boolean",
    "float": "a float",
    "int": "an integer",
    "numbers.Integral": "an integer",
    "numbers.Real": "a number",
    "numpy.ndarray": "an array",
    "str": "a string",
}
_NUMBERS: Final = {"integral": "an integer", "real": "a number", "real-not-int": "a float"}
_SILENT: Final = "\0opaque"
_FIXED: Final[dict[ConstraintKind, tuple[str, ...]]] = {
    "none": ("`None`",),
    "nan": ("`nan`",),
    "boolean": ("`True`", "`False`"),
    "callable": ("a callable",),
    "array-like": ("an array-like",),
    "sparse-matrix": ("a sparse matrix",),
    "random-state": ("`None`", "an integer ≥ 0", "a `RandomState`"),
    "verbose": ("`True`", "`False`", "an integer ≥ 0"),
    "missing-values": ("a number", "a string", "`None`", "`nan`"),
    "pandas-na": ("`pandas.NA`",),
    "cv-object": ("an integer ≥ 2", "a splitter", "an iterable of splits", "`None`"),
    "iterable-not-string": ("an iterable that is no string",),
    "opaque": (_SILENT,),
}


def is_deprecated(parameter: Parameter) -> bool:
    """Whether scikit-learn marks a hyperparameter as one to leave out, by the default it gives it."""
    return parameter.default in ("'deprecated'", "'warn'")


def accepted(constraints: Iterable[Constraint] | None, *, mark: str = "`", most: int | None = None) -> str:
    """The alternatives as one phrase: `"scale"`, `"auto"` or a number ≥ 0.

    `mark` stands around constants and class names: a backtick in Markdown, nothing in a terminal's table. More than
    `most` alternatives are cut, with their number. Empty where nothing is known of what is accepted.
    """
    if constraints is None:
        return ""
    found: dict[str, None] = {}
    for constraint in constraints:
        if not constraint.hidden:
            found.update(dict.fromkeys(_alternatives(constraint, mark)))
    open_ended = found.pop(_SILENT, False) is None
    phrases = list(found)
    if not phrases:
        return ""
    left_out = len(phrases) - most if most is not None else 0
    if left_out > 1:
        phrases[most:] = [f"{left_out} more"]
        return _joined(phrases, "and")
    if open_ended:
        phrases.append("something else that fit checks")
    return _joined(phrases, "or")


def literal(value: object) -> str:
    """A constant as source, strings in double quotes."""
    if isinstance(value, str):
        escaped = repr('"' + value)[2:-1]
        return '"' + escaped.replace("\\'", "'").replace('"', '\\"') + '"'
    return repr(value)


def _joined(phrases: list[str], word: str) -> str:
    if len(phrases) == 1:
        return phrases[0]
    return f"{', '.join(phrases[:-1])} {word} {phrases[-1]}"


def _alternatives(constraint: Constraint, mark: str) -> Iterator[str]:
    """The phrases of one constraint; several where one word of scikit-learn's stands for several kinds of value."""
    match constraint.kind:
        case "options":
            for value in constraint.values:
                phrase = f"{mark}{literal(value)}{mark}"
                yield f"{phrase} (deprecated)" if value in constraint.deprecated else phrase
        case "interval":
            yield _interval(constraint)
        case "instance":
            yield _instance(constraint.type or "object", mark)
        case "methods":
            yield f"an object with {_joined([f'{mark}{name}{mark}' for name in constraint.methods], 'and')}"
        case kind:
            yield from (phrase.replace("`", mark) for phrase in _FIXED[kind])


def _interval(constraint: Constraint) -> str:
    """A number and its range: "a number in [0, 1)", "an integer ≥ 1"."""
    noun = _NUMBERS[constraint.number or "real"]
    low = None if constraint.low is None or isinf(constraint.low) else _number(constraint.low)
    high = None if constraint.high is None or isinf(constraint.high) else _number(constraint.high)
    left, right = constraint.closed in ("left", "both"), constraint.closed in ("right", "both")
    if low is None and high is None:
        return noun
    if high is None:
        return f"{noun} {'≥' if left else '>'} {low}"
    if low is None:
        return f"{noun} {'≤' if right else '<'} {high}"
    return f"{noun} in {'[' if left else '('}{low}, {high}{']' if right else ')'}"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _instance(path: str, mark: str) -> str:
    if path in _TYPES:
        return _TYPES[path]
    name = path.rpartition(".")[2]
    article = "an" if name[:1].lower() in "aeiou" else "a"
    return f"{article} {mark}{name}{mark}"
