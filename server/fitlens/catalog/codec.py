"""How a record is written as JSON and read again: fields that have their default are left out, names stay readable.

Parameters are written as they stand in a signature, `"X"`, `"y=None"`, with `"/"` and `"*"` between them where Python has
them; one that is validated is a list of that text and its constraints. Of these an interval is written as mathematicians
do, `"real [0.0, inf)"`, options as their list, and what is nothing but its kind as that kind.

Attributes that a class has from its public bases are not repeated: who decodes a class says them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from sys import intern
from typing import Any, cast

from fitlens.catalog.model import (
    ClassEntry,
    Composition,
    Constraint,
    Entry,
    FunctionEntry,
    Holder,
    LearnedParameter,
    Method,
    Parameter,
)

Json = Any
"""What `json` reads and writes."""


def encode(entry: Entry, inherited: Iterable[str] = ()) -> dict[str, Json]:
    """The record of an entry, without what moves when only lines of the source move (`line`, the methods' lines).

    `inherited`: the attributes of its public bases.
    """
    if isinstance(entry, FunctionEntry):
        record = _plain(entry, leave={"line", "parameters"})
        record["parameters"] = _encode_parameters(entry.parameters)
        return _shortened(record)
    record = _plain(entry, leave={"line", "parameters", "methods", "learned", "attributes", "compositions"})
    record["attributes"] = sorted(set(entry.attributes).difference(inherited))
    if entry.parameters:
        record["parameters"] = _encode_parameters(entry.parameters)
    if entry.methods:
        record["methods"] = {method.name: _encode_method(method) for method in entry.methods}
    if entry.learned:
        record["learned"] = [item.name for item in entry.learned]
        record["undocumented"] = [item.name for item in entry.learned if not item.documented]
        record["present_unfitted"] = [item.name for item in entry.learned if not item.absent_unfitted]
        record["learned_escapes"] = {item.name: list(item.escapes) for item in entry.learned if item.escapes}
    if entry.compositions:
        record["compositions"] = [
            {**_plain(item, leave={"holders"}), "holders": [_plain(holder) for holder in item.holders]}
            for item in entry.compositions
        ]
    return _shortened(record)


def decode(
    record: Mapping[str, Json],
    line: int,
    method_lines: Sequence[int | None] = (),
    inherited: Iterable[str] = (),
) -> Entry:
    """The entry of a record; `method_lines` has one line for each method, in the record's order.

    Raises KeyError, TypeError or ValueError where the record is not one that `encode` wrote.
    """
    rest: dict[str, Json] = dict(record)
    rest.pop("form", None)
    rest.setdefault("file", _file_of(rest["defined"]))
    parameters = _decode_parameters(rest.pop("parameters", ()))
    if "kind" not in rest:
        return FunctionEntry(**_tuples(rest), line=line, parameters=parameters)
    methods: Mapping[str, Json] = rest.pop("methods", {})
    lines = method_lines or [None] * len(methods)
    learned: Sequence[str] = rest.pop("learned", ())
    undocumented = frozenset(cast("list[str]", rest.pop("undocumented", ())))
    present = frozenset(cast("list[str]", rest.pop("present_unfitted", ())))
    escapes: Mapping[str, Sequence[str]] = rest.pop("learned_escapes", {})
    attributes = {*cast("list[str]", rest.pop("attributes", ())), *inherited}
    attributes.difference_update(methods, learned, (each.name for each in parameters))
    compositions: Sequence[Mapping[str, Json]] = rest.pop("compositions", ())
    return ClassEntry(
        **_tuples(rest),
        line=line,
        parameters=parameters,
        methods=tuple(
            _decode_method(name, written, at) for (name, written), at in zip(methods.items(), lines, strict=True)
        ),
        learned=tuple(
            LearnedParameter(name, name not in undocumented, name not in present, tuple(escapes.get(name, ())))
            for name in learned
        ),
        attributes=tuple(sorted(attributes)),
        compositions=tuple(_decode_composition(item) for item in compositions),
    )


def _plain(item: Entry | Method | Composition | Constraint | Holder, leave: Iterable[str] = ()) -> dict[str, Json]:
    """Fields of a record that differ from their default."""
    written: dict[str, Json] = {}
    defaults = item._field_defaults
    for name, value in item._asdict().items():
        if name in leave or (name in defaults and value == defaults[name]):
            continue
        written[name] = list(cast("tuple[object, ...]", value)) if isinstance(value, tuple) else value
    return written


def _shortened(record: dict[str, Json]) -> dict[str, Json]:
    """Without what is empty, and without the file where it is the defining module's."""
    return {
        key: value
        for key, value in record.items()
        if value not in ([], {}) and not (key == "file" and value == _file_of(record["defined"]))
    }


def _file_of(module: str) -> str:
    return module.replace(".", "/") + ".py"


def _tuples(record: Mapping[str, Json]) -> dict[str, Json]:
    return {
        key: tuple(cast("list[object]", value)) if isinstance(value, list) else value for key, value in record.items()
    }


def _encode_parameters(parameters: Iterable[Parameter]) -> list[Json]:
    written: list[Json] = []
    kind = "positional"
    for parameter in parameters:
        if parameter.kind != "positional-only" and kind == "positional-only":
            written.append("/")
        if parameter.kind == "keyword-only" and kind not in ("keyword-only", "var-positional"):
            written.append("*")
        kind = parameter.kind
        stars = {"var-positional": "*", "var-keyword": "**"}.get(kind, "")
        text = stars + parameter.name + ("" if parameter.default is None else f"={parameter.default}")
        if parameter.constraints is None:
            written.append(text)
        else:
            written.append([text, *(_encode_constraint(item) for item in parameter.constraints)])
    if kind == "positional-only":
        written.append("/")
    return written


def _decode_parameters(written: Iterable[Json]) -> tuple[Parameter, ...]:
    found: list[Parameter] = []
    kind = "positional"
    for item in written:
        if item == "/":
            found = [Parameter(each.name, each.default, "positional-only", each.constraints) for each in found]
            continue
        if item == "*":
            kind = "keyword-only"
            continue
        constraints = None
        text = item
        if not isinstance(item, str):
            text, constraints = item[0], tuple(_decode_constraint(each) for each in item[1:])
        name, equals, default = text.partition("=")
        this = kind
        if name.startswith("**"):
            this = "var-keyword"
        elif name.startswith("*"):
            this, kind = "var-positional", "keyword-only"
        found.append(Parameter(intern(name.lstrip("*")), default if equals else None, cast("Any", this), constraints))
    return tuple(found)


def _encode_constraint(constraint: Constraint) -> Json:
    written = _plain(constraint)
    if constraint == Constraint(constraint.kind):
        return constraint.kind
    if constraint == Constraint("options", constraint.values):
        return written["values"]
    if constraint.kind == "interval" and not constraint.hidden:
        left = "[" if constraint.closed in ("left", "both") else "("
        right = "]" if constraint.closed in ("right", "both") else ")"
        low = "-inf" if constraint.low is None else constraint.low
        high = "inf" if constraint.high is None else constraint.high
        return f"{constraint.number} {left}{low}, {high}{right}"
    return written


def _decode_constraint(written: Json) -> Constraint:
    if isinstance(written, str):
        return _decode_text(written)
    if isinstance(written, list):
        return Constraint("options", tuple(cast("list[object]", written)))
    return Constraint(**_tuples(written))


@cache
def _decode_text(text: str) -> Constraint:
    kind, space, interval = text.partition(" ")
    if not space:
        return Constraint(cast("Any", kind))
    low, _, high = interval[1:-1].partition(", ")
    left, right = interval[0] == "[", interval[-1] == "]"
    return Constraint(
        "interval",
        number=cast("Any", kind),
        low=None if low == "-inf" else _number(low),
        high=None if high == "inf" else _number(high),
        closed="both" if left and right else "left" if left else "right" if right else "neither",
    )


def _number(text: str) -> float:
    try:
        return int(text)
    except ValueError:
        return float(text)


def _encode_method(method: Method) -> Json:
    written = _plain(method, leave={"name", "parameters", "line"})
    parameters = _encode_parameters(method.parameters)
    if not written:
        return parameters
    return {**({"parameters": parameters} if parameters else {}), **written}


def _decode_method(name: str, written: Json, line: int | None) -> Method:
    if isinstance(written, list):
        return Method(name, _decode_parameters(cast("list[Json]", written)), line=line)
    rest = _tuples(written)
    return Method(name, _decode_parameters(rest.pop("parameters", ())), line=line, **rest)


def _decode_composition(written: Mapping[str, Json]) -> Composition:
    rest = _tuples(written)
    holders: Sequence[Mapping[str, Json]] = rest.pop("holders")
    return Composition(**rest, holders=tuple(Holder(**holder) for holder in holders))
